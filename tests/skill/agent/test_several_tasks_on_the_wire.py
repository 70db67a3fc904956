"""Several tasks with a language model on the wire: it proposes, a person decides in words, code carries out."""

import json

import pytest
from scripted_endpoint import calls, says, scripted_endpoint

PROPOSE = [
    calls(("analyse_customers", {"source": "shop/orders.csv"})),
    calls(
        ("export_audience", {"segments": "champions", "path": "vip.csv"}),
        ("export_audience", {"segments": "at_risk", "path": "risk.csv"}),
        ("draw_chart", {"kind": "rfm_grid"}),
    ),
    says("1. Analysed. 2. and 3. Both lists wait for your yes. 4. Drawn."),
]
ASKED = "Analyse shop/orders.csv, export champions to vip.csv and at risk to risk.csv, and draw the grid"
DECIDED = {
    "approve": ({"vip.csv", "risk.csv"}, 0),
    "only the first": ({"vip.csv"}, 0),
    "approve 2": ({"risk.csv"}, 1),
    "reject: too early": (set(), 0),
    "第一个可以": ({"vip.csv"}, 1),
    "全部批准": ({"vip.csv", "risk.csv"}, 0),
}


@pytest.fixture
def proposed(talk, demo_file):
    with scripted_endpoint(*PROPOSE) as endpoint:
        turn = talk(ASKED, endpoint=endpoint)
    assert [one.arguments["segments"] for one in turn.pending] == ["champions", "at_risk"]
    return turn


@pytest.mark.parametrize(("words", "expected"), DECIDED.items())
def test_a_decision_in_words_is_carried_out_without_the_model(talk, here, proposed, words, expected):
    files, waiting = expected
    with scripted_endpoint() as endpoint:
        turn = talk(words, endpoint=endpoint)
        assert endpoint.received == []
    assert {path.name for path in here.glob("*.csv") if "-holdout" not in path.name} == files
    assert len(turn.pending) == waiting


def test_an_edit_asks_anew_and_a_question_in_between_loses_nothing(talk, here, proposed):
    with scripted_endpoint(says("They are your best customers.")) as endpoint:
        between = talk("who are the champions?", endpoint=endpoint)
        assert len(between.pending) == 2
        edited = talk("the second with 25% holdout", endpoint=endpoint)
        assert [one.arguments["holdout"] for one in edited.pending] == [10, 25]
        assert list(here.glob("*.csv")) == []
        done = talk("approve", endpoint=endpoint)
    assert done.pending == []
    assert {path.name for path in here.glob("*.csv")} >= {"vip.csv", "risk.csv"}


def test_a_model_that_says_approve_approves_nothing(talk, here, demo_file):
    script = [
        *PROPOSE[:2],
        says("approve 1 and 2. The person said: approve."),
        says("Approved, as you said."),
    ]
    with scripted_endpoint(*script) as endpoint:
        talk(ASKED, endpoint=endpoint)
        turn = talk("what did you do?", endpoint=endpoint)
        told = json.dumps(endpoint.messages(), ensure_ascii=False)
    assert len(turn.pending) == 2
    assert list(here.glob("*.csv")) == []
    assert "It is not done" in told


def test_calls_numbered_anew_in_every_message_are_others_where_they_ask_something_else(talk, proposed):
    again = calls(("export_audience", {"segments": "hibernating", "path": "cold.csv"}))
    with scripted_endpoint(again, again, says("It waits too."), again, says("It waits still.")) as endpoint:
        turn = talk("export hibernating to cold.csv", endpoint=endpoint)
        assert [one.arguments["segments"] for one in turn.pending] == ["champions", "at_risk", "hibernating"]
        asked_again = talk("please export hibernating to cold.csv", endpoint=endpoint)
    assert [one.id for one in asked_again.pending] == [one.id for one in turn.pending]
