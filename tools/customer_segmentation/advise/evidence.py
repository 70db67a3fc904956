"""What a segmentation's own data say about its segments: gathered once, before anything is recommended."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from pydantic import TypeAdapter

from customer_segmentation.advise.at_stake import AtStake, money_at_stake
from customer_segmentation.advise.order_value import order_value_errors
from customer_segmentation.explain.behaviour_scope import behaviour_scope
from customer_segmentation.explain.overdue import Rhythm, overdue
from customer_segmentation.explain.second_order import SecondOrder, second_order
from customer_segmentation.explain.time_split import Outcome, TimeSplit, time_split
from customer_segmentation.kit.errors import MethodError, SegmentationError
from customer_segmentation.kit.reply import Finding, Reply, Severity
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.store import Stored, result_id
from customer_segmentation.workspace.workspace import Result, Workspace

_KEPT_AS: Final = "evidence"
_VERSION: Final = 2
"""Raised when the same segments give other evidence."""
_FILE: Final = "evidence.json"
_WITHOUT_RATES = {
    "scope_no_purchases": "recommend_no_orders",
    "time_split_no_orders": "recommend_no_orders",
    "time_split_history_short": "recommend_history_short",
    "time_split_method": "recommend_method",
}


@dataclass(frozen=True)
class SegmentToday:
    """A segment as the segmentation counted it; None where the data do not tell."""

    id: str
    customers: int
    order_value: Decimal | None
    orders_each: Decimal | None
    median_recency: int | None
    revenue: Decimal | None


@dataclass
class Evidence:
    """What was measured about the segments.

    Attributes:
        tool: The tool that formed the segments; its facts speak of today.
        today: The segments that have customers, in their declared order.
        all_recency: Median days since the last order of all customers.
        split: What followed after an earlier day; None where the data cannot say.
        clock: What newcomers did; None where too few can be followed.
        rhythms: By segment, who is overdue.
        value_errors: By segment, the standard error of the money of an order as a fraction of it.
        findings: What a careful analyst would mention.
    """

    tool: str
    today: list[SegmentToday]
    all_recency: int | None
    split: TimeSplit | None = None
    clock: SecondOrder | None = None
    rhythms: dict[str, Rhythm] = field(default_factory=dict)
    value_errors: dict[str, float] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def outcome(self, segment: SegmentToday) -> Outcome | None:
        """Return what such customers did; None below 30 of them, then or now."""
        found = self.split.outcomes.get(segment.id) if self.split else None
        return found if found and min(found.customers, segment.customers) >= SMALL else None

    def base_rate(self, segment: SegmentToday) -> Decimal | None:
        """Return the share of such customers who came back unasked."""
        found = self.outcome(segment)
        return Decimal(found.came_back) / Decimal(found.customers) if found else None

    def at_stake(self, segment: SegmentToday) -> AtStake | None:
        """Return the money at stake of a segment."""
        found = self.outcome(segment)
        if found is None or self.split is None:
            return None
        return money_at_stake(found, self.split.window.scale, segment.customers)


def gather(segmentation: Result, workspace: Workspace, horizon_days: int) -> Evidence:
    """Return what the data of a segmentation say about what its customers do next.

    It is measured once and kept: whatever is advised about the same segments over the same days rests on the same.
    Where the data cannot say it, the evidence is without rates and a finding tells why.
    """
    asked = {"segmentation": segmentation.id, "horizon_days": horizon_days}
    identity = result_id(_KEPT_AS, _VERSION, asked, {})
    kept = TypeAdapter(Evidence)
    if workspace.store.read(identity) is not None:
        return kept.validate_json((workspace.store.folder(identity) / _FILE).read_bytes())
    evidence = _measured(segmentation, workspace, horizon_days)
    with workspace.store.draft() as folder:
        (folder / _FILE).write_bytes(kept.dump_json(evidence))
        stored = Stored(
            id=identity, tool=_KEPT_AS, version=_VERSION, request=asked, inputs={}, reply=Reply(formed=False)
        )
        workspace.store.keep(folder, stored)
    return evidence


def _measured(segmentation: Result, workspace: Workspace, horizon_days: int) -> Evidence:
    formed = Segmentation.read(segmentation.folder)
    evidence = Evidence(
        tool=segmentation.tool,
        today=_today(segmentation, formed.ids()),
        all_recency=_number(segmentation, "all", "median_recency"),
    )
    try:
        with behaviour_scope(segmentation, workspace) as scope:
            evidence.value_errors = order_value_errors(scope, formed)
            evidence.rhythms = overdue(scope, formed)
            evidence.clock = second_order(scope)
            evidence.split = time_split(scope, segmentation, workspace, horizon_days)
    except SegmentationError as error:
        known = _WITHOUT_RATES.get(error.code) if isinstance(error, MethodError) else None
        evidence.findings.append(Finding(code=known or "recommend_no_rates", severity=Severity.WARNING))
    evidence.findings += _cautions(evidence, horizon_days)
    return evidence


def _number(segmentation: Result, subject: str, measure: str) -> int | None:
    fact = segmentation.reply.facts.get(f"{segmentation.tool}.{subject}.{measure}")
    return None if fact is None else int(fact.number)


def _today(segmentation: Result, ids: list[str]) -> list[SegmentToday]:
    facts, tool = segmentation.reply.facts, segmentation.tool

    def exactly(segment: str, measure: str) -> Decimal | None:
        fact = facts.get(f"{tool}.{segment}.{measure}")
        return None if fact is None else fact.number

    return [
        SegmentToday(
            id=segment,
            customers=int(facts[f"{tool}.{segment}.customers"].number),
            order_value=exactly(segment, "aov"),
            orders_each=exactly(segment, "orders_each"),
            median_recency=_number(segmentation, segment, "median_recency"),
            revenue=exactly(segment, "revenue"),
        )
        for segment in ids
        if f"{tool}.{segment}.customers" in facts
    ]


def _cautions(evidence: Evidence, horizon_days: int) -> list[Finding]:
    found = []
    if evidence.split:
        window = evidence.split.window
        if window.days < horizon_days:
            found.append(Finding(code="recommend_window_shortened"))
        if not window.is_a_year_earlier:
            found.append(Finding(code="recommend_season_not_compared"))
        for segment in evidence.today:
            stake = evidence.at_stake(segment)
            if stake and stake.amount and stake.few_accounts:
                found.append(
                    Finding(code="recommend_few_accounts", severity=Severity.WARNING, subject=segment.id)
                )
    if evidence.clock and evidence.clock.may_be_older:
        found.append(Finding(code="recommend_first_seen"))
    return found
