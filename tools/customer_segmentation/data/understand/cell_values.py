"""Typed values of a table's columns, as levels of SQL: text, read quickly, taken apart, whole."""

from dataclasses import dataclass
from typing import Literal

from customer_segmentation.data.read.raw_table import RawColumn
from customer_segmentation.data.understand.levels import Levels
from customer_segmentation.data.understand.lexicon import lexicon
from customer_segmentation.data.understand.parse_dates import DateStyle, plausible
from customer_segmentation.data.understand.parse_numbers import NumberStyle, tidied
from customer_segmentation.data.understand.source_text import text_of, without_missing, words
from customer_segmentation.engine.sql_file import identifier

Kind = Literal["text", "number", "date", "boolean"]


@dataclass(frozen=True)
class Cell:
    """A column to be read: ``name`` is what its value is called; its text is called ``t_<name>``.

    Attributes:
        text: SQL for the cell's text, where it is not simply the column's.
        day: Of a date only the day is wanted.
    """

    name: str
    column: RawColumn
    kind: Kind
    date: DateStyle | None = None
    number: NumberStyle | None = None
    text: str = ""
    day: bool = False

    @property
    def native(self) -> bool:
        """The source has the value itself, not text."""
        return (self.date or self.number or DateStyle()).native

    @property
    def source(self) -> str:
        """SQL for the cell as it is read from the table."""
        if self.text:
            return self.text
        return identifier(self.column.name) if self.native else without_missing(text_of(self.column))


def with_values(levels: Levels, cells: list[Cell]) -> Levels:
    """Add the levels that read the cells: afterwards each stands under its name, NULL where unreadable."""
    levels.add({f"t_{cell.name}": cell.source for cell in cells})
    levels.add({f"q_{cell.name}": _quick(cell) for cell in cells if cell.date or cell.number})
    levels.add({f"p_{cell.name}": part for cell in cells if (part := _parts(cell))})
    levels.add({f"w_{cell.name}": _whole(cell) for cell in cells})
    return levels.add({cell.name: _value(cell) for cell in cells})


def _names(cell: Cell) -> tuple[str, str, str, str]:
    text, quick, parts, whole = (identifier(f"{level}_{cell.name}") for level in "tqpw")
    return text, quick, parts, whole


def _quick(cell: Cell) -> str:
    style = cell.date or cell.number
    return style.quick(identifier(f"t_{cell.name}")) if style else "NULL"


def _parts(cell: Cell) -> str:
    text, quick, _, _ = _names(cell)
    if cell.native:
        return ""
    if cell.date:
        return cell.date.parts(text, quick)
    if cell.number:
        return f"CASE WHEN {quick} IS NULL AND {text} IS NOT NULL THEN {tidied(text)} END"
    return ""


def _whole(cell: Cell) -> str:
    text, quick, parts, _ = _names(cell)
    if cell.native:
        return quick
    if cell.date:
        return cell.date.whole(text, quick, parts)
    if cell.number:
        return f"CASE WHEN {parts} IS NULL THEN {quick} ELSE {cell.number.whole(parts)} END"
    return _truth(text) if cell.kind == "boolean" else text


def _value(cell: Cell) -> str:
    whole = identifier(f"w_{cell.name}")
    if cell.date is None:
        return whole
    return f"CAST({plausible(whole)} AS DATE)" if cell.day else plausible(whole)


def _truth(text: str) -> str:
    return f"CASE WHEN LOWER({text}) IN {words('affirmed')} THEN TRUE WHEN LOWER({text}) IN {words('denied')} THEN FALSE END"


def is_truth(values: tuple[str, ...]) -> bool:
    """Tell whether a column's values are yes and no, in words."""
    said = set(lexicon().lists["affirmed"]) | set(lexicon().lists["denied"])
    return len(values) > 0 and all(value.casefold() in said for value in values)
