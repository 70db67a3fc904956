"""Whether the two groups can be compared: the split as planned, the same in every segment, and alike before.

A standardised difference above 0.1 is worth a word: P. C. Austin, "Balance diagnostics for comparing the distribution of
baseline covariates", Statistics in Medicine 28 (2009) 3083-3107.
"""

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from customer_segmentation.measure.effect import like_with_like
from customer_segmentation.measure.people import CONTROL, People
from customer_segmentation.stats.sample_ratio import MISMATCH, planned_ratio, same_ratio

if TYPE_CHECKING:
    from customer_segmentation.stats.adjusted_difference import Flags, Floats

NOTABLE: Final = 0.1
SMALL_CHANCE: Final = 0.001
"""Below this p-value a difference before the campaign is no work of chance."""


@dataclass(frozen=True)
class Balance:
    """A measure of what customers did before: how far the groups were apart within segments, in standard deviations."""

    measure: str
    difference: float
    p_value: float


@dataclass(frozen=True)
class Checks:
    """What was checked.

    Attributes:
        planned: p-value of the split that was planned; None where no plan was told.
        even: p-value of one share held out in every segment.
        balances: Of each measure.
        one_sided: Customers of segments in which fewer than two were contacted, or fewer than two held out.
        customers: All of them.
    """

    planned: float | None
    even: float
    balances: list[Balance]
    one_sided: int
    customers: int

    @property
    def broken(self) -> bool:
        """The split is not as planned."""
        return self.planned is not None and self.planned < MISMATCH

    @property
    def uneven(self) -> bool:
        """Another share was held out in some segments than in others."""
        return self.even < MISMATCH

    @property
    def apart(self) -> list[Balance]:
        """Measures by which the groups differed notably before."""
        return [one for one in self.balances if abs(one.difference) > NOTABLE]

    @property
    def chosen(self) -> bool:
        """Who was contacted was hardly left to chance."""
        return self.by_segment or any(one.p_value < SMALL_CHANCE for one in self.apart)

    @property
    def by_segment(self) -> bool:
        """The segment decided who was contacted: hardly anywhere is there somebody to compare with."""
        return self.uneven and 2 * self.one_sided > self.customers


def check(people: People, planned: float) -> Checks:
    """Check a campaign with somebody held out; ``planned`` is the share that should have been, 0 where not told."""
    held = people.arm == CONTROL
    counts = [
        (int((held & own).sum()), int((~held & own).sum()))
        for own in (people.of(segment) for segment in people.segments)
    ]
    whole = int(held.sum()), int((~held).sum())
    return Checks(
        planned=planned_ratio(*whole, planned) if planned else None,
        even=same_ratio(counts),
        balances=_balances(people),
        one_sided=sum(sum(one) for one in counts if min(one) < 2),  # noqa: PLR2004 - a variance needs two
        customers=sum(whole),
    )


def _balances(people: People) -> list[Balance]:
    found = []
    bought = people.recency_days >= 0
    measures = {"orders": people.orders_year, "spend": people.spent_year, "recency": people.recency_days}
    for measure, values in measures.items():
        who = bought if measure == "recency" else people.known | bought
        one = _balance(people, measure, values, who)
        if one:
            found.append(one)
    return found


def _balance(people: People, measure: str, values: "Floats", who: "Flags") -> Balance | None:
    treated = people.arm[who] != CONTROL
    known = values[who]
    apart = like_with_like(known, treated, people.segment[who])
    if apart is None:
        return None
    spread = sqrt((float(known[treated].var()) + float(known[~treated].var())) / 2)
    if spread <= 0:
        return None
    *_, difference = apart
    return Balance(measure, difference.estimate.value / spread, difference.p_value)
