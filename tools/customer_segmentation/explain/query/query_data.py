"""An aggregate question: one measure, perhaps per group, perhaps per period."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

from customer_segmentation.data.filterables import other_names
from customer_segmentation.data.period import read_day
from customer_segmentation.data.scope import Scope, open_scope
from customer_segmentation.explain.query.facts import RATES, next_period, value_of
from customer_segmentation.explain.query.grouping import (
    SEGMENT,
    WEEKDAY,
    Group,
    Grouping,
    Period,
    groups_of,
    whole_sql,
)
from customer_segmentation.explain.query.reply import Answer, query_reply
from customer_segmentation.explain.query.request import Measure, QueryRequest
from customer_segmentation.explain.query.top_customers import top_customers
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.reply import SMALLEST_GROUP, Reply
from customer_segmentation.kit.request import LATEST
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Workspace

CUSTOMER: Final = "customer"
_OF_LINES: Final = frozenset({Measure.UNITS, Measure.LINES, Measure.RETURN_RATE})
_OWN: Final = (SEGMENT, CUSTOMER, WEEKDAY, *(period.value for period in Period if period))
"""Groupings that are no column."""


def _segmentation_read(request: QueryRequest, workspace: Workspace) -> dict[str, str]:
    """Tell apart answers by different segmentations that were each the latest."""
    if _own(request.by) != SEGMENT:
        return {}
    return {"segmentation": workspace.resolve(request.segmentation or LATEST, "segmentation")}


@tool(effect=Effect.READ, inputs=_segmentation_read)
def query_data(request: QueryRequest, workspace: Workspace) -> Reply:
    """Answer a question about totals: one measure, per column, segment, weekday or period, for a part of the data.

    Raises:
        InputError: The filter or the grouping is not understood.
        MethodError: The data do not hold what is asked.
    """
    own = _own(request.by)
    people_only = request.measure is Measure.CUSTOMERS and own != CUSTOMER
    with open_scope(request, workspace, purchases=not people_only) as scope:
        if not scope.has_orders and request.measure in _OF_LINES:
            raise MethodError("query_no_lines", source=scope.dataset.source)
        if own == CUSTOMER:
            return top_customers(request, scope)
        grouping = replace(_grouping(request, own, scope, workspace), units=request.measure is Measure.UNITS)
        [whole] = groups_of(scope, Grouping(units=grouping.units))
        found = groups_of(scope, grouping) if grouping.part or grouping.period else []
        answer = Answer(
            request=request,
            scope=scope,
            grouping=grouping,
            whole=whole,
            found=found,
            ordered=_ordered(request, scope, grouping, found),
            whole_periods=_whole_periods(request, scope, grouping.period, found),
            sql=whole_sql(scope, grouping),
        )
        return query_reply(answer)


def _own(by: str) -> str:
    """Return the grouping that is no column, by any of its names; empty if a column is meant."""
    asked = by.strip().casefold()
    return next((own for own in _OWN if asked in {own, *(n.casefold() for n in other_names(own))}), "")


def _grouping(request: QueryRequest, own: str, scope: Scope, workspace: Workspace) -> Grouping:
    if own in set(Period) - {Period.NONE}:
        if request.period and request.period != own:
            raise InputError("query_two_periods", by=request.by, period=request.period.value)
        return Grouping(period=Period(own))
    if own == SEGMENT:
        formed = workspace.result(request.segmentation or LATEST, "segmentation")
        segmentation = Segmentation.read(formed.folder)
        if segmentation.data != request.data:
            raise InputError("query_other_data", segmentation=formed.number)
        named = {segment.id: segment.name for segment in segmentation.segments}
        return Grouping(SEGMENT, request.period, segmentation.folder, named)
    if own == WEEKDAY:
        return Grouping(WEEKDAY, request.period)
    if not request.by.strip():
        return Grouping(period=request.period)
    return Grouping(scope.dimension(request.by), request.period)


def _ordered(
    request: QueryRequest, scope: Scope, grouping: Grouping, found: Sequence[Group]
) -> list[str | None]:
    """Return the parts to show in their order: segments as declared, weekdays from Monday, others by size.

    Averages and rates of a few customers say little: their groups come last.
    """
    if grouping.part is None:
        return [None]
    if grouping.part == SEGMENT:
        present = {group.part for group in found}
        return [part for part in (*grouping.segments, None) if part in present]
    if grouping.part == WEEKDAY:
        return sorted({group.part for group in found}, key=str)
    parts = groups_of(scope, replace(grouping, period=Period.NONE)) if grouping.period else found

    def size(group: Group) -> tuple[bool, Decimal, int, bool, str]:
        value = value_of(request.measure, group)
        last = value is None or (request.measure in RATES and group.customers < SMALLEST_GROUP)
        return (last, -Decimal(value or 0), -group.customers, group.part is None, group.part or "")

    return [group.part for group in sorted(parts, key=size)][: request.top]


def _whole_periods(request: QueryRequest, scope: Scope, period: Period, found: Sequence[Group]) -> set[date]:
    """Return the periods that lie wholly inside the data and the days asked for."""
    if not period:
        return set()
    first = max(filter(None, (scope.dataset.first_on, read_day("from", request.date_from))), default=date.min)
    return {
        group.period
        for group in found
        if group.period and first <= group.period and next_period(group.period, period) <= scope.as_of
    }
