"""Real and made shops against an independent recomputation."""

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd
import pytest
from cohort_answers import TOOL, said
from plain_cohorts import plain_cohorts, seconds

from customer_segmentation.catalogue import find_tool
from customer_segmentation.data.dataset import Dataset
from customer_segmentation.recipes.invoke import invoke
from customer_segmentation.workspace.run import run


def loaded(workspace, path):
    trusted = workspace.with_(typed=frozenset({str(path)}))
    return invoke(find_tool("load_data"), {"source": str(path)}, trusted)


def tables(result):
    dataset = Dataset.read(result.folder)
    orders, returns = (pd.read_parquet(dataset.parquet(name)) for name in ("orders", "returns"))
    return dataset, orders, returns


def cents(money):
    return Decimal(money).quantize(Decimal("0.01"), ROUND_HALF_UP)


def assert_equal(workspace, result, period, frequency):
    dataset, orders, returns = tables(result)
    reply = run(TOOL, {"data": result.id, "period": period}, workspace).reply
    sizes, active, many, money, over = plain_cohorts(orders, returns, frequency, dataset.as_of)
    name = {"month": str, "quarter": lambda q: q.replace("Q", "-Q"), "year": str}[period]
    shown = sorted(sizes)[-36:]
    for cohort in shown:
        subject = name(cohort)
        assert said(reply, subject, "customers") == sizes[cohort]
        assert said(reply, subject, "orders") == many[cohort].sum()
        assert said(reply, subject, "revenue") == cents(money[cohort].sum())
        for later in range(13):
            here = (cohort, later)
            found = said(reply, subject, f"retained_{later}", f"orders_{later}", f"revenue_{later}")
            if later >= over[cohort]:
                assert found == [None] * 3
            else:
                assert found == [active.get(here, 0), many.get(here, 0), cents(money.get(here, 0))]
    assert said(reply, "all", "customers") == sum(sizes.values())
    assert said(reply, "all", "orders") == many.sum()
    assert said(reply, "all", "revenue") == cents(money.sum())
    return reply, orders


@pytest.mark.parametrize(
    ("period", "frequency"), [("month", "M"), pytest.param("quarter", "Q", marks=pytest.mark.slow)]
)
def test_online_retail_equals_an_independent_recomputation(oracle, workspace, period, frequency):
    result = loaded(workspace, oracle("online_retail_II_y2009_2010.parquet"))
    reply, orders = assert_equal(workspace, result, period, frequency)
    if period == "month":
        followed = said(reply, "all", "followed", "ordered_again")
        assert followed == list(seconds(orders, date(2010, 3, 1), date(2010, 9, 1), 90))


@pytest.mark.parametrize(
    ("period", "frequency"), [("month", "M"), pytest.param("quarter", "Q", marks=pytest.mark.slow)]
)
def test_cdnow_equals_an_independent_recomputation(oracle, workspace, period, frequency):
    """Everybody joined in the first quarter of 1997, some by an order that cost nothing."""
    path = oracle("cdnow_master.txt")
    reply, _ = assert_equal(workspace, loaded(workspace, path), period, frequency)
    raw = [row.split() for row in path.read_text().splitlines()[1:]]
    first = {}
    for customer, day, _, paid in raw:
        if float(paid) > 0:
            first[customer] = min(day, first.get(customer, day))
    months = Counter(day[:6] for day in first.values())
    if period == "month":
        assert {m: said(reply, f"{m[:4]}-{m[4:]}", "customers") for m in months} == months
    assert said(reply, "all", "customers") == len(first)


def test_the_demo_shop_equals_an_independent_recomputation(workspace):
    from customer_segmentation.data.demo_shop import write_demo_shop

    made = write_demo_shop(workspace.root / "demo")
    assert_equal(workspace, loaded(workspace, made.orders), "month", "M")
