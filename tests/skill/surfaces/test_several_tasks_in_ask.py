"""Several tasks over several processes: proposed in one, decided in the next, and finished after a kill."""

import json

from test_ask import ask

from customer_segmentation.workspace.approval import decide
from customer_segmentation.workspace.workspace import Workspace

TASKS = (
    "Analyse shop/orders.csv, export champions to vip.csv and export at risk to Excel, then draw the rfm grid"
)


def asked(text):
    done = ask(text, "--json", "--thread", "autumn")
    return json.loads(done.stdout), done.returncode


def test_part_is_changed_part_approved_and_part_rejected(here, demo_file):
    turn, code = asked(TASKS)
    assert (code, [tool["name"] for tool in turn["tools"]]) == (
        3,
        ["analyse_customers", "export_audience", "export_audience", "draw_chart"],
    )
    assert [one["arguments"]["segments"] for one in turn["pending"]] == ["champions", "at_risk"]
    assert len(turn["artifacts"]) == 3
    changed, code = asked("the second with 25% holdout")
    assert (code, [one["arguments"]["holdout"] for one in changed["pending"]]) == (3, [10, 25])
    done, code = asked("approve 1, no 2")
    assert (code, done["pending"]) == (0, [])
    assert (here / "vip.csv").exists()
    assert list(here.glob("*.xlsx")) == []


def test_what_was_approved_and_interrupted_is_reported_and_finished(here, demo_file):
    turn, _ = asked("Analyse shop/orders.csv and export champions to vip.csv")
    (waiting,) = turn["pending"]
    workspace = Workspace.open(here / ".customer-segmentation").with_(thread="autumn")
    decide(workspace, waiting["id"], "approved", by="person", surface="test")
    later, code = asked("who are the champions?")
    assert (code, [one["id"] for one in later["pending"]]) == (3, [waiting["id"]])
    assert "Approved before and interrupted; approve to finish it" in later["reply"]
    done, code = asked("approve")
    assert (code, done["pending"]) == (0, [])
    assert (here / "vip.csv").exists()


def test_in_chinese(here, demo_file):
    turn, code = asked("分析 shop/orders.csv，导出冠军客户到 vip.csv，再画RFM网格图")
    assert (code, len(turn["pending"]), turn["language"]) == (3, 1, "zh")
    assert "导出冠军客户到 vip.csv：等您批准" in turn["reply"]
    done, code = asked("批准")
    assert (code, (here / "vip.csv").exists()) == (0, True)
    assert done["pending"] == []
