import os
import shlex
import stat
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from schedule_shop import SCHEDULE, approved

from customer_segmentation.act.export_audience import export_audience
from customer_segmentation.act.report.write_report import write_report
from customer_segmentation.act.write_table import write_table
from customer_segmentation.kit.errors import ApprovalRequired, InputError
from customer_segmentation.kit.tool import Effect, tool_of
from customer_segmentation.kit.words import LANGUAGES
from customer_segmentation.recipes.recipe import read_recipe
from customer_segmentation.recipes.schedule.installed import cron_line, systemd_units
from customer_segmentation.recipes.schedule.own_zone import own_zone
from customer_segmentation.recipes.schedule.removal import removed
from customer_segmentation.recipes.schedule.schedule import read_schedule, schedule_ids
from customer_segmentation.recipes.schedule.standing import read_standing
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.workspace.approval import amend, approval, approvals, decide, execute
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.undo import undo


def proposed(workspace, **arguments):
    with pytest.raises(ApprovalRequired) as raised:
        run(SCHEDULE, arguments, workspace)
    return approval(workspace, raised.value.approval_id)


def test_nothing_is_set_up_before_a_yes(shop):
    plan = proposed(shop.workspace, every="day", zone="UTC").plan
    assert list(schedule_ids(shop.workspace)) == []
    assert plan.detail["writes"] == [str(shop.here)]
    assert plan.detail["when"] == {"every": "day", "at": "08:00", "zone": "UTC"}


def test_its_recipe_is_one_that_a_person_reads_and_runs(scheduled):
    recipe = read_recipe(scheduled.workspace.root / "schedules" / scheduled.id / "recipe.yaml")
    assert recipe == scheduled.schedule.recipe
    assert recipe.source == str(scheduled.file)
    assert [(step.name, step.tool, step.arguments) for step in recipe.steps] == [
        ("segments", "rfm_segments", {}),
        (
            "export-audience",
            "export_audience",
            {
                "segments": "at_risk,hibernating,champions",
                "path": str(scheduled.here / "list-{as_of}.csv"),
                "holdout": "0.0",
            },
        ),
    ]


def test_the_next_runs_are_told_as_the_clock_of_the_place_shows_them(scheduled):
    reply = scheduled.workspace.result(approval(scheduled.workspace, scheduled.id).outcome).reply
    days = [reply.facts[f"schedule_refresh.run{n}.on"].value for n in (1, 2, 3)]
    assert [day.strftime("%A") for day in days] == ["Monday"] * 3
    assert [(after - day).days for day, after in pairwise(days)] == [7, 7]
    assert {reply.facts[f"schedule_refresh.run{n}.at"].value for n in (1, 2, 3)} == {"08:00"}


def test_the_standing_approval_lies_in_the_home_for_its_owner_alone(scheduled, home):
    (path,) = home.rglob("*.json")
    assert not path.is_relative_to(scheduled.workspace.root)
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (path.parent, path)]
    assert modes == [0o700, 0o600]
    found = read_standing(scheduled.workspace, scheduled.id)
    assert found.tools == ["load_data", "export_audience"]
    assert found.places == [str(scheduled.file), str(scheduled.here)]
    path.chmod(0o666)
    assert read_standing(scheduled.workspace, scheduled.id) is None


def test_it_covers_its_tools_and_places_and_never_what_sends(scheduled):
    standing = read_standing(scheduled.workspace, scheduled.id)
    export = next(one for one in approvals(scheduled.workspace) if one.tool == "export_audience")
    assert standing.covers(export, Effect.WRITE)
    assert not standing.covers(export, Effect.SEND)
    away = export.model_copy(update={"request": {**export.request, "path": "/tmp/list.csv"}})  # noqa: S108
    table = export.model_copy(update={"tool": "write_table"})
    assert not any(standing.covers(one, Effect.WRITE) for one in (away, table))
    link = scheduled.here / "link"
    link.symlink_to("/tmp")  # noqa: S108
    linked = export.model_copy(update={"request": {**export.request, "path": str(link / "list.csv")}})
    assert not standing.covers(linked, Effect.WRITE)


