from decimal import Decimal
from pathlib import Path

import pytest

from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.for_model import for_model
from customer_segmentation.kit.reply import Reply
from customer_segmentation.segment.segment_table import say_together, segment_table
from customer_segmentation.segment.segmentation import Segment

THREE = [Segment(id="b"), Segment(id="a"), Segment(id="nobody")]


def table_of(rows, segments=THREE):
    """The table of (segment, recency_days, orders, revenue)."""
    engine = DuckDB(Path())
    engine.connection.execute(
        "CREATE TABLE assigned (customer_id VARCHAR, segment VARCHAR, recency_days BIGINT, orders BIGINT, "
        "revenue DECIMAL(18, 4))"
    )
    numbered = [(f"c{n}", *row) for n, row in enumerate(rows)]
    engine.connection.executemany("INSERT INTO assigned VALUES (?, ?, ?, ?, ?)", numbered)
    return segment_table(engine, "define_segment", segments, "EUR")


def measured(table, subject):
    keys = [key for key in table.facts if key.split(".")[1] == subject]
    return {key.split(".")[2]: table.facts[key].value for key in keys}


def test_segments_stand_in_their_declared_order_and_empty_ones_apart():
    table = table_of([("a", 1, 1, 10), ("b", 2, 2, 20), ("a", 4, 3, Decimal("0.0050"))])
    assert (list(table.totals), table.empty, table.small) == (["b", "a"], ["nobody"], ["b", "a"])
    reply = Reply()
    table.add_to(reply)
    assert reply.tables["segments"].subjects == ["b", "a"]
    assert measured(table, "a") == {
        "customers": 2,
        "share": 2 / 3,
        "orders": 4,
        "orders_each": 2.0,
        "revenue": Decimal("10.01"),  # shown in cents, summed exactly
        "revenue_share": float(Decimal("10.005") / Decimal("30.005")),
        "aov": Decimal("2.50"),
        "median_recency": 1,
        "customers_rank": 1,
        "revenue_rank": 2,
    }


def test_the_lower_median_counts_customers_not_days():
    table = table_of([("a", day, 1, 1) for day in (1, 1, 1, 50, 60, 70)] + [("b", 9, 1, 1)])
    assert (table.totals["a"].median_recency, table.everybody.median_recency) == (1, 9)


def test_equal_segments_share_a_rank():
    rows = [("a", 1, 1, 5), ("b", 1, 1, 5), ("nobody", 1, 1, 3)]
    table = table_of(rows)
    assert [measured(table, s)["customers_rank"] for s in ("a", "b", "nobody")] == [1, 1, 1]
    assert [measured(table, s)["revenue_rank"] for s in ("a", "b", "nobody")] == [1, 1, 3]


def test_traits_without_purchases_have_counts_alone():
    table = table_of([("a", None, None, None), ("a", None, None, None), ("b", None, None, None)])
    assert measured(table, "a") == {"customers": 2, "share": 2 / 3, "customers_rank": 1}
    reply = Reply()
    table.add_to(reply)
    assert reply.tables["segments"].measures == ["customers", "share"]
    assert "baskets" not in reply.tables


def test_the_top_tenth_takes_as_many_of_equal_customers_as_it_needs():
    amounts = [100, 90, 90, 90, 90, 90] + [1] * 44
    table = table_of([("a", 1, 1, amount) for amount in amounts])
    everybody = measured(table, "all")
    assert (everybody["top_tenth_customers"], everybody["top_tenth_revenue"]) == (5, 460)
    assert everybody["top_tenth_revenue_share"] == 460 / sum(amounts)
    assert "top_hundredth_revenue" not in everybody  # one person's spending


def test_the_tenth_is_rounded_up():
    table = table_of([("a", 1, 1, n) for n in range(1, 52)])
    assert measured(table, "all")["top_tenth_customers"] == 6
    assert measured(table, "all")["top_tenth_revenue"] == sum(range(46, 52))


@pytest.mark.parametrize("amounts", [(5, -5), (1, -5)])
def test_no_share_of_a_revenue_that_is_none(amounts):
    table = table_of([("a", 1, 1, amounts[0]), ("b", 1, 1, amounts[1])])
    say_together(table, "both", ("a", "b"))
    assert not [key for key in table.facts if key.endswith("revenue_share")]
    assert measured(table, "all")["both_share"] == 1


def test_segments_together():
    table = table_of([("a", 1, 1, 30), ("b", 1, 1, 50), ("nobody", 1, 1, 20)])
    say_together(table, "best", ("a", "b", "absent"))
    found = measured(table, "all")
    assert [found[f"best_{m}"] for m in ("customers", "share", "revenue", "revenue_share")] == [
        2,
        2 / 3,
        80,
        0.8,
    ]
    assert table.facts["define_segment.all.best_revenue"].basis == (
        "define_segment.a.revenue",
        "define_segment.b.revenue",
    )


def test_a_model_sees_every_segment_and_no_handful_of_people():
    segments = [Segment(id=f"s{n}") for n in range(12)]
    rows = [(f"s{n}", n, 1 + n, 10 * n) for n in range(12) for _ in range(4 if n == 3 else 40)]
    reply = Reply()
    table_of(rows, segments).add_to(reply)
    text = for_model(reply, "r1", "en")
    seen = {n for n in range(12) if f"define_segment.s{n}.customers" in text}
    assert seen == set(range(12)) - {3}
    assert "define_segment.s3." not in text
    assert all(f"define_segment.s{n}.revenue_share" in text for n in seen)
