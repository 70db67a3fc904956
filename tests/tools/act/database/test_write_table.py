"""Segments in a table of the person's database: SQLite, DuckDB, and a PostgreSQL that is really started."""

import json
import signal
import sqlite3
import subprocess
import sys

import pytest

from customer_segmentation.act.write_table import write_table
from customer_segmentation.kit.errors import ApprovalRequired, InputError
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import approval, approvals, execute
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.undo import undo

WRITE = tool_of(write_table)
OLD = "CREATE TABLE customer_segments (customer_id VARCHAR(9), note VARCHAR(9))"

KILLED = """
import os, signal, sys
from customer_segmentation.act.database import database, duckdb_file, postgres, sqlite_file
from customer_segmentation.act.write_table import write_table
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import execute
from customer_segmentation.workspace.workspace import Workspace

root, identity, left = sys.argv[1], sys.argv[2], int(sys.argv[3])

def counted(function):
    def call(self, sql):
        global left
        change = sql.split()[0] in {"CREATE", "ALTER", "DROP", "DELETE", "BEGIN", "COMMIT"}
        left -= change
        if change and left == 0: os.kill(os.getpid(), signal.SIGKILL)
        function(self, sql)
        if sql == "COMMIT" and left == 1: os.kill(os.getpid(), signal.SIGKILL)
    return call

for kind in (sqlite_file.SqliteFile, duckdb_file.DuckdbFile, postgres.Postgres):
    kind.execute = counted(kind.execute)
execute(tool_of(write_table), Workspace.open(root), identity)
"""


def said(template, reply, language):
    return Renderer(ReplyLedger(reply), language).text(prose(template, reply, language))


def test_a_new_table_has_every_customer_once(write, shop):
    identity, reply = write()
    assert shop.tables() == ["customer_segments", "mine"]
    assert shop.runs() == {identity: 400}
    row = shop.query("SELECT * FROM customer_segments WHERE customer_id = 'c7'")[0]
    assert [str(cell) for cell in row[:5]] == ["c7", "at_risk", "At risk", identity, "2024-12-31"]
    assert (row[5], float(row[6]), str(row[7])) == (7, -7, "2024-11-05")
    assert reply.facts["write_table.all.rows"].value == 400


def test_replacing_keeps_the_former_table_and_undo_brings_it_back(write, shop, seen):
    shop.query(OLD)
    shop.query("INSERT INTO customer_segments VALUES ('x', 'old')")
    identity, reply = write()
    former = reply.detail["former"]
    assert (shop.tables(), former) == (
        sorted(["mine", "customer_segments", former]),
        f"customer_segments__before_{identity}",
    )
    assert shop.query(f"SELECT * FROM {former}") == [("x", "old")]
    plan = approval(seen, identity).plan
    assert "THIS REPLACES its 1 rows" in said("write_table_plan", plan, "en")
    assert "替换现有的 1 行" in said("write_table_plan", plan, "zh")
    assert [done.code for done in undo(WRITE, seen, identity)] == ["undone_replacing"]
    assert (shop.query("SELECT * FROM customer_segments"), shop.tables()) == (
        [("x", "old")],
        ["customer_segments", "mine"],
    )


def test_a_second_run_lets_the_first_former_table_go_and_nothing_else(write, shop, seen):
    shop.query(OLD)
    first, reply = write()
    second, again = write()
    assert approval(seen, second).plan.detail["drops"] == [reply.detail["former"]]
    assert shop.tables() == sorted(["mine", "customer_segments", again.detail["former"]])
    with pytest.raises(InputError, match=second):
        undo(WRITE, seen, first)
    undo(WRITE, seen, second)
    assert shop.runs() == {first: 400}


def test_appending_adds_a_run_and_undo_removes_just_that(write, shop, seen):
    first, _ = write(mode="append")
    second, reply = write(mode="append", language="zh")
    assert (shop.runs(), reply.facts["write_table.all.rows_after"].value) == ({first: 400, second: 400}, 800)
    assert [done.code for done in undo(WRITE, seen, second)] == ["undone_rows"]
    assert shop.runs() == {first: 400}
    assert [done.code for done in undo(WRITE, seen, first)] == ["undone_table"]
    assert shop.tables() == ["mine"]


def test_a_table_that_was_changed_is_not_undone(write, shop, seen):
    identity, _ = write()
    shop.query("UPDATE customer_segments SET segment = 'x' WHERE customer_id = 'c7'")
    with pytest.raises(InputError, match="changed after I wrote it"):
        undo(WRITE, seen, identity)
    assert shop.runs() == {identity: 400}


def test_other_columns_are_not_appended_to(seen, shop, planted):
    planted()
    shop.query(OLD)
    with pytest.raises(InputError, match="no columns as_of"):
        run(WRITE, {"url": shop.url, "mode": "append"}, seen)


