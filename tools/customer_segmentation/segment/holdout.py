"""Who is kept out of every marketing action: who refused, and who is held out to compare with.

The latter are fixed by a salted hash of the customer id.

A customer held out today is held out after the next refresh too, and new customers move nobody else (PRACTICE,
practice 23).
"""

from dataclasses import dataclass
from typing import Final

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.segment.opted_out import refused
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


@dataclass(frozen=True)
class KeptAside:
    """Customers of a segment whom no action contacts: those who refused, and of the others those held out."""

    opted_out: int
    held_out: int


def kept_aside(segmentation: Segmentation, workspace: Workspace, percent: float) -> dict[str, KeptAside]:
    """Return by segment how many customers refused to be contacted, and how many of the others are held out."""
    dataset = Dataset.read(workspace.store.folder(segmentation.data))
    told = [one for one in dataset.columns if one.table == "customers"] if dataset.has("customers") else []
    with duckdb_engine(workspace.root) as engine:
        engine.view("assignment", segmentation.assignment)
        if told:
            engine.view("customers", dataset.parquet("customers"))
        out, held = refused(told), held_out(percent, "a.customer_id")
        found = engine.rows_of(
            f"SELECT a.segment, count(*) FILTER ({out}), count(*) FILTER ({held} AND NOT {out}) FROM assignment a "
            + ("LEFT JOIN customers c ON c.customer_id = a.customer_id " if told else "")
            + "GROUP BY a.segment ORDER BY a.segment"
        )
    return {str(segment): KeptAside(int(opted), int(held)) for segment, opted, held in found}
