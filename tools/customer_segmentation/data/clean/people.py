"""One row per customer: tables of attributes, and tables already summed up to last order, orders and revenue."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from customer_segmentation.data.clean.line_counts import first_lines
from customer_segmentation.data.clean.line_view import VIEW
from customer_segmentation.data.dataset import Grain
from customer_segmentation.data.read.raw_table import LINE
from customer_segmentation.data.understand.cell_values import Cell, with_values
from customer_segmentation.data.understand.column_profile import ColumnProfile
from customer_segmentation.data.understand.column_styles import (
    AskedMark,
    AskedOrder,
    Table,
    date_style,
    number_styles,
    trait_date_style,
)
from customer_segmentation.data.understand.column_use import UsedColumn, traits
from customer_segmentation.data.understand.levels import Levels
from customer_segmentation.data.understand.parse_dates import DateStyle, Order
from customer_segmentation.data.understand.parse_numbers import NUMBER, NumberStyle
from customer_segmentation.data.understand.reading import Reading
from customer_segmentation.data.understand.source_text import text_of
from customer_segmentation.data.understand.whole_ids import WholeIds, read_whole_ids
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier, literal

KEPT: Final = f"(SELECT line, customer_id FROM {VIEW} WHERE reason IS NULL)"
"""SQL for the kept rows by their ids."""
NO_CALENDAR: Final = date(2000, 1, 1)
"""The day to which recency in days is counted when the file has no date at all and nobody said one."""


@dataclass(frozen=True)
class People:
    """A table of customers as it is read: the view ``read_lines`` with customer_id, reason and the columns.

    Attributes:
        lines: Rows by reason; the empty reason stands for kept ones.
        traits: The columns of ``customers``.
        numbers: How numbers are written, by raw column.
        date: How the dates of last orders are written, if there are any.
        ids: Whether the ids are whole numbers written as decimals.
    """

    reading: Reading
    traits: list[UsedColumn]
    lines: Counter[str] = field(default_factory=Counter)
    date: DateStyle | None = None
    unreadable: dict[str, list[int]] = field(default_factory=dict)
    numbers: dict[str, NumberStyle] = field(default_factory=dict)
    ids: WholeIds = field(default_factory=WholeIds)


def read_people(
    table: Table,
    reading: Reading,
    profiles: Sequence[ColumnProfile],
    *,
    order: AskedOrder = "auto",
    mark: AskedMark = "auto",
    as_of: date = NO_CALENDAR,
) -> People:
    """Make the view ``read_lines`` of a table with one row per customer.

    Rows without an id, rows of a customer that another row already describes (the last one counts), and, in a
    table of sums, rows without orders or a last day are set aside.

    Raises:
        NeedsAnswer: Dates or numbers of a table of sums can be read in two ways.
    """
    columns = traits(reading, profiles)
    needed = [reading.columns[role].column for role in reading.numeric]
    further = [c.profile.column for c in columns if c.kind == "number"]
    numbers = number_styles(table, needed, further, mark)
    styles = _date_styles(table, reading, columns, order)
    summed = reading.grain is Grain.CUSTOMERS
    ids = read_whole_ids(table.wholly(), reading)
    cells = _cells(reading, columns, numbers, styles, ids)
    levels = with_values(Levels(table.raw.table).add(_raw(reading, columns)), cells)
    levels.add({"who": "t_customer_id" if reading.has("customer_id") else "CAST(line AS VARCHAR)"})
    levels.add(_summed(reading, as_of) if summed else {"last_on": "NULL"})
    levels.add({"fault": _fault(reading) if summed else "CASE WHEN who IS NULL THEN 'missing_customer' END"})
    again = "ROW_NUMBER() OVER (PARTITION BY who ORDER BY fault IS NOT NULL, line DESC) > 1"
    levels.add(
        {"reason": f"CASE WHEN fault IS NOT NULL THEN fault WHEN {again} THEN 'repeated_customer' END"}
    )
    names = "".join(f", {identifier('d_' + column.name)}" for column in columns)
    sums = ", first_on, last_on, orders, revenue" if summed else ""
    table.engine.connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {VIEW} AS SELECT line, who AS customer_id, reason{sums}{names} "
        f"FROM ({levels.sql()})"
    )
    counts = Counter(
        dict(table.engine.rows_of(f"SELECT COALESCE(reason, ''), COUNT(*) FROM {VIEW} GROUP BY 1 ORDER BY 1"))
    )
    lines = {
        reason: first_lines(table.engine, reason) for reason in counts if reason.startswith("unreadable")
    }
    return People(reading, columns, counts, styles.get("date"), lines, numbers, ids)


def write_people(engine: DuckDB, people: People, folder: Path, *, summed: bool) -> None:
    """Write ``customers`` (where there are traits) and, for a table of sums, ``summary``."""
    if summed:
        engine.write_parquet(
            f"SELECT customer_id, first_on, last_on, orders, revenue FROM {VIEW} WHERE reason IS NULL ORDER BY line",
            folder / "summary.parquet",
        )
    if people.traits or not summed:
        engine.write_parquet(_customers(people.traits), folder / "customers.parquet")


def _customers(columns: Sequence[UsedColumn]) -> str:
    names = "".join(f", {identifier('d_' + c.name)} AS {identifier(c.name)}" for c in columns)
    return f"SELECT customer_id{names} FROM {VIEW} WHERE reason IS NULL ORDER BY line"


def _date_styles(
    table: Table, reading: Reading, columns: Sequence[UsedColumn], asked: AskedOrder
) -> dict[str, DateStyle]:
    """Return how dates are written: of the last orders under ``date``, of traits under their column's name."""
    styles: dict[str, DateStyle] = {}
    order: Order | None = None if asked == "auto" else asked
    if reading.has("last_date"):
        others = [reading.columns["first_date"].column] if reading.has("first_date") else []
        styles["date"] = date_style(table, reading.columns["last_date"].column, asked, others)
        order = styles["date"].order
    for column in columns:
        if column.kind == "date":
            raw = column.profile.column
            styles[raw.name] = trait_date_style(table, raw, order)
    return styles


