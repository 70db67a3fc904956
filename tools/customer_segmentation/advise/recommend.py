"""What to do with each segment, first things first, and why."""

from pydantic import Field

from customer_segmentation.advise.evidence import gather
from customer_segmentation.advise.prospect import prospects
from customer_segmentation.advise.recommendation import recommendation
from customer_segmentation.advise.terms_request import TermsRequest, profile_used, terms_of
from customer_segmentation.advise.tested_effects import test_taken, tested_effects
from customer_segmentation.advise.trust import trust
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.request import Name
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.naming import identified
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Workspace


class RecommendRequest(TermsRequest):
    """Which segments to advise on, over which time, and on whose terms."""

    segment: Name = Field("", description="One segment by id or name. Empty: all, first things first.")
    top: int = Field(3, ge=1, le=12, description="How many things to do to name first.")
    horizon_days: int = Field(90, ge=7, le=365, description="Days after which behaviour is compared.")


def _inputs(request: RecommendRequest, workspace: Workspace) -> dict[str, str]:
    """Tell apart advice given on other terms, or after another test."""
    return profile_used(request, workspace) | test_taken(request.segmentation, workspace)


@tool(effect=Effect.READ, inputs=_inputs, version=4)
def recommend(request: RecommendRequest, workspace: Workspace) -> Reply:
    """Say what to do with each segment, first things first, with the evidence, the cost and the doubt.

    No gain is claimed that no test in the shop measured. What is given is what such customers did unasked, the
    money at stake, the lift that an action needs to pay for itself, and what a test of these segments showed.

    Raises:
        InputError: There is no such segment, or nobody is in it.
    """
    result = workspace.result(request.segmentation, "segmentation")
    segmentation = Segmentation.read(result.folder)
    wanted = request.segment.strip()
    asked = identified(wanted, segmentation.segments) if wanted else ""
    evidence = gather(result, workspace, request.horizon_days)
    if asked and all(segment.id != asked for segment in evidence.today):
        raise InputError("recommend_segment_empty", segment=request.segment)
    terms = terms_of(request, workspace, result.reply.currency)
    return recommendation(
        result,
        evidence,
        prospects(evidence, terms),
        terms,
        trust(evidence, segmentation),
        tested_effects(request.segmentation, workspace),
        asked=asked,
        top=request.top,
    )
