"""What to do with each segment, first things first, and why."""

import re
from typing import Final

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
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Workspace

_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")


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
    asked = asked_segment(request.segment, segmentation)
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


def asked_segment(words: str, segmentation: Segmentation) -> str:
    """Return the id of a segment given by id or name in any language; nothing for no words.

    Raises:
        InputError: No segment of this segmentation is called so.
    """
    wanted = _plain(words)
    if not wanted:
        return ""
    for segment in segmentation.segments:
        if wanted in {_plain(name) for name in (segment.id, *segment.all_names())}:
            return segment.id
    language = "zh" if _CHINESE.search(words) else "en"
    known = [segment.called(language) for segment in segmentation.segments]
    # A value in a message is bounded, so a long list goes in two.
    more = "".join(f", {name}" for name in known[6:])
    raise InputError("recommend_segment_unknown", segment=words, segments=", ".join(known[:6]), more=more)


def _plain(words: str) -> str:
    return words.replace("’", "'").replace("_", " ").strip(" \"'“”「」").casefold()
