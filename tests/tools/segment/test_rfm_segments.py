from datetime import date, timedelta
from decimal import Decimal

import pytest
from rfm_answers import assignment, codes, one_order_each, segmented, values

from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.fact import Kind, split_key
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.words import words_of
from customer_segmentation.segment.segmentation import Segmentation
from rows_shop import aggregated, line
from rows_shop import shop as load

DAY = date(2024, 6, 1)


def ago(days):
    return DAY - timedelta(days=days)


# Ten customers, worked out by hand. Days since the last order, orders, money:
TEN = {
    "ann": [(ago(1), 50), (ago(40), 50), (ago(80), 50), (ago(120), 50)],
    "bob": [(ago(1), 30), (ago(90), 30), (ago(95), 30)],
    "cat": [(ago(20), 10)],
    "dan": [(ago(21), 200)],
    "eve": [(ago(60), 15), (ago(70), 15)],
    "fay": [(ago(61), 5)],
    "gus": [(ago(150), 40), (ago(200), 40), (ago(210), 40), (ago(220), 40), (ago(230), 40)],
    "hal": [(ago(151), 12), (ago(300), 13)],
    "ida": [(ago(300), 7)],
    "jon": [(ago(301), 8)],
}


@pytest.fixture
def ten(workspace):
    load(workspace, one_order_each(TEN), as_of=DAY)
    return segmented(workspace)


def test_ten_customers_by_hand(ten):
    found = {
        customer: (row["recency_days"], row["orders"], row["revenue"], row["r"], row["f"], row["segment"])
        for customer, row in assignment(ten).items()
    }
    assert found == {
        "ann": (1, 4, 200, 5, 4, "champions"),
        "bob": (1, 3, 90, 5, 3, "potential_loyalists"),
        "cat": (20, 1, 10, 4, 1, "promising"),
        "dan": (21, 1, 200, 4, 1, "promising"),
        "eve": (60, 2, 30, 3, 2, "need_attention"),
        "fay": (61, 1, 5, 3, 1, "about_to_sleep"),
        "gus": (150, 5, 200, 2, 5, "cant_lose"),
        "hal": (151, 2, 25, 2, 2, "at_risk"),
        "ida": (300, 1, 7, 1, 1, "one_time_lapsed"),
        "jon": (301, 1, 8, 1, 1, "one_time_lapsed"),
    }
    assert {c: row["m"] for c, row in assignment(ten).items()} == {
        "fay": 1, "ida": 1, "jon": 2, "cat": 2, "hal": 3, "eve": 3, "bob": 4, "ann": 5, "dan": 5, "gus": 5,
    }  # fmt: skip
    assert ten.reply.detail["thresholds"] == "R=20,60,150,300;F=2,3,4,5;M=8,25,90,200"


def test_the_facts_of_a_segment_and_their_basis(ten):
    promising = values(ten, "promising")
    assert promising["customers"] == 2
    assert promising["share"] == 0.2
    assert promising["revenue"] == Decimal(210)
    assert promising["revenue_share"] == float(Decimal(210) / Decimal(775))
    assert promising["aov"] == Decimal(105)
    assert promising["median_recency"] == 20  # the lower of 20 and 21
    assert promising["orders_each"] == 1.0
    assert (promising["customers_rank"], promising["revenue_rank"]) == (1, 1)
    assert values(ten, "one_time_lapsed")["customers_rank"] == 1
    assert values(ten, "champions") | {"revenue_rank": 2, "customers_rank": 3} == values(ten, "champions")
    share = ten.reply.facts["rfm_segments.promising.revenue_share"]
    assert share.basis == ("rfm_segments.promising.revenue", "rfm_segments.all.revenue")
    assert all(key in ten.reply.facts for fact in ten.reply.facts.values() for key in fact.basis)


def test_the_facts_on_all_customers(ten):
    found = values(ten, "all")
    assert {name: found[name] for name in ("customers", "orders", "one_time_customers", "one_time_share")} == {
        "customers": 10, "orders": 21, "one_time_customers": 5, "one_time_share": 0.5,
    }  # fmt: skip
    assert found["revenue"] == Decimal(775)
    assert found["champions_loyal_customers"] == 1
    assert found["champions_loyal_revenue_share"] == float(Decimal(200) / 775)
    assert found["one_time_top_value"] == 1  # dan
    assert found["fast_starters"] == 0
    assert found["median_recency"] == 60
    assert found["as_of"] == DAY
    assert found["history_days"] == 301
    assert "top_tenth_revenue_share" not in found  # one person


