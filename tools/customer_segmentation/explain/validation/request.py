"""What ``validate_segments`` may be asked."""

from pydantic import Field

from customer_segmentation.kit.request import SegmentationRequest


class ValidateRequest(SegmentationRequest):
    """How long customers are followed, and from how many days on."""

    horizon_days: int = Field(90, ge=7, le=730, description="Days over which customers are followed.")
    origins: int = Field(3, ge=1, le=6, description="From how many days on, at most, if the history allows.")
