"""The clusters of a scope once every customer is in one: what the reply speaks of."""

from collections.abc import Sequence
from dataclasses import dataclass

from customer_segmentation.segment.cluster.fitting import Fitted
from customer_segmentation.segment.cluster.model import Model
from customer_segmentation.segment.features.feature import Feature
from customer_segmentation.segment.segmentation import Segment


@dataclass(frozen=True)
class Found:
    """What was found.

    Attributes:
        tied: Customers who lie as near to a second cluster.
        segments: In their declared order.
        fitted: The fit; None where an earlier model scored the customers.
        earlier: The number of the result whose model scored them.
        matched: The number of the result whose ids were kept.
    """

    model: Model
    features: Sequence[Feature]
    tied: int
    segments: Sequence[Segment]
    fitted: Fitted | None = None
    earlier: str = ""
    matched: str = ""
