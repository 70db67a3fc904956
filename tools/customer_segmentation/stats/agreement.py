"""How well two ways of grouping the same customers agree, from their cross table.

L. Hubert, P. Arabie, "Comparing partitions", Journal of Classification 2 (1985) 193-218.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import comb, sqrt

from customer_segmentation.stats.cross_table import margins
from customer_segmentation.stats.wilson import Z_95


def adjusted_rand(counts: Mapping[tuple[str, str], int]) -> Fraction:
    """Return the adjusted Rand index, exactly: 1 for equal groupings, about 0 for unrelated ones.

    Args:
        counts: Customers by (group of the first, group of the second).
    """
    rows, columns = margins(counts)
    together = sum(comb(n, 2) for n in counts.values())
    in_rows, in_columns = (sum(comb(n, 2) for n in sizes.values()) for sizes in (rows, columns))
    pairs = comb(rows.total(), 2)
    if not pairs:
        return Fraction(1)
    by_chance = Fraction(in_rows * in_columns, pairs)
    most = Fraction(in_rows + in_columns, 2)
    return Fraction(1) if most == by_chance else (together - by_chance) / (most - by_chance)


def adjusted_rand_interval(counts: Mapping[tuple[str, str], int]) -> tuple[float, float] | None:
    """Return the 95% interval of the adjusted Rand index by the jackknife; None for fewer than three customers.

    Every customer of a cell moves the index alike, so that one step per cell does for all of them (B. Efron, "The
    jackknife, the bootstrap and other resampling plans", 1982, chapter 3).
    """
    customers = sum(counts.values())
    if customers < 3:  # noqa: PLR2004 - one left out must leave a pair
        return None
    without = [(n, float(adjusted_rand({**counts, cell: n - 1}))) for cell, n in counts.items() if n]
    mean = sum(n * index for n, index in without) / customers
    variance = (customers - 1) / customers * sum(n * (index - mean) ** 2 for n, index in without)
    index, half = float(adjusted_rand(counts)), Z_95 * sqrt(variance)
    return max(-1.0, index - half), min(1.0, index + half)
