import socket

import duckdb
import pytest

from customer_segmentation.explain.query import raw_sql
from customer_segmentation.explain.query.raw_sql import locked_query
from customer_segmentation.kit.errors import InputError
from rows_shop import aggregated, column, line, shop

ROWS = [line("a", f"o{n}", "2024-01-05", n, "cup", country="Germany") for n in range(1, 11)]


@pytest.fixture
def loaded(workspace):
    shop(workspace, ROWS, [column("country")], [{"customer_id": "a"}])
    return workspace


def test_one_select_is_answered_in_rows_alone(loaded):
    reply = locked_query(
        "latest",
        "SELECT country, SUM(amount) AS total, MAX(ordered_at) AS last, LIST(DISTINCT product) FROM transactions GROUP BY 1",
        loaded,
    )
    assert reply.rows["rows"].columns[:3] == ["country", "total", "last"]
    assert reply.rows["rows"].rows == [["Germany", 55.0, "2024-01-05 00:00:00", "cup"]]
    assert reply.facts == {}


@pytest.mark.parametrize("table", ["transactions", "orders", "returns", "buyers", "customers"])
def test_the_tables_of_the_data_are_there(loaded, table):
    locked_query("latest", f"WITH x AS (FROM {table}) SELECT COUNT(*) FROM x", loaded)


def test_aggregated_data_have_their_own_table(workspace):
    aggregated(workspace, [{"customer_id": "a", "orders": 3, "revenue": 9}])
    assert locked_query("latest", "SELECT orders FROM summary", workspace).rows["rows"].rows == [[3]]


def test_rows_are_bounded_and_that_is_said(loaded, monkeypatch):
    monkeypatch.setattr(raw_sql, "MOST_ROWS", 4)
    reply = locked_query("latest", "SELECT * FROM range(9)", loaded)
    assert len(reply.rows["rows"].rows) == 4
    assert [finding.code for finding in reply.findings] == ["sql_more_rows"]


@pytest.mark.parametrize(
    "text",
    [
        "COPY transactions TO 'out.csv'",
        "COPY (SELECT 1) TO 'out.csv'",
        "ATTACH 'other.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "PRAGMA database_list",
        "SET lock_configuration = false",
        "SET enable_external_access = true",
        "RESET allowed_paths",
        "EXPORT DATABASE 'out'",
        "IMPORT DATABASE 'out'",
        "CREATE TABLE t AS SELECT 1",
        "INSERT INTO buyers SELECT * FROM buyers",
        "DELETE FROM buyers",
        "DROP TABLE buyers",
        "CALL pragma_version()",
        "SELECT 1; SELECT 2",
        "SELECT 1; COPY buyers TO 'out.csv'",
        "EXPLAIN ANALYZE SELECT 1",
        "",
        "-- nothing",
    ],
)
def test_everything_but_one_select_is_refused(loaded, text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(InputError) as caught:
        locked_query("latest", text, loaded)
    assert caught.value.code == "sql_one_select"
    assert sorted(tmp_path.iterdir()) == before


READS = [
    "read_csv('{}')",
    "read_text('{}')",
    "read_blob('{}')",
    "read_json('{}')",
    "read_parquet('{}')",
    "parquet_metadata('{}')",
    "sniff_csv('{}')",
    "glob('{}')",
    "glob('/etc/*')",
    "'{}'",
    '"{}"',
    "query('SELECT * FROM read_text(''{}'')')",
    "read_csv('https://example.com/x.csv')",
    "read_parquet('s3://bucket/x.parquet')",
]


@pytest.mark.parametrize("source", READS)
def test_a_select_reads_no_other_file_and_no_network(loaded, source, tmp_path, monkeypatch):
    secret = tmp_path / "secret.parquet"
    duckdb.sql(f"COPY (SELECT 'planted' AS x) TO '{secret}' (FORMAT parquet)")

    def refuse(*_):
        message = "reached for the network"
        raise AssertionError(message)

    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(InputError) as caught:
        locked_query("latest", f"SELECT * FROM {source.format(secret)}", loaded)
    assert caught.value.code == "sql_not_answered"
    assert "planted" not in caught.value.said()


def test_a_select_sees_no_variable_of_the_program(loaded):
    frame = duckdb.sql("SELECT 'planted' AS x")
    with pytest.raises(InputError):
        locked_query("latest", "SELECT * FROM frame", loaded)
    assert frame is not None


def test_a_mistake_is_explained_in_one_line(loaded):
    with pytest.raises(InputError) as caught:
        locked_query("latest", "SELECT colour FROM transactions", loaded)
    assert "colour" in caught.value.said("en")
    assert "\n" not in caught.value.said("zh")
