"""What only a server has: types of its own, passwords, networks."""

import os
import socket
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from customer_segmentation.data.changed_source import changed_source
from customer_segmentation.data.database.address import database_address
from customer_segmentation.data.database.reading import reading
from customer_segmentation.data.load_data import load_data
from customer_segmentation.data.load_request import LoadRequest
from customer_segmentation.data.reading_gate import reading_gate
from customer_segmentation.kit.errors import ApprovalRequired, InputError
from customer_segmentation.kit.tool import Effect, tool_of
from customer_segmentation.workspace import credentials
from customer_segmentation.workspace.run import run
from shop_database import flat_rows

SECRET = "gehe1m-Wort"  # noqa: S105 - of a role that lives for one test


@pytest.fixture
def guarded(postgres):
    """The address of the same database for a user who needs a password."""
    folder = postgres.url.partition("host=")[2].partition("&")[0]
    rules = Path(folder) / "data" / "pg_hba.conf"
    before = rules.read_text(encoding="utf-8")
    postgres.run(
        "DROP ROLE IF EXISTS clerk",
        f"CREATE ROLE clerk LOGIN PASSWORD '{SECRET}'",
        "GRANT USAGE ON SCHEMA public TO clerk",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO clerk",
    )
    rules.write_text(f"local all clerk scram-sha-256\n{before}", encoding="utf-8")
    postgres.run("SELECT pg_reload_conf()")
    yield lambda password: f"postgresql://clerk:{password}@/postgres?host={folder}"
    rules.write_text(before, encoding="utf-8")
    postgres.run("SELECT pg_reload_conf()", "DROP OWNED BY clerk", "DROP ROLE clerk")


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    """Start as a fresh process does: without passwords."""
    monkeypatch.setattr(credentials, "_PASSWORDS", {})
    monkeypatch.delenv("PGPASSWORD", raising=False)


def written(folder):
    return b"".join(path.read_bytes() for path in sorted(Path(folder).rglob("*")) if path.is_file())


def test_types_of_the_server_become_ours(postgres, load):
    postgres.run(
        "CREATE TABLE sales (customer text, bought_at timestamptz, paid numeric, listed money, tags jsonb, "
        "vip boolean, colours text[], due date)",
        "INSERT INTO sales VALUES ('a', '2024-03-01 00:30+02', 1.005, '12.50', '{\"a\": 1}', true, '{x,y}', 'infinity'), "
        "('b', '2024-03-02 10:00+00', 100, '0.10', NULL, false, NULL, '2024-03-05'), ('a', '2024-03-03', 7.1, NULL, NULL, "
        "NULL, NULL, NULL)",
    )
    found = load(postgres.url, amount="paid", date="bought_at")
    import duckdb

    rows = duckdb.execute(
        f"SELECT customer_id, CAST(ordered_at AS VARCHAR), amount FROM '{found.folder}/transactions.parquet' ORDER BY 2"
    ).fetchall()
    assert [(who, when) for who, when, _ in rows] == [
        ("a", "2024-02-29 22:30:00"),
        ("b", "2024-03-02 10:00:00"),
        ("a", "2024-03-03 00:00:00"),
    ]
    assert sum(amount for *_, amount in rows) == Decimal("108.1050")
    assert "read_times_utc" in [finding.code for finding in found.reply.findings]
    kinds = {column["header"]: column["type"] for column in found.reply.detail["columns"]}
    assert (kinds["listed"], kinds["vip"], kinds["due"]) == ("number", "boolean", "date")


