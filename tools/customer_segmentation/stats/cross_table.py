"""A cross table of two groupings of the same customers."""

from collections import Counter
from collections.abc import Mapping


def margins(counts: Mapping[tuple[str, str], int]) -> tuple[Counter[str], Counter[str]]:
    """Return the customers of every row and of every column.

    Args:
        counts: Customers by (group of the first, group of the second).
    """
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for (row, column), customers in counts.items():
        rows[row] += customers
        columns[column] += customers
    return rows, columns
