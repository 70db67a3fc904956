"""Typed values of a table's columns, as levels of SQL: text, read quickly, taken apart, whole."""

from dataclasses import dataclass
from typing import Literal

from customer_segmentation.data.read.raw_table import RawColumn
from customer_segmentation.data.understand.levels import Levels
from customer_segmentation.data.understand.lexicon import lexicon
from customer_segmentation.data.understand.parse_dates import DateStyle, plausible, unread
from customer_segmentation.data.understand.parse_numbers import NumberStyle, tidied
from customer_segmentation.data.understand.source_text import is_word, text_of, tidy, without_missing
from customer_segmentation.engine.sql_file import identifier

Kind = Literal["text", "number", "date", "boolean"]


@dataclass(frozen=True)
class Cell:
    """A column to be read: ``name`` is what its value is called.

    Attributes:
        text: SQL for the cell as it stands in the table, where it is not simply the column.
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
    def parsed(self) -> bool:
        """The value is read from text."""
        return bool(self.date or self.number) and not self.native


def with_values(levels: Levels, cells: list[Cell]) -> Levels:
    """Add the levels that read the cells: afterwards each stands under its name, NULL where unreadable.

    ``t_<name>`` is the tidy text of a text cell; ``x_<name>`` that of a number or date that could not be
    read quickly, so that such a cell without a value was empty if it is NULL, else unreadable. A number that
    the source holds itself is unreadable when it is too long for ``NUMBER``, and missing when it is no number.
    """
    levels.add({f"t_{cell.name}": _source(cell) for cell in cells})
    levels.add({f"q_{cell.name}": quick for cell in cells if (quick := _quick(cell))})
    levels.add({f"x_{cell.name}": _left(cell) for cell in cells if cell.date or cell.number})
    levels.add({f"p_{cell.name}": _parts(cell) for cell in cells if cell.parsed})
    levels.add({f"w_{cell.name}": _whole(cell) for cell in cells})
    return levels.add({cell.name: _value(cell) for cell in cells})


def _source(cell: Cell) -> str:
    """Numbers and dates are tidied only where they cannot be read as they stand."""
    if cell.native or (cell.parsed and cell.column.type == "text"):
        return cell.text or identifier(cell.column.name)
    return without_missing(cell.text or text_of(cell.column))


def _names(cell: Cell) -> tuple[str, str, str, str]:
    text, quick, left, parts = (identifier(f"{level}_{cell.name}") for level in "tqxp")
    return text, quick, left, parts


def _quick(cell: Cell) -> str:
    style = cell.date or cell.number
    return style.quick(identifier(f"t_{cell.name}")) if style else ""


def _left(cell: Cell) -> str:
    text, quick, _, _ = _names(cell)
    if cell.native and cell.number:
        return f"CASE WHEN {quick} IS NULL THEN NULLIF(CAST({text} AS VARCHAR), 'nan') END"
    if not cell.parsed:
        return "CAST(NULL AS VARCHAR)"
    unreadable = unread(quick) if cell.date else f"{quick} IS NULL"
    return f"CASE WHEN {unreadable} THEN {without_missing(tidy(text))} END"


def _parts(cell: Cell) -> str:
    _, _, left, _ = _names(cell)
    return cell.date.parts(left) if cell.date else f"CASE WHEN {left} IS NOT NULL THEN {tidied(left)} END"


def _whole(cell: Cell) -> str:
    text, quick, left, parts = _names(cell)
    if cell.native:
        return quick
    if cell.date:
        return cell.date.whole(left, quick, parts)
    if cell.number:
        return f"CASE WHEN {left} IS NULL THEN {quick} ELSE {cell.number.whole(parts)} END"
    return _truth(text) if cell.kind == "boolean" else text


def _value(cell: Cell) -> str:
    whole = identifier(f"w_{cell.name}")
    if cell.date is None:
        return whole
    return f"CAST({plausible(whole)} AS DATE)" if cell.day else plausible(whole)


def _truth(text: str) -> str:
    yes, no = (is_word(f"LOWER({text})", section) for section in ("affirmed", "denied"))
    return f"CASE WHEN {yes} THEN TRUE WHEN {no} THEN FALSE END"


def is_truth(values: tuple[str, ...]) -> bool:
    """Tell whether a column's values are yes and no, in words."""
    said = set(lexicon().lists["affirmed"]) | set(lexicon().lists["denied"])
    return len(values) > 0 and all(value.casefold() in said for value in values)
