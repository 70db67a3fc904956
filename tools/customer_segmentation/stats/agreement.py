"""How well two ways of grouping the same customers agree, from their cross table.

L. Hubert, P. Arabie, "Comparing partitions", Journal of Classification 2 (1985) 193-218.
"""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from math import comb


def adjusted_rand(counts: Mapping[tuple[str, str], int]) -> Fraction:
    """Return the adjusted Rand index, exactly: 1 for equal groupings, about 0 for unrelated ones.

    Args:
        counts: Customers by (group of the first, group of the second).
    """
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for (row, column), customers in counts.items():
        rows[row] += customers
        columns[column] += customers
    together = sum(comb(n, 2) for n in counts.values())
    in_rows, in_columns = (sum(comb(n, 2) for n in sizes.values()) for sizes in (rows, columns))
    pairs = comb(rows.total(), 2)
    if not pairs:
        return Fraction(1)
    by_chance = Fraction(in_rows * in_columns, pairs)
    most = Fraction(in_rows + in_columns, 2)
    return Fraction(1) if most == by_chance else (together - by_chance) / (most - by_chance)
