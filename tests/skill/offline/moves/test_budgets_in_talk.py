"""Money to spend, in conversation: the plan, the same plan with something changed, and why somebody is not in it."""

import shutil
from datetime import date, timedelta

import pytest

from customer_segmentation.catalogue import find_tool
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.situation import SegmentNames, Situation
from customer_segmentation_skill.offline.reading.utterance import Utterance
from customer_segmentation_skill.offline.understanding.budget_slots import budget_slots
from customer_segmentation_skill.offline.understanding.plan_slots import changed_plan

LAST = date(2024, 12, 30)


def _orders(customers=900):
    """Give the lines of two years of orders, from many recent buyers to some who bought once long ago."""
    yield "client_no,order_ref,created,amount"
    for who in range(customers):
        for order in range(1 + who * 7 % 9):
            day = LAST - timedelta(days=who * 13 % 400 + order * 31)
            yield f"C{who:04d},S{who:04d}{order:02d},{day},{20 + (who * 3 + order * 5) % 60}.50"


@pytest.fixture(scope="module")
def larger_root(tmp_path_factory):
    """A workspace in which a shop was analysed whose segments are large enough to give rates."""
    path = tmp_path_factory.mktemp("larger") / "orders.csv"
    path.write_text("\n".join(_orders()), encoding="utf-8")
    root = tmp_path_factory.mktemp("planned") / "workspace"
    workspace = Workspace.open(root).with_(typed=frozenset({str(path)}))
    run(find_tool("analyse_customers"), {"source": str(path)}, workspace)
    return root


@pytest.fixture
def talk(tmp_path, larger_root, fresh):
    root = tmp_path / "copied"
    shutil.copytree(larger_root, root)
    return type(fresh)(Workspace.open(root))


def asked(talk):
    return [arguments for tool, arguments in talk.calls if tool == "plan_budget"]


def read(text, **told):
    return Reading(Utterance.of(text), Situation(has_data=True, has_segments=True, **told))


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("I have 10,000, where should it go?", {"amount": 10000}),
        ("I have 5k at a margin of 35%, where should it go?", {"amount": 5000, "margin": "35%"}),
        ("spend 2000 euros, without sms and calls", {"amount": 2000, "without": ["sms", "phone"]}),
        ("what if a letter costs 2.5?", {"cost_post": "2.5"}),
        ("and with only 50 calls", {"capacity": "phone=50"}),
        ("allocate 8000 but leave out at risk", {"amount": 8000, "without": ["at_risk"]}),
        ("at risk: 0/10/40", {"effects": "at_risk: 0/10/40"}),
        ("be careful with it", {"caution": "cautious"}),
        ("no sms but letters", {"without": ["sms"]}),
        ("我有一万元，怎么花", {"amount": 10000}),
        ("如果毛利率是30%呢", {"margin": "30%"}),
        ("不用短信和电话呢", {"without": ["sms", "phone"]}),
        ("最多打50个电话", {"capacity": "phone=50"}),
        ("I have 10,000, no calls, margin 35%", {"amount": 10000, "margin": "35%", "without": ["phone"]}),
        ("三万预算，不发短信，毛利四成", {"amount": 30000, "margin": "40%", "without": ["sms"]}),
        ("如果一个电话要 5 元呢", {"cost_phone": "5"}),
        ("稳妥一点", {"caution": "cautious"}),
        ("split 3000 across email and sms only", {"amount": 3000, "without": ["post", "phone", "wechat"]}),
        ("spend 2000, only by e-mail", {"amount": 2000, "without": ["sms", "post", "phone", "wechat"]}),
        ("预算三千元，只发邮件和短信", {"amount": 3000, "without": ["post", "phone", "wechat"]}),
        ("only 50 calls", {"capacity": "phone=50"}),
        ("how can I best use 2000?", {"amount": 2000}),
        ("2000怎么花", {"amount": 2000}),
    ],
)
def test_what_is_said_of_money_is_read(text, slots):
    assert budget_slots(read(text)) == slots


