import json
import sys

import pexpect
import pytest


@pytest.fixture
def waiting(run, demo_file):
    """Propose an export and return its id."""
    run("tool", "rfm_segments", "--source", demo_file)
    options = ("--segments", "champions", "--path", "list.csv", "--holdout", "0", "--json")
    return json.loads(run("tool", "export_audience", *options).stdout)["pending"][0]["id"]


def at_a_terminal(here, *arguments):
    """Run a command as a person at a terminal; return what was shown and the exit code."""
    process = pexpect.spawn(
        sys.executable,
        ["-m", "customer_segmentation_skill", *arguments],
        cwd=str(here),
        encoding="utf-8",
        dimensions=(40, 200),
        timeout=60,
    )
    process.expect(pexpect.EOF)
    process.close()
    return process.before.replace("\r", ""), process.exitstatus


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_a_decision_wants_a_terminal(run, waiting, here, decision):
    result = run(decision, waiting)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "for a person at a terminal" in result.stderr
    assert "waits" in run("history").output
    assert not (here / "list.csv").exists()


def test_approving_does_it_once_and_undo_takes_it_back(run, waiting, here):
    shown, code = at_a_terminal(here, "approve", waiting)
    assert code == 0
    assert f"undo {waiting}" in shown
    written = (here / "list.csv").read_text(encoding="utf-8")
    assert written.startswith("customer_id,")
    again, code = at_a_terminal(here, "approve", waiting)
    assert (code, f"The request {waiting} is already done." in again) == (1, True)
    undone = run("undo", waiting)
    files = [here / "list.csv", here / "list-manifest.json"]
    assert (undone.exit_code, undone.output) == (0, "".join(f"Removed {file}.\n" for file in files))
    assert not (here / "list.csv").exists()
    assert run("undo", waiting).exit_code == 1


def test_undo_leaves_a_file_that_was_changed(run, waiting, here):
    at_a_terminal(here, "approve", waiting)
    with (here / "list.csv").open("a", encoding="utf-8") as file:
        file.write("mine\n")
    result = run("undo", waiting)
    assert (result.exit_code, (here / "list.csv").exists()) == (1, True)


def test_rejecting_keeps_the_reason(run, waiting, here):
    shown, code = at_a_terminal(here, "reject", waiting, "--reason", "wrong list")
    assert (code, f"({waiting})" in shown) == (0, True)
    (entry,) = [e for e in json.loads(run("history", "--json").stdout)["history"] if e["what"] == "proposed"]
    assert (entry["status"], entry["reason"], entry["surface"]) == ("rejected", "wrong list", "command line")
    assert not (here / "list.csv").exists()


def test_an_unknown_id(here, run):
    shown, code = at_a_terminal(here, "approve", "abc123")
    assert (code, "There is no request abc123." in shown) == (1, True)


def test_history_tells_what_happened_in_order(run, waiting):
    entries = json.loads(run("history", "--json").stdout)["history"]
    told = [(entry["what"], entry.get("tool"), entry.get("number")) for entry in entries]
    assert told == [
        ("computed", "load_data", "r1"),
        ("computed", "rfm_segments", "r2"),
        ("proposed", "export_audience", None),
    ]
    lines = run("history").output.splitlines()
    assert lines[0].endswith("  default  computed: r1 load_data")
    assert f"waits: {waiting} Write " in lines[2]


def test_an_empty_history(run):
    assert run("history").output.startswith("Nothing has happened in this workspace yet.")
    assert run("history", "--json").output == '{"history": []}\n'


def test_forgetting_a_customer_names_the_source_and_leaves_it(run, waiting, here, demo_file):
    before = demo_file.read_bytes()
    at_a_terminal(here, "approve", waiting)
    customer = (here / "list.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[0]
    result = run("forget", customer)
    assert result.exit_code == 0
    assert result.output.startswith(f"Forgot {customer}: 2 results")
    assert f"{demo_file} is your own file and still holds the person" in result.output
    assert f"{here / 'list.csv'} was exported for you and still holds the person" in result.output
    assert demo_file.read_bytes() == before
    assert run("forget", customer).output.startswith(f"{here / 'list.csv'}") is False
    assert run("tool", "describe_data").exit_code == 1
    assert run("forget", "nobody-at-all").output.startswith("Nothing in the workspace holds nobody-at-all.")
