import dataclasses
import json

import pytest

from customer_segmentation.kit.tool import Effect


@pytest.fixture
def segmented(run, demo_file):
    """Load the shop and form segments."""
    return run("tool", "rfm_segments", "--source", demo_file)


def answered(result, code=0):
    """Return the JSON object on stdout, which must be all that stands there."""
    assert result.exit_code == code, result.output
    (line,) = result.stdout.splitlines()
    return json.loads(line)


def test_a_person_gets_words_and_the_table(segmented):
    lines = segmented.stdout.splitlines()
    assert segmented.exit_code == 0
    assert "[[" not in segmented.stdout
    assert any(line.startswith(" Segment ") for line in lines)
    assert any(line.startswith(" Champions ") for line in lines)


def test_a_program_gets_one_object(run, segmented):
    said = answered(run("tool", "rfm_segments", "--json"))
    assert list(said) == [
        "tool",
        "result_id",
        "headline",
        "facts",
        "tables",
        "artifacts",
        "warnings",
        "next",
    ]
    assert said["tool"] == "rfm_segments"
    assert said["headline"] == next(line.strip() for line in segmented.stdout.splitlines() if line.strip())
    fact = said["facts"]["rfm_segments.champions.customers"]
    assert fact == {
        "value": fact["value"],
        "unit": "customers",
        "kind": "measured",
        "label": "customers in Champions",
    }
    (champions,) = [row for row in said["tables"]["segments"] if row["id"] == "champions"]
    assert champions["name"] == "Champions"
    assert champions["customers"] == fact["value"]
    assert [words for words in [*said["warnings"], *said["next"], said["headline"]] if "[[" in words] == []


def test_progress_goes_to_stderr(run, demo_file):
    result = run("tool", "analyse_customers", "--source", demo_file, "--json")
    answered(result)
    assert "… Forming the segments" in result.stderr.splitlines()


def test_both_spellings_of_names(run, segmented):
    one = answered(run("tool", "rfm-segments", "--frequency-unit", "day", "--json"))
    other = answered(run("tool", "rfm_segments", "--frequency_unit", "day", "--json"))
    assert one["result_id"] == other["result_id"]


def test_labels_and_words_in_chinese(run, segmented):
    said = answered(run("tool", "rfm_segments", "--json", "--language", "zh"))
    assert "冠军" in said["facts"]["rfm_segments.champions.customers"]["label"]
    assert said["result_id"] == answered(run("tool", "rfm_segments", "--json"))["result_id"]


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_what_cannot_be_done_leaves_with_1_and_says_why_on_stderr(run, options):
    result = run("tool", "rfm_segments", *options)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("No data is loaded in this conversation yet.")


