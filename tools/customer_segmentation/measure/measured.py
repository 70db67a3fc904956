"""All that a campaign shows: effects of every arm on everybody and on each segment, and what speaks for believing them."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.measure.arms import Arms
from customer_segmentation.measure.checks import Checks, check
from customer_segmentation.measure.effect import (
    Effect,
    adjusted_of_all,
    group,
    like_with_like,
    plain_difference,
)
from customer_segmentation.measure.people import CONTROL, People
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.stats.adjusted_difference import adjusted_difference
from customer_segmentation.stats.multiple_testing import holm
from customer_segmentation.stats.partial_pooling import pool

if TYPE_CHECKING:
    from customer_segmentation.stats.adjusted_difference import Floats

ALPHA: Final = 0.05
PRIOR_SPREAD: Final = 0.1
"""Median of what is believed of the spread of effects between segments, in standard deviations of the outcome."""
_FEWEST_IN_STRATUM: Final = 20


class Verdict(StrEnum):
    """What an arm did to everybody."""

    HELPED = "helped"
    HURT = "hurt"
    UNCLEAR = "unclear"
    """No reliable difference."""
    FEW = "few"
    """Too few customers to tell."""


@dataclass(frozen=True)
class ArmEffects:
    """One arm of those contacted against those held out.

    Attributes:
        overall: On everybody.
        segments: On each segment with customers in either group, in declared order.
        p_value: Of no effect on everybody, adjusted for the number of arms.
        differ: p-value of one effect in all segments; None with fewer than two to compare.
    """

    arm: int
    overall: Effect
    segments: list[Effect]
    p_value: float
    differ: float | None

    @property
    def verdict(self) -> Verdict:
        """The verdict on everybody."""
        plain = self.overall.plain
        if plain is None:
            return Verdict.FEW
        if self.p_value >= ALPHA or plain.estimate.low <= 0 <= plain.estimate.high:
            return Verdict.UNCLEAR
        return Verdict.HELPED if plain.estimate.value > 0 else Verdict.HURT

    @property
    def told(self) -> list[Effect]:
        """The segments whose own effect can be told."""
        return [one for one in self.segments if one.plain]


@dataclass(frozen=True)
class Measurement:
    """A campaign with somebody held out."""

    arms: Arms
    effects: list[ArmEffects]
    checks: Checks

    @property
    def lead(self) -> ArmEffects:
        """The arm to tell of first: the one whose effect is surest, of equals the first."""
        return min(self.effects, key=lambda one: (one.verdict is Verdict.FEW, one.p_value, one.arm))


def measure(people: People, arms: Arms, outcome: "Floats", *, shares_of: bool, planned: float) -> Measurement:
    """Measure a campaign.

    Args:
        people: Its customers.
        arms: With a control.
        outcome: Of every customer; 0 and 1 where ``shares_of``.
        shares_of: The outcome is a yes or no.
        planned: Share that should have been held out; 0 where not told.
    """
    checks = check(people, planned)
    found = [
        _of_arm(people, outcome, arm, shares_of=shares_of, uneven=checks.uneven)
        for arm in range(1, len(arms.contacted) + 1)
    ]
    told = [one for one in found if one.overall.plain]
    adjusted = dict(zip((one.arm for one in told), holm([one.p_value for one in told]), strict=True))
    return Measurement(arms, [replace(one, p_value=adjusted.get(one.arm, 1.0)) for one in found], checks)


def _of_arm(people: People, outcome: "Floats", arm: int, *, shares_of: bool, uneven: bool) -> ArmEffects:
    overall = _overall(people, outcome, arm, shares_of=shares_of, uneven=uneven)
    segments = [
        found
        for segment in people.segments
        if (found := _of_segment(people, outcome, arm, segment, shares_of=shares_of))
    ]
    spread = float(outcome[people.arm == CONTROL].std())
    p_value = overall.plain.p_value if overall.plain else 1.0
    return ArmEffects(arm, overall, _pooled(segments, spread), p_value, _differ(segments))


def _overall(people: People, outcome: "Floats", arm: int, *, shares_of: bool, uneven: bool) -> Effect:
    used = (people.arm == arm) | (people.arm == CONTROL)
    own, treated, strata = outcome[used], people.arm[used] == arm, people.segment[used]
    contacted, held_out = group(own[treated]), group(own[~treated])
    plain = None
    if min(contacted.size, held_out.size) >= SMALL:
        plain = plain_difference(own[treated], own[~treated], shares_of=shares_of)
        alike = like_with_like(own, treated, strata) if uneven else None
        if alike:
            contacted, held_out, plain = alike
    adjusted = adjusted_of_all(own, treated, people.covariates[used], strata, _FEWEST_IN_STRATUM)
    return Effect(ALL, arm, contacted, held_out, plain, adjusted if plain else None)


def _of_segment(
    people: People, outcome: "Floats", arm: int, segment: str, *, shares_of: bool
) -> Effect | None:
    own = people.of(segment)
    treated, left = own & (people.arm == arm), own & (people.arm == CONTROL)
    contacted, held_out = group(outcome[treated]), group(outcome[left])
    if not contacted.size + held_out.size:
        return None
    if min(contacted.size, held_out.size) < SMALL:
        return Effect(segment, arm, contacted, held_out, None)
    both = treated | left
    return Effect(
        segment,
        arm,
        contacted,
        held_out,
        plain_difference(outcome[treated], outcome[left], shares_of=shares_of),
        adjusted_difference(outcome[both], treated[both], people.covariates[both]),
    )


def _pooled(segments: list[Effect], spread: float) -> list[Effect]:
    """Draw the segments' effects toward what they have in common; one not seen is believed to be one more of them."""
    import numpy as np

    seen = [one for one in segments if one.plain and one.plain.error > 0]
    if len(seen) < 2 or spread <= 0:  # noqa: PLR2004 - one alone has nothing in common with others
        return segments
    estimates = np.array([one.plain.estimate.value for one in seen if one.plain])
    errors = np.array([one.plain.error for one in seen if one.plain])
    *believed, unseen = pool(estimates, errors, PRIOR_SPREAD * spread)
    by_segment = {one.segment: pooled for one, pooled in zip(seen, believed, strict=True)}
    return [replace(one, pooled=by_segment.get(one.segment, unseen)) for one in segments]


def _differ(segments: list[Effect]) -> float | None:
    """Return the p-value of Cochran's Q: that all segments have one effect."""
    from scipy.special import chdtrc

    seen = [one.plain for one in segments if one.plain and one.plain.error > 0]
    if len(seen) < 2:  # noqa: PLR2004 - nothing to compare
        return None
    weights = [1 / one.error**2 for one in seen]
    mean = sum(w * one.estimate.value for w, one in zip(weights, seen, strict=True)) / sum(weights)
    square = sum(w * (one.estimate.value - mean) ** 2 for w, one in zip(weights, seen, strict=True))
    return float(chdtrc(len(seen) - 1, square))
