"""A past campaign in conversation: what it did, again on other terms, whom it gains from, and the plan made after it."""

from datetime import date, timedelta

import pytest

from customer_segmentation.catalogue import find_tool
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.situation import Situation
from customer_segmentation_skill.offline.reading.utterance import Utterance
from customer_segmentation_skill.offline.understanding.measure_slots import measure_slots, measured_again
from customer_segmentation_skill.offline.understanding.understand import understand

SENT = date(2024, 11, 1)


def _mailed(who):
    """Every third customer is held out, whatever else is true of them."""
    return who * 7919 % 3 != 0


def _orders(customers=600):
    """Give the lines of a shop whose mailing brought in every fourth of those who got it."""
    yield "client_no,order_ref,created,amount"
    for who in range(customers):
        for order in range(1 + who * 7 % 9):
            day = SENT - timedelta(days=1 + who * 13 % 400 + order * 31)
            yield f"C{who:04d},S{who:04d}{order:02d},{day},{20 + (who * 3 + order * 5) % 60}.50"
        if who % 11 == 0 or (_mailed(who) and who % 4 == 0):
            yield f"C{who:04d},N{who:04d},{SENT + timedelta(days=3 + who % 20)},{20 + who % 60}.50"
    yield f"C0000,L0,{SENT + timedelta(days=60)},30.00"


@pytest.fixture(scope="module")
def mailed(tmp_path_factory):
    """A workspace with an analysed shop, and the file of its campaign."""
    folder = tmp_path_factory.mktemp("mailed")
    orders, results = folder / "orders.csv", folder / "results.csv"
    orders.write_text("\n".join(_orders()), encoding="utf-8")
    lines = [f"C{who:04d},{'e-mail' if _mailed(who) else 'control'},{SENT}" for who in range(600)]
    results.write_text("\n".join(["client_no,arm,sent_on", *lines]), encoding="utf-8")
    workspace = Workspace.open(folder / "workspace").with_(typed=frozenset({str(orders)}))
    run(find_tool("analyse_customers"), {"source": str(orders)}, workspace)
    return folder / "workspace", results


@pytest.fixture
def talk(mailed, fresh):
    root, results = mailed
    return type(fresh)(Workspace.open(root).with_(typed=frozenset({str(results)})))


def read(text, **told):
    return Reading(Utterance.of(text), Situation(has_data=True, has_segments=True, **told))


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("did the campaign work? r.csv", {"campaign": "r.csv"}),
        ("results: sent.csv and held.csv", {"campaign": "sent.csv", "holdout": "held.csv"}),
        ("whom should we have contacted?", {"whom": True}),
        ("and by revenue?", {"measured": "revenue"}),
        ("and by profit?", {"measured": "contribution"}),
        ("what if the margin is 40% and a contact costs 0.15?", {"margin": "40%", "contact_cost": "0.15"}),
        ("at a margin of 0.4 and 2 per letter", {"margin": "0.4", "contact_cost": "2"}),
        ("and within 2 weeks?", {"horizon_days": 14}),
        ("over 60 days", {"horizon_days": 60}),
        ("毛利率40%，每次触达0.15元", {"margin": "40%", "contact_cost": "0.15"}),
        ("按消费额看呢", {"measured": "revenue"}),
        ("应该触达谁", {"whom": True}),
        ("60天内呢", {"horizon_days": 60}),
    ],
)
def test_what_is_said_of_a_campaign_is_read(text, slots):
    assert measure_slots(read(text)) == slots


@pytest.mark.parametrize(
    "text",
    ["I have 10,000 at a margin of 40%, where should it go?", "export champions", "who are the champions?"],
)
def test_what_is_no_change_of_it_is_left_to_others(text):
    last = {"campaign": "r.csv"}
    assert measured_again(read(text, last_intent="measure", last_slots=last)) is None
    assert measured_again(read("and by revenue?", last_intent="advise", last_slots={})) is None


def test_it_is_measured_asked_further_and_planned_with(talk, mailed):
    path = str(mailed[1])
    reply = talk.say(f'here are last month\'s results: "{path}"')
    assert talk.calls == [("measure_campaign", {"campaign": path})]
    assert reply.startswith("Yes, it worked: ")
    assert talk.problems() == []
    reply = talk.say("and by revenue?")
    [(tool, asked)] = talk.calls
    assert (tool, asked) == ("measure_campaign", {"campaign": path, "measured": "revenue"})
    reply = talk.say("whom should we have contacted?")
    assert talk.calls[0][1] == {"campaign": path, "measured": "revenue", "whom": True}
    assert reply.startswith("Whom to contact cannot be learnt from so few")
    assert talk.problems() == []
    reply = talk.say("I have 500, where should it go?")
    assert [tool for tool, _ in talk.calls] == ["plan_budget"]
    assert "e-mail" in reply
    assert "measured" in reply
    assert talk.problems() == []


def test_in_chinese(talk, mailed):
    talk.language = "zh"
    path = str(mailed[1])
    reply = talk.say(f'活动效果怎么样 "{path}"')
    assert talk.calls == [("measure_campaign", {"campaign": path})]
    assert reply.startswith("有效果：")
    assert talk.problems() == []
    reply = talk.say("哪一组效果最好？")
    assert talk.calls == [("measure_campaign", {"campaign": path})]
    reply = talk.say("应该触达哪些人？")
    assert talk.calls[0][1]["whom"] is True
    assert talk.problems() == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("measure the campaign in camp.csv sent on 1 Nov 2024", "2024-11-01"),
        ("活动 camp.csv 效果如何，2024年11月1日发的", "2024-11-01"),
    ],
)
def test_the_day_a_campaign_was_sent_is_not_dropped(text, day):
    found = understand(text, Situation(has_data=True, has_segments=True))
    assert (found.intent, found.slots["start"]) == ("measure", day)
