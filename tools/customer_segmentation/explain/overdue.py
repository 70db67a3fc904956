"""Who is overdue: silent for longer than nine in ten of their own gaps between orders.

A seasonal buyer is not lapsed because eleven months passed: recency is compared with each customer's own
rhythm (PRACTICE, section 8). One-time buyers have none.
"""

from dataclasses import dataclass

from customer_segmentation.data.scope import Scope
from customer_segmentation.segment.segmentation import Segmentation


@dataclass(frozen=True)
class Rhythm:
    """Customers of a segment with orders on at least two days, and how many of them are overdue."""

    customers: int
    overdue: int


def overdue(scope: Scope, segmentation: Segmentation) -> dict[str, Rhythm]:
    """Return the rhythm of every segment that has customers with one; empty where days are not known."""
    if not scope.has_orders:
        return {}
    scope.engine.view("assigned", segmentation.assignment)
    columns = {name for name, *_ in scope.engine.rows_of("DESCRIBE assigned")}
    if "recency_days" not in columns:
        return {}
    return {str(segment): Rhythm(n, late) for segment, n, late in scope.engine.rows("overdue")}
