"""Relations that must hold whatever the data (PRACTICE section 4)."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from loaded_shop import assignment, line, load, one_order_each, segmented, values

from customer_segmentation.workspace.workspace import Workspace

DAY = date(2024, 1, 1)
ORDERS = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 90)), min_size=1, max_size=6)
SHOPS = st.dictionaries(st.text("abcdef", min_size=1, max_size=4), ORDERS, min_size=1, max_size=25)
QUICK = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return Workspace.open(tmp_path_factory.mktemp("shop"))


_LOADED = iter(range(10**6))


def result_of(workspace, rows, **request):
    as_of = request.pop("loaded_as_of", None)
    identity = load(workspace, rows, identity=f"d{next(_LOADED):023}", as_of=as_of)
    return segmented(workspace, data=identity, **request)


def placed(workspace, rows, **request):
    """What the tool says of each customer, but for their dates."""
    found = assignment(result_of(workspace, rows, **request))
    wanted = ("segment", "recency_days", "orders", "revenue", "r", "f", "m")
    return {customer: tuple(row[name] for name in wanted) for customer, row in found.items()}


def rows_of(shop, start=DAY, factor=1):
    days = {c: [(start + timedelta(days=d), a * factor) for d, a in orders] for c, orders in shop.items()}
    return one_order_each(days)


@QUICK
@given(SHOPS, st.randoms(use_true_random=False), st.sampled_from(["anchored", "quantile", "kmeans"]))
def test_shuffled_rows_give_the_same(workspace, shop, random, scoring):
    rows = rows_of(shop)
    shuffled = random.sample(rows, len(rows))
    assert placed(workspace, shuffled, scoring=scoring) == placed(workspace, rows, scoring=scoring)


@QUICK
@given(SHOPS)
def test_a_line_split_in_two_gives_the_same(workspace, shop):
    rows = rows_of(shop)
    halves = [(*row[:4], row[4] / 2, row[5]) for row in rows for _ in range(2)]
    assert placed(workspace, halves) == placed(workspace, rows)


@QUICK
@given(SHOPS, st.integers(-3000, 3000))
def test_dates_and_as_of_moved_together_give_the_same(workspace, shop, days):
    moved = DAY + timedelta(days=days)
    end = timedelta(days=450)
    before = placed(workspace, rows_of(shop), as_of=(DAY + end).isoformat())
    assert placed(workspace, rows_of(shop, moved), as_of=(moved + end).isoformat()) == before


@QUICK
@given(SHOPS, st.sampled_from([2, 10, 7000]), st.sampled_from(["anchored", "quantile"]))
def test_another_currency_gives_the_same_scores(workspace, shop, factor, scoring):
    def scores(rows):
        return {c: (row[0], *row[4:]) for c, row in placed(workspace, rows, scoring=scoring).items()}

    assert scores(rows_of(shop, factor=factor)) == scores(rows_of(shop))


@QUICK
@given(SHOPS, st.integers(0, 400), st.integers(1, 900))
def test_a_purchase_returned_whole_leaves_no_trace(workspace, shop, day, amount):
    rows = rows_of(shop)
    someone = min(shop)
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
def test_every_customer_is_in_exactly_one_segment_and_the_parts_add_up(workspace, shop, name):
    result = result_of(workspace, rows_of(shop), map=name)
    found = assignment(result)
    assert set(found) == set(shop)
    sizes = Counter(row["segment"] for row in found.values())
    subjects = result.reply.tables["segments"].subjects
    assert {s: values(result, s)["customers"] for s in subjects} == dict(sizes)
    assert sum(values(result, s)["revenue"] for s in subjects) == values(result, "all")["revenue"]
    assert sum(values(result, s)["orders"] for s in subjects) == values(result, "all")["orders"]
    assert sum(values(result, s)["share"] for s in subjects) == pytest.approx(1)
    assert sum(values(result, s)["revenue_share"] for s in subjects) == pytest.approx(1)


@QUICK
@given(SHOPS)
def test_one_order_means_the_lowest_frequency_score(workspace, shop):
    found = assignment(result_of(workspace, rows_of(shop)))
    assert {c: row["f"] == 1 for c, row in found.items()} == {
        c: len(orders) == 1 for c, orders in shop.items()
    }


@QUICK
@given(SHOPS, st.sampled_from(["anchored", "quantile", "kmeans"]), st.integers(2, 5))
def test_the_thresholds_that_come_back_reproduce_the_result(workspace, shop, scoring, classes):
    rows = rows_of(shop)
    first = result_of(workspace, rows, scoring=scoring, classes=classes)
    again = segmented(workspace, data=first.request["data"], thresholds=first.reply.detail["thresholds"])
    frozen = segmented(workspace, data=first.request["data"], thresholds_from=first.id)
    assert assignment(again) == assignment(first) == assignment(frozen)


@QUICK
@given(SHOPS, st.sampled_from(["default", "putler"]))
def test_better_in_everything_never_scores_lower(workspace, shop, name):
    found = list(assignment(result_of(workspace, rows_of(shop), map=name)).values())
    for one in found:
        for other in found:
            better = one["recency_days"] <= other["recency_days"]
            if better and one["orders"] >= other["orders"] and one["revenue"] >= other["revenue"]:
                assert (one["r"] >= other["r"], one["f"] >= other["f"], one["m"] >= other["m"]) == (True,) * 3
