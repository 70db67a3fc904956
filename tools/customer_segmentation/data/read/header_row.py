"""Which row of a table holds its headers, if any does, judged from the first rows."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

Row = Sequence[str | None]

_MISSING: Final = frozenset({"na", "n/a", "nan", "null", "none", "-", "--", "?", "#n/a", "nil"})
_NUMBER = re.compile(r"[^\w\s]{0,3}\s?[+-]?\d[\d.,' \u00a0\u202f]*\s?(?:%|[^\w\s]|[A-Za-z]{3})?")
_DATE = re.compile(
    r"\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?(?:[ T].*)?|(?:19|20)\d{6}|\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4}.*"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")
_STRONG: Final = frozenset({"number", "mail"})
_WEAK: Final = frozenset({("word", "code"), ("code", "number"), ("code", "mail")})
_DOMINANT: Final = 0.8


def has_header(top: Row, body: Sequence[Row]) -> bool:
    """Tell whether ``top`` names the columns of ``body`` rather than being its first row.

    A word above numbers, dates or e-mails is a header; a number above numbers is data, unless it may be the year
    that a column is named after. Where neither is seen,
    codes count less surely, and at last a header's words do not come again in their column.
    """
    strong_header = strong_data = weak_header = weak_data = repeated = 0
    for column, cell in enumerate(top):
        kind = _kind(cell)
        below = [row[column] for row in body if column < len(row)]
        dominant = _dominant(below)
        if not kind or not dominant:
            continue
        strong_header += kind == "word" and dominant in _STRONG
        strong_data += kind == dominant and dominant in _STRONG and not _YEAR.fullmatch((cell or "").strip())
        weak_header += (kind, dominant) in _WEAK
        weak_data += kind == dominant == "code"
        repeated += kind == dominant == "word" and cell in below
    if strong_header or strong_data:
        return strong_header > 0
    if weak_header or weak_data:
        return weak_header >= weak_data
    return not repeated and not (not body and any(_kind(cell) in _STRONG for cell in top))


def _kind(cell: str | None) -> str:
    """Return what a cell looks like; dates count as numbers, a word with digits as a code."""
    text = (cell or "").strip()
    if not text or text.casefold() in _MISSING:
        return ""
    if _MAIL.fullmatch(text):
        return "mail"
    if _NUMBER.fullmatch(text) or _DATE.fullmatch(text):
        return "number"
    return "code" if any(character.isdigit() for character in text) else "word"


def _dominant(cells: Sequence[str | None]) -> str:
    kinds = Counter(kind for kind in map(_kind, cells) if kind)
    if not kinds:
        return ""
    kind, count = max(kinds.items(), key=lambda item: (item[1], item[0]))
    return kind if count >= _DOMINANT * kinds.total() else ""


def table_start(rows: Sequence[Row]) -> tuple[int, bool]:
    """Return (index of the table's first row, whether that row is a header) among the first rows of a sheet.

    Rows of titles above a table fill at most half as many cells as its widest row.
    """
    filled = [sum(bool((cell or "").strip()) for cell in row) for row in rows]
    first = next(index for index, count in enumerate(filled) if 2 * count > max(filled))
    return first, has_header(rows[first], rows[first + 1 :])
