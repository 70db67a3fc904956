"""Relations that must hold whatever the data (PRACTICE section 4)."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rfm_answers import one_order_each, segmented

from answers import assignment, values
from customer_segmentation.workspace.workspace import Workspace
from rows_shop import line, shop

DAY = date(2024, 1, 1)
ORDERS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 90)), min_size=1, max_size=6)
SHOPS = st.dictionaries(st.text("abcdef", min_size=1, max_size=4), ORDERS, min_size=1, max_size=25)
# Every example writes results to disk, so there are fewer of them.
QUICK = settings(
    max_examples=settings().max_examples // 4, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return Workspace.open(tmp_path_factory.mktemp("shop"))


_LOADED = iter(range(10**6))


def result_of(workspace, rows, **request):
    identity = shop(workspace, rows, identity=f"d{next(_LOADED):023}")
    return segmented(workspace, data=identity, **request)


def placed(workspace, rows, **request):
    """What the tool says of each customer, but for their dates."""
    found = assignment(result_of(workspace, rows, **request))
    wanted = ("segment", "recency_days", "orders", "revenue", "r", "f", "m")
    return {customer: tuple(row[name] for name in wanted) for customer, row in found.items()}


def rows_of(people, start=DAY, factor=1):
    days = {c: [(start + timedelta(days=d), a * factor) for d, a in orders] for c, orders in people.items()}
    return one_order_each(days)


@QUICK
@given(SHOPS, st.randoms(use_true_random=False), st.sampled_from(["anchored", "quantile", "kmeans"]))
def test_shuffled_rows_give_the_same(workspace, people, random, scoring):
    rows = rows_of(people)
    shuffled = random.sample(rows, len(rows))
    assert placed(workspace, shuffled, scoring=scoring) == placed(workspace, rows, scoring=scoring)


@QUICK
@given(SHOPS)
def test_a_line_split_in_two_gives_the_same(workspace, people):
    rows = rows_of(people)
    halves = [{**row, "amount": row["amount"] / 2} for row in rows for _ in range(2)]
    assert placed(workspace, halves) == placed(workspace, rows)


@QUICK
@given(SHOPS, st.integers(-3000, 3000))
def test_dates_and_as_of_moved_together_give_the_same(workspace, people, days):
    moved = DAY + timedelta(days=days)
    end = timedelta(days=450)
    before = placed(workspace, rows_of(people), as_of=(DAY + end).isoformat())
    assert placed(workspace, rows_of(people, moved), as_of=(moved + end).isoformat()) == before


@QUICK
@given(SHOPS, st.sampled_from([2, 10, 7000]), st.sampled_from(["anchored", "quantile"]))
def test_another_currency_gives_the_same_scores(workspace, people, factor, scoring):
    def scores(rows):
        return {c: (row[0], *row[4:]) for c, row in placed(workspace, rows, scoring=scoring).items()}

    assert scores(rows_of(people, factor=factor)) == scores(rows_of(people))


@QUICK
@given(SHOPS, st.integers(0, 400), st.integers(1, 900))
def test_a_purchase_returned_whole_leaves_no_trace(workspace, people, day, amount):
    rows = rows_of(people)
    someone = min(people)
    on = DAY + timedelta(days=day)
    undone = [
        line(someone, "undone", on, amount, "p9"),
        line(someone, "undone-return", on + timedelta(days=30), -amount, "p9"),
        line("ghost", "ghost", on, amount, "p9"),
        line("ghost", "ghost-return", on, -amount, "p9"),
    ]
    as_of = (DAY + timedelta(days=500)).isoformat()
    found = placed(workspace, rows + undone, as_of=as_of)
    assert found == placed(workspace, rows, as_of=as_of)
    assert "ghost" not in found


@QUICK
@given(SHOPS, st.sampled_from(["default", "classic-10", "putler", "r-package"]))
def test_every_customer_is_in_exactly_one_segment_and_the_parts_add_up(workspace, people, name):
    result = result_of(workspace, rows_of(people), map=name)
    found = assignment(result)
    assert set(found) == set(people)
    sizes = Counter(row["segment"] for row in found.values())
    subjects = result.reply.tables["segments"].subjects
    assert {s: values(result, s)["customers"] for s in subjects} == dict(sizes)
    assert sum(values(result, s)["revenue"] for s in subjects) == values(result, "all")["revenue"]
    assert sum(values(result, s)["orders"] for s in subjects) == values(result, "all")["orders"]
    assert sum(values(result, s)["share"] for s in subjects) == pytest.approx(1)
    assert sum(values(result, s)["revenue_share"] for s in subjects) == pytest.approx(1)


@QUICK
@given(SHOPS)
def test_one_order_means_the_lowest_frequency_score(workspace, people):
    found = assignment(result_of(workspace, rows_of(people)))
    assert {c: row["f"] == 1 for c, row in found.items()} == {
        c: len(orders) == 1 for c, orders in people.items()
    }


@QUICK
@given(SHOPS, st.sampled_from(["anchored", "quantile", "kmeans"]), st.integers(2, 5))
def test_the_thresholds_that_come_back_reproduce_the_result(workspace, people, scoring, classes):
    rows = rows_of(people)
    first = result_of(workspace, rows, scoring=scoring, classes=classes)
    again = segmented(workspace, data=first.request["data"], thresholds=first.reply.detail["thresholds"])
    frozen = segmented(workspace, data=first.request["data"], thresholds_from=first.id)
    assert assignment(again) == assignment(first) == assignment(frozen)


@QUICK
@given(SHOPS, st.sampled_from(["default", "putler"]))
def test_better_in_everything_never_scores_lower(workspace, people, name):
    found = list(assignment(result_of(workspace, rows_of(people), map=name)).values())
    for one in found:
        for other in found:
            better = one["recency_days"] <= other["recency_days"]
            if better and one["orders"] >= other["orders"] and one["revenue"] >= other["revenue"]:
                assert (one["r"] >= other["r"], one["f"] >= other["f"], one["m"] >= other["m"]) == (True,) * 3
