"""Cohorts: customers by the period of their first order, and how many of them order in each period after it.

Definitions: a cohort is everybody whose first valid order lies in the period; retention in the n-th period after
is the share of the whole cohort with a valid order in it. A return is no activity and takes its money away in the
period it was booked in. A period that the data do not reach to the end of is left out, never counted as zero.
Periods are those of the calendar; whether a customer ordered again, which is on a later day, is counted in days
from the first order, so that short and long months compare.
"""

import re
from datetime import date, timedelta

from customer_segmentation.data.period import read_day
from customer_segmentation.data.scope import Scope, open_scope
from customer_segmentation.engine.sql_file import sql
from customer_segmentation.explain.cohort.cohorts import followed, read_cohorts, together
from customer_segmentation.explain.cohort.equal_terms import equal_terms
from customer_segmentation.explain.cohort.first_order import group_customers, parts_sql
from customer_segmentation.explain.cohort.reply import Found, cohort_reply
from customer_segmentation.explain.cohort.request import CohortPeriod, CohortRequest
from customer_segmentation.explain.cohort.timeline import QUIET, Timeline, chosen_period, timeline
from customer_segmentation.explain.order_days import ORDER_DAYS
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.workspace.workspace import Workspace


def _week_start(_request: CohortRequest, workspace: Workspace) -> dict[str, str]:
    """Tell apart answers of shops whose weeks begin on other days."""
    return {"week_start": workspace.profile.week_start}


@tool(effect=Effect.READ, inputs=_week_start, version=2)
def cohort_retention(request: CohortRequest, workspace: Workspace) -> Reply:
    """Follow customers from their first order: who orders again, and the money they bring, by period.

    Raises:
        InputError: The filter, the grouping or a day need mending.
        MethodError: The data hold no single orders, or too short a history for the period.
    """
    with open_scope(request, workspace, as_of=read_day("as_of", request.as_of)) as scope:
        if not scope.has_orders:
            raise MethodError("cohort_no_orders", source=scope.dataset.source)
        column = scope.dimension(request.by) if request.by.strip() else None
        line = _timeline(request, scope, sunday=workspace.profile.week_start == "sunday")
        group_customers(scope, column)
        groups = read_cohorts(scope.engine, line)
        cohorts = together(groups.values())
        if not any(line.over(cohort.place + 1) for cohort in cohorts):
            raise MethodError("cohort_history_short", period=line.unit.value)
        follow = followed(line, cohorts)
        found = Found(
            request=request,
            scope=scope,
            follow=follow,
            cohorts=cohorts,
            terms=equal_terms(scope.engine, follow, cohorts),
            groups=groups,
            column=column,
            sql=_sql(scope, parts_sql(column), line),
        )
        return cohort_reply(found)


def _timeline(request: CohortRequest, scope: Scope, *, sunday: bool) -> Timeline:
    """Return the periods asked for, or those that suit the history."""
    first_days: dict[date, int] = dict(scope.engine.rows("cohort_first_days"))
    # The data may begin before anybody of the scope ordered, and end after.
    known = scope.dataset.first_on or min(first_days)
    begins_on = max(known, read_day("from", request.date_from) or known)
    last_on = scope.dataset.last_on or max(first_days)
    ends_on = min(scope.as_of, last_on + timedelta(days=1) + QUIET)
    unit = request.period
    if unit is CohortPeriod.AUTO:
        unit = chosen_period(first_days, begins_on, ends_on)
    return timeline(unit, begins_on, ends_on, sunday=sunday)


def _sql(scope: Scope, parts: str, line: Timeline) -> str:
    """Return one statement for what each cohort did, from the source tables alone."""
    bodies = {
        name: re.sub(r"\A(?:--[^\n]*\n)+", "", sql(name, **line.bound))
        for name in (ORDER_DAYS, "cohort_customers", "cohort_cells")
    }
    cells = bodies.pop("cohort_cells")
    made = {"cohort_parts": parts, **bodies}
    tables = ",\n".join(f"{name} AS (\n{body}\n)" for name, body in made.items())
    return scope.reproduced(f"WITH {tables},\n{cells.removeprefix('WITH ')}")
