"""What a person asks of a sending."""

from pydantic import Field

from customer_segmentation.act.send.consent import Channel
from customer_segmentation.kit.request import Name, SegmentationRequest, Words


class SendRequest(SegmentationRequest):
    """Which customers go where."""

    receiver: Words = Field("", description="webhook, the https:// address of one, or klaviyo.")
    segments: Words = Field("", description="Segment ids or names, comma-separated. Empty: all segments.")
    holdout: float = Field(10, ge=0, le=50, description="Percent kept back at random to compare with.")
    columns: Words = Field("", description="Columns to send. Empty: id, e-mail, segment, last order.")
    hashed: Words = Field("", description="Columns to send as SHA-256, such as email.")
    channel: Channel = Field("email", description="How they will be contacted: whose consent counts.")
    list_name: Words = Field("", description="Klaviyo: the list to put them on, made if there is none.")
    subscribe: bool = Field(default=False, description="Klaviyo: also subscribe them to email or sms.")
    suppression: Name = Field("", description="File of ids or e-mails that must not be contacted.")
    batch: int = Field(500, ge=1, le=5000, description="Customers per batch.")
    private: bool = Field(default=False, description="Allow a machine of the person's own network.")
