"""Who is held out of every marketing action, to compare with: fixed by a salted hash of the customer id.

A customer held out today is held out after the next refresh too, and new customers move nobody else (PRACTICE,
practice 23).
"""

from typing import Final

from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Workspace

SALT: Final = "holdout-1"
"""Another salt would hold out other people."""


def held_out(percent: float, customer: str) -> str:
    """Return SQL that tells whether a customer is among the ``percent`` held out; ``customer`` is a column."""
    if not percent:
        return "FALSE"
    return (
        f"CAST('0x' || substr(sha256({literal(SALT + ':')} || {customer}), 1, 8) AS BIGINT) * 100 "
        f"< {literal(round(percent * 2**32))}"
    )


def held_out_by_segment(segmentation: Segmentation, workspace: Workspace, percent: float) -> dict[str, int]:
    """Return how many customers of each segment are held out."""
    with duckdb_engine(workspace.root) as engine:
        engine.view("assignment", segmentation.assignment)
        found = engine.rows_of(
            f"SELECT a.segment, count(*) FILTER ({held_out(percent, 'a.customer_id')}) "
            "FROM assignment a GROUP BY a.segment ORDER BY a.segment"
        )
    return {str(segment): int(customers) for segment, customers in found}
