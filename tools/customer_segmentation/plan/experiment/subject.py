"""Whom an experiment could be done on: a segment's size, what such customers do unasked, and what must be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from customer_segmentation.advise.evidence import Evidence
from customer_segmentation.advise.prospect import Prospect
from customer_segmentation.explain.time_split import Outcome


@dataclass(frozen=True)
class Subject:
    """A segment, or several together, as the subject of an experiment.

    Attributes:
        customers: Of today, who can be contacted or held out.
        followed: Such customers at the earlier day, whom the rates are from.
        base: Share of them who ordered unasked within the horizon.
        mean: Net revenue of each within the horizon; ``deviation`` its standard deviation over customers.
        correlation: Of that revenue with the revenue of the comparable days before: what adjusting for it
            (CUPED) takes off the variance is its square.
        break_even: Lift of the proposed action that pays for itself, as a fraction of one; None where unknown.
        highest: Lift under the most hopeful scenario of its playbook, as a fraction of one; assumed.
    """

    id: str
    customers: int
    followed: int
    base: float
    mean: float
    deviation: float
    correlation: float
    break_even: float | None
    highest: float

    @property
    def adjusted(self) -> float:
        """The deviation that is left once revenue is adjusted for the revenue before (Deng et al. 2013, CUPED)."""
        return self.deviation * sqrt(max(1 - self.correlation**2, 0.0))


def subject_of(one: Prospect, evidence: Evidence) -> Subject | None:
    """Return a segment as a subject; None where too few customers can be followed to give a rate."""
    outcome = evidence.outcome(one.segment)
    if outcome is None or one.base_rate is None:
        return None
    base = float(one.base_rate)
    mean, deviation, correlation = _revenue(outcome)
    case = one.chosen
    high = float(case.action.scenario_lift.high) if case else 0.0
    return Subject(
        id=one.segment.id,
        customers=one.segment.customers,
        followed=outcome.customers,
        base=base,
        mean=mean,
        deviation=deviation,
        correlation=correlation,
        break_even=float(case.lift) if case and case.lift is not None else None,
        highest=min(high * base, 1 - base),
    )


def together(subjects: Sequence[Subject], name: str) -> Subject:
    """Return several subjects as one: customers added up, rates and lifts weighed by the customers of today.

    The revenue of all varies within the segments and between them; adjusting takes off what it does within.
    """
    customers = sum(one.customers for one in subjects)

    def weighed(values: Sequence[float]) -> float:
        return sum(one.customers * value for one, value in zip(subjects, values, strict=True)) / customers

    mean = weighed([one.mean for one in subjects])
    within = weighed([one.deviation**2 for one in subjects])
    between = weighed([(one.mean - mean) ** 2 for one in subjects])
    left = weighed([one.adjusted**2 for one in subjects])
    known = [one.break_even for one in subjects if one.break_even is not None]
    return Subject(
        id=name,
        customers=customers,
        followed=sum(one.followed for one in subjects),
        base=weighed([one.base for one in subjects]),
        mean=mean,
        deviation=sqrt(within + between),
        correlation=sqrt(max(1 - left / (within + between), 0.0)) if within + between else 0.0,
        break_even=weighed(known) if len(known) == len(subjects) else None,
        highest=weighed([one.highest for one in subjects]),
    )


def _revenue(outcome: Outcome) -> tuple[float, float, float]:
    """Return mean and deviation of the revenue after, and its correlation with the revenue before."""
    n = outcome.customers
    before, after = float(outcome.spent_before), float(outcome.spent_after)
    spread_before = float(outcome.before_squared) - before**2 / n
    spread_after = float(outcome.after_squared) - after**2 / n
    both = float(outcome.before_after) - before * after / n
    deviation = sqrt(max(spread_after, 0.0) / (n - 1))
    known = spread_before > 0 and spread_after > 0
    correlation = both / sqrt(spread_before * spread_after) if known else 0.0
    return after / n, deviation, max(-1.0, min(1.0, correlation))
