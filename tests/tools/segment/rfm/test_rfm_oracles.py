"""Public data with published or independently computed answers (PRACTICE section 4)."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pandas as pd
import pytest
from anchored_rule import anchored_scores
from rfm_answers import segmented

from answers import assignment, values
from customer_segmentation.data.dataset import Dataset, Grain, ReturnsPolicy
from customer_segmentation.data.orders import derive_buyers, derive_orders
from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.kit.reply import Reply
from customer_segmentation.workspace.store import Stored
from rows_shop import line, shop

GIVEN = "R=115,181,297.4,482;F=4,5,6,8;M=255.8,382,506.4,666"
PUBLISHED = {
    "potential_loyalists": 342,
    "loyal_customers": 170,
    "lost": 148,
    "new_customers": 104,
    "about_to_sleep": 102,
    "cant_lose": 47,
    "champions": 35,
    "at_risk": 28,
    "need_attention": 10,
    "promising": 9,
}
DEFAULT_MAP = {
    5: ["new_customers", "potential_loyalists", "potential_loyalists", "champions", "champions"],
    4: ["promising", "potential_loyalists", "potential_loyalists", "loyal_customers", "champions"],
    3: ["about_to_sleep", "need_attention", "need_attention", "loyal_customers", "loyal_customers"],
    2: ["one_time_lapsed", "at_risk", "at_risk", "cant_lose", "cant_lose"],
    1: ["one_time_lapsed", "hibernating", "hibernating", "cant_lose", "cant_lose"],
}


@pytest.fixture
def r_orders(oracle, workspace):
    rows = pd.read_csv(oracle("rfm_data_orders.csv"))
    lines = [
        line(customer, f"{customer} {day}", day, amount, product=None)
        for customer, day, amount in zip(rows.customer_id, rows.order_date, rows.revenue, strict=True)
    ]
    shop(workspace, lines, as_of=date(2006, 12, 31))
    return workspace


def test_the_r_package_rfm_gives_the_published_segments(r_orders):
    result = segmented(r_orders, thresholds=GIVEN, map="r-package", frequency_unit="line", as_of="2006-12-31")
    subjects = result.reply.tables["segments"].subjects
    assert {subject: values(result, subject)["customers"] for subject in subjects} == PUBLISHED
    assert values(result, "all")["customers"] == sum(PUBLISHED.values()) == 995
    assert result.reply.detail["empty_segments"] == ["others"]
    assert values(result, "all")["map_gaps"] == 10
    assert result.reply.detail["thresholds"] == GIVEN


LINES = """
CREATE TABLE transactions AS
SELECT CAST(row_number() OVER () AS BIGINT) AS line, CAST(CAST("Customer ID" AS BIGINT) AS VARCHAR) AS customer_id,
       Invoice AS order_id, CAST(InvoiceDate AS TIMESTAMP) AS ordered_at,
       CAST(Quantity AS DECIMAL(18, 4)) AS quantity,
       CAST(CAST(Price AS DECIMAL(18, 4)) * CAST(Quantity AS DECIMAL(18, 4)) AS DECIMAL(18, 4)) AS amount,
       StockCode AS product
