"""Public files against an independent recomputation in pandas."""

from datetime import date
from decimal import Decimal

import pytest

from customer_segmentation.data.dataset import Grain


@pytest.fixture
def retail(load, oracle):
    return load(oracle("online_retail_II_y2009_2010.parquet"))


def test_online_retail(retail, oracle):
    import pandas as pd

    frame = pd.read_parquet(oracle("online_retail_II_y2009_2010.parquet"))
    known = frame[frame["Customer ID"].notna()]
    assert retail.facts["lines_read"] == len(frame) == 525_461
    assert (
        retail.aside
        == {"missing_customer": int(frame["Customer ID"].isna().sum())}
        == {"missing_customer": 107_927}
    )
    cancelled = frame["Invoice"].str.startswith("C")
    assert retail.facts["cancellation_lines"] == int(cancelled.sum()) == 10_206
    assert retail.facts["duplicate_lines"] == int(frame.duplicated().sum()) == 6_865
    amount = (known["Price"].mul(10_000).round().astype("int64") * known["Quantity"]).map(
        lambda n: Decimal(int(n)) / 10_000
    )
    cent = Decimal("0.01")
    assert retail.facts["revenue"] == amount.sum().quantize(cent)
    assert retail.facts["gross"] == sum((a for a in amount if a > 0), Decimal(0)).quantize(cent)
    assert retail.facts["return_lines"] == int((known["Quantity"] < 0).sum())
    assert retail.facts["zero_price_lines"] == int(((known["Price"] == 0) & (known["Quantity"] >= 0)).sum())
    assert retail.facts["customers_seen"] == known["Customer ID"].nunique() == 4_383
    whole = (frame["Price"].mul(10_000).round().astype("int64") * frame["Quantity"]).sum()
    lost = (frame["Price"].mul(10_000).round().astype("int64") * frame["Quantity"])[
        frame["Customer ID"].isna()
    ].sum()
    assert retail.facts["missing_customer_share"] == pytest.approx(lost / whole)


def test_ids_of_online_retail_are_whole_numbers(retail):
    ids = [row[0] for row in retail.rows("orders", "DISTINCT customer_id")]
    assert all(len(one) == 5 and one.isdigit() for one in ids)
    assert retail.dataset.grain is Grain.LINES
    assert retail.roles["order_id"] == "Invoice"


def test_cdnow(load, oracle):
    loaded = load(oracle("cdnow_master.txt"))
    assert loaded.roles == {
        "date": "date", "customer_id": "customer_id", "quantity": "number_of_cds", "amount": "dollar_value",
    }  # fmt: skip
    assert loaded.aside == {}
    assert loaded.facts["lines_kept"] == 69_659
    assert loaded.facts["customers_seen"] == 23_570
    assert loaded.facts["revenue"] == Decimal("2500315.63")
    assert loaded.dataset.currency == "USD"
    assert (str(loaded.facts["first_on"]), str(loaded.facts["last_on"])) == ("1997-01-01", "1998-06-30")


def test_cdnow_without_its_header_is_read_the_same(load, oracle):
    text = oracle("cdnow_master.txt").read_text(encoding="utf-8")
    loaded = load("\n".join(text.splitlines()[1:]) + "\n", name="cdnow.txt")
    assert loaded.roles == {
        "date": "column 2", "customer_id": "column 1", "quantity": "column 3", "amount": "column 4",
    }  # fmt: skip
    assert loaded.facts["revenue"] == Decimal("2500315.63")
    assert loaded.facts["customers_seen"] == 23_570


def test_orders_of_the_rfm_package_keep_every_row_and_hide_every_name(load, oracle):
    import pandas as pd

    path = oracle("rfm_data_orders.csv")
    loaded = load(path)
    assert loaded.facts["lines_kept"] == 4_906
    assert loaded.facts["customers"] == 995
    assert loaded.facts["revenue"] == 464_158
    assert str(loaded.facts["as_of"]) == "2006-12-31"
    assert {c.name for c in loaded.dataset.columns if c.personal} == {"first_name", "last_name", "email"}
    frame = pd.read_csv(path)
    shown = loaded.result.reply.model_dump_json()
    planted = {*frame["email"], *frame["customer_id"]}
    assert not [one for one in planted if str(one) in shown]


def test_marketing_campaign_is_attributes(load, oracle):
    loaded = load(oracle("marketing_campaign.csv"))
    assert loaded.dataset.grain is Grain.ATTRIBUTES
    assert loaded.facts["customers"] == 2_240
    types = {c.name: c.type for c in loaded.dataset.columns}
    assert (types["year_birth"], types["marital_status"], types["dt_customer"], types["income"]) == (
        "number", "text", "date", "number",
    )  # fmt: skip
    assert loaded.rows("customers", "count(*), count(income), min(dt_customer), max(dt_customer)") == [
        (2240, 2216, date(2012, 7, 30), date(2014, 6, 29))
    ]
    assert loaded.said("data_impossible_values").get("values") == "1893, 1900"
    assert loaded.said("data_far_values") == {"header": "Income", "values": "666666"}
    assert "YOLO" in loaded.said("data_rare_values").get("values")