def _raw(reading: Reading, columns: Sequence[UsedColumn]) -> dict[str, str]:
    used = [*reading.columns.values(), *(column.profile for column in columns)]
    return {"line": LINE} | {p.column.name: identifier(p.column.name) for p in used}


def _cells(
    reading: Reading,
    columns: Sequence[UsedColumn],
    numbers: dict[str, NumberStyle],
    dates: dict[str, DateStyle],
    ids: WholeIds,
) -> list[Cell]:
    cells = []
    for role, profile in reading.columns.items():
        raw = profile.column
        if role == "customer_id":
            cells.append(Cell(role, raw, "text", text=ids.text(role, text_of(raw))))
        elif role in {"last_date", "first_date"}:
            cells.append(
                Cell(role, raw, "date", date=dates["date"] if "date" in dates else DateStyle(), day=True)
            )
        elif raw.name in numbers:
            cells.append(Cell(role, raw, "number", number=numbers[raw.name]))
    for column in columns:
        raw = column.profile.column
        number = numbers.get(raw.name) if column.kind == "number" else None
        day = dates.get(raw.name) if column.kind == "date" else None
        cells.append(Cell(f"d_{column.name}", raw, column.kind, date=day, number=number, day=True))
    return cells


def _summed(reading: Reading, as_of: date) -> dict[str, str]:
    back = f"CAST({literal(as_of)} - CAST(recency_days AS INTEGER) AS DATE)"
    return {
        "last_on": "last_date" if reading.has("last_date") else back,
        "first_on": "first_date" if reading.has("first_date") else "CAST(NULL AS DATE)",
        "orders": "CAST(orders_count AS BIGINT)",
        "revenue": f"CAST(revenue_total AS {NUMBER})",
    }


def _fault(reading: Reading) -> str:
    recent = "last_date" if reading.has("last_date") else "recency_days"
    return (
        "CASE WHEN who IS NULL THEN 'missing_customer' WHEN orders <= 0 THEN 'never_bought' "
        f"WHEN last_on IS NULL AND x_{recent} IS NULL THEN 'missing_date' WHEN last_on IS NULL THEN 'unreadable_date' "
        "WHEN orders IS NULL THEN 'unreadable_orders' WHEN revenue IS NULL AND x_revenue_total IS NULL THEN "
        "'missing_price' WHEN revenue IS NULL THEN 'unreadable_price' END"
    )


def day_after(last: date | None) -> date:
    """Return the day to which recency is counted when the last order was on ``last``."""
    return NO_CALENDAR if last is None else last + timedelta(days=1)
