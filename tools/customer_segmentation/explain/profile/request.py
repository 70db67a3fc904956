"""What ``profile_segments`` may be asked."""

from pydantic import Field

from customer_segmentation.kit.request import Name, SegmentationRequest, Words


class ProfileRequest(SegmentationRequest):
    """Which segments to describe, and by what."""

    segment: Name = Field("", description="Only this segment, by id or name. Empty: every segment.")
    features: Words = Field(
        "",
        description="Compare by these: rfm, behaviour, traits, names of columns, or column=value. Empty: all but protected traits.",
    )
    depth: int = Field(3, ge=1, le=5, description="Most conditions in the rule that describes a segment.")
    seed: int = Field(
        0, ge=0, le=2**31 - 1, description="Divides customers into those a rule is found on and tested on."
    )
