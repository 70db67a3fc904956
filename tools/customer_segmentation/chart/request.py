"""What ``draw_chart`` is asked."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from customer_segmentation.kit.request import Refers, SegmentationRequest, SpokenLanguage

AUTO = "auto"


class Kind(StrEnum):
    """Which picture."""

    AUTO = "auto"
    SEGMENT_BARS = "segment_bars"
    RFM_GRID = "rfm_grid"
    VALUE_CONCENTRATION = "value_concentration"
    RECENCY_FREQUENCY = "recency_frequency"
    REGION_BARS = "region_bars"
    COMPONENT_SCATTER = "component_scatter"
    CHOOSING_K = "choosing_k"
    DENDROGRAM = "dendrogram"
    SILHOUETTE = "silhouette"
    RETENTION_HEATMAP = "retention_heatmap"
    COHORT_VALUE = "cohort_value"
    SEGMENT_PROFILE = "segment_profile"
    TRAIT_INDEX = "trait_index"
    MIGRATION_FLOW = "migration_flow"
    LATER_LIFT = "later_lift"
    PREDICTED_VALUE = "predicted_value"
    POWER_CURVE = "power_curve"
    BUDGET_ALLOCATION = "budget_allocation"


class ChartRequest(SegmentationRequest):
    """Which picture of which result, and how it looks."""

    kind: Kind = Field(Kind.AUTO, description="Which picture; auto picks the two or three that tell most.")
    result: Annotated[str, Field(max_length=80, pattern=r"^[A-Za-z0-9_-]*$"), Refers("")] = Field(
        "", description="Draw this result, such as r5. Empty: the segments and what belongs to them."
    )
    theme: Literal["light", "dark"] = Field("light", description="For a light or a dark page.")
    language: SpokenLanguage = Field("auto", description="Of titles and labels.")