def test_what_changed_since_the_proposal_stays(seen, shop, planted, approved):
    planted()
    shop.query(OLD)
    identity = approved(WRITE, url=shop.url)
    shop.query("INSERT INTO customer_segments VALUES ('x', 'new')")
    with pytest.raises(InputError, match="changed after I proposed"):
        execute(WRITE, seen, identity)
    assert (shop.query("SELECT * FROM customer_segments"), shop.tables()) == (
        [("x", "new")],
        ["customer_segments", "mine"],
    )


@pytest.mark.parametrize("mode", ["replace", "append"])
def test_killed_at_any_statement_there_is_no_half_table(write, seen, shop, approved, here, mode):
    """A process is really killed before every change and after the last; what then stands is the old or the new, and trying again ends it."""
    first, _ = write()
    steps = 0
    for step in range(1, 12):
        identity = approved(WRITE, url=shop.url, mode=mode)
        call = subprocess.run(
            [sys.executable, "-c", KILLED, str(seen.root), identity, str(step)], check=False, cwd=here
        )
        assert call.returncode in (0, -signal.SIGKILL)
        new = {identity: 400} if mode == "replace" else {first: 400, identity: 400}
        assert shop.runs() in ({first: 400}, new)
        assert not [name for name in shop.tables() if "__new_" in name]
        execute(WRITE, seen, identity)
        assert shop.runs() == new
        undo(WRITE, seen, identity)
        assert shop.runs() == {first: 400}
        steps = step
        if call.returncode == 0:
            break
    assert steps == (7 if mode == "replace" else 4)
    assert shop.query("SELECT * FROM mine") == [(1,)]


def test_passwords_are_neither_shown_nor_kept(workspace, planted, here):
    planted()
    secret = "s3cr%65t-w0rd"  # noqa: S105
    url = f"postgresql://ann:{secret}@127.0.0.1:1/shop?password={secret}&connect_timeout=1"
    typed = workspace.with_(typed=frozenset({url}))
    with pytest.raises(InputError) as raised:
        run(WRITE, {"url": url}, typed)
    words = raised.value.said("en") + raised.value.said("zh")
    assert "postgresql://ann@127.0.0.1:1/shop?connect_timeout=1" in words
    kept = b"".join(path.read_bytes() for path in workspace.root.rglob("*") if path.is_file())
    assert not [word for word in (secret, "s3cret-w0rd") if word in words or word.encode() in kept]


def test_a_server_is_only_reached_if_the_person_typed_its_address(workspace, planted):
    planted()
    with pytest.raises(InputError) as raised:
        run(WRITE, {"url": "postgresql://evil.example/x"}, workspace)
    assert raised.value.code == "table_address_not_typed"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"url": ""}, "table_address_wrong"),
        ({"url": "mysql://host/shop"}, "table_address_wrong"),
        ({"url": "sqlite:///../shop.db"}, "path_not_allowed"),
        ({"url": "sqlite:///workspace/journal.sqlite", "table": "approvals"}, "path_not_allowed"),
        ({"url": "sqlite:///shop.db", "table": "a; DROP TABLE b"}, "table_name_wrong"),
        ({"url": "sqlite:///shop.db", "table": "客" * 20}, "table_name_wrong"),
        ({"url": "sqlite:///notes.txt"}, "table_database_problem"),
    ],
)
def test_a_wrong_table_is_refused_before_anyone_is_asked(workspace, planted, here, arguments, code):
    planted()
    (here / "notes.txt").write_text("no database " * 99)
    with pytest.raises(InputError) as raised:
        run(WRITE, arguments, workspace)
    assert raised.value.code == code
    assert approvals(workspace) == []


def test_proposing_makes_no_database(workspace, planted, here):
    planted()
    with pytest.raises(ApprovalRequired):
        run(WRITE, {"url": "sqlite:///new.db"}, workspace)
    assert not (here / "new.db").exists()


def test_a_view_on_the_table_is_not_left_with_the_former_rows(write, shop, seen, planted):
    write()
    shop.query("CREATE VIEW seen AS SELECT run_id FROM customer_segments")
    if shop.url.startswith("postgres"):
        with pytest.raises(InputError) as raised:
            run(WRITE, {"url": shop.url}, seen)
        assert raised.value.code == "table_not_plain"
    else:
        identity, _ = write()
        assert shop.query("SELECT DISTINCT run_id FROM seen") == [(identity,)]


def test_a_locked_database_is_said(write, shop, seen, monkeypatch):
    if not shop.url.startswith("sqlite"):
        return  # The others tell of locks in the same words.
    monkeypatch.setattr("customer_segmentation.act.database.sqlite_file._SECONDS", 0)
    holder = sqlite3.connect(shop.path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(InputError, match="locked"):
        write()
    holder.close()


def test_the_done_words(write):
    identity, reply = write()
    assert f"400 customers; their run_id is {identity}" in said("write_table", reply, "en")
    assert f"run_id 为 {identity}" in said("write_table", reply, "zh")
    assert json.dumps(reply.detail)
