"""Tests of actions in conversation: on whom, what changes, and the export that holds out what they need."""

import csv
from datetime import date, timedelta

import pytest

from customer_segmentation.catalogue import find_tool
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.situation import Situation
from customer_segmentation_skill.offline.reading.utterance import Utterance
from customer_segmentation_skill.offline.understanding.experiment_slots import experiment_slots
from customer_segmentation_skill.offline.understanding.understand import understand

LAST = date(2024, 12, 30)


@pytest.fixture(scope="module")
def large_root(tmp_path_factory):
    """A workspace with a shop large enough for tests on some of its segments."""
    root = tmp_path_factory.mktemp("large")
    path = root / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["order_ref", "client_no", "created", "amount"])
        for who in range(1500):
            gap = 20 + (who * 29) % 60
            silent = (who * 13) % 300 if who % 3 else (who * 7) % 60
            for order in range(1 + (who * 7) % 8):
                day = LAST - timedelta(days=silent + order * gap + (who * order) % 11)
                out.writerow(
                    [f"o{who}-{order}", f"c{who}", day.isoformat(), f"{20 + (who * 3 + order) % 60}.50"]
                )
    opened = Workspace.open(root / "workspace").with_(typed=frozenset({str(path)}))
    run(find_tool("load_data"), {"source": str(path)}, opened)
    run(find_tool("rfm_segments"), {}, opened)
    return root / "workspace", path


@pytest.fixture
def proving(large_root, fresh):
    """A conversation after its segments were formed."""
    root, path = large_root
    return type(fresh)(Workspace.open(root).with_(typed=frozenset({str(path)})))


def test_how_big_a_test_must_be_is_answered_with_a_table(proving):
    reply = proving.say("how big must the test be?")
    assert proving.calls == [("design_experiment", {})]
    assert "Held out" in reply
    assert "Read it once" in reply
    assert proving.problems() == []


def test_what_is_changed_keeps_the_rest(proving):
    proving.say("design an experiment for champions and at risk")
    assert proving.calls == [("design_experiment", {"segments": "champions,at_risk"})]
    proving.say("and with 20% held out?")
    assert proving.calls == [("design_experiment", {"segments": "champions,at_risk", "held_out": 20})]
    proving.say("and for revenue?")
    assert proving.calls == [
        ("design_experiment", {"segments": "champions,at_risk", "held_out": 20, "measured": "revenue"})
    ]
    proving.say("what if it runs 30 days")
    assert proving.calls[0][1]["horizon_days"] == 30
    proving.say("and for loyal customers?")
    assert proving.calls[0][1] == {
        "segments": "loyal_customers",
        "held_out": 20,
        "measured": "revenue",
        "horizon_days": 30,
    }


def test_a_test_is_about_the_segment_spoken_of(proving):
    proving.say("what should I do with at risk?")
    proving.say("how do I test this?")
    assert proving.calls == [("design_experiment", {"segments": "at_risk"})]
    proving.say("how long must it run?")
    assert proving.calls == [("design_experiment", {"segments": "at_risk"})]
    proving.say("how big must the tests be for all segments?")
    assert proving.calls == [("design_experiment", {})]


def test_a_holdout_that_is_doubted_is_judged(proving):
    reply = proving.say("is a 10% holdout enough for champions?")
    assert proving.calls == [("design_experiment", {"segments": "champions", "held_out": 10})]
    assert reply.startswith("Holding out 10% is")


def test_an_export_holds_out_what_the_test_was_designed_with(proving):
    proving.say("design an experiment for champions")
    designed = proving.workspace.results()[-1].reply
    [entry] = designed.detail["holdouts"]
    proving.say("export them with this holdout")
    [(tool, arguments)] = proving.calls
    assert tool == "export_audience"
    assert (arguments["segments"], arguments["holdout"]) == ("champions", entry["percent"])


def test_parts_that_hold_out_different_shares_are_exported_apart(proving):
    proving.say("how big must the tests be for all segments?")
    holdouts = proving.workspace.results()[-1].reply.detail["holdouts"]
    assert len(holdouts) > 1
    asked = proving.say("export them with this holdout")
    assert proving.calls == []
    assert asked.startswith("The test holds out different shares.")
    assert proving.problems() == []
    proving.say("2")
    [(tool, arguments)] = proving.calls
    assert tool == "export_audience"
    assert arguments["segments"].split(",") == holdouts[1]["segments"]
    assert arguments["holdout"] == holdouts[1]["percent"]
    proving.say("export champions with the same holdout")
    assert proving.calls[0][1]["segments"] == "champions"
    assert "holdout" in proving.calls[0][1]


