"""Both tools against pandas and scikit-learn on public data."""

from collections import Counter
from datetime import timedelta

import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score
from validation_answers import problems, rfm, validated

from answers import values
from customer_segmentation.data.load_data import load_data
from customer_segmentation.explain.migration.segment_migration import segment_migration
from customer_segmentation.explain.time_split import expected_order
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.run import run

pytestmark = pytest.mark.slow

_MAP = {
    5: "new_customers potential_loyalists potential_loyalists champions champions",
    4: "promising potential_loyalists potential_loyalists loyal_customers champions",
    3: "about_to_sleep need_attention need_attention loyal_customers loyal_customers",
    2: "one_time_lapsed at_risk at_risk cant_lose cant_lose",
    1: "one_time_lapsed hibernating hibernating cant_lose cant_lose",
}
"""PRACTICE, section 6: a row per recency score, a column per frequency score."""


@pytest.fixture
def retail(workspace, oracle):
    """Online Retail II without its returns, and its lines as pandas reads them."""
    path = oracle("online_retail_II_y2009_2010.parquet")
    known = workspace.with_(typed=frozenset({str(path)}))
    data = run(tool_of(load_data), {"source": str(path), "returns": "exclude"}, known)
    lines = pd.read_parquet(data.folder / "transactions.parquet")
    lines = lines[(lines["amount"] > 0) | ((lines["amount"] == 0) & (lines["quantity"] >= 0))]
    # An order counts where something in it was paid for, on the day of its first line.
    orders = lines.groupby(["customer_id", "order_id"]).agg(
        at=("ordered_at", "min"), amount=("amount", "sum")
    )
    orders["on"] = orders["at"].dt.date
    return data, orders[orders["amount"] > 0].reset_index()


def measured(orders, day):
    """Recency and orders of every customer as of a day."""
    past = orders[orders["on"] < day]
    found = past.groupby("customer_id").agg(last=("on", "max"), orders=("order_id", "nunique"))
    found["recency"] = [(day - last).days for last in found["last"]]
    return found


def placed(orders, day, cuts):
    """The segment of every customer by given cut points, after the table of the default map."""
    found = measured(orders, day)
    r = [5 - sum(value >= cut for cut in cuts["R"]) for value in found["recency"]]
    f = [1 + sum(value >= cut for cut in cuts["F"]) for value in found["orders"]]
    return pd.Series([_MAP[a].split()[b - 1] for a, b in zip(r, f, strict=True)], index=found.index)


def test_flows_of_a_real_shop_are_counted_again(workspace, retail):
    data, orders = retail
    formed = rfm(workspace, data.id)
    found = run(tool_of(segment_migration), {"segmentation": formed.id, "from": "2010-06-01"}, workspace)
    segmentation = Segmentation.read(formed.folder)
    cuts = {measure: [float(cut) for cut in values] for measure, values in segmentation.thresholds.items()}
    first = pd.Timestamp("2010-06-01").date()
    before, after = placed(orders, first, cuts), placed(orders, segmentation.as_of, cuts)
    expected = Counter((before.get(who, "newly_in"), after.get(who)) for who in after.index)
    told = {
        (key.split(".")[1], key.split(".")[2].removeprefix("to_")): fact.value
        for key, fact in found.reply.facts.items()
        if ".to_" in key and fact.unit == "customers" and fact.value
    }
    assert told == dict(expected)
    assert sum(told.values()) == len(after)


def test_areas_of_a_real_shop_are_those_of_scikit_learn(workspace, retail):
    data, orders = retail
    formed = rfm(workspace, data.id)
    found = validated(workspace, formed)
    as_of = Segmentation.read(formed.folder).as_of
    areas = {"auc": [], "auc_recency": [], "auc_frequency": []}
    for number in (1, 2, 3):
        split_on = as_of - timedelta(days=90 * number)
        past = rfm(workspace, data.id, as_of=split_on.isoformat())
        segment = pd.read_parquet(past.folder / "assignment.parquet").set_index("customer_id")["segment"]
        known = measured(orders, split_on)
        assert set(segment.index) == set(known.index)
        later = orders[(orders["on"] >= split_on) & (orders["on"] < split_on + timedelta(days=90))]
        came = known.index.isin(later["customer_id"])
        order = expected_order(Segmentation.read(past.folder))
        areas["auc"].append(roc_auc_score(came, [-order.index(segment[who]) for who in known.index]))
        areas["auc_recency"].append(roc_auc_score(came, -known["recency"]))
        areas["auc_frequency"].append(roc_auc_score(came, known["orders"]))
    told = values(found)
    assert {name: told[name] for name in areas} == pytest.approx(
        {name: sum(each) / 3 for name, each in areas.items()}, abs=1e-12
    )
    assert found.reply.detail["told"] == "well"
    assert found.reply.detail["recency"] == "better"
    assert problems(workspace, found) == []