def test_a_change_keeps_what_was_asked_before():
    before = {"amount": 9000, "without": ["sms"], "why": "champions"}
    found = changed_plan(read("and without calls?", last_intent="budget", last_slots=before))
    assert found.slots == {"amount": 9000, "without": ["sms", "phone"]}
    assert changed_plan(read("and without calls?", last_intent="advise", last_slots={})) is None
    assert changed_plan(read("who are the champions?", last_intent="budget", last_slots=before)) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I have 10,000 to spend, margin 40%, sms costs 0.08",
            {"amount": 10000, "margin": "40%", "cost_sms": "0.08"},
        ),
        ("i have 10000 to spend and my margin is 40%", {"amount": 10000, "margin": "40%"}),
        (
            "我有一万预算，毛利率40%，短信一条8分钱",
            {"amount": 10000, "margin": "40%", "cost_sms": "0.08"},
        ),
    ],
)
def test_money_to_spend_told_with_terms_is_a_plan_on_those_terms(text, expected):
    found = changed_plan(read(text))
    assert (found.intent, found.slots) == ("budget", expected)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("how should I spend 2000 with a margin of 30%?", {"amount": 2000, "margin": "30%"}),
        ("只发邮件，预算3000", {"amount": 3000, "without": ["sms", "post", "phone", "wechat"]}),
    ],
)
def test_an_amount_that_looks_like_a_year_is_money_where_it_is_spent(text, slots):
    found = changed_plan(read(text))
    assert (found.intent, found.slots) == ("budget", slots)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("10,000 to spend, at least 100 people of at risk", {"amount": 10000, "least": "at_risk=100"}),
        ("预算一万，至少100位流失风险客户", {"amount": 10000, "least": "at_risk=100"}),
        ("I have 5000, at most 50 of champions", {"amount": 5000, "most": "champions=50"}),
        ("I have 5000, only at risk", {"amount": 5000, "without": ["champions", "cant_lose"]}),
        ("spend at least 200 on at risk", {"share_of_money": True}),
        ("put 80% of the budget on champions", {"share_of_money": True}),
    ],
)
def test_limits_are_read_before_any_plan(text, slots):
    known = tuple(SegmentNames(one) for one in ("champions", "at_risk", "cant_lose"))
    found = changed_plan(read(text, segments=known))
    assert (found.intent, found.slots) == ("budget", slots)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("give a 10% discount", {"discount": "10%"}),
        ("打九折", {"discount": "10%"}),
        ("maximise orders", {"objective": "orders"}),
        ("what if we aim for retention?", {"objective": "retained"}),
        ("exclude champions from the plan", {"without": ["champions"]}),
        ("at least 100 people of at risk", {"least": "at_risk=100"}),
    ],
)
def test_limits_and_offers_change_the_plan_spoken_of(text, changed):
    found = changed_plan(read(text, last_intent="budget", last_slots={"amount": 3000}))
    assert (found.intent, found.slots) == ("budget", {"amount": 3000} | changed)


def test_money_for_one_segment_is_no_limit_and_said(talk):
    talk.say("I have 10,000, where should it go?")
    assert talk.say("put 80% of the budget on champions").startswith(
        "A plan spends on one segment only as far"
    )
    assert talk.calls == []
    talk.say("at most 50 of champions")
    assert asked(talk) == [{"budget": 10000, "most": "champions=50"}]
    assert talk.problems() == []


def test_people_who_spend_are_no_money_to_spend():
    assert changed_plan(read("who spend over 5000 and have no e-mail?")) is None


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("what's the return if I double it?", {"amount": 6000}),
        ("and with half of that?", {"amount": 1500}),
        ("翻一倍呢", {"amount": 6000}),
        ("预算减半", {"amount": 1500}),
        ("make it 5000", {"amount": 5000}),
        ("raise the budget to 5k", {"amount": 5000}),
        ("预算改成5000", {"amount": 5000}),
        ("不打电话呢", {"without": ["phone"]}),
        ("only by e-mail", {"without": ["sms", "post", "phone", "wechat"]}),
    ],
)
def test_a_plan_is_changed_in_the_words_of_a_hurry(text, changed):
    before = {"amount": 3000, "margin": "30%"}
    found = changed_plan(read(text, last_intent="budget", last_slots=before))
    assert (found.intent, found.slots) == ("budget", before | changed)


