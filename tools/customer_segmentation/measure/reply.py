"""What ``measure_campaign`` answers."""

from typing import Any, Final

from customer_segmentation.kit.name import NamePart
from customer_segmentation.kit.reply import Artifact, FactTable, Reply
from customer_segmentation.measure.before_after import BeforeAfter
from customer_segmentation.measure.campaign import Campaign
from customer_segmentation.measure.effects_file import NAME
from customer_segmentation.measure.facts import TOOL, CampaignFacts, say_checks, say_terms, say_whole
from customer_segmentation.measure.findings import campaign_findings
from customer_segmentation.measure.measured import ALPHA, ArmEffects, Measurement
from customer_segmentation.measure.outcome import Outcome, Terms
from customer_segmentation.measure.people import UNSEGMENTED
from customer_segmentation.measure.request import CampaignRequest
from customer_segmentation.measure.whom.facts import say_whom
from customer_segmentation.measure.whom.whom import Refusal, Whom, learnable
from customer_segmentation.segment.segmentation import Segment, Segmentation
from customer_segmentation.workspace.workspace import Result

_SEGMENTS: Final = (
    *("contacted", "held_out", "outcome", "outcome_held_out", "effect"),
    *("likely_low", "likely_high"),
)
_ARMS: Final = (*("contacted", "outcome", "effect", "effect_low", "effect_high", "p_value"),)
_CHANGES: Final = ("contacted", "outcome_before", "outcome_after", "change", "change_low", "change_high")


def measured_reply(
    request: CampaignRequest,
    campaign: Campaign,
    outcome: Outcome,
    measurement: Measurement,
    segments: Result,
    terms: tuple[Terms, float | None],
    whom: Whom | Refusal | None,
) -> Reply:
    """Return the reply for a campaign with somebody held out; ``terms`` go with the effect that pays.

    ``whom`` to contact is None where that was not asked.
    """
    sheet = CampaignFacts(outcome, campaign.dataset.currency, len(measurement.effects))
    for one in measurement.effects:
        sheet.say_effect(one.overall, one.p_value)
        for effect in one.segments:
            sheet.say_effect(effect)
        sheet.say_ranks(one.segments)
    say_whole(sheet, campaign, request)
    say_checks(sheet, measurement)
    say_terms(sheet, terms[0], request, terms[1])
    reply = _reply(request, campaign, outcome, sheet, segments)
    reply.findings = campaign_findings(request, campaign, outcome, sheet, measurement, terms[0])
    reply.artifacts = [Artifact(name=NAME, path=NAME, media_type="application/json")]
    reply.next = ["campaign_plan", "campaign_how_sure"]
    _add_arms(reply, sheet, measurement, Segmentation.read(segments.folder))
    lead = measurement.lead
    reply.detail |= {
        "correlational": False,
        "doubtful": measurement.checks.broken or measurement.checks.chosen,
        "uneven": measurement.checks.uneven,
        "arms": {_subject(sheet, one): _told(one, terms[1]) for one in measurement.effects},
        "lead": _subject(sheet, lead),
        "segments_differ": lead.differ is not None and lead.differ < ALPHA,
        "compared": lead.differ is not None,
    }
    if whom is not None:
        say_whom(sheet, reply, whom)
    elif learnable(campaign, measurement.checks):
        reply.next.insert(1, "campaign_whom")
    return reply


def correlational_reply(
    request: CampaignRequest,
    campaign: Campaign,
    outcome: Outcome,
    found: list[BeforeAfter],
    segments: Result,
    whom: Refusal | None,
) -> Reply:
    """Return the reply for a campaign with nobody held out; ``whom`` is None where that was not asked."""
    sheet = CampaignFacts(outcome, campaign.dataset.currency, 1)
    for one in found:
        sheet.say_change(one)
    say_whole(sheet, campaign, request)
    reply = _reply(request, campaign, outcome, sheet, segments)
    reply.findings = campaign_findings(request, campaign, outcome, sheet, None, None)
    reply.next = ["campaign_test_next"]
    _add_table(reply, "segments", [one.segment for one in found[1:]], _CHANGES)
    reply.detail |= {"correlational": True}
    if whom is not None:
        say_whom(sheet, reply, whom)
    return reply


def _reply(
    request: CampaignRequest, campaign: Campaign, outcome: Outcome, sheet: CampaignFacts, segments: Result
) -> Reply:
    segmentation = Segmentation.read(segments.folder)
    return Reply(
        facts=sheet.facts,
        names={one.id: one.name for one in segmentation.segments if one.name},
        described={one.id: one.parts for one in segmentation.segments if one.parts},
        currency=sheet.currency,
        detail={
            "measured": outcome.name,
            "scale": outcome.scale.value,
            "outcome": campaign.file.outcome,
            "source": campaign.file.source,
            "columns": {
                "customer_id": campaign.file.customer_id,
                "arm": campaign.file.arm,
                "sent_on": campaign.file.sent_on,
            },
            "control": campaign.arms.control if campaign.arms else "",
            "filter": segments.reply.detail.get("filter", ""),
            "held_out_planned": bool(request.held_out),
            "whom": None,
        },
    )


def _add_arms(
    reply: Reply, sheet: CampaignFacts, measurement: Measurement, segmentation: Segmentation
) -> None:
    """Add tables: with one arm ``segments``; with several ``arms``, and ``segments_<arm>`` of each."""
    several = len(measurement.effects) > 1
    segments = {segment.id: segment for segment in segmentation.segments}
    for one in measurement.effects:
        subject = _subject(sheet, one)
        rows = [sheet.subject(effect) for effect in one.segments]
        _add_table(reply, f"segments_{subject}" if several else "segments", rows, _SEGMENTS)
        if several:
            arm = measurement.arms.contacted[one.arm - 1]
            reply.names[subject] = arm
            for effect in one.segments:
                reply.described[sheet.subject(effect)] = _named(arm, segments.get(effect.segment))
    if several:
        arms = [_subject(sheet, one) for one in measurement.effects]
        _add_table(reply, "arms", arms, _ARMS)


def _named(arm: str, segment: Segment | None) -> list[NamePart]:
    """Return the name of a segment's part in one arm."""
    of: list[NamePart] = [NamePart(code=f"subjects/{segment.id if segment else UNSEGMENTED}")]
    if segment and segment.name:
        of = [NamePart(code="as_called", values={"name": segment.name})]
    elif segment and segment.parts:
        of = segment.parts
    return [NamePart(code="campaign_arm_of", values={"arm": arm}, of=of)]


def _add_table(reply: Reply, name: str, subjects: list[str], measures: tuple[str, ...]) -> None:
    told = [m for m in measures if any(f"{TOOL}.{subject}.{m}" in reply.facts for subject in subjects)]
    if subjects and told:
        label = "campaign_arm" if name == "arms" else "segment"
        reply.tables[name] = FactTable(tool=TOOL, subjects=subjects, measures=told, subject_label=label)


def _subject(sheet: CampaignFacts, one: ArmEffects) -> str:
    return sheet.subject(one.overall)


def _told(one: ArmEffects, needed: float | None) -> dict[str, Any]:
    plain = one.overall.plain
    pays = ""
    if plain and needed is not None:
        pays = "yes" if plain.estimate.low > needed else "no" if plain.estimate.high < needed else "open"
    return {"verdict": one.verdict.value, "pays": pays, "adjusted": bool(one.overall.adjusted)}