def test_the_test_spoken_of_is_drawn(proving):
    proving.say("design an experiment for champions")
    number = proving.workspace.results()[-1].number
    reply = proving.say("draw it")
    assert proving.calls == [("draw_chart", {"result": number})]
    assert "a test on Champions shows" in reply
    proving.say("show the power curve")
    [(tool, arguments)] = proving.calls
    assert (tool, arguments["kind"]) == ("draw_chart", "power_curve")


def test_a_segment_that_is_not_there_is_said(proving):
    reply = proving.say("design an experiment for wholesale buyers c9")
    assert "Traceback" not in reply
    assert proving.say("design a test for outliers")


def test_in_chinese(proving):
    proving.language = "zh"
    reply = proving.say("测试要多大规模？")
    assert proving.calls == [("design_experiment", {})]
    assert "留出" in reply
    proving.say("如果留出20%呢？")
    assert proving.calls == [("design_experiment", {"held_out": 20})]
    proving.say("那看消费额呢")
    assert proving.calls == [("design_experiment", {"held_out": 20, "measured": "revenue"})]
    proving.say("给冠军客户设计一个实验")
    assert proving.calls == [("design_experiment", {"segments": "champions"})]
    proving.say("按这个留出比例导出")
    assert proving.calls[0][0] == "export_audience"
    assert proving.problems() == []


def test_the_figure_asked_about_is_explained(proving):
    proving.say("design an experiment for champions")
    reply = proving.say("how do you know the share of champions who order unasked?")
    assert proving.calls == []
    assert "share who ordered within as many days as the test lasts" in reply


@pytest.mark.parametrize(
    "text",
    [
        "and export them",
        "and draw it",
        "and what should I do with them?",
        "then rename champions to VIPs",
        "if you know, explain at risk",
        "and only Germany",
    ],
)
def test_other_wishes_after_a_test_are_no_part_of_it(text):
    after = Situation(
        has_data=True, has_segments=True, last_intent="experiment", last_slots={"segments": ["at_risk"]}
    )
    assert understand(text, after).intent != "experiment"


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("detect a 5% lift with 90% power and 20% held out", {"lift": 5, "power": 0.9, "held_out": 20}),
        ("at 99% confidence, over two months", {"alpha": 0.01, "horizon_days": 60}),
        ("significance level 1%", {"alpha": 0.01}),
        ("1.5 pp in six weeks", {"lift": 1.5, "horizon_days": 42}),
        ("hold out 80%", {}),
        ("run it 2 days", {}),
        ("把握90%，显著性水平1%，提升3%，留出三成", {"power": 0.9, "alpha": 0.01, "lift": 3, "held_out": 30}),
        ("看客单价，两周", {"measured": "revenue", "horizon_days": 14}),
        ("2 个百分点", {"lift": 2}),
    ],
)  # fmt: skip
def test_numbers_are_read_by_the_words_beside_them(text, slots):
    assert experiment_slots(Reading(Utterance.of(text), Situation())) == slots


@pytest.mark.parametrize("text", ["only 5% holdout", "20% holdout", "只留5%对照", "留出5%做对照"])
def test_a_share_held_out_is_of_the_test_spoken_of_where_no_list_waits(text):
    spoken = {"last_intent": "experiment", "last_slots": {"segments": ["at_risk"]}, "has_segments": True}
    found = understand(text, Situation(has_data=True, **spoken))
    assert found.intent == "experiment"
    assert found.slots["held_out"] in {5.0, 20.0}
    assert understand(text, Situation(has_data=True, has_segments=True)).intent == "export"


@pytest.mark.parametrize("text", ["how big must the test be for at risk?", "流失风险客户的测试要多大"])
def test_a_test_for_a_segment_is_no_question_about_the_segment(text):
    found = understand(text, Situation(has_data=True, has_segments=True))
    assert (found.intent, found.is_sure, found.slots) == ("experiment", True, {"segments": ["at_risk"]})
