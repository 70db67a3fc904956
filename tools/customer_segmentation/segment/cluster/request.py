"""What ``cluster_customers`` may be asked."""

from enum import StrEnum
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field

from customer_segmentation.kit.request import DataRequest, Name, SegmentationReference, Words
from customer_segmentation.segment.features.preparation import Scaling

AUTO: Final = "auto"
COMPARE: Final = "compare"
"""Tell what speaks for each number of groups, and form none."""
MOST: Final = 20
"""The most groups that may be asked for."""


class Method(StrEnum):
    """How clusters are found."""

    AUTO = "auto"
    """K-Means for numbers, k-prototypes where categories are among the features."""
    KMEANS = "kmeans"
    GMM = "gmm"
    HIERARCHICAL = "hierarchical"
    DBSCAN = "dbscan"
    HDBSCAN = "hdbscan"
    KPROTOTYPES = "kprototypes"


class Outliers(StrEnum):
    """What becomes of extreme customers."""

    AUTO = "auto"
    """They are a segment of their own."""
    KEEP = "keep"


def _count(value: Any) -> str:
    """Read a number of groups, or auto, as text."""
    text = str(value).strip().casefold() or AUTO
    if text == "自动":
        return AUTO
    if text not in {AUTO, COMPARE} and not (text.isdecimal() and 1 < int(text) <= MOST):
        message = f"auto, or a whole number from 2 to {MOST}"
        raise ValueError(message)
    return str(int(text)) if text.isdecimal() else text


class ClusterRequest(DataRequest):
    """How to look for groups."""

    method: Method = Field(Method.AUTO, description="auto: kmeans, or kprototypes with text features.")
    k: Annotated[str, BeforeValidator(_count)] = Field(
        AUTO,
        pattern=r"^(auto|compare|[2-9]|1[0-9]|20)$",
        description="How many groups: auto, or 2 to 20; compare tells what speaks for each.",
    )
    features: Words = Field(
        "", description="Compare by: rfm (default), behaviour, traits, or names, comma-separated."
    )
    scaling: Scaling = Field(Scaling.AUTO, description="auto takes logarithms of skewed features first.")
    outliers: Outliers = Field(
        Outliers.AUTO, description="auto: extreme customers form a group of their own."
    )
    min_share: float = Field(0.05, ge=0, le=0.5, description="Smallest group, as a share of customers.")
    seed: int = Field(0, ge=0, le=2**31 - 1, description="Random starts.")
    as_of: Name = Field("", description="Recency counts to this day, YYYY-MM-DD; later orders are left out.")
    model_from: SegmentationReference = Field(
        "", description="Score by this earlier result, refitting nothing."
    )
    match: SegmentationReference = Field("", description="Earlier clusters whose ids are kept.")
    names: Words = Field("", description="Own names for groups: c1=VIPs; c2=Wavering.")

    @property
    def groups(self) -> int | None:
        """How many groups are asked for; None for as many as the data support."""
        return None if self.k in {AUTO, COMPARE} else int(self.k)
