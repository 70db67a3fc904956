"""The plan: made of what its steps found and nothing else, as figures, as a document, and as data that can be run."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from customer_segmentation.act.export_audience import export_audience
from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.kit.errors import ApprovalRequired, InputError
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.measure.measure_campaign import measure_campaign
from customer_segmentation.plan.budget.plan_budget import plan_budget
from customer_segmentation.plan.optimisation.data import OptimisationPlan
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.approval import open_approvals
from customer_segmentation.workspace.run import run
from odd_shops import form_segments

TOOL = "optimisation_plan"


def data_of(result, text_of):
    return OptimisationPlan.model_validate_json(text_of(result, ".json"))


def test_every_figure_of_the_money_is_the_budget_plans_own(written, standing):
    result = written(budget="10000", margin="0.3")
    asked = {"segmentation": result.request["segmentation"], "budget": "10000", "margin": "0.3"}
    budget = run(tool_of(plan_budget), asked, standing).reply
    assert budget.facts.items() <= result.reply.facts.items()
    assert result.reply.tables["plan"].subjects == [*budget.detail["acting"], "all"]
    own = {key.split(".")[2] for key in result.reply.facts if key.startswith(f"{TOOL}.")}
    assert own >= {"start_on", "check_on", "midway_on", "stock_on", "contact_on", "read_on"}


def test_what_is_expected_without_the_plan_is_told_apart_from_it(written):
    reply = written(budget="10000").reply
    segments = list(reply.detail["bets"])
    customers = sum(reply.value(f"plan_budget.{s}.customers") for s in segments)
    ordering = sum(
        reply.value(f"plan_budget.{s}.customers") * reply.value(f"plan_budget.{s}.base_rate")
        for s in segments
    )
    assert reply.value(f"{TOOL}.all.anyway_of") == customers
    assert reply.value(f"{TOOL}.all.anyway_customers") == round(ordering)
    assert reply.facts[f"{TOOL}.all.anyway_customers"].kind is Kind.ESTIMATED
    assert reply.facts[f"{TOOL}.all.anyway_contribution"].kind is Kind.ASSUMED


def test_days_count_from_the_end_of_the_data_or_the_day_given(written):
    plain = written().reply
    start = plain.facts[f"{TOOL}.all.start_on"]
    assert start.value == plain.facts[f"{TOOL}.all.as_of"].value
    assert start.kind is Kind.PROPOSED
    given = written(start="2025-03-03").reply.facts
    assert (given[f"{TOOL}.all.start_on"].value, given[f"{TOOL}.all.start_on"].kind) == (
        date(2025, 3, 3),
        Kind.GIVEN,
    )
    assert given[f"{TOOL}.all.check_on"].value == date(2025, 3, 3) + timedelta(days=30)
    with pytest.raises(InputError) as caught:
        written(start="soon")
    assert (caught.value.code, caught.value.values["value"]) == ("scope_date_wrong", "soon")


def test_no_bet_is_expected_to_lose_and_what_is_assumed_says_so(written, text_of):
    plan = data_of(written(budget="10000"), text_of)
    assert plan.bets
    for bet in plan.bets:
        assert bet.outlook.mean > 0
        assert bet.outlook.p10 <= bet.outlook.p50 <= bet.outlook.p90
        assert bet.outlook.rests_on is Kind.ASSUMED
    assert plan.assumed[0] == "plan_budget.all.margin"
    assert plan.to_confirm[0] == "margin"


def test_the_data_add_up(written, text_of):
    result = written(budget="10000")
    plan = data_of(result, text_of)
    assert sum((bet.cost for bet in plan.bets), Decimal(0)) == pytest.approx(plan.cost, abs=Decimal("0.1"))
    assert (plan.budget, plan.horizon_days, plan.objective) == (10_000, 90, "contribution")
    assert [bet.place for bet in plan.bets] == list(range(1, len(plan.bets) + 1))
    assert {bet.segment for bet in plan.bets} | set(plan.left_out) == set(
        result.reply.tables["break_evens"].subjects
    )
    for bet in plan.bets:
        assert bet.everybody
        assert bet.contacted + bet.held_out == bet.customers
        assert bet.rule.read_on == bet.contact_on + timedelta(days=90)
        assert bet.rule.keep_from == result.reply.value(f"plan_budget.{bet.segment}.break_even")


def test_the_tasks_hand_over_whom_the_plan_contacts(written, standing, text_of):
    plan = data_of(written(budget="10000", held_out=20), text_of)
    for bet in plan.bets[:2]:
        assert bet.task.tool == "export_audience"
        with pytest.raises(ApprovalRequired) as asked:
            run(tool_of(export_audience), bet.task.arguments, standing)
        (waiting,) = (one for one in open_approvals(standing) if one.id == asked.value.approval_id)
        counted = {
            key.split(".")[2]: fact.value for key, fact in waiting.plan.facts.items() if ".all." in key
        }
        assert (counted["exported"], counted["held_out"]) == (bet.contacted, bet.held_out)


def test_a_tight_budget_says_that_a_part_is_drawn(written, text_of):
    result = written(budget="20")
    parts = [bet for bet in data_of(result, text_of).bets if not bet.everybody]
    assert parts
    assert "Draw those contacted at random: more would not fit the limits." in text_of(result, ".md")


def test_an_action_told_for_whom_advice_leaves_alone_has_its_words_too(written, text_of):
    result = written(effects="hibernating: 20/40/80", without="champions, loyal_customers")
    assert "hibernating" in result.reply.detail["bets"]
    document = text_of(result, ".md")
    assert "### Hibernating" in document
    assert "As you told it: +2 points at worst" in document


def test_spending_nothing_is_a_plan_too(written, text_of):
    result = written(budget="500", margin="0.001", cost_email="2", without="site, push")
    plan = data_of(result, text_of)
    assert (plan.bets, plan.cost, set(plan.left_out.values())) == ([], 0, {"loses", "left_alone"})
    assert "No money is committed." in text_of(result, ".md")
    assert "plan" not in result.reply.tables


def test_without_rates_it_asks_and_says_that_no_test_can_be_designed(written, text_of):
    result = written("short", budget="50")
    assert data_of(result, text_of).bets == []
    assert "No test can be designed from these data" in text_of(result, ".md")
    assert "effects" in data_of(result, text_of).to_confirm


def test_the_document_has_its_parts_in_order(written, text_of):
    document = text_of(written(budget="10000"), ".md")
    headings = [line for line in document.splitlines() if line.startswith("## ")]
    assert [line.removeprefix("## The plan: ") for line in headings] == [
        *("goal, money, range", "what is done with whom", "how it is proved", "days", "risks"),
        *("to confirm before it starts", "what to measure next"),
    ]
    bets = document.split("\n### ")[1:]
    assert len(bets) == 9
    for bet in bets:
        assert [line.split(":**")[0] for line in bet.splitlines() if line.startswith("- **")] == [
            f"- **{entry}"
            for entry in (
                *("What to do", "Why", "Audience and cost", "Expected"),
                *("KPI", "Owner", "Start", "Stop", "Risk"),
            )
        ]


def test_a_name_given_by_a_person_is_no_markup(written, text_of):
    result = written(form={"names": "at_risk=<b>[x](http://a.b)</b> {{ 7 * 7 }} | #"}, budget="99")
    document = text_of(result, ".md")
    assert "[x](http" not in document
    assert "<b>" not in document.replace("\\<b\\>", "")
    assert "{{ 7 \\* 7 }} \\| #" in document


def test_groups_of_a_few_are_not_told_of(written, text_of):
    result = written("small", budget="50", effects="champions: 10/50/90; at_risk: 10/50/90")
    few = set(result.reply.detail["few"])
    assert few & set(result.reply.detail["bets"])
    document = text_of(result, ".md")
    assert "under five" in document
    told = document.count("\n### ")
    assert told == len(set(result.reply.detail["bets"]) - few)


def test_the_same_question_gives_the_same_bytes(written, standing, text_of):
    first = written(budget="77")
    files = [text_of(first, ending) for ending in (".md", ".json")]
    again = standing.store.folder(first.id)
    assert [(again / name).read_text("utf-8") for name in ("plan.md", "plan.json")] == files
    assert json.loads(files[1])["segmentation"] == first.request["segmentation"]
    assert written(budget="77").id == first.id


def test_an_arm_that_was_tested_is_a_bet_and_said_to_be_measured(written, standing, text_of, tmp_path):
    workspace = standing.with_(thread="tested")
    segments = form_segments(workspace)
    file = tmp_path / "test.csv"
    with duckdb_engine(workspace.root) as engine:
        engine.view("assignment", Segmentation.read(segments.folder).assignment)
        people = [str(row[0]) for row in engine.rows_of("SELECT customer_id FROM assignment ORDER BY 1")]
    rows = (
        f"{who},{'letter' if n % 2 else 'control'},{int(n % 10 < (4 if n % 2 else 2))}"
        for n, who in enumerate(people)
    )
    file.write_text("\n".join(["customer_id,arm,ordered", *rows]), encoding="utf-8")
    asked = {"campaign": str(file), "outcome": "ordered", "control": "control", "segmentation": segments.id}
    run(tool_of(measure_campaign), asked, workspace.with_(typed=frozenset({str(file)})))
    result = written(thread="tested", budget="10000")
    plan = data_of(result, text_of)
    assert plan.bets
    assert {bet.doing[0].channel for bet in plan.bets} == {"post"}
    document = text_of(result, ".md")
    assert "Measured in your test: " in document
    assert "The effects of letter were measured in your test" in document
