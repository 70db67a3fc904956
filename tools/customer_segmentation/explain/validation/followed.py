"""Customers as known on a split day and what they did from then on, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from customer_segmentation.data.scope import Scope
from customer_segmentation.engine.sql_file import sql
from customer_segmentation.explain.time_split import Window

if TYPE_CHECKING:
    import numpy as np

    from customer_segmentation.stats.paired_auc import Flags, Floats, Numbers


@dataclass(frozen=True)
class Followed:
    """One split; every array has one entry per customer who had ordered before the split day.

    Attributes:
        segments: The ids of those with customers.
        numbers: The customer's number, alike in every split of the same scope.
        codes: The customer's segment as its place in ``segments``.
        recency_days: On the split day; likewise orders and revenue, all net of returns known by then.
        came_back: With a valid order in the days after.
        orders_after: Valid orders in the days after.
        spent_after: Money booked in the days after, less returns; below zero where what was bought before the
            split came back after it.
    """

    window: Window
    segments: Sequence[str]
    numbers: "Numbers"
    codes: "Numbers"
    recency_days: "Floats"
    orders: "Floats"
    revenue: "Floats"
    came_back: "Flags"
    orders_after: "Numbers"
    spent_after: "Floats"

    @property
    def customers(self) -> int:
        """How many customers are followed."""
        return len(self.numbers)

    @property
    def kept_after(self) -> "Floats":
        """Money spent in the days after, never below zero: returns of earlier purchases belong to the days before."""
        import numpy as np

        return np.maximum(self.spent_after, 0.0)

    def of(self, segment: str) -> "Flags":
        """Tell for every customer whether the segment is theirs."""
        place = self.segments.index(segment) if segment in self.segments else -1
        chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = self.codes == place
        return chosen


def read_followed(scope: Scope, window: Window) -> Followed:
    """Return the customers of the table ``split_customers``."""
    import numpy as np

    rows: dict[str, Any] = scope.engine.connection.execute(sql("validation_customers")).fetchnumpy()
    segments, codes = np.unique(rows["segment"].astype(str), return_inverse=True)
    return Followed(
        window=window,
        segments=[str(segment) for segment in segments],
        numbers=rows["number"].astype(np.int64) - 1,
        codes=codes.astype(np.int64),
        recency_days=rows["recency_days"].astype(np.float64),
        orders=rows["orders"].astype(np.float64),
        revenue=rows["revenue"].astype(np.float64),
        came_back=rows["orders_after"] > 0,
        orders_after=rows["orders_after"].astype(np.int64),
        spent_after=rows["spent_after"].astype(np.float64),
    )
