"""The SQL that a segment by rules keeps puts the same customers into it on PostgreSQL."""

import duckdb
import pytest
from nasty_tables import ROWS, TYPES

from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.run import run
from postgres import answered_by_postgres
from rows_shop import shop

NAMES = list(TYPES["transactions"])


@pytest.mark.parametrize(
    "request_fields",
    [
        {"bought": "CUP", "bought_at_least": 2, "not_in_days": 30},
        {"rule": "aov >= 3.5 and not (product like 'j%' or product is null)", "bought_at_least": 3},
        {"not_bought": "jar", "where": "quantity <> 2 and amount >= 2", "date_from": "2024-03-31"},
        {"rule": "revenue between 20.5 and 50", "where": "orders >= 8 or aov > 4", "as_of": "2024-12-31"},
    ],
)
def test_postgres_gives_the_same_assignment(workspace, postgres, request_fields):
    shop(workspace, [dict(zip(NAMES, row, strict=True)) for row in ROWS["transactions"]])
    result = run(tool_of(define_segment), request_fields, workspace)
    text = Segmentation.read(result.folder).sql
    found = answered_by_postgres(postgres, text, "transactions", TYPES["transactions"], ROWS["transactions"])
    kept = duckdb.sql(f"SELECT * FROM '{result.folder}/assignment.parquet'").fetchall()
    assert sorted(found) == sorted(kept)
    assert {row[1] for row in kept} == {"chosen", "others"}
