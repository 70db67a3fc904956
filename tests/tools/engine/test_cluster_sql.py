"""The SQL that clusters keep puts the same customers into the same groups on PostgreSQL."""

from datetime import date, timedelta

import duckdb
import pytest
from nasty_tables import ROWS, TYPES

from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.cluster.cluster_customers import cluster_customers
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.run import run
from postgres import answered_by_postgres
from rows_shop import line, shop

NAMES = list(TYPES["transactions"])


def _customers():
    """Return the nasty lines, and enough plain ones to find groups in."""
    plain = [
        line(
            f"q{n}",
            f"q{n}-{order}",
            date(2024, 12, 1) - timedelta(days=(n * 7) % 300 + 30 * order),
            5 + (n * 37) % 211,
        )
        for n in range(90)
        for order in range(1 + n % 6)
    ]
    nasty = [dict(zip(NAMES, row, strict=True)) for row in ROWS["transactions"]]
    first = max(row["line"] for row in nasty) + 1
    return [*nasty, *({**dict.fromkeys(NAMES), "line": n, **row} for n, row in enumerate(plain, start=first))]


@pytest.mark.parametrize(
    "request_fields", [{"k": 4}, {"k": 3, "method": "gmm", "scaling": "robust"}], ids=["kmeans", "gmm"]
)
def test_postgres_gives_the_same_clusters(workspace, postgres, request_fields):
    rows = _customers()
    shop(workspace, rows)
    result = run(tool_of(cluster_customers), request_fields, workspace)
    text = Segmentation.read(result.folder).sql
    found = answered_by_postgres(
        postgres, text, "transactions", TYPES["transactions"], [[row[name] for name in NAMES] for row in rows]
    )
    kept = duckdb.sql(f"SELECT * FROM '{result.folder}/assignment.parquet'").fetchall()
    assert sorted(found) == sorted(kept)
    assert len(kept) >= 50
