"""Numbers as people write them, read in SQL into exact decimals.

Which of comma and point sets the decimals apart is decided for the whole column, see ``number_style``;
currencies, percent signs, thousands separators, full-width digits and every way of writing a minus are read.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Final, Literal

from customer_segmentation.data.understand.lexicon import lexicon
from customer_segmentation.engine.sql_file import literal

Mark = Literal["point", "comma"]

NUMBER: Final = "DECIMAL(18, 4)"
_FULL_WIDTH: Final = ("０１２３４５６７８９．，－＋（）％−–—", "0123456789.,-+()%---")
_GROUPED: Final = r"[\s'’\x{00a0}\x{202f}\x{2009}](\d{3})"
_VALID: Final = {
    "point": r"^[-+(]?(\d+\.?\d*|\.\d+|\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?)[-)]?%?$",
    "comma": r"^[-+(]?(\d+,?\d*|,\d+|\d{1,3}(\.\d{3})+(,\d*)?)[-)]?%?$",
}


@dataclass(frozen=True)
class NumberStyle:
    """How a column's numbers are read.

    Attributes:
        mark: What sets the decimals apart.
        native: The source has numbers, not text.
        assumed: The sample held whole numbers only; a cell with a mark elsewhere makes this doubtful.
    """

    mark: Mark = "point"
    native: bool = False
    assumed: bool = field(default=False, compare=False)

    def quick(self, text: str) -> str:
        """Return SQL that reads a plain number quickly; NULL for any other cell."""
        if self.native or self.mark == "point":
            return f"TRY_CAST({text} AS {NUMBER})"
        turned = f"TRY_CAST(REPLACE({text}, ',', '.') AS {NUMBER})"
        return f"CASE WHEN NOT CONTAINS({text}, '.') THEN {turned} END"

    def whole(self, tidy: str) -> str:
        """Return SQL for the number in a tidied cell (see ``tidied``), NULL where it is no number."""
        digits = f"REGEXP_REPLACE({tidy}, '[-+()%]', '', 'g')"
        grouping, mark = (",", ".") if self.mark == "point" else (".", ",")
        plain = f"REPLACE(REPLACE({digits}, {literal(grouping)}, ''), {literal(mark)}, '.')"
        negative = f"(CONTAINS({tidy}, '-') OR LEFT({tidy}, 1) = '(')"
        percent = f"CASE WHEN RIGHT({tidy}, 1) = '%' THEN 0.01 ELSE 1 END"
        signed = f"TRY_CAST(CASE WHEN {negative} THEN '-' ELSE '' END || {plain} AS {NUMBER})"
        return (
            f"CASE WHEN REGEXP_MATCHES({tidy}, {literal(_VALID[self.mark])}) "
            f"THEN TRY_CAST({signed} * {percent} AS {NUMBER}) END"
        )


def tidied(text: str) -> str:
    """Return SQL for a cell without currency, blanks and full-width signs: digits, marks, sign, percent."""
    narrow = f"TRANSLATE({text}, {literal(_FULL_WIDTH[0])}, {literal(_FULL_WIDTH[1])})"
    bare = f"REGEXP_REPLACE({narrow}, {literal(_currency_pattern())}, '', 'gi')"
    grouped = f"REGEXP_REPLACE(TRIM({bare}), {literal(_GROUPED)}, '\\1', 'g')"
    return f"REGEXP_REPLACE({grouped}, '^([-+(]?)\\s+|\\s+([-)%])$|[.,]-$', '\\1\\2', 'g')"


def currency_in(text: str) -> str:
    """Return SQL for the currency sign or word in a cell in lower case, NULL where there is none."""
    return f"NULLIF(LOWER(REGEXP_EXTRACT({text}, {literal(_currency_pattern())}, 0, 'i')), '')"


@cache
def looks_like_number() -> str:
    """Return a pattern of whatever may be meant as a number, in any style."""
    sign = r"\s*[-+−–]?\s*"
    unit = f"(?:{_currency_pattern()})?"
    digits = r"(?:[\d０-９][\d０-９.,．，'’\s\x{00a0}\x{202f}]*|\.\d+)(?:[eE][-+]?\d+)?"
    return f"(?i)^[(（]?{sign}{unit}{sign}{digits}\\s*{unit}\\s*[%％]?\\s*[)）]?[-−]?$"


@cache
def _currency_pattern() -> str:
    """Return a pattern of every currency sign and word, the longest first."""
    known = sorted(lexicon().currency_of, key=lambda word: (-len(word), word))
    codes = [word for word in known if word.isalpha() and word.isascii()]
    signs = [word.replace("$", r"\$") for word in known if word not in codes]
    return "|".join([*signs, r"\p{Sc}", f"(?:{'|'.join(codes)})\\.?"])