FROM read_parquet({path}) WHERE "Customer ID" IS NOT NULL
"""


def load_retail(workspace, path, policy):
    """Lay the file down as loaded data, without the readers."""
    identity = "e" * 24
    with workspace.store.draft() as folder:
        with duckdb_engine(folder) as engine:
            engine.connection.execute(LINES.format(path=literal(str(path))))
            derive_orders(engine, policy)
            derive_buyers(engine)
            for table in ("transactions", "orders", "returns", "buyers"):
                engine.write_parquet(f"SELECT * FROM {table}", folder / f"{table}.parquet")
            [(first, last)] = engine.rows_of("SELECT MIN(ordered_at), MAX(ordered_at) FROM transactions")
        as_of = last.date() + timedelta(days=1)
        Dataset(
            source=path.name,
            grain=Grain.LINES,
            roles={},
            currency="GBP",
            returns=policy,
            as_of=as_of,
            first_on=first.date(),
            last_on=last.date(),
        ).write(folder)
        stored = Stored(id=identity, tool="load_data", version=1, request={}, inputs={}, reply=Reply())
        workspace.store.keep(folder, stored)
    workspace.journal.record(workspace.thread, identity, "load_data", "dataset", identity)
    return pd.read_parquet(workspace.store.folder(identity) / "orders.parquet")


def recomputed(path, policy, valid_orders):
    """One row per customer by pandas from the file itself; money in ten-thousandths, exactly."""
    rows = pd.read_parquet(path).dropna(subset=["Customer ID"])
    rows["customer"] = rows["Customer ID"].astype("int64").astype(str)
    rows["at"] = pd.to_datetime(rows["InvoiceDate"])
    rows["amount"] = (rows["Price"] * 10_000).round().astype("int64") * rows["Quantity"]
    as_of = rows["at"].max().normalize() + pd.Timedelta(days=1)
    bought = rows[(rows["amount"] > 0) | ((rows["amount"] == 0) & (rows["Quantity"] >= 0))]
    orders = bought.groupby(["customer", "Invoice"], as_index=False).agg(
        at=("at", "min"), best=("amount", "max")
    )
    valid = orders[orders["best"] > 0]
    if policy is ReturnsPolicy.NET:  # which orders were wholly returned is tested where returns are matched
        valid = valid[valid["Invoice"].isin(valid_orders)]
    counted = bought if policy is ReturnsPolicy.EXCLUDE else rows
    people = valid.groupby("customer").agg(last=("at", "max"), orders=("Invoice", "size"))
    people["recency"] = (as_of - people["last"].dt.normalize()).dt.days
    people["revenue"] = counted.groupby("customer")["amount"].sum()
    for measure, name in zip("RFM", ("recency", "orders", "revenue"), strict=True):
        people[measure] = anchored_scores(measure, people[name].tolist())
    people["segment"] = [DEFAULT_MAP[r][f - 1] for r, f in zip(people["R"], people["F"], strict=True)]
    return people


@pytest.mark.parametrize("policy", ReturnsPolicy)
def test_online_retail_equals_an_independent_recomputation(oracle, workspace, policy):
    path = oracle("online_retail_II_y2009_2010.parquet")
    orders = load_retail(workspace, path, policy)
    result = segmented(workspace)
    people = recomputed(path, policy, set(orders.loc[orders["valid"], "order_id"]))

    found = assignment(result)
    assert list(found) == sorted(people.index)
    expected = people[["segment", "recency", "orders", "revenue", "R", "F", "M"]]
    assert [
        [
            row["segment"],
            row["recency_days"],
            row["orders"],
            int(row["revenue"] * 10_000),
            row["r"],
            row["f"],
            row["m"],
        ]
        for row in found.values()
    ] == expected.sort_index().to_numpy().tolist()
    assert_facts(result, people)


def assert_facts(result, people):
    total = int(people["revenue"].sum())
    for segment, part in people.groupby("segment"):
        facts = values(result, segment)
        revenue = int(part["revenue"].sum())
        assert facts["customers"] == len(part)
        assert facts["share"] == len(part) / len(people)
        assert facts["orders"] == part["orders"].sum()
        assert facts["revenue"] == cents(revenue)
        assert facts["revenue_share"] == pytest.approx(revenue / total, rel=1e-14)
        assert facts["aov"] == cents(Fraction(revenue, int(part["orders"].sum())))
        assert facts["orders_each"] == part["orders"].sum() / len(part)
        assert facts["median_recency"] == sorted(part["recency"])[(len(part) - 1) // 2]
        assert facts["customers_rank"] == 1 + sum(people["segment"].value_counts() > len(part))
        assert facts["revenue_rank"] == 1 + sum(people.groupby("segment")["revenue"].sum() > revenue)
    everybody = values(result, "all")
    top = people["revenue"].nlargest(-(-len(people) // 10)).sum()
    assert everybody["top_tenth_revenue"] == cents(int(top))
    assert everybody["one_time_customers"] == int((people["orders"] == 1).sum())
    assert everybody["one_time_top_value"] == int(((people["orders"] == 1) & (people["M"] == 5)).sum())
    assert everybody["customers"] == len(people)
    assert everybody["revenue"] == cents(total)


def cents(ten_thousandths):
    exact = Fraction(ten_thousandths) / 10_000
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)
