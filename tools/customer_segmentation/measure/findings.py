"""What a careful analyst would say of a campaign besides its effect."""

from datetime import timedelta
from typing import Final

from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.reply import Finding, Severity
from customer_segmentation.measure.campaign import Campaign
from customer_segmentation.measure.checks import SMALL_CHANCE
from customer_segmentation.measure.facts import CampaignFacts
from customer_segmentation.measure.measured import ArmEffects, Measurement
from customer_segmentation.measure.outcome import Outcome, Scale, Terms
from customer_segmentation.measure.request import CampaignRequest, Measured

_SPREAD_DAYS: Final = 7
"""Days of contact further apart than this are told: outcomes count from the first day for everybody."""
_FEW_SEGMENTS: Final = 3
_MUCH_RETURNED: Final = 100
"""Later returns are told where they exceed this part of the money."""
_ASIDE: Final = ("both", "armless", "outside", "unread", "repeated", "nameless")


def campaign_findings(
    request: CampaignRequest,
    campaign: Campaign,
    outcome: Outcome,
    sheet: CampaignFacts,
    measurement: Measurement | None,
    terms: Terms | None,
) -> list[Finding]:
    """Return the findings, gravest first; ``measurement`` is None where nobody was held out."""
    found = _of_the_split(measurement) if measurement else []
    found += _of_the_file(campaign, sheet)
    found += _of_the_days(request, campaign, outcome, sheet)
    if outcome.scale is Scale.MONEY:
        found.append(Finding(code="campaign_heavy_tails"))
    if terms and outcome.name == Measured.CONTRIBUTION.value:
        code = "campaign_discount_missing" if terms.contact_cost is not None else "campaign_costs_missing"
        found.append(Finding(code=code, severity=Severity.WARNING))
    if measurement:
        found += _of_the_segments(measurement.lead, sheet)
    order = list(reversed(Severity))
    return sorted(found, key=lambda finding: order.index(finding.severity))


def _of_the_split(measurement: Measurement) -> list[Finding]:
    checks = measurement.checks
    found = []
    if checks.broken:
        found.append(Finding(code="campaign_split_broken", severity=Severity.SERIOUS))
    if checks.by_segment:
        found.append(Finding(code="campaign_by_segment", severity=Severity.SERIOUS))
    elif checks.uneven and checks.one_sided:
        found.append(Finding(code="campaign_one_sided", severity=Severity.WARNING))
    if checks.apart:
        worst = max(checks.apart, key=lambda one: abs(one.difference)).measure
        grave = any(one.p_value < SMALL_CHANCE for one in checks.apart)
        code = f"campaign_{'chosen' if grave else 'apart'}_{worst}"
        found.append(Finding(code=code, severity=Severity.SERIOUS if grave else Severity.INFO))
    if checks.uneven:
        found.append(Finding(code="campaign_uneven", severity=Severity.WARNING))
    return found


def _of_the_file(campaign: Campaign, sheet: CampaignFacts) -> list[Finding]:
    found = [
        Finding(code=f"campaign_{aside}", severity=Severity.WARNING if aside == "both" else Severity.INFO)
        for aside in _ASIDE
        if sheet.has(ALL, aside)
    ]
    if sheet.has(ALL, "not_known") and sheet.facts[sheet.key(ALL, "not_known")].number:
        found.append(Finding(code="campaign_not_known"))
    if not campaign.before:
        found.append(Finding(code="campaign_no_date", severity=Severity.WARNING))
    return found


def _of_the_days(
    request: CampaignRequest, campaign: Campaign, outcome: Outcome, sheet: CampaignFacts
) -> list[Finding]:
    found: list[Finding] = []
    days = campaign.days
    if days is None or campaign.file.outcome:
        return found
    if days.length < request.horizon_days:
        found.append(Finding(code="campaign_window_shortened", severity=Severity.WARNING))
    if campaign.last_sent and campaign.last_sent - days.start > timedelta(days=_SPREAD_DAYS):
        found.append(Finding(code="campaign_days_differ", severity=Severity.WARNING))
    spent = float(campaign.people.spent_after.sum())
    if (
        outcome.scale is Scale.MONEY
        and sheet.has(ALL, "returned_later")
        and abs(float(campaign.people.returned_later.sum())) > spent / _MUCH_RETURNED
    ):
        found.append(Finding(code="campaign_returned_later"))
    return found


def _of_the_segments(one: ArmEffects, sheet: CampaignFacts) -> list[Finding]:
    found = []
    if len(one.told) >= _FEW_SEGMENTS:
        best = max(one.told, key=lambda effect: effect.plain.estimate.value if effect.plain else 0.0)
        if best.pooled:
            found.append(Finding(code="campaign_winners_curse", subject=sheet.subject(best)))
    if len(one.told) < len(one.segments):
        found.append(Finding(code="campaign_small_segments"))
    return found
