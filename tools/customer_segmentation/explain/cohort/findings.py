"""What a careful analyst would mention about cohorts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from customer_segmentation.data.filterables import BUYER, filterables
from customer_segmentation.data.scope import Scope
from customer_segmentation.engine.condition import levels_of, tests_of
from customer_segmentation.engine.where import parse_where
from customer_segmentation.explain.cohort.cohorts import Cohort, Followed
from customer_segmentation.explain.cohort.comparing import Against
from customer_segmentation.explain.cohort.request import CohortRequest
from customer_segmentation.explain.cohort.timeline import SMALL
from customer_segmentation.kit.reply import Finding, Severity

_TOLD: Final = 2


def about_filter(request: CohortRequest, scope: Scope) -> Iterator[Finding]:
    """Say what a filter does to who is new and who comes back.

    Only a condition on the first order or on traits leaves both as they are.
    """
    first = scope.dataset.first_on
    if request.date_from and first and request.date_from.strip() > first.isoformat():
        yield Finding(
            code="cohort_from_makes_new",
            severity=Severity.WARNING,
            values={"day": request.date_from.strip()},
        )
    if not request.where.strip():
        return
    asked = parse_where(request.where, filterables(scope.dataset, scope.as_of))
    fields = [test.field for test in tests_of(asked)]
    ahead = [f for f in fields if f"{BUYER}." in f"{f.sql} {f.per}" and f.name != "first_on"]
    if ahead:
        yield Finding(
            code="cohort_where_looks_ahead", severity=Severity.WARNING, values={"column": ahead[0].name}
        )
    if "line" in levels_of(asked):
        yield Finding(code="cohort_first_in_filter")


def about_window(follow: Followed, cohorts: Sequence[Cohort]) -> Iterator[Finding]:
    """Say which cohorts may hold older customers, and which period is not over."""
    if not follow.settled_only:
        yield Finding(code="cohort_all_may_be_older", severity=Severity.WARNING)
    elif any(follow.timeline.start(cohort.place) < follow.settled_from for cohort in cohorts):
        yield Finding(code="cohort_may_be_older")
    unfinished = [cohort for cohort in cohorts if not follow.timeline.over(cohort.place)]
    for cohort in unfinished:
        yield Finding(code="cohort_unfinished", subject=follow.timeline.name(cohort.place))


def about_sizes(follow: Followed, cohorts: Sequence[Cohort]) -> Iterator[Finding]:
    """Say that most cohorts are too small to read a rate from."""
    small = [cohort for cohort in cohorts if cohort.customers < SMALL]
    if 2 * len(small) > len(cohorts):
        unit = follow.timeline.unit.value
        yield Finding(code="cohort_small", severity=Severity.WARNING, values={"period": unit})


def about_cohorts(
    follow: Followed, shown: Sequence[Cohort], apart: Mapping[int, Against]
) -> Iterator[Finding]:
    """Say which cohorts stand out from the others, the furthest first."""
    reliable = [c for c in shown if c.place in apart and apart[c.place].reliable]
    reliable.sort(key=lambda cohort: (-abs(apart[cohort.place].points.value), cohort.place))
    for cohort in reliable[:_TOLD]:
        yield Finding(code="cohort_stands_out", subject=follow.timeline.name(cohort.place))
