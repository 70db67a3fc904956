"""What a person tells in words, read; and what cannot be read, said."""

import pytest
from pydantic import ValidationError

from customer_segmentation.advise.playbook import Channel
from customer_segmentation.kit.errors import InputError
from customer_segmentation.plan.budget.request import BudgetRequest


def said(planned, code, **asked):
    with pytest.raises(InputError) as caught:
        planned(**asked)
    assert caught.value.code == code
    return caught.value.said("en"), caught.value.said("zh")


def contacted(reply, segment):
    fact = reply.facts.get(f"plan_budget.{segment}.contacted")
    return 0 if fact is None else fact.value


@pytest.mark.parametrize(
    "words", ["at_risk: 5/20/60", "At risk=5/20/60", "流失风险客户：5/20/60", " at risk : 5 / 20 / 60 ;"]
)
def test_effects_are_read_in_any_spelling(planned, words):
    reply = planned(effects=words)
    ends = [reply.facts[f"plan_budget.at_risk.effect_{end}"] for end in ("worst", "likely", "best")]
    assert [fact.value for fact in ends] == [0.005, 0.02, 0.06]
    assert {fact.kind for fact in ends} == {"given"}
    assert reply.facts["plan_budget.champions.effect_likely"].kind == "assumed"


@pytest.mark.parametrize(
    "words",
    [
        "cant_lose/personal_call: 0/150/300",
        "Can't lose/Personal call: 0/150/300",
        "cant_lose/电话回访=0/150/300",
    ],
)
def test_an_effect_of_an_action_makes_it_compete(planned, words):
    reply = planned(effects=words, cost_phone="0.5", cost_post="0.5")
    assert reply.value("plan_budget.cant_lose.action") == "personal_call"
    assert reply.value("plan_budget.cant_lose.effect_likely") == 0.15


def test_segments_and_channels_are_left_out(planned):
    reply = planned(without="e-mail, Can't lose")
    assert contacted(reply, "champions") > 0
    assert reply.value("plan_budget.champions.action") == "thank_you_card"
    assert contacted(reply, "cant_lose") == 0
    assert reply.detail["left"]["cant_lose"] == "told"
    assert contacted(planned(without="邮件，信件"), "champions") == 0


def test_least_most_and_capacity_are_held(planned):
    reply = planned(
        most="champions=7; 忠诚客户=3", least="one_time_lapsed=11", capacity="email=400", budget="40"
    )
    assert contacted(reply, "champions") <= 7
    assert contacted(reply, "loyal_customers") <= 3
    assert contacted(reply, "one_time_lapsed") == 11
    assert [f.subject for f in reply.findings if f.code == "budget_least_loses"] == ["one_time_lapsed"]
    assert reply.value("plan_budget.one_time_lapsed.expected") < 0
    assert reply.value("plan_budget.all.cost") <= 40


def test_a_discount_and_who_redeems_it_change_what_an_offer_costs(planned):
    asked = {"effects": "at_risk/small_offer_test: 100/200/300", "without": "post"}
    whole = planned(**asked)
    assert whole.value("plan_budget.at_risk.action") == "small_offer_test"
    third = planned(**asked, redeeming="0.3")
    none = planned(**asked, discount="0%")
    cost = "plan_budget.at_risk.cost"
    assert none.value(cost) < third.value(cost) < whole.value(cost)
    offers = [reply.value(cost) - none.value(cost) for reply in (third, whole)]
    assert offers[0] / offers[1] == pytest.approx(0.3, rel=1e-2) if isinstance(offers[0], float) else True
    assert third.facts["plan_budget.all.redeeming"].kind == "given"
    assert whole.facts["plan_budget.all.redeeming"].kind == "assumed"


@pytest.mark.parametrize("words", ["1500", "1,500", "€1,500.00", "1 500 €", "$1500"])
def test_money_is_read_as_people_write_it(words):
    assert BudgetRequest(budget=words).budget == 1500


@pytest.mark.parametrize("words", ["1.500,00", "1,5", "-3", "much", "10,00"])
def test_money_that_may_be_misread_is_refused(words):
    with pytest.raises(ValidationError):
        BudgetRequest(budget=words)


def test_words_that_cannot_be_read_are_said(planned):
    english, chinese = said(planned, "budget_effect_wrong", effects="at_risk: 10/5/40")
    assert "at_risk: 10/5/40" in english
    assert "at_risk: 10/5/40" in chinese
    said(planned, "budget_effect_wrong", effects="at_risk 10")
    said(planned, "budget_effect_wrong", effects="at_risk: 0/10/4000")
    said(planned, "budget_count_wrong", least="at_risk")
    said(planned, "budget_count_wrong", most="at_risk=-3")
    english, _ = said(planned, "budget_channel_unknown", capacity="fax=3")
    assert "fax" in english
    assert all(str(one) in english for one in Channel if one is not Channel.NONE)
    said(planned, "segment_not_here", without="nobody")
    english, _ = said(planned, "budget_action_unknown", effects="at_risk/parade: 0/1/2")
    assert "come_back_email" in english
    said(planned, "budget_least_too_many", least="at_risk=100000")
    said(planned, "budget_least_too_many", least="at_risk=5", without="at_risk")
    said(planned, "budget_least_too_dear", least="cant_lose=20", budget="3")
