"""A segment as a prospect: which action is worth proposing, and how much there is to gain or to keep.

What is worth doing first follows from the data alone, in this order:

1. Opportunity: contribution that is slipping away. For a segment most of whose customers are overdue it is the
   money at stake times the margin; for new customers, while the clock of the second order runs, the second
   orders that silence costs (share who order again, less the share who still do after a silence) times order
   value times margin.
2. Then segments that are silent but too small, or their data too short, to give a rate, by what they brought in.
3. Then those who come back by themselves: the break-even lift of the chosen action relative to the base rate,
   Δ*/p₀, the smallest first, and the contribution N·p₀·A·m, the largest first (PRACTICE, practice 21).

An action whose break-even lies beyond the most hopeful scenario of its playbook is never proposed.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from customer_segmentation.advise.at_stake import AtStake
from customer_segmentation.advise.break_even import Reach, break_even_lift, expected_contribution, reach
from customer_segmentation.advise.evidence import Evidence, SegmentToday
from customer_segmentation.advise.fitting_playbook import fitting_playbook
from customer_segmentation.advise.playbook import Action, Channel, Playbook
from customer_segmentation.advise.shop_terms import ShopTerms
from customer_segmentation.explain.second_order import SILENCE

NEWCOMERS: Final = "new_customers"
"""The segment that the clock of the second order speaks of."""


class Reason(StrEnum):
    """Why a segment stands where it stands; words are in the reply templates."""

    MONEY_AT_STAKE = "money_at_stake"
    """Most are overdue, and such customers spent less afterwards."""
    CLOCK = "clock"
    """New customers whose second order is still near."""
    COMES_BACK = "comes_back"
    """Nothing is slipping away; ranked by how little lift pays for the action."""
    SILENT_REVENUE = "silent_revenue"
    """No rates; they have been silent for long and brought in money before."""
    NO_RATE = "no_rate"
    """No rates, and not silent for long."""
    LONG_SILENT = "long_silent"
    """Their playbook begins with leaving them alone."""
    COSTS_TOO_MUCH = "costs_too_much"
    """No action of the playbook pays under its most hopeful scenario."""


@dataclass(frozen=True)
class Case:
    """One action for one segment.

    Attributes:
        discount: Money given away on a redeemed order.
        lift: Break-even lift; None if it is not known or no lift would pay.
    """

    action: Action
    cost: Decimal
    discount: Decimal
    lift: Decimal | None
    reach: Reach


@dataclass(frozen=True)
class Prospect:
    """A segment with its evidence, its actions and the action chosen; None means: leave alone for now."""

    segment: SegmentToday
    playbook: Playbook
    base_rate: Decimal | None
    at_stake: AtStake | None
    cases: tuple[Case, ...]
    chosen: Case | None
    reason: Reason
    opportunity: Decimal
    contribution: Decimal | None
    lapsed: bool

    def order(self) -> tuple[Decimal, bool, bool, Decimal, Decimal, Decimal]:
        """Return the sort key: what to do first comes first."""
        relative = Decimal(0)
        if self.chosen and self.chosen.lift is not None and self.base_rate:
            relative = self.chosen.lift / self.base_rate
        return (
            -self.opportunity,
            self.reason is not Reason.SILENT_REVENUE,
            self.base_rate is None,
            relative,
            -(self.contribution or Decimal(0)),
            -(self.segment.revenue or Decimal(self.segment.customers)),
        )


def prospects(evidence: Evidence, terms: ShopTerms) -> list[Prospect]:
    """Return every segment as a prospect, those to act on first and in order, then those to leave, largest first."""
    found = [prospect(segment, evidence, terms) for segment in evidence.today]
    act = sorted((one for one in found if one.chosen), key=Prospect.order)
    leave = sorted((one for one in found if not one.chosen), key=lambda one: -one.segment.customers)
    return act + leave


def prospect(segment: SegmentToday, evidence: Evidence, terms: ShopTerms) -> Prospect:
    """Return one segment as a prospect."""
    playbook = fitting_playbook(segment, evidence)
    base_rate, at_stake = evidence.base_rate(segment), evidence.at_stake(segment)
    cases = tuple(_case(a, segment, base_rate, terms) for a in playbook.actions if terms.offers(a))
    lapsed = _is_lapsed(segment, evidence)
    opportunity, reason = _opportunity(segment, evidence, terms, lapsed=lapsed)
    chosen = _chosen(cases)
    if chosen is None:
        first = playbook.actions[0].channel is Channel.NONE
        reason = Reason.LONG_SILENT if first else Reason.COSTS_TOO_MUCH
    contribution = None
    if base_rate is not None and segment.order_value is not None:
        contribution = expected_contribution(
            segment.customers, base_rate, segment.order_value, terms.margin.value
        )
    return Prospect(
        segment, playbook, base_rate, at_stake, cases, chosen, reason, opportunity, contribution, lapsed
    )


def _case(action: Action, segment: SegmentToday, base_rate: Decimal | None, terms: ShopTerms) -> Case:
    cost = terms.contact_cost(action)
    value = segment.order_value or Decimal(0)
    discount = Decimal(str(action.discount_rate or 0)) * value
    if action.channel is Channel.NONE:
        return Case(action, cost, discount, None, Reach.WITHIN)
    if value <= 0 or (base_rate is None and discount):
        return Case(action, cost, discount, None, Reach.UNKNOWN)
    lift = break_even_lift(
        base_rate=base_rate or Decimal(0),
        order_value=value,
        margin=terms.margin.value,
        contact_cost=cost,
        discount=discount,
    )
    highest = Decimal(str(action.scenario_lift.high))
    return Case(action, cost, discount, lift, reach(lift, base_rate, highest))


def _chosen(cases: tuple[Case, ...]) -> Case | None:
    """Return the first action of the playbook that may pay; None if it begins with leaving them alone.

    Where the base rate is not known, an action without a discount may be proposed as a test.
    """
    if cases and cases[0].action.channel is Channel.NONE:
        return None
    may_pay = (
        case
        for case in cases
        if case.reach is Reach.WITHIN or (case.reach is Reach.UNKNOWN and not case.discount)
    )
    return next(may_pay, None)


def _is_lapsed(segment: SegmentToday, evidence: Evidence) -> bool:
    """Tell whether most customers are overdue; without rhythms, whether they are silent for long."""
    rhythm = evidence.rhythms.get(segment.id)
    if rhythm:
        return 2 * rhythm.overdue >= segment.customers
    if evidence.rhythms or segment.median_recency is None or evidence.all_recency is None:
        return False
    return segment.median_recency > evidence.all_recency


def _opportunity(
    segment: SegmentToday, evidence: Evidence, terms: ShopTerms, *, lapsed: bool
) -> tuple[Decimal, Reason]:
    margin, stake = terms.margin.value, evidence.at_stake(segment)
    waiting = _lost_by_waiting(segment, evidence)
    if waiting:
        return margin * waiting, Reason.CLOCK
    if stake and stake.amount and lapsed:
        return margin * stake.amount, Reason.MONEY_AT_STAKE
    if evidence.base_rate(segment) is not None:
        return Decimal(0), Reason.COMES_BACK
    return Decimal(0), Reason.SILENT_REVENUE if lapsed else Reason.NO_RATE


def _lost_by_waiting(segment: SegmentToday, evidence: Evidence) -> Decimal:
    """Return the turnover of the second orders that silence costs new customers, or 0 when no clock runs."""
    clock, recency = evidence.clock, segment.median_recency
    if segment.id != NEWCOMERS or not clock or not clock.silent or not segment.order_value:
        return Decimal(0)
    if recency is None or recency > SILENCE:
        return Decimal(0)
    faded = (
        Decimal(clock.ordered_again) / clock.newcomers - Decimal(clock.ordered_after_silence) / clock.silent
    )
    return max(faded, Decimal(0)) * segment.customers * segment.order_value
