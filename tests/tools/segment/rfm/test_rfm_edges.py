import pytest
from rfm_answers import one_order_each, segmented
from ten_customers import DAY, TEN, ago

from answers import assignment, codes, values
from customer_segmentation.kit.errors import InputError
from rows_shop import aggregated, line
from rows_shop import shop as load


def test_fast_starters_began_inside_the_window_of_the_best_recency_score(workspace):
    shop = {**TEN, "new": [(ago(2), 5), (ago(19), 5)], "old": [(ago(2), 5), (ago(20), 5)]}
    load(workspace, one_order_each(shop), as_of=DAY)
    result = segmented(workspace, thresholds="R=20,60,150,300")
    assert values(result, "all")["fast_starters"] == 1


def test_frequency_in_days_and_lines(workspace):
    rows = [
        line("two_orders_one_day", "o1", ago(5), 10),
        line("two_orders_one_day", "o2", ago(5), 10),
        line("three_lines", "o3", ago(9), 10, "a"),
        line("three_lines", "o3", ago(9), 10, "b"),
        line("three_lines", "o3", ago(9), 10, "c"),
    ]
    load(workspace, rows)
    scored = {
        unit: {c: row["f"] for c, row in assignment(segmented(workspace, frequency_unit=unit)).items()}
        for unit in ("order", "day", "line")
    }
    assert scored == {
        "order": {"two_orders_one_day": 5, "three_lines": 1},
        "day": {"two_orders_one_day": 1, "three_lines": 1},
        "line": {"two_orders_one_day": 2, "three_lines": 5},
    }
    by_line = segmented(workspace, frequency_unit="line").reply
    assert by_line.findings[0].code == "rfm_line_unit"
    assert by_line.facts["rfm_segments.score_5.frequency_from"].unit == "lines"
    assert "rfm_repeat_in_lowest_score" in codes(segmented(workspace, frequency_unit="day"))


@pytest.mark.parametrize("repeat", [0, 1, 3])
def test_a_shop_of_one_time_buyers(workspace, repeat):
    shop = {f"c{n}": [(ago(n + 1), 10 + n % 7)] for n in range(60)}
    shop |= {f"r{n}": [(ago(n + 1), 10), (ago(n + 30), 10)] for n in range(repeat)}
    load(workspace, one_order_each(shop), as_of=DAY)
    result = segmented(workspace)
    assert values(result, "all")["one_time_customers"] == 60
    found = assignment(result)
    assert {row["f"] for c, row in found.items() if c.startswith("c")} == {1}
    assert {row["segment"] for c, row in found.items() if c.startswith("c")} == {
        "new_customers", "promising", "about_to_sleep", "one_time_lapsed",
    }  # fmt: skip
    assert codes(result)[0] == ("rfm_mostly_one_time" if repeat else "rfm_no_repeat")
    assert ("rfm_few_frequency_classes" in codes(result)) == bool(repeat)
    if repeat:
        assert values(result, "all")["frequency_classes"] == 1
        assert {row["f"] for c, row in found.items() if c.startswith("r")} == {5}


def test_one_customer(workspace):
    load(workspace, one_order_each({"only": [(ago(3), 20)]}))
    result = segmented(workspace)
    row = assignment(result)["only"]
    assert (row["r"], row["f"], row["m"], row["segment"]) == (5, 1, 5, "new_customers")
    assert values(result, "new_customers")["share"] == 1


def test_everything_on_one_day(workspace):
    shop = {f"c{n}": [(ago(3), 10)] * (1 + n % 2) for n in range(10)}
    load(workspace, one_order_each(shop))
    result = segmented(workspace)
    assert {(row["r"], row["f"], row["segment"]) for row in assignment(result).values()} == {
        (5, 1, "new_customers"), (5, 5, "champions"),
    }  # fmt: skip
    assert {"rfm_few_recency_classes", "rfm_few_frequency_classes", "rfm_few_money_classes"} <= set(
        codes(result)
    )
    assert values(result, "all")["recency_classes"] == 1


def test_returns_beyond_purchases_leave_shares_of_revenue_out(workspace):
    rows = [line("a", "o1", ago(5), 10), line("a", "x1", ago(4), -50, "other"), line("b", "o2", ago(5), 10)]
    load(workspace, rows)
    result = segmented(workspace)
    assert values(result, "all")["revenue"] == -30
    assert "revenue_share" not in result.reply.tables["segments"].measures
    assert values(result, "all")["without_value"] == 1
    assert assignment(result)["a"]["m"] == 1


def test_an_aggregated_customer_table_gives_the_same_as_its_orders(workspace, ten):
    def summary(known):
        return [
            {
                "customer_id": customer,
                "first_on": orders[-1][0] if known else None,
                "last_on": orders[0][0],
                "orders": len(orders),
                "revenue": sum(much for _, much in orders),
            }
            for customer, orders in TEN.items()
        ]

    aggregated(workspace, summary(known=True), as_of=DAY)
    assert assignment(segmented(workspace)) == assignment(ten)
    aggregated(workspace, summary(known=False), as_of=DAY, identity="6" * 24)
    result = segmented(workspace)
    assert values(result, "all")["fast_starters"] == 0
    assert {c: row["segment"] for c, row in assignment(result).items()} == {
        c: row["segment"] for c, row in assignment(ten).items()
    }
    with pytest.raises(InputError) as raised:
        segmented(workspace, frequency_unit="line")
    assert raised.value.code == "rfm_unit_unknown"
