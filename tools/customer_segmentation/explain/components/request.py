"""What ``principal_components`` may be asked."""

from typing import Final

from pydantic import Field

from customer_segmentation.kit.request import DataRequest, Name, Words
from customer_segmentation.segment.features.preparation import Scaling

MOST_COMPONENTS: Final = 20


class ComponentsRequest(DataRequest):
    """Which measures of customers to sum up."""

    features: Words = Field(
        "", description="rfm, behaviour, traits or names of measures, comma-separated. Empty: behaviour."
    )
    scaling: Scaling = Field(
        Scaling.AUTO, description="auto: logarithms where skewed, then standardised. Leave unless asked."
    )
    components: int = Field(
        0, ge=0, le=MOST_COMPONENTS, description="How many; 0: those beyond chance that are found again."
    )
    as_of: Name = Field("", description="Look from this day, YYYY-MM-DD. Empty: the end of the data.")
    seed: int = Field(0, ge=0, le=2**31 - 1, description="Seed of the comparison with chance.")
