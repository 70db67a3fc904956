"""How far each segment lies from everybody else in each thing, with intervals, and whether chance explains it.

Numbers are compared by rank (Cliff's delta): money and counts are skewed, and one wholesale account would carry a
mean. A part of a customer's money lies between none and all; its mean is compared (Hedges' g), for whoever orders
often buys a little of everything, and ranks would take that for a taste. What a customer either has or not is
compared as a share (Newcombe's interval). p-values are adjusted over all segments and things at once
(Benjamini-Hochberg).
"""

from dataclasses import dataclass, replace
from math import copysign
from typing import TYPE_CHECKING, Final

from customer_segmentation.explain.profile.aspects import Aspect, Compared
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.stats.dominance import dominance, grade_of, strength_of_delta, strength_of_shares
from customer_segmentation.stats.means import Moments, standardised_difference
from customer_segmentation.stats.means import p_value as equal_means
from customer_segmentation.stats.multiple_testing import benjamini_hochberg
from customer_segmentation.stats.shares import Estimate, difference, p_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Counts = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

FALSE_DISCOVERIES: Final = 0.05


@dataclass(frozen=True)
class Effect:
    """One segment against everybody else in one thing.

    Attributes:
        known: Customers of the segment whose value is known; ``other_known`` of the others.
        typical: The segment's median, or its mean or share (``Aspect.has_median``); ``other`` that of the others.
        size: Cliff's delta, Hedges' g of a part, or the difference of two shares, with its 95% interval.
        strength: The same on the scale of Cohen's d, signed.
        p_value: Of no difference; ``adjusted`` over everything compared.
    """

    segment: str
    aspect: Aspect
    known: int
    other_known: int
    typical: float
    other: float
    size: Estimate
    strength: float
    p_value: float
    adjusted: float = 1.0

    @property
    def is_reliable(self) -> bool:
        """Tell whether chance does not explain it: the adjusted test and the interval agree."""
        return self.adjusted < FALSE_DISCOVERIES and self.size.low * self.size.high > 0

    @property
    def grade(self) -> str:
        """How large it is: large, medium, small, or nothing below that."""
        return grade_of(self.strength)

    @property
    def sets_apart(self) -> bool:
        """Tell whether it is worth saying: reliable, not negligible, and seen in the typical values as well."""
        same_way = (self.typical - self.other) * self.strength > 0
        return self.is_reliable and bool(self.grade) and same_way

    @property
    def ratio(self) -> float | None:
        """The typical value divided by that of the others; None unless both are positive, and for calendar years."""
        if self.aspect.feature.unit == "year":
            return None
        return self.typical / self.other if min(self.typical, self.other) > 0 else None


def typical_value(aspect: Aspect) -> float:
    """Return the typical value of all customers whose value is known."""
    import numpy as np

    values, counts = np.unique(aspect.values[~np.isnan(aspect.values)], return_counts=True)
    return _typical(values, counts, median=aspect.has_median)


def effects_of(found: Compared) -> list[Effect]:
    """Return every comparison that enough customers allow, p-values adjusted, in the order of segments."""
    raw = [effect for aspect in found.aspects for effect in _of_aspect(aspect, found)]
    adjusted = benjamini_hochberg([effect.p_value for effect in raw])
    effects = [replace(effect, adjusted=p) for effect, p in zip(raw, adjusted, strict=True)]
    return sorted(effects, key=lambda effect: found.segments.index(effect.segment))


def _of_aspect(aspect: Aspect, found: Compared) -> "Iterator[Effect]":
    import numpy as np

    known = ~np.isnan(aspect.values)
    values, places = np.unique(aspect.values[known], return_inverse=True)
    belongs = found.places[known]
    everybody = np.bincount(places, minlength=values.size)
    for n, segment in enumerate(found.segments):
        counts = np.bincount(places[belongs == n], minlength=values.size)
        if min(int(counts.sum()), int((everybody - counts).sum())) >= SMALL:
            effect = _effect(segment, aspect, values, counts, everybody - counts)
            if effect:
                yield effect


def _effect(
    segment: str, aspect: Aspect, values: "Numbers", counts: "Counts", others: "Counts"
) -> Effect | None:
    many, rest = int(counts.sum()), int(others.sum())
    if aspect.is_share:
        have, other = int(counts[values == 1].sum()), int(others[values == 1].sum())
        size, p = difference(have, many, other, rest), p_value(have, many, other, rest)
        strength = strength_of_shares(have / many, other / rest)
        return Effect(segment, aspect, many, rest, have / many, other / rest, size, strength, p)
    if aspect.is_part:
        return _of_part(segment, aspect, _moments(values, counts), _moments(values, others))
    ranked = dominance(counts, others)
    if ranked is None:
        return None
    delta = ranked.delta
    typical, its = (_typical(values, part, median=aspect.has_median) for part in (counts, others))
    strength = copysign(abs(strength_of_delta(delta.value)), delta.value)
    return Effect(segment, aspect, many, rest, typical, its, delta, strength, ranked.p_value)


def _of_part(segment: str, aspect: Aspect, group: Moments, others: Moments) -> Effect | None:
    size = standardised_difference(group, others)
    if size is None:
        return None
    p = equal_means(group, others)
    return Effect(segment, aspect, group.size, others.size, group.mean, others.mean, size, size.value, p)


def _moments(values: "Numbers", counts: "Counts") -> Moments:
    many = int(counts.sum())
    mean = float((values * counts).sum()) / many
    return Moments(many, mean, float((counts * (values - mean) ** 2).sum()) / (many - 1))


def _typical(values: "Numbers", counts: "Counts", *, median: bool) -> float:
    """Return the lower median or the mean of values that occur so often."""
    import numpy as np

    many = int(counts.sum())
    if median:
        return float(values[int(np.searchsorted(np.cumsum(counts), (many + 1) // 2))])
    return float((values * counts).sum()) / many
