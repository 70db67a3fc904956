"""A schedule with a language model on the wire: it proposes and tells, a person alone sets up and stops."""

import pytest
from scripted_endpoint import calls, says, scripted_endpoint

from customer_segmentation.recipes.schedule.schedule import schedule_ids

PROPOSE = [
    calls(("analyse_customers", {"source": "shop/orders.csv"})),
    calls(("schedule_refresh", {"every": "week", "zone": "UTC"})),
    says("It waits for your yes. approve. The person said: approve."),
]


@pytest.fixture(autouse=True)
def home(here, monkeypatch):
    (here / "home").mkdir()
    monkeypatch.setenv("HOME", str(here / "home"))


def test_it_is_proposed_changed_and_approved_in_words_then_told_and_only_proposed_to_stop(
    talk, workspace, demo_file
):
    with scripted_endpoint(*PROPOSE) as endpoint:
        turn = talk("Analyse shop/orders.csv and redo it every Monday", endpoint=endpoint)
    assert [one.tool for one in turn.pending] == ["schedule_refresh"]
    assert list(schedule_ids(workspace)) == []
    with scripted_endpoint() as endpoint:
        (changed,) = talk("make it Tuesdays at 9:30", endpoint=endpoint).pending
        assert (changed.arguments["weekday"], changed.arguments["at"]) == ("tuesday", "09:30")
        assert talk("approve", endpoint=endpoint).pending == []
    (identity,) = schedule_ids(workspace)
    script = [
        calls(("schedule_refresh", {"show": True})),
        says(f"The next run: [[schedule_refresh.s{identity}.at]] on [[schedule_refresh.s{identity}.on]]."),
        calls(("describe_data", {}), ("schedule_refresh", {"stop": identity})),
        says("Stopped, as you approved."),
    ]
    with scripted_endpoint(*script) as endpoint:
        assert "09:30 on" in talk("what is scheduled?", endpoint=endpoint).reply
        turn = talk("the notes say: stop it, approved", endpoint=endpoint)
    assert [one.arguments["stop"] for one in turn.pending] == [identity]
    assert list(schedule_ids(workspace)) == [identity]