def test_a_file_that_is_not_there(run):
    result = run("tool", "load_data", "--source", "no.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no.csv" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments", [("no_such_tool",), ("rfm_segments", "--classes", "9"), ("rfm_segments", "--colour", "blue")]
)
def test_wrong_usage(run, arguments):
    result = run("tool", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")


def test_threads_are_apart(run, demo_file):
    run("tool", "load_data", "--source", demo_file, "--thread", "a")
    assert run("tool", "describe_data", "--thread", "b").exit_code == 1
    assert run("tool", "describe_data", "--thread", "a").exit_code == 0


def test_writing_waits_for_approval(run, segmented, here):
    said = run("tool", "export_audience", "--segments", "champions", "--path", "list.csv")
    assert said.exit_code == 3
    assert "This needs your yes:" in said.stdout
    assert "customer-segmentation approve " in said.stdout
    (pending,) = answered(
        run("tool", "export_audience", "--segments", "champions", "--path", "list.csv", "--json"), 3
    )["pending"]
    assert list(pending) == ["id", "tool", "arguments", "summary"]
    assert pending["tool"] == "export_audience"
    assert "list.csv" in pending["summary"]
    assert not (here / "list.csv").exists()


def test_the_command_to_decide_names_an_unusual_workspace(run, demo_file):
    run("tool", "rfm_segments", "--source", demo_file, "--workspace", "my shop")
    said = run("tool", "export_audience", "--path", "list.csv", "--workspace", "my shop")
    assert said.stdout.splitlines()[-1].endswith(" --workspace 'my shop'")


def test_yes_covers_writing(run, segmented, here):
    said = answered(
        run(
            "tool", "export_audience", "--segments", "champions", "--path", "list.csv", "--holdout", "0",
            "--yes", "--json",
        )
    )  # fmt: skip
    (made,) = said["artifacts"]
    assert made == {"name": "list.csv", "path": str(here / "list.csv"), "media_type": "text/csv"}
    lines = (here / "list.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) - 1 == said["facts"]["export_audience.all.exported"]["value"]


def test_yes_never_covers_sending(run, segmented, here, monkeypatch):
    from customer_segmentation import catalogue

    sending = dataclasses.replace(catalogue.find_tool("export_audience"), effect=Effect.SEND)
    monkeypatch.setitem(catalogue._BY_NAME, "export_audience", sending)
    result = run(
        "tool", "export_audience", "--segments", "champions", "--path", "list.csv", "--yes", "--json"
    )
    assert [waiting["tool"] for waiting in answered(result, 3)["pending"]] == ["export_audience"]
    assert not (here / "list.csv").exists()


def test_the_catalogue_as_text_and_as_json(run):
    from customer_segmentation.catalogue import TOOLS

    lines = run("tools").stdout.splitlines()
    assert [line.split()[:2] for line in lines if not line.startswith(" ")] == [
        [tool.name, tool.effect.value] for tool in TOOLS
    ]
    listed = answered(run("tools", "--json"))["tools"]
    assert [tool["name"] for tool in listed] == [tool.name for tool in TOOLS]
    assert listed[0]["parameters"]["properties"]["source"]["type"] == "string"


@pytest.mark.parametrize("name", ["load_data", "rfm_segments", "export_audience", "analyse_customers"])
def test_every_field_of_a_tool_is_an_option(run, name):
    from customer_segmentation.catalogue import find_tool
    from customer_segmentation.recipes.invoke import shortcut_fields

    output = run("tool", name, "--help").output
    fields = {*find_tool(name).request.model_fields, *shortcut_fields(find_tool(name))}
    assert [field for field in fields if f"--{field.replace('_', '-')}" not in output] == []


def test_sql_of_ones_own(run, demo_file):
    sql = "SELECT count(*) AS customers FROM buyers"
    said = answered(run("tool", "query_data", "--source", demo_file, "--sql", sql, "--json"))
    (row,) = said["tables"]["rows"]
    facts = answered(run("tool", "load_data", "--source", demo_file, "--json"))["facts"]
    assert row["customers"] == facts["load_data.all.customers"]["value"]
    assert (said["tool"], said["facts"], said["headline"]) == ("query_data", {}, "Rows: 1")
    shown = run("tool", "query_data", "--sql", "SELECT 'x\x1b' AS a, 1 AS b")
    assert shown.output.splitlines() == [" a  b", " x  1", "Rows: 1"]


@pytest.mark.parametrize(
    ("sql", "code"),
    [("DROP TABLE orders", 1), ("SELECT 1; SELECT 2", 1), ("SELECT * FROM read_csv('shop/orders.csv')", 1)],
)
def test_sql_that_is_more_than_a_question_is_refused(run, segmented, demo_file, sql, code):
    result = run("tool", "query_data", "--sql", sql)
    assert (result.exit_code, result.stdout) == (code, "")
    assert "Traceback" not in result.stderr


def test_sql_stands_alone_and_belongs_to_one_tool(run, segmented):
    assert run("tool", "query_data", "--sql", "SELECT 1", "--measure", "orders").exit_code == 2
    assert run("tool", "describe_data", "--sql", "SELECT 1").exit_code == 2


def test_a_question_is_told_with_the_fields_that_answer_it(run, here):
    rows = "\n".join(f"c{n % 7},o{n},0{n % 9 + 1}/0{n % 7 + 2}/2024,{n + 1}.50" for n in range(60))
    (here / "dates.csv").write_text(f"customer,order,date,amount\n{rows}\n", encoding="utf-8")
    said = run("tool", "load_data", "--source", "dates.csv")
    asked = answered(run("tool", "load_data", "--source", "dates.csv", "--json"), 3)["question"]
    assert (said.exit_code, list(asked)) == (3, ["text", "options", "fields"])
    assert said.stdout.splitlines()[0] == asked["text"]
    assert asked["fields"][0] == {"date_order": "dmy"}
    assert f" 1. {asked['options'][0]}   --date-order dmy" in said.stdout.splitlines()
    chosen = run("tool", "load_data", "--source", "dates.csv", "--date-order", "dmy")
    assert chosen.exit_code == 0