def test_undo_stops_it_whatever_was_changed(scheduled):
    path = scheduled.workspace.root / "schedules" / scheduled.id / "when.yaml"
    path.write_text("every: sometimes\n", encoding="utf-8")
    done = undo(SCHEDULE, scheduled.workspace, scheduled.id)
    assert [one.code for one in done] == ["schedule_stopped"]
    assert list(schedule_ids(scheduled.workspace)) == []
    assert read_standing(scheduled.workspace, scheduled.id) is None


def test_stopping_is_proposed_and_can_be_taken_back_without_its_standing_approval(scheduled):
    before = scheduled.schedule
    _, identity = approved(SCHEDULE, {"stop": scheduled.id}, scheduled.workspace)
    assert list(schedule_ids(scheduled.workspace)) == []
    assert read_standing(scheduled.workspace, scheduled.id) is None
    assert [one.code for one in undo(SCHEDULE, scheduled.workspace, identity)] == ["schedule_back"]
    assert scheduled.schedule == before
    assert read_standing(scheduled.workspace, scheduled.id) is None


def test_a_person_removes_one_that_cannot_be_read(scheduled):
    (scheduled.workspace.root / "schedules" / scheduled.id / "recipe.yaml").write_text("[", encoding="utf-8")
    removed(scheduled.workspace, scheduled.id)
    assert list(schedule_ids(scheduled.workspace)) == []
    assert approval(scheduled.workspace, scheduled.id).status == "undone"
    with pytest.raises(InputError) as raised:
        removed(scheduled.workspace, scheduled.id)
    assert raised.value.code == "schedule_unknown"


