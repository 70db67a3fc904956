import json
import sys

import pexpect
import pytest

from customer_segmentation.kit.tool import tool_of
from customer_segmentation.recipes.schedule.schedule_refresh import schedule_refresh
from customer_segmentation.workspace.approval import decide, execute
from customer_segmentation.workspace.workspace import Workspace

NEWER = "T{n},C{n:05d},05/01/2025 12:00,HG120,Gift wrap,Holiday,web,Germany,2,15.15,EUR,\n"


@pytest.fixture
def scheduled(run, here, demo_file, monkeypatch):
    """Segments of the demo shop and an export of theirs, repeated every day; returns the id of the schedule."""
    (here / "home").mkdir()
    monkeypatch.setenv("HOME", str(here / "home"))
    run("tool", "rfm_segments", "--source", demo_file)
    run("tool", "export_audience", "--segments", "champions", "--path", "vip.csv", "--holdout", "0")
    asked = run("tool", "schedule_refresh", "--every", "day", "--zone", "UTC", "--json")
    assert asked.exit_code == 3
    identity = json.loads(asked.stdout)["pending"][0]["id"]
    workspace = Workspace.open(here / ".customer-segmentation")
    decide(workspace, identity, "approved", by="person", surface="test")
    execute(tool_of(schedule_refresh), workspace, identity)
    return identity


def sell(demo_file):
    with open(demo_file, "a", encoding="utf-8") as file:  # noqa: PTH123 - a path or a text
        file.writelines(NEWER.format(n=n) for n in range(5))


def lists(here):
    return sorted(path.name for path in here.glob("vip*.csv"))


def test_without_schedules_there_is_nothing_to_tell_or_do(run):
    assert run("jobs").output.startswith("Nothing is scheduled in this workspace.")
    assert json.loads(run("jobs", "list", "--json").stdout) == {"jobs": []}
    done = run("jobs", "run")
    assert (done.exit_code, done.output) == (0, "Nothing is due.\n")


def test_it_is_listed_run_when_due_and_removed(run, here, scheduled, demo_file):
    assert f"{scheduled} · orders, every day at 08:00 (UTC)." in run("jobs").output
    (job,) = json.loads(run("jobs", "--json").stdout)["jobs"]
    assert (job["due_now"], job["last"]["status"], job["standing"]["state"]) == (False, "set", "valid")
    assert job["next"].endswith("T08:00+00:00")
    assert run("jobs", "run").output == "Nothing is due.\n"
    sell(demo_file)
    done = run("jobs", "run", scheduled)
    assert (done.exit_code, lists(here)) == (0, ["vip-2025-01-06.csv"])
    lines = done.stdout.splitlines()
    assert lines[0].startswith(f"orders ({scheduled}), due ")
    assert lines[0].endswith(": done.")
    assert lines[1].startswith("Since the run before: rows ")
    assert "31 Dec 2024 → 6 Jan 2025" in lines[1]
    assert lines[-1].startswith("✓ export-audience: Done: vip-2025-01-06.csv written")
    removed = run("jobs", "remove", scheduled)
    assert (removed.exit_code, removed.output.startswith(f"Removed the schedule {scheduled}.")) == (0, True)
    assert list((here / "home").rglob("*.json")) == []
    assert run("jobs", "remove", scheduled).exit_code == 1


def test_it_stops_on_the_same_file_and_says_why_in_either_language(run, here, scheduled):
    stopped = run("jobs", "run", scheduled)
    assert (stopped.exit_code, lists(here)) == (3, [])
    assert "STOPPED BEFORE WRITING" in stopped.stdout
    assert "- The data reach no further than in the run before" in stopped.stdout
    assert "已在写出之前停下" in run("jobs", "run", scheduled, "--language", "zh").stdout
    (one,) = json.loads(run("jobs", "run", scheduled, "--json").stdout)["runs"]
    assert (one["status"], one["pending"]) == ("stopped", [])
    assert one["changes"]["facts"]["compare_runs.all.moved"]["value"] == 0
    refused = run("jobs", "run", scheduled, "--accept")
    assert (refused.exit_code, "for a person at a terminal" in refused.stderr) == (1, True)
    assert run("jobs", "run", "--accept").exit_code == 1


def test_a_person_at_a_terminal_may_say_that_the_data_are_right(here, scheduled):
    process = pexpect.spawn(
        sys.executable,
        ["-m", "customer_segmentation_skill", "jobs", "run", scheduled, "--accept"],
        cwd=str(here),
        encoding="utf-8",
        timeout=60,
    )
    process.expect(pexpect.EOF)
    process.close()
    assert (process.exitstatus, lists(here)) == (0, ["vip-2024-12-31.csv"])


def test_what_waits_is_shown_and_approved_by_its_id(run, here, scheduled, demo_file):
    for path in (here / "home").rglob("*.json"):
        path.unlink()
    sell(demo_file)
    waiting = run("jobs", "run", scheduled)
    assert waiting.exit_code == 3
    assert "what it writes or sends waits for your yes" in waiting.stdout
    (one,) = json.loads(run("jobs", "--json").stdout)["jobs"]
    identity = one["last"]["waiting"]["export-audience"]
    assert f"customer-segmentation approve {identity}" in waiting.stdout
    assert one["standing"] is None


def test_a_schedule_that_cannot_be_read_is_said_and_the_others_run(run, here, scheduled):
    path = here / ".customer-segmentation" / "schedules" / scheduled / "when.yaml"
    path.write_text("every: sometimes\n", encoding="utf-8")
    done = run("jobs", "run")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "line 1: every is not understood" in done.stderr
    listed = run("jobs")
    assert (listed.exit_code, f"{scheduled} · cannot be read:" in listed.output) == (0, True)
