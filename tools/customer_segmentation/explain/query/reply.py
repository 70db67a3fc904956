"""What ``query_data`` answers: facts per group, a table, and rows of small groups for the person alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from customer_segmentation.data.dataset import Column
from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.query.facts import (
    ALL,
    TOOL,
    Shown,
    change_facts,
    group_facts,
    measures_shown,
    rank_facts,
    share_facts,
    value_of,
)
from customer_segmentation.explain.query.grouping import SEGMENT, WEEKDAY, Group, Grouping, Period
from customer_segmentation.explain.query.request import Measure, QueryRequest
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.reply import Cell, FactTable, Finding, Reply, RowTable
from customer_segmentation.kit.words import shown as bounded

UNKNOWN: Final = "unknown"
_COUNTED_PER_ORDER: Final = frozenset(
    {Measure.ORDERS, Measure.AOV, Measure.CUSTOMERS, Measure.ORDERS_EACH, Measure.REVENUE_EACH}
)


@dataclass(frozen=True)
class Answer:
    """What was found.

    Attributes:
        whole: All groups together.
        found: Every group.
        ordered: The parts to show, in their order.
        whole_periods: Periods that are wholly inside the data.
        sql: The query for ``found``, from the source tables.
    """

    request: QueryRequest
    scope: Scope
    grouping: Grouping
    whole: Group
    found: list[Group]
    ordered: list[str | None]
    whole_periods: set[date]
    sql: str


def query_reply(answer: Answer) -> Reply:
    """Return the reply; groups of fewer than five customers have no facts, only rows."""
    measure, currency = answer.request.measure, answer.scope.dataset.currency
    groups = _shown(answer)
    told = [shown for shown in groups if not shown.small]
    period = answer.grouping.period
    changes = change_facts(measure, told, period, answer.whole_periods) if period else {}
    parts = answer.grouping.part is not None
    reply = Reply(
        names=_names(answer, told),
        findings=[*answer.scope.findings, *_findings(answer, groups)],
        currency=currency,
        detail=_detail(answer),
    )
    reply.facts |= group_facts(measure, Shown(ALL, answer.whole), currency)
    for shown in told:
        reply.facts |= group_facts(measure, shown, currency)
    reply.facts |= share_facts(measure, told, answer.whole) if parts or not period else {}
    reply.facts |= changes
    reply.facts |= rank_facts(measure, told, answer.found)
    if parts:
        many = len({group.part for group in answer.found})
        reply.facts[f"{TOOL}.{ALL}.groups"] = Fact(value=many, unit="count")
        reply.facts[f"{TOOL}.{ALL}.groups_shown"] = Fact(value=len(answer.ordered), unit="count")
    measures = measures_shown(measure, parts=parts, changes=bool(changes))
    if told:
        subjects = [shown.subject for shown in told]
        present = [m for m in measures if any(f"{TOOL}.{s}.{m}" in reply.facts for s in subjects)]
        reply.tables["groups"] = FactTable(
            tool=TOOL, subjects=subjects, measures=present, subject_label=_label(answer.grouping)
        )
    if len(told) < len(groups):
        reply.rows["small_groups"] = _rows(answer.grouping, [s for s in groups if s.small], measures)
    return reply


def _shown(answer: Answer) -> list[Shown]:
    """Return the groups to show, parts in their order and periods by the calendar, with their subject ids."""
    places = {part: place for place, part in enumerate(answer.ordered)}
    chosen = [group for group in answer.found if group.part in places]
    chosen.sort(key=lambda group: (places[group.part], group.period or date.min))
    return [Shown(_subject(answer.grouping, places[group.part], group), group) for group in chosen]


def _subject(grouping: Grouping, place: int, group: Group) -> str:
    when = "" if group.period is None else _period_id(group.period, grouping.period)
    if grouping.part is None:
        return when
    if group.part is None:
        what = UNKNOWN
    elif grouping.part == SEGMENT:
        what = group.part
    elif grouping.part == WEEKDAY:
        what = f"weekday_{int(group.part) + 1}"
    elif isinstance(grouping.part, Column) and grouping.part.type == "boolean":
        what = f"value_{group.part}"
    else:
        what = f"g{place + 1}"
    return f"{what}_{when}" if when else what


def _period_id(start: date, period: Period) -> str:
    if period is Period.YEAR:
        return f"{start:%Y}"
    if period is Period.QUARTER:
        return f"{start:%Y}-Q{(start.month + 2) // 3}"
    return f"{start:%Y-%m}" if period is Period.MONTH else start.isoformat()


def _names(answer: Answer, groups: Sequence[Shown]) -> dict[str, str]:
    """Return the names that come from the data; segments, weekdays and periods alone have names of their own."""
    return {shown.subject: name for shown in groups if (name := _name(answer.grouping, shown))}


def _name(grouping: Grouping, shown: Shown) -> str:
    part, period = shown.group.part, shown.group.period
    if grouping.part is None:
        return ""
    if isinstance(grouping.part, Column) and grouping.part.type != "boolean":
        name = _calm_number(part or "") if grouping.part.type == "number" else part or ""
    else:
        name = grouping.segments.get(part or "", "")
    if period is None:
        return name
    own = shown.subject.rpartition("_")[0]
    return f"{name or ('–' if own == UNKNOWN else own)} · {_period_id(period, grouping.period)}"


def _calm_number(text: str) -> str:
    """Return "1976.0000" as "1976"."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def _label(grouping: Grouping) -> str:
    if isinstance(grouping.part, Column):
        return bounded(grouping.part.header)
    return grouping.part or grouping.period.value


def _rows(grouping: Grouping, groups: Sequence[Shown], measures: Sequence[str]) -> RowTable:
    own = [
        measure for measure in measures if not measure.endswith(("_share", "_change")) and measure != "share"
    ]
    rows: list[list[Cell]] = []
    for shown in groups:
        name = _name(grouping, shown) or shown.subject
        rows.append([name, *(_cell(value_of(measure, shown.group)) for measure in own)])
    return RowTable(columns=[_label(grouping), *own], rows=rows)


def _cell(value: float | Decimal | None) -> Cell:
    return round(float(value), 4) if isinstance(value, Decimal) else value


def _findings(answer: Answer, groups: Sequence[Shown]) -> list[Finding]:
    found = []
    orders = sum(group.orders or 0 for group in answer.found)
    several = answer.grouping.by_line and orders > (answer.whole.orders or 0)
    if several and answer.request.measure in _COUNTED_PER_ORDER:
        found.append(Finding(code="query_orders_in_several"))
    if len({group.part for group in answer.found}) > len(answer.ordered):
        found.append(Finding(code="query_more_groups"))
    if any(shown.small for shown in groups):
        found.append(Finding(code="query_small_groups"))
    told = [shown for shown in groups if not shown.small and shown.group.period]
    partial = [shown for shown in told if shown.group.period not in answer.whole_periods]
    if answer.grouping.part is None:
        found += [Finding(code="query_partial_period", subject=shown.subject) for shown in partial[:2]]
    return found


def _detail(answer: Answer) -> dict[str, object]:
    part = answer.grouping.part
    return {
        "measure": answer.request.measure.value,
        "by": bounded(part.header) if isinstance(part, Column) else part or "",
        "period": answer.grouping.period.value,
        "as_of": answer.scope.as_of.isoformat(),
        "filter": answer.scope.words,
        "sql": answer.sql,
    }