def test_fast_starters_began_inside_the_window_of_the_best_recency_score(workspace):
    shop = {**TEN, "new": [(ago(2), 5), (ago(19), 5)], "old": [(ago(2), 5), (ago(20), 5)]}
    load(workspace, one_order_each(shop), as_of=DAY)
    result = segmented(workspace, thresholds="R=20,60,150,300")
    assert values(result, "all")["fast_starters"] == 1


def test_the_tables_hold_only_segments_with_customers(ten):
    table = ten.reply.tables["segments"]
    assert table.measures == [
        "customers",
        "share",
        "revenue",
        "revenue_share",
        "median_recency",
        "orders_each",
    ]
    assert table.subjects == [
        "champions", "potential_loyalists", "promising", "need_attention", "about_to_sleep", "at_risk",
        "cant_lose", "one_time_lapsed",
    ]  # fmt: skip
    assert ten.reply.detail["empty_segments"] == ["loyal_customers", "new_customers", "hibernating"]
    for table in (ten.reply.tables["segments"], ten.reply.tables["baskets"]):
        assert all(table.key(s, m) in ten.reply.facts for s in table.subjects for m in table.measures)


def test_the_cuts_are_facts_of_their_scores(ten):
    assert [values(ten, f"score_{score}") for score in (5, 4, 3, 2)] == [
        {"recency_below": 20, "frequency_from": 5, "spent_from": Decimal(200)},
        {"recency_below": 60, "frequency_from": 4, "spent_from": Decimal(90)},
        {"recency_below": 150, "frequency_from": 3, "spent_from": Decimal(25)},
        {"recency_below": 300, "frequency_from": 2, "spent_from": Decimal(8)},
    ]


def test_findings_on_a_tiny_shop(ten):
    assert [finding.code for finding in ten.reply.findings] == [
        "rfm_few_buyers", "rfm_small_segments", "rfm_one_time_top_value",
    ]  # fmt: skip
    assert values(ten, "all")["small_segments"] == 8


def test_names_and_merges_change_words_and_groups_but_no_score(workspace, ten):
    request = {"names": "champions=VIPs", "merge": "at_risk+cant_lose=Win back"}
    result = segmented(workspace, **request)
    assert result.reply.names == {"champions": "VIPs", "m1": "Win back"}
    assert values(result, "m1")["customers"] == 2
    before, after = assignment(ten), assignment(result)
    assert {c for c, row in after.items() if row["segment"] == "m1"} == {"gus", "hal"}
    assert all(row["segment"] in {before[c]["segment"], "m1"} for c, row in after.items())
    kept = Segmentation.read(result.folder)
    assert ("m1", "Win back") in [(s.id, s.name) for s in kept.segments]
    assert "at_risk" not in kept.ids()


def test_the_kept_sql_gives_the_same_assignment_again(workspace, ten):
    others = segmented(workspace, map="putler", merge="lost+hibernating=Gone", scoring="quantile")
    part = segmented(workspace, where="orders < 5", date_from=ago(250).isoformat(), as_of=ago(10).isoformat())
    assert set(assignment(part)) == {"ann", "bob", "cat", "dan", "eve", "fay", "hal"}
    for kept in (ten, others, part):
        with duckdb_engine(kept.folder) as engine:
            engine.view(
                "transactions", workspace.result(kept.request["data"]).folder / "transactions.parquet"
            )
            found = {row[0]: row[1:] for row in engine.rows_of(Segmentation.read(kept.folder).sql)}
        assert found == {c: tuple(row.values())[1:] for c, row in assignment(kept).items()}


def test_as_of_leaves_out_what_came_later(workspace, ten):
    result = segmented(workspace, as_of=ago(55).isoformat())
    found = assignment(result)
    assert {"cat", "dan"}.isdisjoint(found)
    assert (found["ann"]["orders"], found["ann"]["recency_days"]) == (2, 25)
    assert values(result, "all")["as_of"] == ago(55)
    with pytest.raises(InputError) as raised:
        segmented(workspace, as_of="2001-01-01")
    assert raised.value.code == "scope_nothing_then"
    with pytest.raises(InputError) as raised:
        segmented(workspace, as_of="31/12/2024")
    assert raised.value.code == "scope_date_wrong"


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


def test_scoring_that_mixes_repeat_buyers_into_the_lowest_score_says_so(workspace, ten):
    result = segmented(workspace, thresholds="F=4,5,6,8")
    assert codes(result)[0] == "rfm_repeat_in_lowest_score"
    assert values(result, "all")["repeat_in_lowest_score"] == 3
    assert "repeat_in_lowest_score" not in values(ten, "all")


