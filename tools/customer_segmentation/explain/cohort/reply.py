"""What ``cohort_retention`` answers: retention and money by cohort, how newer ones compare, and the doubts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from customer_segmentation.data.dataset import Column
from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.cohort.cohorts import Cohort, Followed, Groups
from customer_segmentation.explain.cohort.comparing import (
    Against,
    Newest,
    cohorts_apart,
    newest_against_earlier,
)
from customer_segmentation.explain.cohort.equal_terms import EqualTerms
from customer_segmentation.explain.cohort.facts import (
    AGAIN,
    MILESTONES,
    POOLED,
    TOOL,
    say_all,
    say_cohort,
    say_cohorts_apart,
    say_curve,
    say_newest,
    say_value_at,
)
from customer_segmentation.explain.cohort.findings import (
    about_cohorts,
    about_filter,
    about_sizes,
    about_window,
)
from customer_segmentation.explain.cohort.groups import add_groups
from customer_segmentation.explain.cohort.request import CohortPeriod, CohortRequest
from customer_segmentation.kit.fact import split_key
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.name import NamePart
from customer_segmentation.kit.reply import FactTable, Finding, Reply, Severity
from customer_segmentation.kit.words import shown

_FACTS_OF: Final = 36
"""Of so many cohorts, the newest, there are facts of their own."""
_ROWS: Final = 12
_COLUMNS: Final = 6
_GRAVITY: Final = list(reversed(Severity))
_NEXT: Final = ("cohort_how_counted", "cohort_by", "cohort_predict")
_RATES: Final = ("customers", "retention_", "value_")
_TELLING: Final = (AGAIN, "again_points", "customers")
_VALUE_AT: Final[Mapping[CohortPeriod, int]] = {
    CohortPeriod.DAY: 6,
    CohortPeriod.WEEK: 6,
    CohortPeriod.MONTH: 6,
    CohortPeriod.QUARTER: 3,
    CohortPeriod.YEAR: 2,
}
"""The period up to whose end money per newcomer is told, an earlier one where that is not over."""


@dataclass(frozen=True)
class Found:
    """What was found.

    Attributes:
        cohorts: All of them, from the oldest on.
        terms: Those that can be compared, counted on equal terms.
        groups: All by group, where ``column`` says what they are divided by.
        sql: The query for what each cohort did, from the source tables.
    """

    request: CohortRequest
    scope: Scope
    follow: Followed
    cohorts: list[Cohort]
    terms: EqualTerms | None
    groups: Groups
    column: Column | None
    sql: str


def cohort_reply(found: Found) -> Reply:
    """Return the reply; raises MethodError where a comparison was asked for that the data do not allow."""
    follow, cohorts, periods = found.follow, found.cohorts, found.request.periods
    sheet = FactSheet(TOOL, found.scope.dataset.currency)
    told = cohorts[-_FACTS_OF:]
    newest = newest_against_earlier(follow.timeline, found.terms, found.request.compare)
    apart = cohorts_apart(found.terms)
    say_all(sheet, follow, cohorts)
    if newest and found.terms:
        say_newest(sheet, follow, newest, found.terms.look_back)
    say_curve(sheet, follow, cohorts, range(periods + 1), brief=found.column is not None)
    value_at = _value_at(sheet, follow, periods)
    say_value_at(sheet, follow, cohorts, value_at)
    for cohort in told:
        say_cohort(sheet, follow, cohort, periods)
    say_cohorts_apart(sheet, follow, told, apart)
    reply = Reply(
        findings=[*found.scope.findings, *_findings(found, told, apart)],
        next=[code for code in _NEXT if code != "cohort_by" or _by_country(found)],
        currency=sheet.currency,
        detail=_detail(found, newest, value_at),
    )
    if follow.timeline.unit is CohortPeriod.WEEK:
        reply.described = {follow.timeline.name(cohort.place): _week_of(follow, cohort) for cohort in told}
    if found.column is not None:
        add_groups(reply, sheet, follow, found.groups, found.column, value_at)
    _add_tables(reply, sheet, [c for c in told if follow.timeline.over(c.place)], follow)
    reply.findings.sort(key=lambda finding: _GRAVITY.index(finding.severity))
    reply.facts = dict(sorted(sheet.facts.items(), key=lambda entry: _place(entry[0])))
    return reply


def _by_country(found: Found) -> bool:
    """Tell whether asking by country would say something new."""
    return not found.column and any(column.name == "country" for column in found.scope.dimensions)


def _place(key: str) -> int:
    """Return what comes first: a model is shown the first facts only."""
    _, subject, measure = split_key(key)
    if subject == ALL:
        return -2
    if subject == POOLED and measure.startswith(_RATES):
        return -1
    return _TELLING.index(measure) if measure in _TELLING else len(_TELLING)


def _findings(found: Found, told: Sequence[Cohort], apart: Mapping[int, Against]) -> Iterator[Finding]:
    yield from about_filter(found.request, found.scope)
    yield from about_window(found.follow, told)
    yield from about_sizes(found.follow, told)
    yield from about_cohorts(found.follow, told, apart)
    if len(told) < len(found.cohorts):
        yield Finding(code="cohort_older_not_shown")


def _value_at(sheet: FactSheet, follow: Followed, periods: int) -> int:
    """Return the period up to whose end money per newcomer is told; 0 where no later one is over."""
    known = [n for n in MILESTONES if n <= periods and sheet.has(POOLED, f"value_{n}")]
    return max((n for n in known if n <= _VALUE_AT[follow.timeline.unit]), default=0)


def _add_tables(reply: Reply, sheet: FactSheet, over: Sequence[Cohort], follow: Followed) -> None:
    subjects = [*(follow.timeline.name(cohort.place) for cohort in over[-_ROWS:]), POOLED]
    columns = {
        "retention": ["customers", *(f"retention_{n}" for n in range(1, _COLUMNS + 1))],
        "value": ["customers", "orders", "revenue", *(f"value_{n}" for n in (0, *MILESTONES))],
    }
    for name, measures in columns.items():
        present = [m for m in measures if any(sheet.has(subject, m) for subject in subjects)]
        reply.tables[name] = FactTable(
            tool=TOOL, subjects=subjects, measures=present, subject_label=_row_label(follow.timeline.unit)
        )


def _row_label(unit: CohortPeriod) -> str:
    """Return the heading over the cohorts: weeks are called by their first day."""
    return "cohort" if unit is CohortPeriod.WEEK else unit.value


def _week_of(follow: Followed, cohort: Cohort) -> list[NamePart]:
    day = follow.timeline.start(cohort.place).isoformat()
    return [NamePart(code="cohort_week", values={"day": day})]


def _detail(found: Found, newest: Newest | None, value_at: int) -> dict[str, object]:
    verdict = "unknown"
    if newest:
        way = "better" if newest.points.value > 0 else "worse"
        verdict = way if newest.reliable else "alike"
    return {
        "period": found.follow.timeline.unit.value,
        "period_chosen": found.request.period is CohortPeriod.AUTO,
        "by": shown(found.column.header) if found.column else "",
        "by_first_order": bool(found.column and found.column.table == "transactions"),
        "verdict": verdict,
        "a_year_ago": bool(newest and newest.a_year_ago),
        "settled_only": found.follow.settled_only,
        "value_at": value_at,
        "as_of": found.scope.as_of.isoformat(),
        "filter": found.scope.words,
        "sql": found.sql,
    }
