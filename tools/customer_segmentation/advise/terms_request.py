"""A request on the shop's terms: margin and contact costs told with it, else the profile's, else assumed."""

from decimal import Decimal
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from customer_segmentation.advise.shop_terms import ShopTerms, shop_terms
from customer_segmentation.kit.request import SegmentationRequest
from customer_segmentation.workspace.profile import Cost
from customer_segmentation.workspace.workspace import Workspace

TERMS: Final = ("margin", "cost_email", "cost_sms", "cost_post", "cost_phone", "cost_wechat")


def _fraction(value: Any) -> Any:
    """Read "40%" as 0.4."""
    words = value.strip() if isinstance(value, str) else ""
    return Decimal(words[:-1].strip()) / 100 if words.endswith(("%", "％")) else value


Margin = Annotated[Decimal, BeforeValidator(_fraction), Field(gt=0, le=1)]
Fraction = Annotated[Decimal, BeforeValidator(_fraction), Field(ge=0, le=1)]


class TermsRequest(SegmentationRequest):
    """Which segments, and on whose terms."""

    margin: Margin | None = Field(
        None, description="Contribution margin as a fraction, such as 0.4. Empty: the shop's profile."
    )
    cost_email: Cost | None = Field(None, description="Cost of one e-mail. Empty: the shop's profile.")
    cost_sms: Cost | None = Field(None, description="Cost of one text message.")
    cost_post: Cost | None = Field(None, description="Cost of one letter.")
    cost_phone: Cost | None = Field(None, description="Cost of one call.")
    cost_wechat: Cost | None = Field(None, description="Cost of one WeChat message.")


def profile_used(_request: TermsRequest, workspace: Workspace) -> dict[str, str]:
    """Tell apart answers given on different terms of the shop's profile."""
    profile = workspace.profile
    return {name: str(getattr(profile, name)) for name in TERMS}


def terms_of(request: TermsRequest, workspace: Workspace, currency: str) -> ShopTerms:
    """Return the terms that count for a request."""
    return shop_terms({name: getattr(request, name) for name in TERMS}, workspace.profile, currency)
