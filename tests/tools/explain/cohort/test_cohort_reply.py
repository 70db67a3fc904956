"""The reply in words: grounded in both languages, whatever the shop; and what a filter does to it."""

import random
from datetime import date

import pytest
from cohort_answers import TOOL, answer, codes, joined, said

from customer_segmentation.data.scope import open_scope
from customer_segmentation.explain.cohort.cohort_retention import cohort_retention
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.for_model import for_model
from customer_segmentation.kit.grounding import check
from customer_segmentation.kit.prose import fact_meaning, prose
from customer_segmentation.kit.render import Renderer
from customer_segmentation.kit.words import LANGUAGES
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.run import run
from rows_shop import aggregated, column, line, shop
from small_shop import small_shop

CHANNEL = column("channel", header='Kanal "[neu]" [[all]]')


def sold(seed=1, customers=300):
    draw = random.Random(seed)  # noqa: S311 - a seeded shop, no secret
    return [
        line(
            who, order, when, amount, product, quantity, channel=draw.choice(["web [[x]]", 'say "hi"', None])
        )
        for who, order, when, quantity, amount, product in small_shop(seed, customers)
    ]


class Spanned(ThreadLedger):
    """The ledger of a thread whose data reach over the days of the shop."""

    def date_range(self):
        return date(2022, 12, 26), date(2025, 1, 5)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"period": "day"},
        {"period": "week"},
        {"period": "quarter"},
        {"period": "month", "by": "channel"},
        {"period": "quarter", "compare": "earlier"},
        {"from": "2023-06-01"},
        {"where": "orders >= 2"},
        {"where": "product = 'o5-1-a'", "period": "month"},
    ],
    ids=str,
)
def test_every_figure_is_of_a_fact(workspace, asked):
    reply = answer(workspace, sold(), [CHANNEL], **asked)
    ledger = Spanned(workspace)
    for language in LANGUAGES:
        words = prose("cohort_retention", reply, language)
        assert check(words, ledger) == []
        assert len(words.splitlines()) <= 25
        text = Renderer(ledger, language, window=80).text(words)
        assert not [mark for mark in ("[[", "not available", "无此数据") if mark in text]


def test_every_measure_has_words(workspace):
    reply = answer(workspace, sold(), [CHANNEL], by="channel", period="quarter", compare="earlier")
    for language in LANGUAGES:
        meanings = {fact_meaning(key, reply, language) for key in reply.facts}
        assert not [words for words in meanings if "_" in words or "{" in words]
    chinese = [fact_meaning(key, reply, "zh") for key in reply.facts]
    assert not [words for words in chinese if words.isascii()]


def test_a_model_sees_the_headline_and_the_groups_first(workspace):
    reply = answer(workspace, sold(), [CHANNEL], by="channel", period="quarter")
    seen = for_model(reply, "r1", "en")
    assert "cohort_retention.all.ordered_again_share = " in seen
    assert "cohort_retention.g1.ordered_again_share = " in seen


def test_nobody_who_came_back_is_an_answer(workspace):
    rows = [*joined("a", 60, "2024-01-05"), *joined("b", 60, "2024-03-05"), line("z", "z", "2024-12-31", 1)]
    reply = answer(workspace, rows)
    assert said(reply, "all", "ordered_again_share", "ordered_again_share_low") == [0, 0]
    words = Renderer(ThreadLedger(workspace), "en").text(prose("cohort_retention", reply, "en"))
    assert words.startswith("Nobody ordered again on a later day within")


def test_one_customer_is_too_few_to_say_a_share_of(workspace):
    rows = [line("a", "a1", "2024-01-05", 10), line("a", "a2", "2024-03-05", 10)]
    reply = answer(workspace, rows, period="month")
    for language in LANGUAGES:
        words = Renderer(ThreadLedger(workspace), language).text(prose("cohort_retention", reply, language))
        assert words.startswith(("Too few new customers", "能够跟踪的新客户太少"))
    assert "customers in" not in for_model(reply, "r1", "en").replace("first order in", "")


def test_from_makes_everybody_look_new_and_a_condition_does_not(workspace):
    rows = sold()
    assert "cohort_from_makes_new" in codes(answer(workspace, rows, **{"from": "2023-06-01"}))
    assert "cohort_from_makes_new" not in codes(
        answer(workspace, rows, laid={"identity": "e" * 24}, **{"from": "2020-01-01"})
    )
    asked = {"period": "month", "where": "first_on >= '2023-06-01'"}
    reply = answer(workspace, rows, laid={"identity": "f" * 24}, **asked)
    assert not {"cohort_from_makes_new", "cohort_where_looks_ahead", "cohort_first_in_filter"} & codes(reply)
    whole = answer(workspace, rows, period="month", laid={"identity": "a" * 24})
    kept = {
        k: f for k, f in whole.facts.items() if k.split(".")[1][:1] == "2" and k.split(".")[1] >= "2023-06"
    }
    points = {k: f for k, f in kept.items() if "again_points" not in k}
    assert {k: reply.facts[k] for k in points} == points


@pytest.mark.parametrize("where", ["orders >= 2", "last_on >= '2024-01-01'", "aov > 10 or revenue > 100"])
def test_a_filter_on_what_they_did_later_is_warned_of(workspace, where):
    assert "cohort_where_looks_ahead" in codes(answer(workspace, sold(), [CHANNEL], where=where))


def test_a_filter_on_lines_makes_the_first_order_its_own(workspace):
    reply = answer(workspace, sold(), [CHANNEL], where="channel is null")
    assert "cohort_first_in_filter" in codes(reply)


def test_aggregated_data_cannot_be_followed(workspace):
    data = aggregated(workspace, [{"customer_id": "a", "last_on": None, "orders": 2, "revenue": 1}])
    with pytest.raises(MethodError) as refused:
        run(TOOL, {"data": data}, workspace)
    assert refused.value.code == "cohort_no_orders"


def test_traits_alone_cannot_be_followed(workspace):
    data = aggregated(
        workspace, None, [column("age", "number", "customers")], [{"customer_id": "a", "age": 3}]
    )
    with pytest.raises(MethodError) as refused:
        run(TOOL, {"data": data}, workspace)
    assert "people.csv" in refused.value.said("en")


def test_the_sql_gives_the_same_cells_from_the_lines_alone(workspace):
    data = shop(workspace, sold(), [CHANNEL])
    request = TOOL.request.model_validate(
        {"data": data, "period": "quarter", "where": "channel = 'web [[x]]'"}
    )
    reply = cohort_retention(request, workspace)
    with open_scope(request.model_copy(update={"where": ""}), workspace) as scope:
        cells = scope.engine.rows_of(reply.detail["sql"])
    assert sum(orders for *_, orders, _ in cells) == said(reply, "all", "orders")
    assert sum(customers for _, _, later, customers, _, _ in cells if later == 0) == said(
        reply, "all", "customers"
    )


def test_weeks_of_a_shop_that_begins_them_on_sunday(workspace):
    data = shop(workspace, sold())
    asked = {"data": data, "period": "week"}
    monday = run(TOOL, asked, workspace)
    workspace.profile.told("week_start", "sunday").write(workspace.root)
    sunday = run(TOOL, asked, type(workspace).open(workspace.root))
    assert monday.id != sunday.id
    assert monday.reply.facts != sunday.reply.facts
    days = [parts[0].values["day"] for parts in sunday.reply.described.values()]
    assert {date.fromisoformat(day).isoweekday() for day in days} == {7}
