"""Cohorts and groups compared by who ordered again within the same number of days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeVar

from customer_segmentation.explain.cohort.cohorts import Cohort, Followed, Groups
from customer_segmentation.explain.cohort.request import CohortPeriod, Compare
from customer_segmentation.explain.cohort.timeline import SMALL
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
"""How many cohorts are the newest, half of all at most."""
_FALSE_FINDINGS: Final = 0.05
Id = TypeVar("Id")


class Again(NamedTuple):
    """Newcomers whose follow-up is over, and how many of them ordered again."""

    customers: int
    ordered_again: int


def again(cohorts: Sequence[Cohort]) -> Again:
    """Return cohorts taken together."""
    return Again(sum(c.customers for c in cohorts), sum(c.ordered_again for c in cohorts))


@dataclass(frozen=True)
class Newest:
    """The newest cohorts against earlier ones.

    Attributes:
        a_year_ago: The earlier ones are those of the same season a year before.
        points: The first share less the second.
    """

    newest: list[Cohort]
    earlier: list[Cohort]
    a_year_ago: bool
    points: Estimate

    @property
    def reliable(self) -> bool:
        """Tell whether the interval of the difference leaves out zero."""
        return self.points.low > 0 or self.points.high < 0


@dataclass(frozen=True)
class Against:
    """One of many against all others; ``reliable`` after control of the false discovery rate over the many."""

    points: Estimate
    reliable: bool


def newest_against_earlier(follow: Followed, cohorts: Sequence[Cohort], compare: Compare) -> Newest | None:
    """Return the newest cohorts whose follow-up is over against earlier ones; None where either are too few.

    Raises:
        MethodError: The same season a year earlier was asked for and is not in the data.
    """
    judged = follow.judged(cohorts)
    many = min(_NEWEST[follow.timeline.unit], len(judged) // 2)
    newest, before = judged[len(judged) - many :], judged[: len(judged) - many]
    season = _year_ago(follow, newest, before) if compare is not Compare.EARLIER else []
    if compare is Compare.YEAR_AGO and not season:
        raise MethodError("cohort_no_year_ago", days=follow.days)
    earlier = season or before
    one, other = again(newest), again(earlier)
    if min(one.customers, other.customers) < SMALL:
        return None
    points = difference(one.ordered_again, one.customers, other.ordered_again, other.customers)
    return Newest(newest, earlier, bool(season), points)


def _year_ago(follow: Followed, newest: Sequence[Cohort], before: Sequence[Cohort]) -> list[Cohort]:
    """Return the cohorts of the same season a year earlier; none unless they are all there and enough."""
    back = follow.timeline.periods_a_year
    if back is None or not newest:
        return []
    places = {cohort.place - back for cohort in newest}
    found = [cohort for cohort in before if cohort.place in places]
    return found if len(found) == len(places) and again(found).customers >= SMALL else []


def cohorts_apart(follow: Followed, cohorts: Sequence[Cohort]) -> dict[int, Against]:
    """Return by place every judged cohort of ``SMALL`` customers or more against all other judged ones."""
    judged = follow.judged(cohorts)
    counts = {cohort.place: again([cohort]) for cohort in judged}
    return _each_against_rest(counts, again(judged))


def groups_apart(follow: Followed, groups: Groups) -> dict[str | None, Against]:
    """Return every group of ``SMALL`` customers or more against everybody else."""
    counts = {part: again(follow.judged(cohorts)) for part, cohorts in groups.items()}
    everybody = Again(*(sum(pair) for pair in zip(*counts.values(), strict=True)))
    return _each_against_rest(counts, everybody)


def _each_against_rest(counts: Mapping[Id, Again], everybody: Again) -> dict[Id, Against]:
    tried: dict[Id, tuple[Estimate, float]] = {}
    for one, (customers, ordered) in counts.items():
        rest = Again(everybody.customers - customers, everybody.ordered_again - ordered)
        if min(customers, rest.customers) >= SMALL:
            pair = (ordered, customers, rest.ordered_again, rest.customers)
            tried[one] = (difference(*pair), p_value(*pair))
    adjusted = benjamini_hochberg([p for _, p in tried.values()])
    return {
        one: Against(points, p <= _FALSE_FINDINGS and (points.low > 0 or points.high < 0))
        for (one, (points, _)), p in zip(tried.items(), adjusted, strict=True)
    }
