"""The same customers in every format, with the types they have, and nothing that a spreadsheet would run."""

import csv
import hashlib
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import duckdb
import fastexcel
import pytest

from customer_segmentation.act.audience_columns import AudienceColumn
from customer_segmentation.act.export_audience import export_audience
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.approval import execute
from customer_segmentation.workspace.forget import forget
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.undo import undo

EXPORT = tool_of(export_audience)
COLUMNS = "customer_id, Note, revenue, last_on"


def said(cell):
    """Return a cell as a person would write it."""
    return f"{float(cell):g}" if isinstance(cell, (int, float, Decimal)) else str(cell)[:10]


def read(path):
    if path.suffix == ".xlsx":
        rows = fastexcel.read_excel(path).load_sheet(0).to_arrow().to_pylist()
        return [[said(cell) for cell in row.values()] for row in rows]
    table = {"parquet": "read_parquet", "jsonl": "read_json", "csv": "read_csv"}[path.suffix[1:]]
    return [[said(cell) for cell in row] for row in duckdb.sql(f"SELECT * FROM {table}('{path}')").fetchall()]


def hashed(address):
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "jsonl"])
def test_every_format_holds_the_same_customers(export, form):
    _, reply = export(segments="at_risk", columns="customer_id, revenue, last_on", format=form)
    main, aside = (Path(artifact.path) for artifact in reply.artifacts)
    assert (main.name, aside.name) == (f"at_risk-2024-12-31.{form}", f"at_risk-2024-12-31-holdout.{form}")
    rows = read(main) + read(aside)
    ids = [f"c{i}" for i in range(1, 201) if i % 10]
    assert sorted(row[0] for row in rows) == sorted(ids)
    assert all(row[1:] == [f"-{row[0][1:]}", "2024-11-05"] for row in rows)
    assert oct(main.stat().st_mode)[-3:] == "600"


def test_types_stay_and_text_is_never_a_formula(export):
    _, reply = export(segments="at_risk", columns=COLUMNS, format="xlsx", holdout=0)
    path = Path(reply.artifacts[0].path)
    sheet = fastexcel.read_excel(path).load_sheet(0).to_arrow()
    assert [str(field.type) for field in sheet.schema] == ["string", "string", "double", "timestamp[ms]"]
    assert sheet.column(1)[0].as_py() == '=HYPERLINK("http://x")'
    with zipfile.ZipFile(path) as parts:
        text = parts.read("xl/worksheets/sheet1.xml").decode()
    assert ("<f>" in text, "hyperlink" in text.replace("HYPERLINK", "")) == (False, False)


def test_parquet_has_the_types_of_the_data(export):
    _, reply = export(segments="at_risk", columns=COLUMNS, format="parquet", holdout=0)
    described = duckdb.sql(f"DESCRIBE SELECT * FROM '{reply.artifacts[0].path}'").fetchall()
    assert [kind for _, kind, *_ in described] == ["VARCHAR", "VARCHAR", "DECIMAL(18,4)", "DATE"]


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({"path": "list.xlsx"}, "list.xlsx"),
        ({"path": "list.csv", "format": "parquet"}, "list.parquet"),
        ({"path": "list", "format": "xlsx"}, "list.xlsx"),
        ({"path": "list.txt"}, "list.txt"),
        ({"format": "jsonl"}, "at_risk-2024-12-31.jsonl"),
    ],
)
def test_the_ending_and_the_format_agree(export, asked, name):
    _, reply = export(segments="at_risk", holdout=0, **asked)
    assert Path(reply.artifacts[0].path).name == name


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "jsonl"])
def test_the_same_export_gives_the_same_bytes(export, form):
    made = [export(segments="at_risk", format=form, holdout=0)[1].artifacts[0].path for _ in range(2)]
    first, second = (Path(path).read_bytes() for path in made)
    assert (made[0] != made[1], first == second) == (True, True)


def test_the_holdout_as_a_column_of_one_file(export):
    _, files = export(segments="at_risk")
    _, reply = export(segments="at_risk", holdout_as="column")
    assert len(reply.artifacts) == 1
    with Path(reply.artifacts[0].path).open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    with Path(files.artifacts[1].path).open(newline="") as lines:
        aside = {row["customer_id"] for row in csv.DictReader(lines)}
    assert {row["customer_id"] for row in rows if row["held_out"] == "true"} == aside
    assert len(rows) == 180
    assert "marked in the column held_out" in prose("export_audience", reply, "en")


@pytest.mark.parametrize("word", ["email", "E-Mail", "e-mails"])
def test_addresses_are_hashed_as_ad_platforms_want_them(export, word):
    _, reply = export(segments="at_risk", columns="customer_id, E-Mail", hashed=word, holdout=0)
    with Path(reply.artifacts[0].path).open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == ["customer_id", "E-Mail_sha256", "newsletter_consent"]
    assert rows[0]["E-Mail_sha256"] == hashed("c1@example.com")
    assert "c1@example.com" not in Path(reply.artifacts[0].path).read_text()


@pytest.mark.parametrize(
    ("cell", "same"),
    [(" Ann@Example.COM\t", "ann@example.com"), ("\u3000é@x.fr\u00a0", "é@x.fr"), ("  ", None), (None, None)],
)
def test_an_address_is_trimmed_and_lower_cased_before_hashing(cell, same):
    column = AudienceColumn("mail", "VARCHAR", "mail", hashed=True)
    ((got,),) = duckdb.execute(
        f"SELECT {column.sql} FROM (SELECT CAST($1 AS VARCHAR) AS mail)", [cell]
    ).fetchall()
    assert got == (None if same is None else hashed(same))


