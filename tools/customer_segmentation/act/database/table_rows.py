"""The rows of a table of segments: one per customer, with the run and the day they are of."""

from pathlib import Path

from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.engine.sql_file import identifier, literal
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Workspace

_FIRST = ("customer_id", "segment")


def write_rows(
    segmentation: Segmentation, run: str, language: str, workspace: Workspace, parquet: Path | None
) -> tuple[int, dict[str, str]]:
    """Write the rows as Parquet, if a path is given; return their number and the type of each column.

    customer_id, segment, segment_name VARCHAR, run_id VARCHAR, as_of DATE, then the measures of the assignment.
    """
    with duckdb_engine(workspace.root) as engine:
        engine.view("assignment", segmentation.assignment)
        measures = [
            name
            for (name,) in engine.rows_of("SELECT column_name FROM (DESCRIBE assignment)")
            if name not in _FIRST
        ]
        cases = " ".join(
            f"WHEN {literal(s.id)} THEN {literal(s.called(language))}" for s in segmentation.segments
        )
        query = (
            f"SELECT a.customer_id, a.segment, CASE a.segment {cases} END AS segment_name, "
            f"{literal(run)} AS run_id, {literal(segmentation.as_of)} AS as_of"
            + "".join(f", a.{identifier(name)}" for name in measures)
            + " FROM assignment a ORDER BY a.customer_id"
        )
        types = dict(engine.rows_of(f"SELECT column_name, column_type FROM (DESCRIBE {query})"))
        if parquet is not None:
            engine.write_parquet(query, parquet)
        ((rows,),) = engine.rows_of("SELECT count(*) FROM assignment")
    return int(rows), types
