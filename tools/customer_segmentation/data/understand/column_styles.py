"""How the dates and numbers of a file's columns are written: each decided from its whole column."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from customer_segmentation.data.read.raw_table import LINE, RawColumn, RawTable
from customer_segmentation.data.understand.column_profile import SAMPLE
from customer_segmentation.data.understand.date_order import (
    DateEvidence,
    contradicts_itself,
    date_evidence,
    order_implied,
    order_told,
    usual_format,
    zone_of,
)
from customer_segmentation.data.understand.number_style import (
    NumberEvidence,
    mark_implied,
    mark_told,
    number_evidence,
)
from customer_segmentation.data.understand.parse_dates import DateStyle, Order
from customer_segmentation.data.understand.parse_numbers import Mark, NumberStyle
from customer_segmentation.data.understand.source_text import text_of
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier
from customer_segmentation.kit.errors import NeedsAnswer

AskedOrder = Literal["auto", "dmy", "mdy", "ymd"]
AskedMark = Literal["auto", "point", "comma"]


@dataclass(frozen=True)
class Table:
    """A raw table with its sample in ``engine``.

    Attributes:
        covered: The sample is the whole table.
        whole: Evidence is gathered in the whole table even where the sample speaks.
    """

    engine: DuckDB
    raw: RawTable
    covered: bool
    whole: bool = False

    def cells(self, column: RawColumn, *, whole: bool) -> str:
        """Return a query of ``_line`` and the filled cells ``x`` of a column, of the sample or of the whole."""
        if whole:
            return f"SELECT {LINE}, x FROM (SELECT {LINE}, {text_of(column)} AS x FROM {self.raw.table}) WHERE x IS NOT NULL"
        name = identifier(column.name)
        return f"SELECT {LINE}, {name} AS x FROM {SAMPLE} WHERE {name} IS NOT NULL"

    @property
    def partial(self) -> bool:
        """Evidence comes from the sample alone, and that is not the whole table."""
        return not self.covered and not self.whole

    def wholly(self) -> "Table":
        """Return this table with evidence gathered in all of it."""
        return replace(self, whole=not self.covered)


def date_style(
    table: Table, column: RawColumn, asked: AskedOrder = "auto", others: Sequence[RawColumn] = ()
) -> DateStyle:
    """Return how the column of purchase dates is written.

    Args:
        table: Where the column stands.
        column: The column.
        asked: The order that the person gave.
        others: Other columns of dates in the same file, whose order is this one's where it does not show.

    Raises:
        NeedsAnswer: Day and month could be either way round.
    """
    if column.type in {"date", "timestamp"}:
        return DateStyle(native=True)
    order = _order(table, column, asked)
    if order is None and table.partial:
        return replace(_styled(table, column, "dmy"), assumed=True)
    if order is None:
        elsewhere = [_order_of(table, other)[0] for other in others if other.type == "text"]
        order = next((other for other in elsewhere if other), None)
    if order is None:
        raise _which_order(column, _order_of(table, column)[1])
    return _styled(table, column, order)


def trait_date_style(table: Table, column: RawColumn, order: Order | None) -> DateStyle:
    """Return how another column of dates is written; where it does not show, as the column of purchases."""
    if column.type in {"date", "timestamp"}:
        return DateStyle(native=True)
    return _styled(table, column, _order(table, column, "auto") or order or "dmy")


def _styled(table: Table, column: RawColumn, order: Order) -> DateStyle:
    sample = table.cells(column, whole=False)
    zone, offsets = zone_of(table.engine, sample)
    if offsets and not table.covered:
        zone, offsets = zone_of(table.engine, table.cells(column, whole=True))
    return DateStyle(order=order, zone=zone, format=usual_format(table.engine, sample, order))


def _order(table: Table, column: RawColumn, asked: AskedOrder) -> Order | None:
    if asked != "auto":
        return asked
    order, evidence = _order_of(table, column)
    if order or contradicts_itself(evidence) or (evidence.digits and table.partial):
        return order
    if not evidence.digits:
        return "dmy"
    return order_implied(evidence, table.engine, table.cells(column, whole=False))


def _order_of(table: Table, column: RawColumn) -> tuple[Order | None, DateEvidence]:
    evidence = date_evidence(table.engine, table.cells(column, whole=table.whole))
    return order_told(evidence), evidence


def _which_order(column: RawColumn, evidence: DateEvidence) -> NeedsAnswer:
    example = evidence.example.split(" ")[0]
    first, second, year = (part for part in _numbers(example) or ("3", "4", "2024"))
    full = year if len(year) == len("2024") else f"20{year}"
    day_first: tuple[str, dict[str, str]] = (
        f"{example} = {full}-{second:0>2}-{first:0>2}",
        {"date_order": "dmy"},
    )
    month_first: tuple[str, dict[str, str]] = (
        f"{example} = {full}-{first:0>2}-{second:0>2}",
        {"date_order": "mdy"},
    )
    code = "data_which_order_mixed" if contradicts_itself(evidence) else "data_which_order"
    return NeedsAnswer(code, options=[day_first, month_first], header=column.header, example=example)


def _numbers(example: str) -> list[str]:
    import re

    found = re.findall(r"\d+", example)
    return found[:3] if len(found) >= 3 else []  # noqa: PLR2004 - day, month, year


def number_styles(
    table: Table, needed: Sequence[RawColumn], further: Sequence[RawColumn], asked: AskedMark = "auto"
) -> dict[str, NumberStyle]:
    """Return how each column of numbers is written, by column name.

    Args:
        table: Where the columns stand.
        needed: Columns that play a role; the question is asked for these alone.
        further: Other columns of numbers.
        asked: The decimal mark that the person gave for columns that do not show theirs.

    Raises:
        NeedsAnswer: In a needed column 1.234 may be a thousand or one and a bit.
    """
    styles = {c.name: NumberStyle(native=True) for c in [*needed, *further] if c.type == "number"}
    columns = {c.name: c for c in [*needed, *further] if c.type != "number"}
    found = _evidence(table, list(columns.values()))
    silent = {name for name, evidence in found.items() if table.partial and not evidence.speaks}
    told = {name: mark_told(evidence) for name, evidence in found.items()}
    votes = Counter(mark for mark in told.values() if mark)
    elsewhere: Mark | None = votes.most_common(1)[0][0] if votes else _mark_of_separator(table.raw)
    for name, evidence in found.items():
        if name in silent and not evidence.marked:
            styles[name] = NumberStyle(assumed=True)
            continue
        mark = told[name] or (asked if asked != "auto" else mark_implied(evidence, elsewhere))
        if mark is None and any(column.name == name for column in needed):
            raise _which_mark(columns[name], evidence)
        styles[name] = NumberStyle(mark or "point")
    return styles


def _mark_of_separator(raw: RawTable) -> Mark | None:
    """Fields are divided by semicolons where the comma is taken: by decimals."""
    separators = {note.values.get("separator") for note in raw.notes if note.code == "read_separator"}
    return "comma" if ";" in separators else None


def _evidence(table: Table, columns: list[RawColumn]) -> dict[str, NumberEvidence]:
    """Gather evidence in the sample, and in the whole table for columns whose marks there could mean either."""
    whole = {column.name: text_of(column) for column in columns}
    if table.whole:
        return number_evidence(table.engine, whole, table.raw.table)
    found = number_evidence(table.engine, {c.name: identifier(c.name) for c in columns}, SAMPLE)
    open_ = [name for name, evidence in found.items() if evidence.marked and not evidence.speaks]
    if not open_ or table.covered:
        return found
    return found | number_evidence(table.engine, {name: whole[name] for name in open_}, table.raw.table)


def _which_mark(column: RawColumn, evidence: NumberEvidence) -> NeedsAnswer:
    example = evidence.example
    thousand = (f"{example} = {example.replace('.', '')}", {"decimal": "comma"})
    fraction = (f"{example} = {example}", {"decimal": "point"})
    return NeedsAnswer(
        "data_which_decimal", options=[thousand, fraction], header=column.header, example=example
    )