def test_without_addresses_there_is_nothing_to_hash(workspace, planted):
    planted(traits=False)
    with pytest.raises(InputError) as raised:
        run(EXPORT, {"segments": "at_risk", "hashed": "email"}, workspace)
    assert raised.value.code == "export_no_mail"


def test_columns_that_data_call_like_ours_are_kept_apart(planted, workspace, approved):
    """A trait called opted_out or segment neither decides who is written nor takes another column's place."""
    planted(customers="odd")
    identity = approved(EXPORT, segments="at_risk", columns="customer_id, segment, Segment of the shop, Out")
    with Path(execute(EXPORT, workspace, identity).reply.artifacts[0].path).open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) > 100
    assert list(rows[0].values())[1:] == ["at_risk", "blue", "surely"]


def test_a_list_that_catches_nobody_is_said(export, here):
    (here / "stop.csv").write_text("mail\nnobody@example.com\n", encoding="utf-8")
    plan, reply = export(segments="at_risk", suppression="stop.csv")
    assert [finding.code for finding in plan.findings] == ["suppression_matched_nobody"]
    assert "NOBODY in these segments" in prose("export_audience_plan", plan, "en")
    assert reply.facts["export_audience.all.list_entries"].value == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("semicolons.csv", b"id;name;E-Mail\nzz;Ann;C1@example.com\nC2;Bea;x@y.z\n"),
        ("sixteen.csv", "E-Mail\tname\nc1@example.com\tAnn\nc2\tBea\n".encode("utf-16")),
        ("headless.csv", b"c1@example.com\nc2@example.com\n"),
    ],
)
def test_lists_as_other_systems_write_them(export, here, name, content):
    (here / name).write_bytes(content)
    plan, _ = export(segments="at_risk", suppression=name, holdout=0)
    assert plan.facts["export_audience.all.on_list"].value == 2


def test_a_list_of_one_and_a_list_in_a_workbook(export, here):
    import xlsxwriter

    (here / "one.csv").write_text("c1@example.com\n", encoding="utf-8")
    with xlsxwriter.Workbook(str(here / "stop.xlsx")) as book:
        for n, text in enumerate(["E-Mail", "c1@example.com", "c2@example.com", "c999"]):
            book.worksheets() or book.add_worksheet()
            book.worksheets()[0].write_string(n, 0, text)
    found = [export(segments="at_risk", suppression=name)[0] for name in ("one.csv", "stop.xlsx")]
    assert [plan.facts["export_audience.all.on_list"].value for plan in found] == [1, 2]


def test_the_manifest_says_who_approved_what(export, workspace):
    _, reply = export(segments="at_risk", hashed="email")
    paths = [Path(path) for path in reply.detail["made"]]
    assert paths[-1].name == "at_risk-2024-12-31-manifest.json"
    told = json.loads(paths[-1].read_text(encoding="utf-8"))
    assert told["files"] == [
        {"name": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()} for path in paths[:-1]
    ]
    assert told["approval"]["approved_by"] == "person"
    counts = {key: reply.facts[f"export_audience.all.{key}"].value for key in told["customers"]}
    assert told["customers"] == counts
    assert counts["selected"] == counts["opted_out"] + counts["held_out"] + counts["exported"]
    assert (told["holdout"]["percent"], told["segmentation"]["method"]) == (10, "rfm")
    assert [column["heading"] for column in told["columns"] if column["hashed"]] == ["E-Mail_sha256"]


def test_a_file_is_replaced_only_when_the_person_insists_and_is_told(export, here):
    (here / "list.csv").write_text("mine", encoding="utf-8")
    plan, reply = export(segments="at_risk", path="list.csv", holdout=0)
    assert (Path(reply.artifacts[0].path).name, plan.detail["replaces"]) == ("list-2.csv", {})
    plan, reply = export(segments="at_risk", path="list.csv", holdout=0, overwrite=True)
    assert [Path(path).name for path in plan.detail["replaces"]] == ["list.csv"]
    assert "THIS REPLACES" in prose("export_audience_plan", plan, "en")
    assert "覆盖" in prose("export_audience_plan", plan, "zh")
    assert (here / "list.csv").read_text(encoding="utf-8").startswith("customer_id,")


def test_what_changed_between_proposal_and_doing_stays(workspace, planted, approved, here):
    planted()
    (here / "list.csv").write_text("mine", encoding="utf-8")
    identity = approved(EXPORT, segments="at_risk", path="list.csv", overwrite=True)
    (here / "list.csv").write_text("changed", encoding="utf-8")
    with pytest.raises(InputError, match="changed after I proposed"):
        execute(EXPORT, workspace, identity)
    assert (here / "list.csv").read_text(encoding="utf-8") == "changed"
    assert [path.name for path in here.iterdir() if path.is_file()] == ["list.csv"]


def test_undo_takes_back_every_file_or_none(workspace, planted, approved, here):
    planted()
    identity = approved(EXPORT, segments="at_risk", format="xlsx")
    made = [Path(path) for path in execute(EXPORT, workspace, identity).reply.detail["made"]]
    content = made[1].read_bytes()
    made[1].write_bytes(b"mine")
    with pytest.raises(InputError, match=made[1].name):
        undo(EXPORT, workspace, identity)
    assert all(path.exists() for path in made)
    made[1].write_bytes(content)
    assert [done.values["path"] for done in undo(EXPORT, workspace, identity)] == [str(p) for p in made]
    assert not any(path.exists() for path in made)


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "jsonl"])
def test_forgetting_a_person_names_the_files_that_hold_them(export, workspace, form):
    _, reply = export(segments="at_risk", format=form, holdout=0)
    gone = forget(workspace, "c7@example.com")
    assert gone.files == [reply.artifacts[0].path]
