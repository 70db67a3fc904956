"""Dividing what was bought into groups: by a column, by a trait, by segment, by period."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Final

from customer_segmentation.data.dataset import Column
from customer_segmentation.data.scope import Scope
from customer_segmentation.engine.sql_file import identifier, literal, sql
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.segment.segmentation import ASSIGNMENT

SEGMENT: Final = "segment"
WEEKDAY: Final = "weekday"
_A_MONDAY: Final = "CAST('1899-01-02' AS DATE)"


class Period(StrEnum):
    """A part of the calendar."""

    NONE = ""
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class Grouping:
    """What to group by.

    Attributes:
        part: A column of lines or a trait, ``segment``, ``weekday`` (0 is Monday), or None.
        period: Further divided by period; ``Period.NONE`` for not.
        folder: That of the segmentation, where ``part`` is ``segment``.
        segments: The segments in their declared order with the names that the person gave them.
        units: Units are asked for, which returns of orders do not tell.
    """

    part: Column | str | None = None
    period: Period = Period.NONE
    folder: Path = Path()
    segments: dict[str, str] = field(default_factory=dict)
    units: bool = False

    @property
    def by_line(self) -> bool:
        """Tell whether the lines of one order may fall into several groups."""
        return isinstance(self.part, Column) and self.part.table == "transactions"


@dataclass(frozen=True)
class Group:
    """One group and what it bought. ``part`` and ``period`` are None where unknown or not asked.

    Attributes:
        gross: Money before returns.
        returned: Money given back, not above zero.
    """

    part: str | None
    period: date | None
    customers: int
    orders: int | None
    lines: int | None
    units: Decimal | None
    gross: Decimal | None
    returned: Decimal

    @property
    def revenue(self) -> Decimal | None:
        """Money net of returns."""
        return None if self.gross is None else self.gross + self.returned


def groups_of(scope: Scope, grouping: Grouping) -> list[Group]:
    """Return every group of a scope, in no particular order.

    Raises:
        InputError: Aggregated data have no lines to group by.
        MethodError: Periods were asked of data without single purchases.
    """
    engine = scope.engine
    if grouping.part == SEGMENT:
        engine.view("assigned", grouping.folder / ASSIGNMENT)
    engine.connection.execute(
        f"CREATE OR REPLACE TEMP VIEW {_target(scope)} AS {grouped_sql(scope, grouping)}"
    )
    return [Group(*row) for row in engine.rows(_file(scope))]


def whole_sql(scope: Scope, grouping: Grouping) -> str:
    """Return the whole query for the groups, from the source tables alone."""
    text = re.sub(r"\A(?:--[^\n]*\n)+", "", sql(_file(scope)))
    grouped = f"{_target(scope)} AS (\n{grouped_sql(scope, grouping)}\n)"
    if text.startswith("WITH "):
        return scope.reproduced(f"WITH {grouped},\n{text.removeprefix('WITH ')}")
    return scope.reproduced(f"WITH {grouped}\n{text}")


def _file(scope: Scope) -> str:
    return "query_groups" if scope.has_orders else "query_customers"


def _target(scope: Scope) -> str:
    return "grouped" if scope.has_orders else "grouped_customers"


def grouped_sql(scope: Scope, grouping: Grouping) -> str:
    """Return the query that gives every purchase and return, or every customer, its group.

    Orders are read instead of their lines where that is enough: there are far fewer of them.
    """
    if not scope.has_orders:
        return _customers_sql(scope, grouping)
    if grouping.by_line or grouping.units:
        return _lines_sql(grouping)
    part, join = _part(grouping, "o", "o.ordered_on")
    returned_part, returned_join = _part(grouping, "r", "r.returned_on")
    return (
        "SELECT o.customer_id, o.order_id, o.lines, o.units, o.gross AS amount, o.valid, "
        f"{part} AS part, {_period(grouping.period, 'o.ordered_on')} AS period\n"
        f"FROM orders AS o {join}\n{_buyers_only('o')}\nUNION ALL\n"
        "SELECT r.customer_id, CAST(NULL AS VARCHAR), 0, 0, r.amount, FALSE, "
        f"{returned_part}, {_period(grouping.period, 'r.returned_on')}\n"
        f"FROM returns AS r {returned_join}\n{_buyers_only('r')}"
    )


def _lines_sql(grouping: Grouping) -> str:
    """Return the query over lines: purchases on the day of their order, returns on their own."""
    bought = "(t.amount > 0 OR (t.amount = 0 AND t.quantity >= 0))"
    day = f"CASE WHEN {bought} THEN o.ordered_on ELSE CAST(t.ordered_at AS DATE) END"
    part, join = _part(grouping, "t", day)
    if grouping.period or grouping.part == WEEKDAY:
        orders, valid = "orders", "o.valid"
    else:
        # Few orders are invalid: joining them alone is cheaper.
        orders, valid = (
            "(SELECT i.customer_id, i.order_id FROM orders AS i WHERE NOT i.valid)",
            "o.order_id IS NULL",
        )
    return (
        f"SELECT t.customer_id, t.order_id, CASE WHEN {bought} THEN 1 ELSE 0 END AS lines, t.quantity AS units, "
        f"t.amount, COALESCE({valid}, FALSE) AS valid, {part} AS part, "
        f"{_period(grouping.period, day)} AS period\nFROM transactions AS t\n"
        f"LEFT JOIN {orders} AS o ON o.customer_id = t.customer_id AND o.order_id = t.order_id {join}\n"
        f"{_buyers_only('t')}"
    )


def _buyers_only(who: str) -> str:
    """Return the condition that leaves out customers without a valid order, who are few."""
    return (
        f"WHERE {who}.customer_id NOT IN (SELECT n.customer_id FROM (SELECT i.customer_id FROM orders AS i "
        "WHERE NOT i.valid UNION SELECT m.customer_id FROM returns AS m) AS n "
        "LEFT JOIN buyers AS b ON b.customer_id = n.customer_id WHERE b.customer_id IS NULL)"
    )


def _customers_sql(scope: Scope, grouping: Grouping) -> str:
    if grouping.by_line:
        raise InputError("scope_no_lines", source=scope.dataset.source)
    if grouping.period or grouping.part == WEEKDAY:
        raise MethodError("query_no_periods", source=scope.dataset.source)
    part, join = _part(grouping, "b")
    if "buyers" in scope.steps:
        return f"SELECT b.customer_id, b.orders, b.revenue, {part} AS part FROM buyers AS b {join}"
    missing = "CAST(NULL AS BIGINT) AS orders, CAST(NULL AS DECIMAL(18, 4)) AS revenue"
    return f"SELECT b.customer_id, {missing}, {part} AS part FROM customers AS b {join}"


def _part(grouping: Grouping, who: str, day: str = "") -> tuple[str, str]:
    """Return the SQL of the group's name and the join it needs."""
    if grouping.part is None:
        return "CAST(NULL AS VARCHAR)", ""
    if grouping.part == WEEKDAY:
        return f"CAST(DATE_DIFF('day', {_A_MONDAY}, {day}) % 7 AS VARCHAR)", ""
    if isinstance(grouping.part, str):
        return "a.segment", f"LEFT JOIN assigned AS a ON a.customer_id = {who}.customer_id"
    name = identifier(grouping.part.name)
    if grouping.by_line:
        return f"CAST({who}.{name} AS VARCHAR)", ""
    return f"CAST(c.{name} AS VARCHAR)", f"LEFT JOIN customers AS c ON c.customer_id = {who}.customer_id"


def _period(period: Period, day: str) -> str:
    if not period:
        return "CAST(NULL AS DATE)"
    return f"CAST(DATE_TRUNC({literal(period.value)}, {day}) AS DATE)"
