"""What to do with each segment, first things first, and why."""

import re
from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from customer_segmentation.advise.evidence import gather
from customer_segmentation.advise.prospect import prospects
from customer_segmentation.advise.recommendation import recommendation
from customer_segmentation.advise.shop_terms import shop_terms
from customer_segmentation.advise.trust import trust
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.request import Name, SegmentationRequest
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.profile import Cost
from customer_segmentation.workspace.workspace import Workspace

_TERMS: Final = ("margin", "cost_email", "cost_sms", "cost_post", "cost_phone", "cost_wechat")


def _fraction(value: Any) -> Any:
    """Read "40%" as 0.4."""
    words = value.strip() if isinstance(value, str) else ""
    return Decimal(words[:-1].strip()) / 100 if words.endswith(("%", "％")) else value


_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
Margin = Annotated[Decimal, BeforeValidator(_fraction), Field(gt=0, le=1)]


class RecommendRequest(SegmentationRequest):
    """Which segments to advise on, over which time, and on whose terms."""

    segment: Name = Field("", description="One segment by id or name. Empty: all, first things first.")
    top: int = Field(3, ge=1, le=12, description="How many things to do to name first.")
    horizon_days: int = Field(90, ge=7, le=365, description="Days after which behaviour is compared.")
    margin: Margin | None = Field(
        None, description="Contribution margin as a fraction, such as 0.4. Empty: the shop's profile."
    )
    cost_email: Cost | None = Field(None, description="Cost of one e-mail. Empty: the shop's profile.")
    cost_sms: Cost | None = Field(None, description="Cost of one text message.")
    cost_post: Cost | None = Field(None, description="Cost of one letter.")
    cost_phone: Cost | None = Field(None, description="Cost of one call.")
    cost_wechat: Cost | None = Field(None, description="Cost of one WeChat message.")


def _profile_used(_request: RecommendRequest, workspace: Workspace) -> dict[str, str]:
    """Tell apart answers given on different terms of the shop's profile."""
    profile = workspace.profile
    return {name: str(getattr(profile, name)) for name in _TERMS}


@tool(effect=Effect.READ, inputs=_profile_used, version=3)
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
    told = {name: getattr(request, name) for name in _TERMS}
    currency = result.reply.currency
    terms = shop_terms(told, workspace.profile, currency)
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
