"""Relations that must hold whatever the data, and SQL that puts everybody where the model does."""

import random

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planted_shop import COLUMNS, assigned, clustered, partition, planted, traits

from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Workspace
from rows_shop import shop

_LOADED = iter(range(10**6))
QUICK = settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    return Workspace.open(tmp_path_factory.mktemp("shop"))


def groups(workspace, rows, **request):
    identity = shop(workspace, rows, COLUMNS, traits(30), identity=f"d{next(_LOADED):023}")
    thread = workspace.with_(thread=identity)
    thread.journal.record(identity, identity, "load_data", "dataset", identity)
    return clustered(thread, data=identity, **request)


@QUICK
@given(st.integers(0, 1000), st.sampled_from(["kmeans", "gmm", "hierarchical", "dbscan"]))
def test_the_order_of_rows_changes_nothing(elsewhere, seed, method):
    rows = planted(30, seed)
    shuffled = random.Random(seed).sample(rows, len(rows))  # noqa: S311 - a seeded shuffle, no secret
    k = {} if method == "dbscan" else {"k": 3}
    first, second = (groups(elsewhere, r, method=method, **k) for r in (rows, shuffled))
    assert assigned(first) == assigned(second)
    assert first.reply.facts == second.reply.facts


@QUICK
@given(st.integers(0, 1000))
def test_other_customer_ids_change_nothing(elsewhere, seed):
    rows = planted(30, seed)
    numbers = sorted({row["customer_id"] for row in rows})
    other = dict(zip(numbers, random.Random(seed).sample(numbers, len(numbers)), strict=True))  # noqa: S311
    renamed = [{**row, "customer_id": other[row["customer_id"]]} for row in rows]
    first, second = (assigned(groups(elsewhere, r, k=3)) for r in (rows, renamed))
    assert partition({other[c]: s for c, s in first.items()}) == partition(second)


@pytest.mark.parametrize(
    "request_fields",
    [
        {"k": 3},
        {"k": 5, "scaling": "robust", "outliers": "keep"},
        {"k": 3, "method": "gmm"},
        {"k": 4, "features": "behaviour"},
        {"k": 3, "features": "age, plan, orders"},
        {"k": 3, "where": "orders >= 2", "date_from": "2024-03-01"},
    ],
    ids=["kmeans", "robust", "gmm", "behaviour", "kprototypes", "filtered"],
)
def test_the_sql_puts_everybody_where_the_model_does(elsewhere, request_fields):
    result = groups(elsewhere, planted(40), **request_fields)
    data = elsewhere.store.folder(result.request["data"])
    with duckdb.connect() as connection:
        for table in ("transactions", "customers"):
            connection.execute(f"CREATE VIEW {table} AS SELECT * FROM '{data}/{table}.parquet'")
        found = connection.execute(Segmentation.read(result.folder).sql).fetchall()
    kept = duckdb.sql(f"SELECT * FROM '{result.folder}/assignment.parquet'").fetchall()
    assert sorted(found) == sorted(kept)
    assert len({row[0] for row in kept}) == len(kept)
