"""The demo shop's planted groups show in its orders, by a recomputation that shares no code with the product."""

import pandas as pd
import pytest

from customer_segmentation.data.demo_shop import write_demo_shop

MAP = {
    5: ("new_customers", "potential_loyalists", "potential_loyalists", "champions", "champions"),
    4: ("promising", "potential_loyalists", "potential_loyalists", "loyal_customers", "champions"),
    3: ("about_to_sleep", "need_attention", "need_attention", "loyal_customers", "loyal_customers"),
    2: ("one_time_lapsed", "at_risk", "at_risk", "cant_lose", "cant_lose"),
    1: ("one_time_lapsed", "hibernating", "hibernating", "cant_lose", "cant_lose"),
}
END = pd.Timestamp("2024-12-31")


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return write_demo_shop(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="module")
def lines(shop):
    rows = pd.read_csv(shop.orders, dtype=str, keep_default_na=False).apply(lambda column: column.str.strip())
    rows = rows[(rows.client_no != "") & (rows.client_no != "TEST") & (rows.unit_price != "")]
    return rows.assign(
        day=pd.to_datetime(rows.created, format="%d/%m/%Y %H:%M").dt.normalize(),
        quantity=rows.qty.astype(int),
        cents=rows.unit_price.str.replace(".", "").astype(int) * rows.qty.astype(int),
    )


def orders_kept(lines):
    """Return the orders of which something was kept; what comes back was bought once, so pairs match returns."""
    sales, back = lines[lines.quantity > 0], lines[lines.quantity < 0]
    returned = -back.groupby(["client_no", "sku"]).quantity.sum().rename("returned")
    sales = sales.join(returned, on=["client_no", "sku"])
    sales["left"] = sales.quantity - sales.returned.fillna(0)
    orders = sales.groupby(["client_no", "order_ref"]).agg(left=("left", "sum"), day=("day", "max"))
    return orders[orders.left > 0].reset_index()


def anchored(values, classes):
    """Score equal-valued groups upwards, each class closed where the next value overshoots more than it helps."""
    scores, score, size, left = {}, 1, 0, len(values)
    for value, count in values.value_counts().sort_index().items():
        aim = left / (classes - score + 1)
        if size and score < classes and size + count - aim > aim - size:
            score, left, size = score + 1, left - size, 0
        scores[value] = score
        size += count
    return values.map(scores)


def segments(lines, as_of):
    known = lines[lines.day < as_of]
    orders = orders_kept(known)
    table = orders.groupby("client_no").agg(orders=("day", "size"), last=("day", "max"))
    table["recency"] = (as_of - table["last"]).dt.days
    table["cents"] = known.groupby("client_no").cents.sum()
    r = 6 - anchored(table.recency, 5)
    f = (1 + anchored(table.orders[table.orders > 1], 4)).reindex(table.index, fill_value=1)
    table["segment"] = [MAP[row][column - 1] for row, column in zip(r, f, strict=True)]
    return table


@pytest.fixture(scope="module")
def today(lines):
    return segments(lines, END)


def test_the_shop_has_the_size_it_promises(shop, lines, today):
    assert len(shop.truth) == 5000
    assert 60_000 <= shop.planted["lines"] <= 65_000
    assert 20_000 <= shop.planted["orders"] <= 22_000
    assert 1_250_000 <= lines.cents.sum() / 100 <= 1_350_000
    assert 4900 <= len(today) < 5000


def test_all_eleven_segments_have_customers_worth_speaking_of(today):
    counts = today.segment.value_counts()
    assert set(counts.index) == {name for row in MAP.values() for name in row}
    assert counts.min() >= 100


def test_turnover_hangs_on_champions_and_loyal_customers(today):
    best = today.segment.isin(["champions", "loyal_customers"])
    assert 0.20 <= best.mean() <= 0.25
    assert 0.55 <= today.cents[best].sum() / today.cents.sum() <= 0.65
    assert 0.02 <= (today.segment == "cant_lose").mean() <= 0.04
    assert 0.38 <= (today.orders == 1).mean() <= 0.45


def test_each_group_falls_where_it_was_planted(shop, today):
    def share(group, *names):
        members = today[[shop.truth[number] == group for number in today.index]]
        return members.segment.isin(names).mean()

    assert share("champion", "champions", "loyal_customers") > 0.75
    assert share("regular", "champions", "loyal_customers", "potential_loyalists") > 0.7
    assert share("lapsed_regular", "cant_lose", "at_risk") > 0.75
    assert share("one_time", "one_time_lapsed", "about_to_sleep") == 1
    assert share("new", "new_customers", "promising", "potential_loyalists") > 0.85
    assert share("lapsed_regular", "champions") == 0


def test_a_dozen_wholesale_accounts_carry_a_sixth_of_the_turnover(shop, today):
    wholesale = [shop.truth[number] == "wholesale" for number in today.index]
    assert shop.planted["wholesale_accounts"] == 12
    assert 0.14 <= today.cents[wholesale].sum() / today.cents.sum() <= 0.20


def test_gift_buyers_come_in_the_season_and_bargain_hunters_with_a_code(shop, lines):
    group = lines.client_no.map(shop.truth)
    sales = lines.quantity > 0
    season = lines.day.dt.month.isin([11, 12])
    assert season[sales & (group == "seasonal_gift")].mean() > 0.85
    assert season[sales & (group == "regular")].mean() < 0.3
    assert (lines.discount_code != "")[sales & (group == "bargain")].mean() > 0.6
    assert (lines.discount_code != "")[sales & (group == "champion")].mean() < 0.12


def test_the_shop_grows_and_sells_most_before_christmas(lines):
    quarters = (
        lines[lines.quantity > 0].groupby([lines.day.dt.year, lines.day.dt.quarter]).order_ref.nunique()
    )
    assert all(quarters[2024, quarter] > quarters[2023, quarter] for quarter in (1, 2, 3, 4))
    assert quarters[2023].idxmax() == quarters[2024].idxmax() == 4


@pytest.mark.parametrize("split", ["2024-03-01", "2024-06-01", "2024-09-01"])
def test_segments_foretell_who_buys_in_the_next_hundred_days(lines, split):
    before = pd.Timestamp(split)
    table = segments(lines, before)
    later = lines[
        (lines.day >= before) & (lines.day < before + pd.Timedelta(days=100)) & (lines.quantity > 0)
    ]
    returns = pd.Series(table.index.isin(later.client_no), index=table.segment).groupby(level=0).mean()
    assert returns["champions"] > 0.7
    assert (
        returns["champions"]
        > returns["loyal_customers"]
        > returns["need_attention"]
        > returns["about_to_sleep"]
    )
    assert returns["hibernating"] < 0.3
    assert returns["one_time_lapsed"] < 0.2
