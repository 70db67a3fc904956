"""Who is overdue: silent for longer than their own usual gap between orders.

A seasonal buyer is not lapsed because eleven months passed: recency is compared with each customer's own
rhythm, the mean number of days between their orders. One-time buyers have none.
"""

from dataclasses import dataclass

from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Workspace

_NEEDED = {"customer_id", "segment", "recency_days", "orders", "first_on", "last_on"}


@dataclass(frozen=True)
class Rhythm:
    """Customers of a segment with orders on at least two days, and how many of them are overdue."""

    customers: int
    overdue: int


def overdue(segmentation: Segmentation, workspace: Workspace) -> dict[str, Rhythm]:
    """Return the rhythm of every segment that has customers with one; empty where orders are not known."""
    with duckdb_engine(workspace.root) as engine:
        engine.view("assigned", segmentation.assignment)
        columns = {name for name, *_ in engine.rows_of("DESCRIBE assigned")}
        if not columns >= _NEEDED:
            return {}
        return {str(segment): Rhythm(n, late) for segment, n, late in engine.rows("overdue")}
