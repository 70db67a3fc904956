"""Who is kept out of every action: those who refused, and of the others those held out; plans and tests leave both out."""

from datetime import date, timedelta

import pytest

from customer_segmentation.act.export_audience import export_audience
from customer_segmentation.kit.errors import ApprovalRequired
from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.plan.budget.plan_budget import plan_budget
from customer_segmentation.plan.experiment.design_experiment import design_experiment
from customer_segmentation.segment.holdout import kept_aside
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.approval import approval
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.run import run
from rows_shop import column, line, shop

LAST = date(2024, 12, 30)
CUSTOMERS = 900


def _rows():
    for who in range(CUSTOMERS):
        for order in range(1 + who * 7 % 9):
            day = LAST - timedelta(days=who * 13 % 400 + order * 31)
            yield line(f"c{who}", f"o{who}-{order}", day, 20 + (who * 3 + order * 5) % 60)


def _formed(workspace, header, answer):
    """Form segments of a shop in which every third customer gives an answer, the others the opposite."""
    traits = [{"customer_id": f"c{who}", "told": answer if who % 3 == 0 else ""} for who in range(CUSTOMERS)]
    columns = [column("told", table="customers", header=header)] if header else []
    shop(workspace, list(_rows()), columns=columns, traits=traits if header else None)
    return run(tool_of(rfm_segments), {}, workspace)


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        ("newsletter consent", "no"),
        ("Opted out", "yes"),
        ("unsubscribed on", "2024-03-01"),
        ("是否订阅", "否"),
        ("退订", "是"),
    ],
)
def test_refusals_are_counted_and_nobody_is_both(workspace, header, answer):
    formed = Segmentation.read(_formed(workspace, header, answer).folder)
    found, everybody = kept_aside(formed, workspace, 20), kept_aside(formed, workspace, 100)
    assert sum(one.opted_out for one in found.values()) == CUSTOMERS / 3
    assert sum(one.held_out for one in everybody.values()) == CUSTOMERS * 2 / 3
    assert 0 < sum(one.held_out for one in found.values()) < CUSTOMERS * 2 / 3


@pytest.mark.parametrize(
    ("header", "answer"), [("", ""), ("favourite colour", "no"), ("newsletter consent", "yes")]
)
def test_who_did_not_refuse_is_not_kept_aside(workspace, header, answer):
    formed = Segmentation.read(_formed(workspace, header, answer).folder)
    assert sum(one.opted_out for one in kept_aside(formed, workspace, 10).values()) == 0


def test_plans_and_tests_are_for_those_who_may_be_contacted(workspace):
    segments = _formed(workspace, "newsletter consent", "no")
    kept = kept_aside(Segmentation.read(segments.folder), workspace, 10)
    plan = run(tool_of(plan_budget), {"effects": "champions: 100/200/300"}, workspace).reply
    size = int(segments.reply.value("rfm_segments.champions.customers"))
    own = kept["champions"]
    assert own.opted_out > 0
    assert plan.value("plan_budget.champions.contacted") == size - own.opted_out - own.held_out
    assert plan.value("plan_budget.champions.held_out") == own.held_out
    assert plan.value("plan_budget.all.opted_out") == CUSTOMERS / 3
    test = run(tool_of(design_experiment), {"segments": "champions"}, workspace).reply
    assert test.value("design_experiment.champions.customers") == size - own.opted_out
    assert test.value("design_experiment.all.opted_out") == own.opted_out
    for name, reply in (("plan_budget", plan), ("design_experiment", test)):
        assert [one.code for one in reply.findings if one.code.endswith("_opted_out")]
        for language in ("en", "zh"):
            assert check(prose(name, reply, language), ThreadLedger(workspace)) == []


def test_a_plan_contacts_whom_an_export_would(workspace):
    _formed(workspace, "newsletter consent", "no")
    plan = run(tool_of(plan_budget), {"effects": "champions: 100/200/300"}, workspace).reply
    with pytest.raises(ApprovalRequired) as asked:
        run(tool_of(export_audience), {"segments": "champions", "holdout": 10}, workspace)
    proposed = approval(workspace, asked.value.approval_id).plan
    for planned, shown in (("champions.contacted", "exported"), ("champions.held_out", "held_out")):
        assert plan.value(f"plan_budget.{planned}") == proposed.value(f"export_audience.all.{shown}")
