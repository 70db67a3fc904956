"""How many newcomers a time brought, whether they are better than others, and how many customers are lost."""

import pytest


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (
            "how many new customers did we get in December 2024?",
            "first_on >= '2024-12-01' and first_on <= '2024-12-31'",
        ),
        ("2024年11月新客有多少", "first_on >= '2024-11-01' and first_on <= '2024-11-30'"),
    ],
)
def test_newcomers_of_a_time_are_those_whose_first_order_it_holds(talk, text, where):
    talk.say(text)
    assert talk.calls == [("query_data", {"measure": "customers", "where": where})]
    counted = talk.workspace.results()[-1].reply.facts["query_data.all.customers"].value
    talk.say("show the cohorts by month")
    month = where[len("first_on >= '") :][:7]
    followed = talk.workspace.results()[-1].reply.facts
    assert followed[f"cohort_retention.{month}.customers"].value == counted


def test_newcomers_of_a_time_are_followed_with_their_earlier_orders_known(talk):
    talk.say("how many newcomers since June 2024 came back?")
    assert talk.calls == [("cohort_retention", {"where": "first_on >= '2024-06-01'"})]


@pytest.mark.parametrize(
    "text", ["今年的新客比去年的好吗", "are this year's new customers better than last year's?"]
)
def test_newcomers_held_against_others_are_all_looked_at(talk, text):
    talk.say(text)
    assert talk.calls == [("cohort_retention", {})]


@pytest.mark.parametrize("text", ["how many customers did we lose?", "流失了多少客户"])
def test_who_is_lost_is_estimated(talk, text):
    talk.say(text)
    assert talk.calls == [("predict_value", {})]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("which country is worth most per customer?", {"by": "country"}),
        ("what is the revenue per customer?", {}),
        ("人均消费是多少", {}),
    ],
)
def test_money_per_customer_is_a_figure_and_no_list_of_customers(talk, text, by):
    talk.say(text)
    assert talk.calls == [("query_data", {"measure": "revenue_each", **by})]
    facts = talk.workspace.results()[-1].reply.facts
    each = facts["query_data.all.revenue_each"]
    assert each.basis == ("query_data.all.revenue", "query_data.all.customers")
    money = facts["query_data.all.revenue"].number / facts["query_data.all.customers"].number
    assert abs(each.number - money) <= 1