def test_a_password_works_and_stands_nowhere(guarded, postgres, here):
    postgres.flat()
    made = subprocess.run(
        [
            sys.executable,
            "-m",
            "customer_segmentation_skill",
            "tool",
            "load_data",
            "--json",
            "--source",
            guarded(SECRET),
            "--table",
            "orders",
            "--workspace",
            str(here / "w"),
        ],
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert made.returncode == 0, made.stderr
    assert b'"load_data.all.lines_read": {"value": 60' in made.stdout
    everything = made.stdout + made.stderr + written(here / "w")
    assert b"clerk@/postgres" in everything
    assert SECRET.encode() not in everything


def test_a_wrong_password_is_said_without_it(guarded, postgres, load, workspace):
    postgres.flat()
    wrong = 'wr0ng/with;odd"signs'
    with pytest.raises(InputError) as raised:
        load(guarded(wrong), table="orders")
    assert raised.value.code == "database_problem"
    for language in ("en", "zh"):
        assert "password authentication failed" in raised.value.said(language)
        assert "wr0ng" not in raised.value.said(language)
    assert b"wr0ng" not in written(workspace.root)


def test_the_environment_gives_the_password(guarded, postgres, load, monkeypatch):
    postgres.flat()
    monkeypatch.setenv("PGPASSWORD", SECRET)
    plain = guarded("").replace(":@", "@")
    assert load(plain, table="orders").reply.facts["load_data.all.lines_read"].value == 60


def test_a_server_that_is_down_is_said(load):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(InputError, match="refused") as raised:
        load(f"postgresql://me@127.0.0.1:{port}/shop")
    assert raised.value.code == "database_problem"


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("INSERT INTO orders (order_no) VALUES ('x')", "read-only transaction"),
        ("SELECT set_config('transaction_read_only', 'off', false)", "read-write mode"),
    ],
)
def test_a_session_cannot_write_even_with_the_right(postgres, statement, said):
    postgres.flat()
    with reading(database_address(postgres.url)) as reader:
        assert reader.rows("SELECT count(*) FROM orders") == [(60,)]
        with pytest.raises(reader.connection.Error, match=said):
            reader.rows(statement)


def test_a_query_cannot_reach_a_program(postgres, load, here):
    postgres.flat()
    target = here / "made"
    with pytest.raises(InputError):
        load(postgres.url, query=f"SELECT 1) TO PROGRAM 'touch {target}' --")
    assert not target.exists()


def test_a_query_that_takes_too_long_is_stopped(postgres):
    address = database_address(postgres.url)
    with pytest.raises(InputError, match="statement timeout"), reading(address, seconds=1) as reader:
        reader.rows("SELECT pg_sleep(30)")


def test_a_server_is_free_to_read_only_where_a_person_typed_its_address(workspace, postgres):
    request = LoadRequest(source="postgresql://me@db.example.com/shop")
    assert reading_gate(request, workspace) is Effect.WRITE
    typed = workspace.with_(typed=frozenset({"postgres://me:pw@db.example.com/shop"}))
    assert reading_gate(request, typed) is Effect.READ
    assert reading_gate(LoadRequest(source="postgresql://db2.example.com/shop"), typed) is Effect.WRITE
    with pytest.raises(ApprovalRequired):
        run(tool_of(load_data), {"source": postgres.url}, workspace)


def test_a_query_that_nobody_typed_is_refused(workspace, postgres):
    postgres.flat()
    seen = workspace.with_(typed=frozenset({postgres.url}))
    with pytest.raises(InputError) as raised:
        run(tool_of(load_data), {"source": postgres.url, "query": "SELECT * FROM orders"}, seen)
    assert raised.value.code == "database_query_not_typed"


def test_a_change_on_the_server_is_noticed(postgres, load, workspace):
    postgres.flat()
    load(postgres.url, table="orders")
    assert changed_source(workspace) == ""
    postgres.run("DELETE FROM orders WHERE order_no = 'A-030'")
    assert changed_source(workspace) == "postgres"


def test_a_view_and_another_schema_can_be_read(postgres, load):
    postgres.run("CREATE SCHEMA IF NOT EXISTS erp", "DROP TABLE IF EXISTS erp.invoices CASCADE")
    postgres.flat("erp.invoices")
    postgres.run("CREATE VIEW large AS SELECT * FROM erp.invoices WHERE amount > 50")
    assert load(postgres.url, table="erp.invoices").reply.facts["load_data.all.lines_read"].value == len(
        flat_rows()
    )
    kept = sum(1 for row in flat_rows() if row[3] is not None and Decimal(row[3]) > Decimal(50))
    assert load(postgres.url, table="large").reply.facts["load_data.all.lines_read"].value == kept
    postgres.run("DROP SCHEMA erp CASCADE")
