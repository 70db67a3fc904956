"""What to do with each segment, first things first, and why."""

from pydantic import Field

from customer_segmentation.advise.evidence import gather
from customer_segmentation.advise.prospect import prospects
from customer_segmentation.advise.recommendation import recommendation
from customer_segmentation.advise.terms_request import TermsRequest, profile_used, terms_of
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


@tool(effect=Effect.READ, inputs=profile_used, version=3)
def recommend(request: RecommendRequest, workspace: Workspace) -> Reply:
    """Say what to do with each segment, first things first, with the evidence, the cost and the doubt.

    No gain is claimed: without a test in the shop nobody knows what an action brings. What is given is what
    such customers did unasked, the money at stake, and the lift that an action needs to pay for itself.

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
        asked=asked,
        top=request.top,
    )
