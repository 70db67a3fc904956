"""The facts of a measured campaign."""

from decimal import Decimal
from typing import Final

from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.measure.before_after import BeforeAfter
from customer_segmentation.measure.campaign import Campaign
from customer_segmentation.measure.effect import Effect
from customer_segmentation.measure.measured import Measurement
from customer_segmentation.measure.outcome import Outcome, Scale, Terms
from customer_segmentation.measure.people import CONTROL
from customer_segmentation.measure.request import CampaignRequest
from customer_segmentation.stats.shares import Estimate

TOOL: Final = "measure_campaign"


class CampaignFacts(FactSheet):
    """Facts of a campaign; ``level`` and ``gap`` are the units of an outcome and of a difference of two."""

    def __init__(self, outcome: Outcome, currency: str, arms: int) -> None:
        super().__init__(TOOL, currency)
        units = {Scale.SHARE: ("share", "points"), Scale.MONEY: (currency, currency)}
        self.level, self.gap = units.get(outcome.scale, ("average", "average"))
        self._arms = arms

    def subject(self, effect: Effect) -> str:
        """Return the subject of an effect: the segment, with several arms the arm and the segment."""
        if self._arms == 1:
            return effect.segment
        return f"a{effect.arm}" if effect.segment == ALL else f"a{effect.arm}_{effect.segment}"

    def say_effect(self, effect: Effect, p_value: float | None = None) -> None:
        """Say one effect: both groups, the difference, the adjusted one, and what is believed."""
        subject = self.subject(effect)
        contacted, held_out = effect.contacted, effect.held_out
        self.say(subject, "customers", contacted.size + held_out.size, "customers")
        self.say(subject, "contacted", contacted.size, "customers")
        self.say(subject, "held_out", held_out.size, "customers")
        if effect.plain:
            self.say(subject, "outcome", contacted.mean, self.level, f"{subject}.contacted")
            self.say(subject, "outcome_held_out", held_out.mean, self.level, f"{subject}.held_out")
            basis = f"{subject}.outcome", f"{subject}.outcome_held_out"
            self._say(subject, "effect", effect.plain.estimate, Kind.MEASURED, *basis)
            if held_out.mean > 0:
                relative = effect.plain.estimate.value / held_out.mean
                self.say(subject, "effect_relative", relative, "change", *basis)
        if effect.adjusted:
            self._say(subject, "adjusted", effect.adjusted.estimate, Kind.ESTIMATED)
        if effect.pooled:
            self._say(subject, "likely", effect.pooled.estimate, Kind.ESTIMATED)
        if p_value is not None and effect.plain:
            self.say(subject, "p_value", p_value, "coefficient", f"{subject}.effect")

    def say_change(self, one: BeforeAfter) -> None:
        """Say what the customers of a segment did before and after."""
        self.say(one.segment, "customers", one.size, "customers")
        self.say(one.segment, "contacted", one.size, "customers")
        if one.after is not None:
            self.say(one.segment, "outcome_after", one.after, self.level, f"{one.segment}.contacted")
        if one.before is not None and one.change:
            self.say(one.segment, "outcome_before", one.before, self.level, f"{one.segment}.contacted")
            basis = f"{one.segment}.outcome_after", f"{one.segment}.outcome_before"
            self._say(one.segment, "change", one.change, Kind.MEASURED, *basis)

    def say_ranks(self, effects: list[Effect]) -> None:
        """Say the places of the segments of one arm by their own effect, 1 the largest."""
        values = {self.subject(one): one.plain.estimate.value for one in effects if one.plain}
        for subject, value in values.items():
            rank = 1 + sum(other > value for other in values.values())
            self.say(subject, "effect_rank", rank, "rank", f"{subject}.effect")

    def _say(self, subject: str, measure: str, estimate: Estimate, kind: Kind, *basis: str) -> None:
        self.say(subject, measure, estimate.value, self.gap, *basis, kind=kind)
        self.say_interval(subject, measure, (estimate.low, estimate.high), self.gap, kind)


def say_whole(sheet: CampaignFacts, campaign: Campaign, request: CampaignRequest) -> None:
    """Say what the campaign was: its days, its customers, and who was set aside."""
    people, aside = campaign.people, campaign.people.aside
    sheet.say(ALL, "customers", len(people.arm), "customers")
    if not sheet.has(ALL, "contacted"):
        sheet.say(ALL, "contacted", int((people.arm != CONTROL).sum()), "customers")
        sheet.say(ALL, "held_out", int((people.arm == CONTROL).sum()), "customers")
    if campaign.days:
        sheet.say(ALL, "start", campaign.days.start, "date")
        sheet.say(ALL, "days", campaign.days.length, "days")
        sheet.say(ALL, "not_known", int((~people.known).sum()), "customers")
    if campaign.last_sent and campaign.days:
        sheet.say(ALL, "last_sent", campaign.last_sent, "date")
    for measure, count in vars(aside).items():
        if count:
            sheet.say(ALL, measure, count, "lines" if measure == "nameless" else "customers")
    returned = Decimal(str(round(float(people.returned_later.sum()), 2)))
    if returned:
        sheet.say(ALL, "returned_later", returned, sheet.currency)
    if request.held_out:
        sheet.say(ALL, "planned_share", request.held_out / 100, "share", kind=Kind.GIVEN)
        share = float((people.arm == CONTROL).mean())
        sheet.say(ALL, "held_out_share", share, "share", f"{ALL}.held_out", f"{ALL}.customers")


def say_checks(sheet: CampaignFacts, measurement: Measurement) -> None:
    """Say how far the groups were apart before, and how many nobody can be compared with."""
    if measurement.checks.uneven and measurement.checks.one_sided:
        sheet.say(ALL, "one_sided", measurement.checks.one_sided, "customers")
    for one in measurement.checks.balances:
        sheet.say(ALL, f"balance_{one.measure}", one.difference, "coefficient")


def say_terms(sheet: CampaignFacts, terms: Terms, request: CampaignRequest, needed: float | None) -> None:
    """Say margin, cost and the effect that pays, where they count."""
    if terms.margin is not None and (needed is not None or request.measured.value == "contribution"):
        sheet.say(ALL, "margin", float(terms.margin), "share", kind=Kind.GIVEN)
    if terms.contact_cost is not None:
        sheet.say(ALL, "contact_cost", terms.contact_cost, sheet.currency, kind=Kind.GIVEN)
    if needed is not None:
        basis = f"{ALL}.margin", f"{ALL}.contact_cost"
        sheet.say(ALL, "break_even", needed, sheet.gap, *basis, kind=Kind.ESTIMATED)
