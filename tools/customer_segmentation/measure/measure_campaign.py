"""What a past campaign or test did: those contacted against those held out, over all and per segment, with intervals.

Only a group held out at random shows an effect; without one the answer is called correlational. Segments are those of the
customers before the campaign: formed from what was known then, never from what the campaign brought about. Whoever was to
be contacted counts as contacted, whether or not the message was opened. Outcomes of the orders count from the first day of
contact for everybody.
"""

from customer_segmentation.data.read.source import fingerprint
from customer_segmentation.data.reading_gate import sources_gate
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.measure.before_after import before_after
from customer_segmentation.measure.campaign import Campaign, read_the_campaign
from customer_segmentation.measure.effects_file import write_effects
from customer_segmentation.measure.measured import Measurement, Verdict, measure
from customer_segmentation.measure.outcome import Outcome, Scale, break_even, outcome_of, terms_of
from customer_segmentation.measure.reply import correlational_reply, measured_reply
from customer_segmentation.measure.request import CampaignRequest
from customer_segmentation.measure.whom.whom import Refusal, whom_to_contact
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.workspace.workspace import Workspace


def _inputs(request: CampaignRequest, workspace: Workspace) -> dict[str, str]:
    if not request.campaign.strip():
        raise InputError("campaign_no_file")
    files = {"campaign": request.campaign, "holdout": request.holdout}
    found = {name: fingerprint(source) for name, source in files.items() if source}
    return found | {"margin": str(workspace.profile.margin)}


def _gate(request: CampaignRequest, workspace: Workspace) -> Effect:
    return sources_gate([request.campaign, request.holdout], workspace)


@tool(effect=Effect.READ, inputs=_inputs, gate=_gate, version=3)
def measure_campaign(request: CampaignRequest, workspace: Workspace) -> Reply:
    """Tell what a past campaign or test did, over all and per segment, against those held out.

    Writes ``effects.json`` as ``effects_file.py`` describes it, where somebody was held out.

    Raises:
        InputError: The file, its columns, its arms or the days need mending.
        MethodError: The orders do not reach the days after, or too few customers were contacted or held out.
        NeedsAnswer: Which value means held out, or how dates are written, can be read in several ways.
    """
    segments = workspace.result(request.segmentation, "segmentation")
    campaign = read_the_campaign(request, segments, workspace)
    terms = terms_of(request, workspace)
    outcome = outcome_of(campaign, request, terms)
    if campaign.arms is None:
        found = before_after(campaign.people, outcome.after, outcome.before)
        _refuse_few(found[0].size)
        refused = Refusal.CORRELATIONAL if request.whom else None
        return correlational_reply(request, campaign, outcome, found, segments, refused)
    shares_of = outcome.scale is Scale.SHARE
    measurement = measure(
        campaign.people, campaign.arms, outcome.after, shares_of=shares_of, planned=request.held_out / 100
    )
    if all(one.verdict is Verdict.FEW for one in measurement.effects):
        whole = measurement.effects[0].overall
        raise MethodError(
            "campaign_too_few",
            contacted=max(one.overall.contacted.size for one in measurement.effects),
            held_out=whole.held_out.size,
            needed=SMALL,
        )
    write_effects(workspace.output, measurement, _about(request, campaign, outcome, measurement))
    needed = break_even(campaign, outcome, terms)
    whom = whom_to_contact(campaign, outcome, terms, measurement.checks) if request.whom else None
    return measured_reply(request, campaign, outcome, measurement, segments, (terms, needed), whom)


def _refuse_few(contacted: int) -> None:
    if contacted < SMALL:
        raise MethodError("campaign_too_few", contacted=contacted, held_out=0, needed=SMALL)


def _about(
    request: CampaignRequest, campaign: Campaign, outcome: Outcome, measurement: Measurement
) -> dict[str, object]:
    days = campaign.days
    return {
        "segmentation": request.segmentation,
        "outcome": outcome.name,
        "shares": outcome.scale is Scale.SHARE,
        "start": days.start.isoformat() if days else None,
        "horizon_days": days.length if days else None,
        "randomised": not (measurement.checks.broken or measurement.checks.chosen),
    }