@pytest.mark.parametrize(
    ("text", "field", "line"),
    [
        ("every: week\nat: 8 o'clock\n", "at", 2),
        ("every: week\nzone: Mars/Base\n", "zone", 2),
        ("every: week\n\nlimits: {most_lost: 3}\n", "limits.most_lost", 3),
        ("every: week\nshell: rm\n", "shell", 2),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(scheduled, text, field, line):
    path = scheduled.workspace.root / "schedules" / scheduled.id / "when.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as raised:
        read_schedule(scheduled.workspace, scheduled.id)
    assert (raised.value.code, raised.value.values["field"], raised.value.values["line"]) == (
        "schedule_when_wrong",
        field,
        line,
    )
    assert all(field in raised.value.said(language) for language in LANGUAGES)


@pytest.mark.parametrize("identity", ["000000", "../..", "", "a1b2c3/"])
def test_only_ids_are_looked_for(shop, identity):
    with pytest.raises(InputError) as raised:
        read_schedule(shop.workspace, identity)
    assert raised.value.code == "schedule_unknown"


def test_everything_made_of_the_data_is_repeated_each_of_its_own_segments(shop):
    run(tool_of(write_report), {"length": "summary"}, shop.workspace)
    approved(tool_of(write_table), {"url": "sqlite:///shop.db"}, shop.workspace)
    main = shop.workspace.result("latest", "segmentation")
    run(tool_of(define_segment), {"rule": "orders >= 3"}, shop.workspace)
    approved(tool_of(export_audience), {"path": "often.csv"}, shop.workspace)
    plan = proposed(shop.workspace, zone="UTC", segments_from=main.number).plan
    steps = [(step["name"], step["tool"]) for step in plan.detail["steps"]]
    assert steps == [
        ("segments", "rfm_segments"),
        ("segments1", "define_segment"),
        ("write-report", "write_report"),
        ("export-audience", "export_audience"),
        ("write-table", "write_table"),
        ("export-audience2", "export_audience"),
    ]
    assert plan.detail["text"].count("segmentation: segments1") == 1
    assert plan.detail["writes"][1] == f"sqlite:///{shop.here / 'shop.db'} customer_segments"


@pytest.mark.parametrize("change", ["reject", "amend"])
def test_what_was_changed_or_rejected_since_is_not_repeated(shop, change):
    with pytest.raises(ApprovalRequired) as raised:
        run(tool_of(export_audience), {"path": "more.csv"}, shop.workspace)
    plan = proposed(shop.workspace, zone="UTC")
    if change == "reject":
        decide(shop.workspace, raised.value.approval_id, "rejected", by="person", surface="test")
    else:
        amend(tool_of(export_audience), shop.workspace, raised.value.approval_id, {"holdout": 20})
    decide(shop.workspace, plan.id, "approved", by="person", surface="test")
    with pytest.raises(InputError) as outdated:
        execute(SCHEDULE, shop.workspace, plan.id)
    assert outdated.value.code == "schedule_outdated"
    assert (list(schedule_ids(shop.workspace)), approval(shop.workspace, plan.id).status) == ([], "waiting")


def test_that_the_same_is_repeated_already_is_said(scheduled):
    assert proposed(scheduled.workspace, every="day", zone="UTC").plan.detail["same"] == scheduled.id


def test_a_recipe_of_a_file_may_be_repeated(shop):
    path = shop.here / "w.yaml"
    path.write_text(f"name: W\nsource: {shop.file}\nsteps: [{{tool: rfm_segments}}]\n", encoding="utf-8")
    _, shop.id = approved(SCHEDULE, {"recipe": "w.yaml", "zone": "UTC"}, shop.workspace.with_(thread="new"))
    made = shop.run_now()
    assert (made.run.status, made.changes) == ("done", None)


@pytest.mark.parametrize("arguments", [{"zone": "Mars/Base"}, {"at": "25:00"}, {"every": "hour"}, {"day": 0}])
def test_a_rule_that_cannot_be_is_refused(shop, arguments):
    with pytest.raises(InputError) as raised:
        run(SCHEDULE, arguments, shop.workspace)
    assert raised.value.code == "field_wrong"


def test_the_line_for_cron_is_one_that_a_shell_runs(here):
    odd = here / "my 100% shop's"
    (odd / ".customer-segmentation").mkdir(parents=True)
    line = cron_line(odd, odd / ".customer-segmentation")
    command = line.split(" ", 5)[5].replace(r"\%", "%")
    assert "%" not in line.replace(r"\%", "")
    subprocess.run(
        ["/bin/sh", "-c", command], cwd="/", env={"HOME": str(here), "PATH": "/usr/bin:/bin"}, check=True
    )
    log = (odd / ".customer-segmentation" / "jobs.log").read_text(encoding="utf-8")
    assert log == "Nothing is due.\n"


def test_the_units_for_systemd_hold_the_same_command():
    service, timer = systemd_units(Path("/srv/100% shop"), Path("/srv/100% shop/w"))
    (command,) = (line for line in service.splitlines() if line.startswith("ExecStart="))
    words = shlex.split(command.removeprefix("ExecStart="))
    assert words[-4:] == ["jobs", "run", "--workspace", "/srv/100%% shop/w"]
    assert "WorkingDirectory=/srv/100%% shop" in service
    assert "OnCalendar=*:0/5" in timer


def test_the_zone_is_that_of_the_machine(monkeypatch):
    monkeypatch.setenv("TZ", ":Asia/Shanghai")
    assert own_zone() == "Asia/Shanghai"
    monkeypatch.setenv("TZ", "Nowhere/Land")
    link = os.path.realpath("/etc/localtime")
    assert own_zone() == (link.partition("zoneinfo/")[2] or "UTC")


def test_what_is_scheduled_is_told_at_once_and_as_it_is_now(scheduled):
    shown = run(SCHEDULE, {"show": True}, scheduled.workspace).reply
    assert shown.facts["schedule_refresh.all.schedules"].value == 1
    assert shown.facts[f"schedule_refresh.s{scheduled.id}.on"].value.strftime("%A") == "Monday"
    assert shown.facts[f"schedule_refresh.s{scheduled.id}.last"].value == "set"
    assert scheduled.run().run.status == "stopped"
    again = run(SCHEDULE, {"show": True}, scheduled.workspace).reply
    assert again.facts[f"schedule_refresh.s{scheduled.id}.last"].value == "stopped"
    undo(SCHEDULE, scheduled.workspace, scheduled.id)
    assert (
        run(SCHEDULE, {"show": True}, scheduled.workspace).reply.facts["schedule_refresh.all.schedules"].value
        == 0
    )
