"""Cohorts and groups compared by who ordered again within the same number of days."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from customer_segmentation.explain.cohort.cohorts import Followed, Groups
from customer_segmentation.explain.cohort.equal_terms import Again, EqualTerms, ordered_again, together
from customer_segmentation.explain.cohort.request import CohortPeriod, Compare
from customer_segmentation.explain.cohort.timeline import SMALL, Timeline
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.stats.multiple_testing import benjamini_hochberg
from customer_segmentation.stats.shares import Estimate, difference, p_value

_NEWEST: Final[Mapping[CohortPeriod, int]] = {
    CohortPeriod.DAY: 7,
    CohortPeriod.WEEK: 4,
    CohortPeriod.MONTH: 3,
    CohortPeriod.QUARTER: 1,
    CohortPeriod.YEAR: 1,
}
"""How many cohorts are the newest."""
_FALSE_FINDINGS: Final = 0.05
Id = TypeVar("Id")


@dataclass(frozen=True)
class Newest:
    """The newest cohorts against earlier ones, on equal terms.

    Attributes:
        newest: Places of the newest cohorts, oldest first; ``earlier`` those they are compared with.
        a_year_ago: The earlier ones are those of the same season a year before.
        points: The first share less the second.
    """

    newest: list[int]
    earlier: list[int]
    of_newest: Again
    of_earlier: Again
    a_year_ago: bool
    points: Estimate

    @property
    def reliable(self) -> bool:
        """Tell whether the interval of the difference leaves out zero."""
        return _leaves_out_zero(self.points)


@dataclass(frozen=True)
class Against:
    """One of many against all others; ``reliable`` after control of the false discovery rate over the many."""

    points: Estimate
    reliable: bool


def newest_against_earlier(timeline: Timeline, terms: EqualTerms | None, compare: Compare) -> Newest | None:
    """Return the newest cohorts whose follow-up is over against earlier ones; None where either are too few.

    Raises:
        MethodError: The same season a year earlier was asked for and is not in the data.
    """
    counts = terms.counts if terms else {}
    places = list(counts)
    many = _how_many_newest(timeline, list(counts.values()))
    newest, before = places[len(places) - many :], places[: len(places) - many]
    season = _year_ago(timeline, newest, before, counts) if compare is not Compare.EARLIER else []
    if compare is Compare.YEAR_AGO and not season:
        raise MethodError("cohort_no_year_ago")
    earlier = season or before
    one, other = (together([counts[place] for place in chosen]) for chosen in (newest, earlier))
    if min(one.customers, other.customers) < SMALL:
        return None
    points = difference(one.ordered_again, one.customers, other.ordered_again, other.customers)
    return Newest(newest, earlier, one, other, bool(season), points)


def _how_many_newest(timeline: Timeline, counts: list[Again]) -> int:
    """Return the usual number, more where these would be too few newcomers, half of all cohorts at most."""
    half = len(counts) // 2
    many = min(_NEWEST[timeline.unit], half)
    while many < half and together(counts[-many:]).customers < SMALL:
        many += 1
    return many


def _year_ago(
    timeline: Timeline, newest: list[int], before: list[int], counts: Mapping[int, Again]
) -> list[int]:
    """Return the cohorts of the same season a year earlier; none unless they are all there and enough."""
    back = timeline.periods_a_year
    if back is None or not newest:
        return []
    found = [place for place in before if place + back in newest]
    enough = together([counts[place] for place in found]).customers >= SMALL
    return found if len(found) == len(newest) and enough else []


def cohorts_apart(terms: EqualTerms | None) -> dict[int, Against]:
    """Return by place every judged cohort of ``SMALL`` newcomers or more against all other judged ones."""
    return _each_against_rest(terms.counts if terms else {})


def groups_apart(follow: Followed, groups: Groups) -> dict[str | None, Against]:
    """Return every group of ``SMALL`` followed newcomers or more against everybody else."""
    return _each_against_rest(
        {part: ordered_again(follow.judged(cohorts)) for part, cohorts in groups.items()}
    )


def _each_against_rest(counts: Mapping[Id, Again]) -> dict[Id, Against]:
    everybody = together(list(counts.values()))
    tried: dict[Id, tuple[Estimate, float]] = {}
    for one, (customers, ordered) in counts.items():
        rest = Again(everybody.customers - customers, everybody.ordered_again - ordered)
        if min(customers, rest.customers) >= SMALL:
            pair = (ordered, customers, rest.ordered_again, rest.customers)
            tried[one] = (difference(*pair), p_value(*pair))
    adjusted = benjamini_hochberg([p for _, p in tried.values()])
    return {
        one: Against(points, p <= _FALSE_FINDINGS and _leaves_out_zero(points))
        for (one, (points, _)), p in zip(tried.items(), adjusted, strict=True)
    }


def _leaves_out_zero(points: Estimate) -> bool:
    return points.low > 0 or points.high < 0
