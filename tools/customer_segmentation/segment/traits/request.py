"""What ``trait_segments`` may be asked."""

from typing import Literal

from pydantic import Field

from customer_segmentation.kit.request import DataRequest, Name, SegmentationReference, Words


class TraitRequest(DataRequest):
    """Which traits to divide customers by."""

    traits: Words = Field(
        "", description="One to three traits, comma-separated: age, country. Empty: the most telling one."
    )
    kind: Literal["auto", "demographic", "geographic", "psychographic", "behavioural"] = Field(
        "auto", description="Choose among traits of this kind only."
    )
    sensitive: Words = Field(
        "",
        description="Health, religion, origin, politics and the like: only traits the person explicitly asked for.",
    )
    as_of: Name = Field("", description="Ages and recency count to this day, YYYY-MM-DD.")
    names: Words = Field("", description="Own names for groups: g1=Young; g2=Families.")
    groups_from: SegmentationReference = Field(
        "", description="Form the groups of an earlier result of this tool again, such as r2."
    )
