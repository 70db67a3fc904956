"""Schedules in a conversation: set up with what was done in it, listed, and stopped, each with a person's yes."""

import pytest

from customer_segmentation.kit.errors import ApprovalRequired
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.recipes.schedule.schedule import schedule_ids
from customer_segmentation.recipes.schedule.schedule_refresh import schedule_refresh
from customer_segmentation.workspace.approval import approvals, decide, execute
from customer_segmentation.workspace.run import run

SCHEDULE = tool_of(schedule_refresh)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.chdir(tmp_path)


def approve_all(talk, workspace=None):
    workspace = workspace or talk.workspace
    for one in approvals(workspace, "waiting"):
        if one.tool == SCHEDULE.name:
            decide(workspace, one.id, "approved", by="person", surface="test")
            execute(SCHEDULE, workspace, one.id)


def set_up(talk, **arguments):
    with pytest.raises(ApprovalRequired):
        run(SCHEDULE, arguments, talk.workspace)
    approve_all(talk)


def test_several_tasks_end_with_their_repetition(fresh, shop):
    reply = fresh.say(
        f"Analyse {shop}, export At Risk and Can't Lose to Excel with a 10% holdout, write the report, "
        "and redo it every Monday"
    )
    assert [line.rpartition(": ")[2] for line in reply.splitlines()[1:5]] == [
        "done",
        "waits for your yes",
        "done",
        "waits for your yes",
    ]
    export, repeat = approvals(fresh.workspace, "waiting")
    assert (export.tool, repeat.tool) == ("export_audience", "schedule_refresh")
    assert (repeat.request["every"], repeat.request["weekday"]) == ("week", "monday")
    assert repeat.request["zone"] == "Europe/Berlin"
    steps = [(step["tool"], step["where"].rpartition("/")[2]) for step in repeat.plan.detail["steps"]]
    assert steps == [
        ("rfm_segments", ""),
        ("write_report", ""),
        ("export_audience", "at_risk-cant_lose-{as_of}.xlsx"),
    ]
    assert fresh.problems() == []


def test_in_chinese(fresh, shop):
    fresh.language = "zh"
    reply = fresh.say(f"分析 {shop}，导出流失风险客户到Excel，每周一早上9点重新跑一次")
    assert reply.splitlines()[3].endswith("每周一早上9点重新跑一次：等您批准")
    repeat = approvals(fresh.workspace, "waiting")[-1]
    assert (repeat.tool, repeat.request["at"]) == ("schedule_refresh", "09:00")


def test_what_is_scheduled_is_told_and_stopped_by_its_day(talk):
    set_up(talk, every="week", weekday="monday", zone="Europe/Berlin")
    set_up(talk, every="month", day=31, at="06:30", zone="Asia/Shanghai")
    first, second = (one.id for one in approvals(talk.workspace, "done") if one.tool == SCHEDULE.name)
    told = talk.say("what is scheduled?")
    assert f"{first} · orders, every Monday at 08:00 (Europe/Berlin)." in told
    assert f"{second} · orders, on day 31 of every month, or its last at 06:30 (Asia/Shanghai)." in told
    assert "not run yet" in told
    talk.say("stop the Monday refresh")
    assert talk.calls == [("schedule_refresh", {"stop": first})]
    approve_all(talk)
    assert list(schedule_ids(talk.workspace)) == [second]
    assert talk.say("what is scheduled?").startswith(second)


def test_which_one_is_to_stop_is_asked(talk):
    set_up(talk, every="week", zone="UTC")
    set_up(talk, every="day", zone="UTC")
    asked = talk.say("stop the schedule")
    assert talk.calls == []
    assert asked.startswith("Which schedule should I stop?")
    talk.say("2")
    chosen = talk.calls[0][1]["stop"]
    assert (
        chosen == sorted(one.id for one in approvals(talk.workspace, "done") if one.tool == SCHEDULE.name)[1]
    )


def test_it_can_be_listed_and_stopped_from_any_conversation(talk):
    set_up(talk, every="week", zone="UTC")
    talk.workspace = talk.workspace.with_(thread="another")
    assert "every Monday" in talk.say("what is scheduled?")
    talk.say("stop the schedule")
    assert talk.calls[0][0] == "schedule_refresh"
    approve_all(talk)
    assert talk.say("what is scheduled?").startswith("Nothing is scheduled")


def test_in_chinese_it_is_listed_and_stopped(chinese):
    set_up(chinese, every="week", zone="Asia/Shanghai")
    assert "每周一 08:00（Asia/Shanghai）" in chinese.say("有哪些定时任务？")
    chinese.say("停止每周一的重跑")
    assert chinese.calls[0][0] == "schedule_refresh"


def test_without_segments_nothing_is_proposed(fresh, shop):
    assert fresh.say("redo this every monday").startswith("Give me a file")
    fresh.say(f"load {shop}")
    assert fresh.say("redo this every monday").startswith("There are no segments yet")
    assert approvals(fresh.workspace) == []
