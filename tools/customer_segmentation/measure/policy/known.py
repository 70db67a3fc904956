"""What is known of customers before they are contacted, as numbers that a learner can use."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from customer_segmentation.measure.people import Codes
    from customer_segmentation.stats.adjusted_difference import Flags, Floats

    Rows = Flags | Codes


@dataclass(frozen=True, eq=False)
class Known:
    """Numbers and categories of customers, the most telling numbers first.

    Attributes:
        numbers: Shape (customers, k); NaN where a value is not known.
        categories: Shape (customers, c); the place of each customer's level, negative where not known.
    """

    numbers: "Floats"
    categories: "Codes"

    def __len__(self) -> int:
        """Return how many customers."""
        return len(self.numbers)

    def of(self, rows: "Rows | np.ndarray[tuple[int, ...], np.dtype[np.intp]]") -> "Known":
        """Return those of some customers."""
        return Known(self.numbers[rows], self.categories[rows])
