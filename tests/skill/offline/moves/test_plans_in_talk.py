"""The whole plan, in conversation: written on the terms of the plan made last, changed, and asked about."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from test_budgets_in_talk import larger_root  # noqa: F401 - the same shop

from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.situation import Situation
from customer_segmentation_skill.offline.reading.utterance import Utterance
from customer_segmentation_skill.offline.understanding.plan_slots import changed_plan
from customer_segmentation_skill.offline.understanding.understand import understand


@pytest.fixture
def talk(tmp_path, larger_root, fresh):  # noqa: F811 - a fixture of the other module
    root = tmp_path / "copied"
    shutil.copytree(larger_root, root)
    return type(fresh)(Workspace.open(root))


def asked(talk):
    return [arguments for tool, arguments in talk.calls if tool == "optimisation_plan"]


def document(talk):
    result = next(talk.workspace.results_of("optimisation_plan"))
    return Path(result.file(result.reply.artifacts[0])).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("give me the plan as a document", {}),
        ("write the plan", {}),
        ("give me an optimisation plan", {}),
        ("put the plan together for my boss please", None),
        ("I need a 30/60/90 plan", {}),
        ("write an optimization plan with 10000 at a margin of 35%", {"amount": 10000, "margin": "35%"}),
        ("write the plan in Chinese", {"language": "zh"}),
        ("把方案写成文档", {}),
        ("写优化方案", {}),
        ("生成优化方案，预算一万元", {"amount": 10000}),
        ("给我一份方案", {}),
        ("a 90-day plan please", {}),
        ("give me a 90 day plan with 8000", {"amount": 8000}),
        ("90 天计划", {}),
        ("九十天的营销计划", {}),
        ("write the plan, starting on 1 March 2025", {"start": "2025-03-01"}),
        ("90天计划，三月一日开始，预算一万元", {"start": "2025-03-01", "amount": 10000}),
    ],
)
def test_a_plan_is_asked_for_in_either_language(text, slots):
    found = understand(text, Situation(has_data=True, has_segments=True, data_until=date(2024, 12, 30)))
    if slots is None:
        assert not (found.is_sure and found.intent == "report")
        return
    assert (found.intent, found.is_sure, found.slots) == ("optimise", True, slots)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("draw the budget plan", "chart"),
        ("show me the budget plan", "budget"),
        ("make me a report", "report"),
        ("write it up as a document", "report"),
        ("what should I do with at risk?", "advise_segment"),
        ("给我一些方案", "advise"),
        ("plan an AB test over 30 days", "experiment"),
    ],
)
def test_other_wishes_stay_what_they_are(text, intent):
    assert understand(text, Situation(has_data=True, has_segments=True)).intent == intent


def test_it_is_written_on_the_terms_of_the_last_plan_and_changed(talk):
    talk.say("I have 10,000, where should it go?")
    reply = talk.say("give me the plan as a document")
    assert [{"budget": float(one["budget"])} for one in asked(talk)] == [{"budget": 10000}]
    assert reply.startswith("The plan from ")
    assert "What changed" not in reply
    assert "make me a report" not in reply
    assert talk.problems() == []
    assert document(talk).startswith("# Optimisation plan for the customers of ")
    reply = talk.say("what if margin is 30%?")
    assert asked(talk)[0]["margin"] == "30%"
    assert reply.startswith("What changed: return after costs ")
    assert talk.problems() == []
    reply = talk.say("and in Chinese")
    assert asked(talk)[0]["language"] == "zh"
    assert reply.startswith("The plan from ")
    assert document(talk).splitlines()[0].endswith("客户优化方案")


def told_after(text, intent="optimise", until=date(2024, 12, 30)):
    before = {"amount": 3000}
    situation = Situation(
        has_data=True, has_segments=True, data_until=until, last_intent=intent, last_slots=before
    )
    return changed_plan(Reading(Utterance.of(text), situation))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("start on 1 March", "2025-03-01"),
        ("can we start on 31 December?", "2024-12-31"),
        ("starting on 30 December", "2025-12-30"),
        ("begin on 29 February", "2028-02-29"),
        ("it starts on 2025-02-10", "2025-02-10"),
        ("3月1日开始", "2025-03-01"),
        ("从三月一日起", "2025-03-01"),
    ],
)
@pytest.mark.parametrize("intent", ["budget", "optimise"])
def test_a_first_day_is_the_next_such_day_after_the_data(text, day, intent):
    found = told_after(text, intent)
    assert (found.intent, found.slots) == ("optimise", {"amount": 3000, "start": day})


@pytest.mark.parametrize("text", ["only orders from March", "who moved since June?", "只看3月1日开始的订单"])
def test_a_time_asked_about_is_no_first_day(text):
    assert told_after(text) is None


def test_the_whole_plan_is_drawn_begun_elsewhere_and_changed(talk):
    talk.say("a 90-day plan with 10,000")
    talk.say("draw that")
    [(tool, arguments)] = talk.calls
    assert tool == "draw_chart"
    assert talk.workspace.result(arguments["result"]).tool == "plan_budget"
    reply = talk.say("start on 1 March")
    assert (asked(talk)[0]["start"], reply[:28]) == ("2025-03-01", "The plan from 1 Mar 2025 on,")
    talk.say("why not one-time lapsed?")
    talk.say("what if margin is 30%?")
    assert (asked(talk)[0]["start"], asked(talk)[0]["margin"]) == ("2025-03-01", "30%")
    assert talk.problems() == []


def test_why_somebody_is_left_out_is_answered_from_it(talk):
    talk.say("write the plan")
    assert "One-time lapsed" in talk.say("why not one-time lapsed?")
    assert talk.calls == []


def test_in_chinese_a_margin_told_after_it_counts(talk):
    talk.language = "zh"
    reply = talk.say("把方案写成文档")
    assert reply.startswith("方案从 ")
    assert talk.problems() == []
    reply = talk.say("我们的毛利率是 25%")
    assert asked(talk) == [{}]
    assert reply.startswith("变化：")
    assert "毛利率 25%" in reply


def test_without_segments_they_are_formed_first(fresh, shop):
    fresh.say(f'load "{shop}"')
    fresh.say("write the plan")
    assert [tool for tool, _ in fresh.calls] == ["rfm_segments", "optimisation_plan"]
