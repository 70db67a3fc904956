"""What ``segment_migration`` may be asked."""

from pydantic import Field

from customer_segmentation.kit.request import Name, SegmentationRequest


class MigrationRequest(SegmentationRequest):
    """Between which two days to follow customers."""

    date_from: Name = Field(
        "",
        alias="from",
        description="First day, YYYY-MM-DD: segments as they stood when it began. Empty: three months before the second.",
    )
    date_to: Name = Field(
        "",
        alias="to",
        description="Second day, YYYY-MM-DD, also as it began. Empty: the day the segmentation counts to.",
    )
