"""What ``compare_segmentations`` may be asked."""

from pydantic import Field

from customer_segmentation.kit.request import SegmentationReference, SegmentationRequest


class CompareRequest(SegmentationRequest):
    """Which two segmentations to compare."""

    other: SegmentationReference = Field(
        "", description="The segmentation to compare with, such as r2. Empty: the one before."
    )
