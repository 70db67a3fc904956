from decimal import Decimal

import pytest
from rfm_answers import segmented
from ten_customers import DAY, ago

from answers import assignment, values
from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.kit.fact import split_key
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.words import words_of
from customer_segmentation.segment.segmentation import Segmentation


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


def test_how_the_segments_were_formed_can_be_said(workspace, ten):
    result = segmented(workspace, merge="at_risk+cant_lose=Win back", thresholds="R=20,60,150,300")
    text = Renderer(ReplyLedger(result.reply), "en").text(prose("rfm_segments_scores", result.reply, "en"))
    assert "- Win back: R 2, F 2–3; R 1–2, F 4–5" in text
    assert "- New customers: R 5, F 1" in text
    assert "The cuts of R were given." in text
    assert "thresholds R=20,60,150,300;F=2,3,4,5;M=8,25,90,200" in text
    assert "一次性流失客户：R 1–2, F 1" in prose("rfm_segments_scores", ten.reply, "zh")