@pytest.mark.parametrize("text", ["make it 3 groups", "half a year", "double opt-in?", "make it excel"])
def test_other_figures_change_no_plan(text):
    assert changed_plan(read(text, last_intent="budget", last_slots={"amount": 3000})) is None


def test_terms_alone_are_kept_of_the_shop():
    assert changed_plan(read("our margin is 40%, an e-mail costs 2 cents")) is None


def test_money_is_planned_and_changed_in_talk(talk):
    reply = talk.say("I have 10,000, where should it go?")
    assert asked(talk) == [{"budget": 10000}]
    assert reply.startswith("With 10,000 and a margin of 40%:")
    assert talk.problems() == []
    reply = talk.say("what if margin is 30%?")
    assert asked(talk) == [{"budget": 10000, "margin": "30%"}]
    assert reply.startswith("What changed: return after costs ")
    assert "and a margin of 30%:" in reply
    assert talk.problems() == []
    reply = talk.say("and without e-mail?")
    assert asked(talk) == [{"budget": 10000, "margin": "30%", "without": "email"}]
    assert reply.startswith("What changed: ")
    assert "e-mail to" not in reply
    assert talk.problems() == []
    talk.say("and with 500?")
    assert asked(talk) == [{"budget": 500, "margin": "30%", "without": "email"}]


def test_why_somebody_is_not_in_the_plan_is_answered_from_it(talk):
    talk.say("I have 10,000, where should it go?")
    reply = talk.say("why not one-time lapsed?")
    assert talk.calls == []
    assert "One-time lapsed" in reply
    assert talk.problems() == []
    talk.say("and without e-mail?")
    assert asked(talk) == [{"budget": 10000, "without": "email"}]


def test_a_margin_told_after_a_plan_is_kept_and_planned_with(talk):
    talk.say("I have 10,000, where should it go?")
    reply = talk.say("my margin is 25%")
    assert asked(talk) == [{"budget": 10000}]
    assert "and a margin of 25%:" in reply
    assert str(talk.workspace.profile.margin) == "0.25"
    assert talk.problems() == []


def test_terms_told_together_after_a_plan_all_count(talk):
    talk.say("I have 10,000, where should it go?")
    reply = talk.say("our margin is 25%, an e-mail costs 5 cents")
    assert asked(talk) == [{"budget": 10000}]
    assert "and a margin of 25%:" in reply
    kept = talk.workspace.profile
    assert (str(kept.margin), str(kept.cost_email)) == ("0.25", "0.05")


def test_a_plan_is_drawn(talk):
    talk.say("I have 10,000, where should it go?")
    talk.say("draw that")
    [(tool, arguments)] = talk.calls
    assert tool == "draw_chart"
    assert talk.workspace.result(arguments["result"]).tool == "plan_budget"
    talk.say("draw the budget plan")
    assert talk.calls[0][1]["kind"] == "budget_allocation"
    assert talk.say("and without calls?").startswith(("What changed: ", "Nothing in the plan changes."))
    assert asked(talk) == [{"budget": 10000, "without": "phone"}]


def test_what_was_not_understood_leaves_the_plan_spoken_of(talk):
    talk.say("I have 10,000, where should it go?")
    assert talk.say("frobnicate the gizmo").startswith("I am not sure what you mean")
    talk.say("and without sms?")
    assert asked(talk) == [{"budget": 10000, "without": "sms"}]


def test_in_chinese(talk):
    talk.language = "zh"
    reply = talk.say("我有一万元预算，怎么花")
    assert asked(talk) == [{"budget": 10000}]
    assert reply.startswith("预算 1 万，毛利率 40%：")
    assert talk.problems() == []
    assert talk.say("如果毛利率是30%呢").startswith("变化：")
    assert talk.problems() == []
    assert "一次性流失客户" in talk.say("为什么没有一次性流失客户")
    assert talk.problems() == []


def test_without_segments_they_are_formed_first(fresh, shop):
    fresh.say(f'load "{shop}"')
    fresh.say("I have 10,000, where should it go?")
    assert [tool for tool, _ in fresh.calls] == ["rfm_segments", "plan_budget"]
