"""Which of comma and point sets the decimals apart: decided from the whole column, by evidence."""

from dataclasses import dataclass, fields
from typing import Final

from customer_segmentation.data.understand.parse_numbers import Mark
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import literal

_PATTERNS: Final = {
    "point": r"\.\d{0,2}[^\d.,]*$|\.\d{4,}[^\d.,]*$|\d,\d{3}\.|,\d{3},\d{3}|^\D*0\.\d",
    "comma": r",\d{0,2}[^\d.,]*$|,\d{4,}[^\d.,]*$|\d\.\d{3},|\.\d{3}\.\d{3}|^\D*0,\d",
    "three_after_point": r"^[^\d.,]*[1-9]\d{0,2}\.\d{3}[^\d.,]*$",
    "three_after_comma": r"^[^\d.,]*[1-9]\d{0,2},\d{3}[^\d.,]*$",
}


@dataclass(frozen=True)
class NumberEvidence:
    """What the cells of a column say about their decimal mark; counts of cells.

    Attributes:
        point: Cells that only a decimal point explains, such as 12.50 or 1,234.5; likewise ``comma``.
        three_after_point: Cells such as 1.234, which is a thousand or one and a bit.
        long_plain: Whole numbers of four digits and more without any mark.
    """

    point: int
    comma: int
    three_after_point: int
    three_after_comma: int
    long_plain: int
    example: str

    @property
    def marked(self) -> bool:
        """Some cell has a comma or a point."""
        return self.speaks or self.three_after_point + self.three_after_comma > 0

    @property
    def speaks(self) -> bool:
        """The cells prove their mark by themselves."""
        return self.point + self.comma > 0


def number_evidence(engine: DuckDB, columns: dict[str, str], source: str) -> dict[str, NumberEvidence]:
    """Gather the evidence of text columns, given as SQL by name, in one pass over ``source``."""
    asked = []
    for cell in columns.values():
        marked = f"(CONTAINS({cell}, '.') OR CONTAINS({cell}, ','))"
        asked += [
            f"COUNT(*) FILTER ({marked} AND REGEXP_MATCHES({cell}, {literal(pattern)}))"
            for pattern in _PATTERNS.values()
        ]
        asked += [
            f"COUNT(*) FILTER (NOT {marked} AND LENGTH({cell}) > 3 AND REGEXP_MATCHES({cell}, '\\d{{4}}'))",
            f"MIN({cell}) FILTER ({marked} AND REGEXP_MATCHES({cell}, {literal(_PATTERNS['three_after_point'])}))",
        ]
    values = iter(engine.rows_of(f"SELECT {', '.join(asked)} FROM {source}")[0]) if columns else iter(())
    found = {}
    for name in columns:
        counts = {field.name: next(values) for field in fields(NumberEvidence)}
        found[name] = NumberEvidence(**{**counts, "example": counts["example"] or ""})
    return found


def mark_told(evidence: NumberEvidence) -> Mark | None:
    """Return the decimal mark that a column's cells prove; None where they prove nothing."""
    if evidence.speaks:
        return "point" if evidence.point >= evidence.comma else "comma"
    return None


def mark_implied(evidence: NumberEvidence, elsewhere: Mark | None) -> Mark | None:
    """Return the mark that circumstances speak for: other columns of the file, ungrouped thousands beside it.

    None means that 1.234 may be a thousand or one and a bit, and nothing tells which.
    """
    if evidence.three_after_comma and evidence.three_after_point:
        return elsewhere
    if not evidence.three_after_point:
        return "point"
    return "point" if evidence.long_plain else elsewhere
