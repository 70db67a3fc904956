"""Clusters out of time: found anew on each day for the verdict, today's for what each segment did."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score
from validation_answers import codes, problems, validated

from answers import values
from customer_segmentation.advise.recommend import recommend
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.cluster.cluster_customers import cluster_customers
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from rows_shop import line, shop

FIRST = date(2022, 1, 1)
DAYS = 900
HORIZON = timedelta(days=90)


def drawn_orders(customers=260, seed=3):
    """Orders of a shop in which some come often, some now and then, and some only in their first weeks."""
    draw = np.random.default_rng(seed)
    found = [("c0", DAYS, 9.0)]
    for n in range(customers):
        rate = (0.03, 0.006, 0.02)[n % 3]
        joined = int(draw.integers(0, 500))
        until = joined + 60 if n % 3 == 2 else DAYS
        days = [joined, *(joined + 1 + np.flatnonzero(draw.random(until - joined) < rate))]
        worth = (90, 30, 15)[n % 3]
        found += [
            (f"c{n}", int(day), round(worth * float(draw.uniform(0.7, 1.3)), 2))
            for day in days
            if day <= DAYS
        ]
    return found


def drawn_shop(workspace, orders, identity):
    rows = [
        line(who, f"{who}-{day}-{worth}", FIRST + timedelta(days=day), worth) for who, day, worth in orders
    ]
    return shop(workspace, rows, identity=identity * 24)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """A workspace that all tests share: results are found again by what they were asked."""
    return Workspace.open(tmp_path_factory.mktemp("clusters"))


@pytest.fixture(scope="module")
def data(workspace):
    return drawn_shop(workspace, drawn_orders(), "d")


def clustered(workspace, data, **asked):
    return run(tool_of(cluster_customers), {"data": data, **asked}, workspace)


def assigned(result):
    return pd.read_parquet(result.folder / "assignment.parquet").set_index("customer_id")["segment"]


def came_back(orders, people, day):
    start, end = (day - FIRST).days, (day + HORIZON - FIRST).days
    later = {who for who, on, _ in orders if start <= on < end}
    return np.array([who in later for who in people.index])


def area(orders, now, before, day):
    """Of customers as assigned on a day, in the order that those of 90 days before taught by that day."""
    known = came_back(orders, before, day - HORIZON)
    rates = {
        segment: (known[own].sum() + 30 * known.mean()) / (own.sum() + 30)
        for segment in set(before)
        for own in [(before == segment).to_numpy()]
    }
    return roc_auc_score(came_back(orders, now, day), [rates.get(s, known.mean()) for s in now])


@pytest.mark.parametrize("asked", [{"method": "kmeans", "k": 3}, {"method": "hdbscan"}])
def test_the_verdict_is_counted_again_from_clusters_fitted_day_by_day(workspace, data, asked):
    orders = drawn_orders()
    today = clustered(workspace, data, **asked)
    told = validated(workspace, today)
    as_of = Segmentation.read(today.folder).as_of
    groups = sum(s.id.startswith("c") for s in Segmentation.read(today.folder).segments)
    again = asked if asked["method"] == "hdbscan" else {**asked, "k": groups}
    anew, kept = [], []
    for number in (1, 2, 3):
        day = as_of - number * HORIZON
        days = {"now": day.isoformat(), "before": (day - HORIZON).isoformat()}
        then = clustered(workspace, data, **again, as_of=days["now"], match="")
        for model, areas in ((then, anew), (today, kept)):
            now, before = (
                assigned(clustered(workspace, data, **asked, model_from=model.id, as_of=when))
                for when in days.values()
            )
            areas.append(area(orders, now, before, day))
        assert values(told, day.isoformat())["auc"] == pytest.approx(anew[-1])
    assert values(told)["auc"] == pytest.approx(np.mean(anew))
    assert values(told)["auc_kept"] == pytest.approx(np.mean(kept))


@pytest.mark.parametrize("asked", [{"method": "kmeans", "k": 3}, {"method": "hdbscan"}])
def test_advice_and_validation_tell_the_same_of_every_cluster(workspace, data, asked):
    today = clustered(workspace, data, **asked)
    judged = validated(workspace, today)
    advised = run(tool_of(recommend), {"segmentation": today.id}, workspace)
    rated = 0
    for segment in judged.reply.tables["validation"].subjects:
        one, other = values(judged, segment), values(advised, segment)
        assert one["customers"] == other.get("base_customers", one["customers"])
        if "repurchase_rate" in other:
            rated += 1
            for measure in ("repurchase_rate", "came_back", "orders_after", "spent_after"):
                assert one[measure] == other[measure]
    assert rated > 1
    assert values(judged)["split_on"] == values(advised)["split_on"]


def test_no_customer_counts_as_average_and_the_clusters_are_todays(workspace, data):
    today = clustered(workspace, data, method="kmeans", k=3)
    found = validated(workspace, today)
    assert set(found.reply.tables["validation"].subjects) <= set(Segmentation.read(today.folder).ids())
    assert found.reply.detail["told"] == "well"
    assert values(found)["auc"] > 0.7


def test_rows_in_another_order_change_no_verdict(workspace):
    orders = drawn_orders(customers=150)
    one, other = (
        values(
            validated(workspace, clustered(workspace, drawn_shop(workspace, rows, i), method="kmeans", k=3))
        )
        for rows, i in ((orders, "1"), (orders[::-1], "2"))
    )
    assert {m: one[m] for m in ("auc", "auc_kept")} == pytest.approx(
        {m: other[m] for m in ("auc", "auc_kept")}
    )


def test_without_clusters_on_the_earlier_days_there_is_no_verdict(workspace):
    """On no earlier day had so many bought as it takes to look for groups."""
    orders = [o for o in drawn_orders() if int(o[0][1:]) < 40 or o[1] > DAYS - 80]
    found = validated(
        workspace, clustered(workspace, drawn_shop(workspace, orders, "f"), method="kmeans", k=2)
    )
    detail = found.reply.detail
    assert (detail["told"], detail["why_unknown"]) == ("unknown", "no_clusters")
    assert values(found)["not_found"] == values(found)["origins"]
    assert "validate_no_clusters_then" in codes(found)
    assert "auc" not in values(found)
    assert "found no clusters" in prose("validate_segments", found.reply, "en")
    assert problems(workspace, found) == []


def test_the_model_of_an_earlier_result_is_kept_on_every_day_and_it_is_said(workspace, data):
    today = clustered(workspace, data, method="kmeans", k=3)
    again = validated(workspace, clustered(workspace, data, model_from=today.id))
    assert "validate_model_given" in codes(again)
    assert not again.reply.detail["anew"]
    assert values(again)["auc"] == pytest.approx(values(validated(workspace, today))["auc_kept"])


@pytest.mark.parametrize("asked", [{"method": "kmeans", "k": 3}, {"method": "hdbscan"}])
def test_the_reply_on_clusters_is_grounded(workspace, data, asked):
    found = validated(workspace, clustered(workspace, data, **asked))
    assert problems(workspace, found) == []
    assert "clusters found anew" in prose("validate_segments", found.reply, "en")
    assert "重新得到的聚类" in prose("validate_segments", found.reply, "zh")
