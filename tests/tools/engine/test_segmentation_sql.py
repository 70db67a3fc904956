"""The SQL that a segmentation keeps puts the same customers into the same segments on PostgreSQL."""

import duckdb
import pytest
from nasty_tables import ROWS, TYPES

from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.run import run
from postgres import answered_by_postgres
from rows_shop import shop

NAMES = list(TYPES["transactions"])


@pytest.mark.parametrize(
    "request_fields",
    [
        {},
        {"map": "r-package", "scoring": "quantile", "frequency_unit": "line"},
        {"map": "putler", "thresholds": "R=30.5,90,200,300;M=-1.0050,0,2.5", "merge": "lost+hibernating"},
        {"where": "orders >= 2", "date_from": "2024-01-31", "as_of": "2024-12-31"},
    ],
    ids=["default", "quantile", "given", "filtered"],
)
def test_postgres_gives_the_same_assignment(workspace, postgres, request_fields):
    shop(workspace, [dict(zip(NAMES, row, strict=True)) for row in ROWS["transactions"]])
    result = run(tool_of(rfm_segments), request_fields, workspace)
    text = Segmentation.read(result.folder).sql
    found = answered_by_postgres(postgres, text, "transactions", TYPES["transactions"], ROWS["transactions"])
    kept = duckdb.sql(f"SELECT * FROM '{result.folder}/assignment.parquet'").fetchall()
    assert sorted(found) == sorted(kept)
    assert len(kept) > 10
