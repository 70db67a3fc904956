"""What ``draft_campaign`` is asked."""

from enum import StrEnum

from pydantic import Field

from customer_segmentation.kit.request import Name, SegmentationRequest, SpokenLanguage, Words


class Form(StrEnum):
    """What the text is for."""

    AUTO = "auto"
    """By the channel of the action that is planned or proposed."""
    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"
    WECHAT = "wechat"
    CALL = "call"
    LETTER = "letter"
    LANDING_PAGE = "landing_page"


class DraftRequest(SegmentationRequest):
    """To whom, by which channel, with which offer; or a text of one's own to check."""

    segment: Name = Field("", description="By id or name. Empty: the first to act on.")
    channel: Form = Field(Form.AUTO, description="auto: that of the planned action; call: a script.")
    offer: Name = Field("", description="Only one that the person named, as they said it. Empty: the plan's.")
    text: Words = Field("", description="A text of your own, to be checked instead of drafted.")
    language: SpokenLanguage = Field("auto", description="Of the text.")
