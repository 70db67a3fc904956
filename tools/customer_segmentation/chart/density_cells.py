"""Customers counted in cells of days since the last order by number of orders: rows and columns that suit both."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isqrt, sqrt
from typing import Final

_STARTS: Final = (1, 2, 3, 4, 5, 6, 8, 11, 15, 21, 31, 51, 101, 201, 501, 1001)
"""From where each row counts orders: singly while few, then as ratios."""
_BEYOND: Final = 0.002
"""The share of customers that may lie beyond the start of the last row but one."""
_MOST_COLUMNS: Final = 26


@dataclass(frozen=True)
class Density:
    """Customers by cell.

    Attributes:
        longest: The longest time since a last order, in days.
        most: The largest number of orders.
        columns: How many there are, of equal width in the square root of days, column 0 the most recent.
        starts: Orders from which each row counts; the last row has no end.
        cells: Customers by (column, row).
    """

    longest: int
    most: int
    columns: int
    starts: tuple[int, ...]
    cells: Mapping[tuple[int, int], int]

    def across(self, days: float) -> float:
        """Return where days lie between 0, today, and 1, the longest ago."""
        return sqrt(days) / sqrt(self.longest + 1)

    def row(self, orders: int) -> int:
        """Return the row of a number of orders."""
        return max(bisect_right(self.starts, orders) - 1, 0)

    def days(self, column: int) -> tuple[int, int]:
        """Return the first and the last whole day of a column."""
        step = sqrt(self.longest + 1) / self.columns
        first, after = ((step * edge) ** 2 for edge in (column, column + 1))
        return _ceiling(first), min(_ceiling(after) - 1, self.longest)


def density(counted: Iterable[tuple[int, int, int]]) -> Density:
    """Return the cells of (days, orders, customers)."""
    each = list(counted)
    longest, most = max(days for days, _, _ in each), max(orders for _, orders, _ in each)
    # A column that is at least one wide in the square root of days holds at least one whole day.
    columns = max(1, min(_MOST_COLUMNS, isqrt(longest + 1)))
    starts = _starts([(orders, customers) for _, orders, customers in each])
    empty = Density(longest, most, columns, starts, {})
    cells: Counter[tuple[int, int]] = Counter()
    for days, orders, customers in each:
        column = min(int(empty.across(days) * columns), columns - 1)
        cells[column, empty.row(orders)] += customers
    return Density(longest, most, columns, starts, dict(sorted(cells.items())))


def _starts(counted: list[tuple[int, int]]) -> tuple[int, ...]:
    everybody = sum(customers for _, customers in counted)
    kept = [_STARTS[0]]
    for start in _STARTS[1:]:
        if sum(customers for orders, customers in counted if orders >= start) <= _BEYOND * everybody:
            break
        kept.append(start)
    return tuple(kept)


def _ceiling(number: float) -> int:
    whole = round(number)
    return whole if abs(number - whole) < 1e-9 else int(number) + 1  # noqa: PLR2004 - roots of whole numbers


def lower_median(counted: Iterable[tuple[int, int]]) -> int:
    """Return the lower median of values that stand with how often they occur."""
    ordered = sorted(counted)
    half, upto = sum(times for _, times in ordered), 0
    for value, times in ordered:
        upto += times
        if 2 * upto >= half:
            return value
    message = "no values"
    raise ValueError(message)
