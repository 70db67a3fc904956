"""What ``predict_value`` is asked."""

from enum import StrEnum

from pydantic import Field

from customer_segmentation.explain.value.bg_nbd import Model
from customer_segmentation.kit.request import DataRequest, Name, SegmentationReference


class Method(StrEnum):
    """The model of how long customers stay."""

    AUTO = "auto"
    BG_NBD = "bg_nbd"
    MBG_NBD = "mbg_nbd"

    @property
    def asked(self) -> Model | None:
        """The model asked for, None where the data are to decide."""
        return None if self is Method.AUTO else Model(self.value)


class PredictValueRequest(DataRequest):
    """How far to look ahead, with which model, and for which segments."""

    horizon_days: int = Field(365, ge=1, le=1_825, description="How many days to look ahead.")
    model: Method = Field(Method.AUTO, description="auto takes the one that fits better.")
    segmentation: SegmentationReference = Field(
        "", description="Value by segment: latest, or a result id such as r2. Empty: all customers."
    )
    as_of: Name = Field("", description="Predict from this day, YYYY-MM-DD; later orders are left out.")
