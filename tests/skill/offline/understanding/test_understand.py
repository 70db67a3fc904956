"""Understanding in context: commands, answers to questions, bare words, and what it may import."""

import subprocess
import sys
from dataclasses import replace

import pytest
from test_understanding import SITUATION

from customer_segmentation_skill.offline.reading.situation import SegmentNames, Situation
from customer_segmentation_skill.offline.understanding.understand import understand

ASKED = replace(SITUATION, open_question=("Order id", "Invoice no", "Basket"), pending=0)


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("2", 2),
        ("option 3", 3),
        ("the second one", 2),
        ("the last one", 3),
        ("invoice no", 2),
        ("basket", 3),
        ("第一个", 1),
        ("选2", 2),
    ],
)
def test_an_open_question_is_answered_by_number_place_or_words(text, choice):
    assert understand(text, ASKED).slots == {"choice": choice}


@pytest.mark.parametrize("text", ["7", "export at risk as csv", "show my top 20 customers"])
def test_what_is_no_answer_is_read_as_usual(text):
    assert understand(text, ASKED).intent != "choose"


@pytest.mark.parametrize("text", ["ok", "好的", "sure"])
def test_a_bare_yes_is_never_acted_on(text):
    assert not understand(text, SITUATION).is_sure
    assert not understand(text, replace(SITUATION, pending=0)).is_sure


def test_cancel_means_undo_where_nothing_waits():
    assert understand("cancel", replace(SITUATION, pending=0)).intent == "undo"
    assert understand("cancel", SITUATION).intent == "reject"


def test_the_command_may_carry_a_filter_or_a_question():
    found = understand("/customer-segmentation orders.csv only since 2024-03-01", SITUATION)
    assert (found.intent, found.slots["source"], found.slots["date_from"]) == (
        "analyse",
        "orders.csv",
        "2024-03-01",
    )
    assert (
        understand("/customer-segmentation what should I do with at risk?", SITUATION).intent
        == "advise_segment"
    )


@pytest.mark.parametrize(
    "text", ["", "   ", "\x00\x1b[31m", "?", "😀", "a" * 50_000, "((((" * 500, "[[" * 500]
)
def test_anything_may_be_typed(text):
    assert not understand(text, SITUATION).is_sure or understand(text, SITUATION).intent == "help"


def test_nothing_about_customers_offers_three_sentences():
    found = understand("flurbl wibble", Situation())
    assert not found.is_sure
    assert len(found.alternatives) == 3


def test_them_needs_something_spoken_of():
    spoken = replace(SITUATION, last_intent="show_segment", last_slots={"segment": "at_risk"})
    assert understand("who are they?", spoken).intent == "show_segment"
    assert not understand("who are they?", SITUATION).is_sure
    assert understand("compare them with champions", spoken).intent == "compare_segments"


BY_COUNTRY = replace(
    SITUATION, segments=(SegmentNames("g1", ("Germany", "德国")), SegmentNames("g2", ("France", "法国")))
)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("turnover by month in Germany", "query"),
        ("only Germany", "filter"),
        ("what should I do with Germany?", "advise_segment"),
        ("compare Germany and France", "compare_segments"),
        ("what sets Germany apart?", "profile"),
        ("call Germany home market", "rename_segment"),
    ],
)
def test_a_segment_called_as_data_are_is_read_as_fits(text, intent):
    found = understand(text, BY_COUNTRY)
    assert (found.intent, found.is_sure) == (intent, True)
    if intent in {"query", "filter"}:
        assert found.slots["conditions"][0]["column"] == "country"


def test_a_further_wish_is_noticed():
    assert "schedule" in understand("export at risk as csv, and redo all this every monday", SITUATION).also


def test_understanding_and_decisions_load_no_conversation_libraries():
    code = (
        "import sys; import customer_segmentation_skill.offline.understanding.understand; "
        "import customer_segmentation_skill.adapters.deciding.decision; "
        "heavy = {'langchain_core', 'langchain', 'pandas', 'rich', 'babel', 'jinja2', 'openai'} & set(sys.modules); "
        "print(sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
