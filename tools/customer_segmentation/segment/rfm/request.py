"""What ``rfm_segments`` may be asked."""

from enum import StrEnum

from pydantic import Field

from customer_segmentation.kit.request import DataRequest, Name, SegmentationReference, Words
from customer_segmentation.segment.rfm.cuts import Scoring


class FrequencyUnit(StrEnum):
    """What frequency counts."""

    ORDER = "order"
    DAY = "day"
    """Days with an order."""
    LINE = "line"
    """Lines of orders: depends on how the exporter splits rows."""


class RfmRequest(DataRequest):
    """How to score customers and name their segments."""

    scoring: Scoring = Field(
        Scoring.ANCHORED,
        description="anchored: one-time buyers are F=1, the rest divided evenly, ties together.",
    )
    classes: int = Field(5, ge=2, le=5, description="Classes per measure; the best scores 5, the worst 1.")
    thresholds: Words = Field(
        "",
        description="Cuts for any of R, F, M: R=30,90,180,365;F=2,3,5,8. A value equal to a cut lies above it.",
    )
    thresholds_from: SegmentationReference = Field(
        "", description="Freeze the thresholds of an earlier RFM result, such as r2."
    )
    frequency_unit: FrequencyUnit = Field(
        FrequencyUnit.ORDER, description="Frequency counts orders, days with an order, or order lines."
    )
    map: Name = Field(
        "default", description="default, classic-10, putler, r-package, or the path of your own YAML map."
    )
    as_of: Name = Field(
        "",
        description="Recency is counted to this day, YYYY-MM-DD; later orders are left out. Empty: day after the last.",
    )
    names: Words = Field("", description="Own names for segments: champions=VIPs; at_risk=Wavering.")
    merge: Words = Field("", description="Segments to take together: at_risk+cant_lose=Win back.")
