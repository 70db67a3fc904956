"""Whom a choice contacts and whom it leaves alone, by what was known of them before."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from customer_segmentation.measure.whom.traits import NUMBERS, Traits

if TYPE_CHECKING:
    from customer_segmentation.measure.people import Codes
    from customer_segmentation.stats.adjusted_difference import Flags, Floats

MOST: Final = 4
"""So many traits are told."""
_NOTABLE: Final = 0.2
"""Groups closer than so many standard deviations are alike in a trait."""


@dataclass(frozen=True)
class Portrait:
    """A trait of those contacted and of those left alone.

    Attributes:
        trait: Its name; ``level`` the usual value of a column, empty for a number.
        contacted: Median of a number, share of a level; likewise ``left``.
        apart: How far the two are apart, in standard deviations.
    """

    trait: str
    level: str
    contacted: float
    left: float
    apart: float


def portraits(traits: Traits, customers: "Codes", contacted: "Flags") -> list[Portrait]:
    """Return what sets apart whom a choice contacts, the most telling first; empty where it takes all or none.

    Args:
        traits: Of the people of a campaign.
        customers: Positions of those who were chosen from.
        contacted: Of each of these.
    """
    if contacted.all() or not contacted.any():
        return []
    found = [one for one in _all(traits, customers, contacted) if one.apart >= _NOTABLE]
    return sorted(found, key=lambda one: -one.apart)[:MOST]


def _all(traits: Traits, customers: "Codes", contacted: "Flags") -> Iterator[Portrait]:
    import numpy as np

    for n, trait in enumerate(NUMBERS):
        told = traits.numbers[customers, n]
        known = ~np.isnan(told)
        one, other = told[known & contacted], told[known & ~contacted]
        if len(one) and len(other):
            yield Portrait(
                trait,
                "",
                float(np.median(one)),
                float(np.median(other)),
                _apart(np.log1p(np.maximum(told, 0)), known, contacted),
            )
    for usual in traits.usual:
        place = usual.place[customers]
        for n, level in enumerate(usual.levels):
            own = (place == n).astype(np.float64)
            apart = _apart(own, np.ones_like(contacted), contacted)
            yield Portrait(
                usual.name, level, float(own[contacted].mean()), float(own[~contacted].mean()), apart
            )


def _apart(values: "Floats", known: "Flags", contacted: "Flags") -> float:
    spread = float(values[known].std())
    gap = float(values[known & contacted].mean() - values[known & ~contacted].mean())
    return abs(gap) / spread if spread > 0 else 0.0
