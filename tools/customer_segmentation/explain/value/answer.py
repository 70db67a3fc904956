"""What ``predict_value`` found, before it becomes facts and words."""

from dataclasses import dataclass
from decimal import Decimal

from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.value.calibration import Calibration
from customer_segmentation.explain.value.fit import Choice
from customer_segmentation.explain.value.forecast import Forecast
from customer_segmentation.explain.value.gamma_gamma import SpendFit
from customer_segmentation.explain.value.histories import Histories
from customer_segmentation.explain.value.parts import Parts
from customer_segmentation.explain.value.suitability import Rhythm
from customer_segmentation.segment.segmentation import Segmentation


@dataclass(frozen=True)
class Answer:
    """The models, the forecast, its sums, and how it did on what was held out.

    Attributes:
        correlation: Rank correlation of how often and how much at a time; None where it cannot be told.
        calibration: None where the data do not allow one.
        margin: Contribution margin of the shop, None where nobody told.
        chosen_by_behaviour: The filter looks at what customers did.
        unknown_first_day: Customers left out because a summary does not tell when they bought first.
    """

    scope: Scope
    histories: Histories
    choice: Choice
    spend: SpendFit
    correlation: float | None
    rhythm: Rhythm
    expected: Forecast
    parts: Parts
    calibration: Calibration | None
    segmentation: Segmentation | None
    horizon_days: int
    margin: Decimal | None
    chosen_by_behaviour: bool
    unknown_first_day: int

    @property
    def currency(self) -> str:
        """The currency of the data."""
        return self.scope.dataset.currency
