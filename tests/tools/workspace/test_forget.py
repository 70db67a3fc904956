import sqlite3

import duckdb
import pytest

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Reply, RowTable
from customer_segmentation.kit.request import Request
from customer_segmentation.kit.tool import tool, tool_of
from customer_segmentation.workspace.approval import approvals, decide, execute
from customer_segmentation.workspace.forget import Forgotten, forget
from customer_segmentation.workspace.run import run

PEOPLE = (
    "VALUES ('C-17', 'Ann@Example.com', 'Leeds'), ('C-170', 'bea@example.com', 'Leeds'), ('3', NULL, NULL)"
)


class PlantRequest(Request):
    source: str = ""
    people: bool = True
    top: str = ""


@tool(produces="dataset")
def plant(request: PlantRequest, workspace) -> Reply:
    """Lay down customers, or an aggregate without anybody."""
    if request.people:
        query = f"SELECT * FROM ({PEOPLE}) t(customer_id, email, city)"
        duckdb.sql(f"COPY ({query}) TO '{workspace.output / 'customers.parquet'}' (FORMAT parquet)")
    rows = {"top": RowTable(columns=["customer"], rows=[[request.top]])} if request.top else {}
    return Reply(rows=rows)


PLANT = tool_of(plant)


def planted(workspace, **request):
    return run(PLANT, request, workspace)


def words(workspace):
    return [row["words"] for row in workspace.journal.rows("SELECT words FROM asked ORDER BY rowid")]


def test_results_that_hold_the_person_go_and_others_stay(workspace):
    loaded = planted(workspace, source="orders.csv")
    counted = planted(workspace, people=False)
    listed = planted(workspace, people=False, top="C-17")
    gone = forget(workspace, "C-17")
    assert (gone.results, gone.sources) == (2, ["orders.csv"])
    assert [folder.exists() for folder in (loaded.folder, counted.folder, listed.folder)] == [
        False,
        True,
        False,
    ]
    assert [result.id for result in workspace.results()] == [counted.id]


def test_another_customer_with_a_longer_id_is_not_meant(workspace):
    listed = planted(workspace, people=False, top="C-170")
    workspace.journal.ask("default", "chat", "who is C-170?")
    assert forget(workspace, "C-17") == Forgotten()
    assert (listed.folder.exists(), words(workspace)) == (True, ["who is C-170?"])


def test_the_journal_is_blotted_and_its_entries_stay(workspace):
    planted(workspace)
    for text in (
        "what about C-17?",
        "客户c-17怎么样",
        "write to ann@example.com",
        "17 customers",
        "5,C-17",
    ):
        workspace.journal.ask("default", "chat", text)
    gone = forget(workspace, "C-17")
    assert gone.texts == 4
    assert words(workspace) == [
        "what about (forgotten)?",
        "客户(forgotten)怎么样",
        "write to (forgotten)",
        "17 customers",
        "5,(forgotten)",
    ]
    assert b"ann@example.com" not in (workspace.root / "journal.sqlite").read_bytes()


def test_an_address_names_the_person_and_their_id(workspace):
    planted(workspace)
    workspace.journal.ask("default", "chat", "what about C-17?")
    gone = forget(workspace, "ann@example.com")
    assert (gone.results, gone.texts, words(workspace)) == (1, 1, ["what about (forgotten)?"])


def test_words_that_fit_several_people_are_refused(workspace):
    loaded = planted(workspace)
    with pytest.raises(InputError) as error:
        forget(workspace, "Leeds")
    assert (error.value.code, error.value.values["count"], loaded.folder.exists()) == (
        "forget_ambiguous",
        2,
        True,
    )


@pytest.mark.parametrize("nobody", ["", "  "])
def test_nobody_is_refused(workspace, nobody):
    with pytest.raises(InputError) as error:
        forget(workspace, nobody)
    assert error.value.code == "forget_empty"


def test_a_short_number_is_no_date_and_no_setting(workspace):
    planted(workspace)
    workspace.journal.set_setting("default", "calls", "3")
    for text in ("from 2024-12-3 on", "at 3:30", "3.5%", "customer 3", "3"):
        workspace.journal.ask("default", "chat", text)
    assert forget(workspace, "3").texts == 2
    assert words(workspace)[-2:] == ["customer (forgotten)", "(forgotten)"]
    assert workspace.journal.setting("default", "calls") == "3"


def test_conversation_memories_that_mention_the_person_go(workspace):
    with sqlite3.connect(workspace.root / "conversations.sqlite") as memory:
        memory.execute("CREATE TABLE checkpoints (thread_id TEXT, checkpoint BLOB, metadata BLOB)")
        memory.execute("CREATE TABLE writes (thread_id TEXT, value BLOB)")
        long = b"C-17 bought shoes, hats and gloves, all in one week; what should I say?"
        blobs = [("a", b"\xa4C-17"), ("b", b"\xa5C-170"), ("c", b"\xd9" + bytes([len(long)]) + long)]
        memory.executemany("INSERT INTO checkpoints VALUES (?, ?, NULL)", blobs)
        memory.executemany(
            "INSERT INTO writes VALUES (?, ?)", [("a", b"x"), ("b", b"y"), ("d", b"tell C-17")]
        )
    memory.close()
    assert forget(workspace, "C-17").conversations == 3
    with sqlite3.connect(workspace.root / "conversations.sqlite") as memory:
        left = [memory.execute(f"SELECT thread_id FROM {t}").fetchall() for t in ("checkpoints", "writes")]
    memory.close()
    assert left == [[("b",)], [("b",)]]


def test_typed_lines_and_logs_are_blotted(workspace):
    (workspace.root / "chat_history").write_text(
        "\n# 2024-01-01\n+who is C-17?\n+and C-170?\n", encoding="utf-8"
    )
    (workspace.root / "errors.log").write_text("KeyError: 'C-17'\n", encoding="utf-8")
    assert forget(workspace, "C-17").texts == 2
    assert (
        (workspace.root / "chat_history")
        .read_text(encoding="utf-8")
        .endswith("+who is (forgotten)?\n+and C-170?\n")
    )
    assert (workspace.root / "errors.log").read_text(encoding="utf-8") == "KeyError: '(forgotten)'\n"


class ExportRequest(Request):
    path: str = ""


@tool(effect="write")
def export(request: ExportRequest, workspace) -> Reply:
    """Write a file with people."""
    return Reply(detail={"made": {request.path: ""}})


def test_exported_files_are_named_and_left_alone(workspace, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("id\nC-17\n", encoding="utf-8")
    with pytest.raises(Exception, match="approval"):
        run(tool_of(export), {"path": str(file)}, workspace)
    waiting = approvals(workspace)[0].id
    decide(workspace, waiting, "approved", by="person", surface="test")
    execute(tool_of(export), workspace, waiting)
    assert forget(workspace, "C-17").files == [str(file)]
    assert file.read_text(encoding="utf-8") == "id\nC-17\n"
    file.unlink()
    assert forget(workspace, "C-17").files == []


def test_a_quote_in_an_id_is_only_a_quote(workspace):
    planted(workspace)
    assert forget(workspace, "C-17' OR '1'='1") == Forgotten()