def test_given_thresholds_are_facts_of_that_kind(workspace, ten):
    facts = segmented(workspace, thresholds="R=30.5,60,90,120").reply.facts
    assert facts["rfm_segments.score_5.recency_below"].kind is Kind.GIVEN
    assert facts["rfm_segments.score_5.recency_below"].value == 31
    assert facts["rfm_segments.score_5.spent_from"].kind is Kind.MEASURED


def test_a_value_equal_to_a_given_cut_belongs_to_the_class_above_it(workspace, ten):
    found = assignment(segmented(workspace, thresholds="R=20,61,150.5,301;F=1,2,4,5;M=5,7.01,25,200"))
    assert {c: (row["r"], row["f"], row["m"]) for c, row in found.items()} == {
        "ann": (5, 4, 5), "bob": (5, 3, 4), "cat": (4, 2, 3), "dan": (4, 2, 5), "eve": (4, 3, 4),
        "fay": (3, 2, 2), "gus": (3, 5, 5), "hal": (2, 3, 4), "ida": (2, 2, 2), "jon": (1, 2, 3),
    }  # fmt: skip


def test_frozen_thresholds_need_an_rfm_result_of_the_same_unit(workspace, ten):
    by_day = segmented(workspace, frequency_unit="day")
    with pytest.raises(InputError) as raised:
        segmented(workspace, thresholds_from=by_day.number)
    assert raised.value.code == "rfm_thresholds_unit"
    with pytest.raises(InputError) as raised:
        segmented(workspace, thresholds_from=ten.number, thresholds="F=2")
    assert raised.value.code == "rfm_thresholds_twice"


def test_frozen_thresholds_carry_over_to_other_data(workspace, ten):
    load(workspace, one_order_each({"zoe": [(ago(19), 200)], "yan": [(ago(20), 199), (ago(300), 1)]}),
         as_of=DAY, identity="e" * 24)  # fmt: skip
    frozen = segmented(workspace, thresholds_from=ten.number)
    assert {c: (row["r"], row["f"], row["m"]) for c, row in assignment(frozen).items()} == {
        "zoe": (5, 1, 5), "yan": (4, 2, 5),
    }  # fmt: skip
    assert frozen.reply.detail["thresholds"] == ten.reply.detail["thresholds"]


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


def test_a_map_of_ones_own_is_part_of_the_address_of_a_result(workspace, ten, here):
    text = "grid: RxFxM\nmatch: first\nsegments:\n  - {name: Big, where: [{m: 5}]}\n  - {name: Bigger, where: [{m: 5, f: 5}]}\n"
    (here / "mine.yaml").write_text(text)
    first = segmented(workspace, map="mine.yaml")
    assert values(first, "s1")["customers"] == 3
    assert values(first, "others")["customers"] == 7
    assert codes(first)[-3:] == ["rfm_map_dead_name", "rfm_map_gaps", "rfm_map_overlaps"]
    assert (values(first, "all")["map_gaps"], values(first, "all")["map_overlaps"]) == (100, 5)
    (here / "mine.yaml").write_text(text.replace("Big,", "Big, id: whales,"))
    second = segmented(workspace, map="mine.yaml")
    assert second.id != first.id
    assert values(second, "whales")["customers"] == 3


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


def test_a_filter_is_said_in_the_reply(workspace, ten):
    result = segmented(workspace, where="orders >= 2")
    assert values(result, "all")["customers"] == 5
    assert "orders" in prose("rfm_segments", result.reply, "en").splitlines()[0]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_fact_and_finding_has_words(ten, language):
    labels = words_of("labels", language)
    for key in ten.reply.facts:
        tool, subject, measure = split_key(key)
        assert measure in labels["measures"] or f"{tool}.{measure}" in labels["measures"], key
        assert subject in labels["subjects"], key
    for table in ten.reply.tables.values():
        assert {*table.measures, table.subject_label} <= set(labels["columns"])
    for code in ten.reply.next:
        assert code in words_of("questions", language)
    text = Renderer(ReplyLedger(ten.reply), language).text(prose("rfm_segments", ten.reply, language))
    assert ("not available" in text, "无此数据" in text, "[[" in text) == (False, False, False)


def test_the_words_of_the_reply_keep_the_names_that_a_person_gave(workspace, ten):
    result = segmented(workspace, names="champions=VIPs")
    assert "VIPs" in prose("rfm_segments", result.reply, "en").splitlines()[0]
