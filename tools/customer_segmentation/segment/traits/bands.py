"""Bands of numbers: standard bands of age, single values where there are few, else round cuts near the quartiles."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

AGES: Final = tuple(Decimal(age) for age in (18, 25, 35, 45, 55, 65))
"""The bands that surveys and statistical offices use: under 18, 18-24, 25-34, …, 65 and over."""
_STEP: Final = Decimal("0.15")
"""A cut is moved by at most half of this part of the distance between the quartiles."""


def round_cuts(quartiles: Sequence[Decimal], least: Decimal) -> list[Decimal]:
    """Return round numbers near the quartiles, ascending and each above the least value.

    Args:
        quartiles: The first, second and third quartile.
        least: The least value there is: a cut at or below it would leave an empty band.
    """
    step = _round_step((quartiles[-1] - quartiles[0]) * _STEP)
    cuts = (
        (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step if step else value for value in quartiles
    )
    return sorted({cut for cut in cuts if cut > least})


def _round_step(most: Decimal) -> Decimal:
    """Return the greatest of 1, 2, 2.5 and 5 times a power of ten that is at most ``most``; 0 for 0."""
    if most <= 0:
        return Decimal(0)
    power = Decimal(1).scaleb(most.adjusted())
    return max(
        factor * power
        for factor in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
        if factor * power <= most
    )


def merged_edges(counts: Sequence[int], least: int) -> list[range]:
    """Return which neighbours form one band so that neither end is a band of fewer than ``least`` customers.

    At least two bands are left where there were two.
    """
    low = high = 1
    while low < len(counts) - 1 and sum(counts[:low]) < least:
        low += 1
    while high < len(counts) - low and sum(counts[len(counts) - high :]) < least:
        high += 1
    ends = range(low, len(counts) - high)
    if len(counts) < low + high:
        return [range(len(counts))]
    return [range(low), *(range(n, n + 1) for n in ends), range(len(counts) - high, len(counts))]
