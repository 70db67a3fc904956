import hashlib
import json
from decimal import Decimal

import numpy as np
import pytest

from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.explain.profile.profile_segments import profile_segments
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.for_model import for_model
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from laid_segments import lay_segments, ungrounded
from profiled_shop import COLUMNS, lay_shop, people, profiled, told
from rows_shop import aggregated, line, shop

T = "profile_segments."
CITY = "city is Köln"
"""Of two cities the one that most customers live in speaks for both."""


@pytest.fixture
def planted(workspace):
    lay_segments(workspace, lay_shop(workspace))
    return profiled(workspace, segment="c1")


def by_customer(rows):
    found = {}
    for row in rows:
        found.setdefault(row["customer_id"], []).append(row)
    return found


def test_what_was_planted_sets_the_segment_apart(planted):
    apart = told(planted, "c1")
    assert {"orders", "share spent on Shoes", CITY} <= set(apart)
    assert apart["orders"]["grade"] == apart[CITY]["grade"] == "large"
    assert "age" not in apart


def test_typical_values_are_those_of_the_rows(planted):
    rows, traits, groups = people()
    bought = by_customer(rows)
    orders = {
        side: [len(bought[w]) for w, g in groups.items() if (g == "c1") == side] for side in (True, False)
    }
    assert planted.value(f"{T}c1.orders_mean") == pytest.approx(np.mean(orders[True]))
    assert planted.value(f"{T}c1.orders_others") == pytest.approx(np.mean(orders[False]))
    assert planted.value(f"{T}c1.orders_ratio") == pytest.approx(
        np.mean(orders[True]) / np.mean(orders[False])
    )
    pairs = [np.sign(a - b) for a in orders[True] for b in orders[False]]
    assert planted.value(f"{T}c1.orders_effect") == pytest.approx(np.mean(pairs))
    revenue = sorted(sum(r["amount"] for r in bought[w]) for w, g in groups.items() if g == "c1")
    middle = revenue[(len(revenue) + 1) // 2 - 1]
    assert planted.value(f"{T}c1.revenue_median") == Decimal(str(middle))
    koln = [t["city"] == CITY.removeprefix("city is ") for t in traits if groups[t["customer_id"]] == "c1"]
    city = told(planted, "c1")[CITY]["id"]
    assert planted.value(f"{T}c1.{city}_share") == pytest.approx(np.mean(koln))
    assert planted.value(f"{T}c1.customers") == sum(g == "c1" for g in groups.values())


def test_two_segments_mirror_each_other(workspace):
    lay_segments(workspace, lay_shop(workspace))
    reply = profiled(workspace)
    for words, effect in told(reply, "c1").items():
        assert words in told(reply, "c2")
        one, other = (reply.value(f"{T}{s}.{effect['effect']}") for s in ("c1", "c2"))
        assert one == pytest.approx(-other)


def test_every_comparison_is_kept_for_charts_and_adjusted_together(workspace):
    lay_segments(workspace, lay_shop(workspace))
    result = run(tool_of(profile_segments), {}, workspace)
    rows = json.loads((result.folder / "profile.json").read_text(encoding="utf-8"))
    assert len(rows) == result.reply.value(f"{T}all.comparisons")
    assert {row["segment"] for row in rows} == {"c1", "c2"}
    assert all(row["low"] <= row["effect"] <= row["high"] for row in rows)
    adjusted = [row["adjusted"] for row in rows]
    assert max(adjusted) <= 1
    assert sum(p < 0.05 for p in adjusted) >= result.reply.value(f"{T}all.reliable") > 0


def test_segments_by_chance_show_no_difference(workspace):
    groups = lay_shop(workspace, many=300)
    random_ones = {who: "c1" if hashlib.sha256(who.encode()).digest()[0] % 2 else "c2" for who in groups}
    lay_segments(workspace, random_ones)
    reply = profiled(workspace)
    assert reply.detail["apart"] == {"c1": [], "c2": []}
    assert reply.value(f"{T}all.reliable") == 0
    assert not any(rule["tells"] for rule in reply.detail["rules"].values())
    assert reply.tables["profile"].measures == ["customers"]


def test_what_rfm_was_formed_from_comes_last_and_is_said(workspace):
    lay_shop(workspace)
    run(tool_of(rfm_segments), {"merge": MERGED}, workspace)
    reply = profiled(workspace)
    for segment in reply.detail["segments"]:
        flags = [e["formed"] for e in reply.detail["apart"][segment]]
        assert flags == sorted(flags)
    said = {w["en"] for w in reply.detail["formed_from"]}
    assert {"days since the last order", "orders", "turnover", "days between orders"} <= said
    assert "City is Köln" not in said


MERGED = (
    "champions+loyal_customers+potential_loyalists+cant_lose+need_attention=Repeat; "
    "new_customers+promising+about_to_sleep+one_time_lapsed+at_risk+hibernating=Rest"
)


def test_the_columns_of_a_rule_are_what_it_was_formed_from(workspace):
    lay_shop(workspace)
    run(tool_of(define_segment), {"rule": "City = 'Köln'", "name": "Kölner"}, workspace)
    reply = profiled(workspace, segment="chosen")
    assert reply.detail["formed_from"] == [{"en": "city", "zh": "城市"}]
    [city] = [effect for words, effect in told(reply, "chosen").items() if words.startswith("city")]
    assert city["formed"] is True


def test_one_segment_alone_is_told_in_full(workspace):
    lay_segments(workspace, lay_shop(workspace), names={"c1": "Stars [[x]]"})
    reply = profiled(workspace, segment="stars [[X]]")
    assert reply.detail["segments"] == ["c1"]
    assert reply.tables["profile"].subjects == ["c1", "all"]
    assert not any(".c2." in key and "customers" not in key and "_" not in key for key in reply.facts)
    with pytest.raises(InputError, match="Stars"):
        profiled(workspace, segment="nobody")


def test_small_segments_have_a_number_and_nothing_more(workspace):
    groups = lay_shop(workspace)
    few = {who: "c3" if n < 4 else segment for n, (who, segment) in enumerate(groups.items())}
    lay_segments(workspace, few)
    reply = profiled(workspace)
    assert [key for key in reply.facts if key.startswith(f"{T}c3.")] == [f"{T}c3.customers"]
    assert "profile_small" in {finding.code for finding in reply.findings}
    assert "c3" not in for_model(reply, "r1", "en")


def test_one_customer_and_one_segment_are_answered(workspace):
    shop(workspace, [line("a", "1", "2024-05-01", 10)])
    lay_segments(workspace, {"a": "c1"})
    reply = profiled(workspace)
    codes = {finding.code for finding in reply.findings}
    assert {"profile_all_small", "profile_one_segment"} <= codes
    assert ungrounded("profile_segments", reply, workspace, "en") == []


def test_traits_alone_are_profiled(workspace):
    _, traits, groups = people()
    aggregated(workspace, None, [c for c in COLUMNS if c.table == "customers"], traits, identity="d" * 24)
    lay_segments(workspace, groups)
    reply = profiled(workspace)
    assert len(told(reply, "c1")) == 1
    assert next(iter(told(reply, "c1"))).startswith("city is ")


def test_customers_of_the_rows_in_another_order_are_the_same(workspace, tmp_path):
    from customer_segmentation.workspace.workspace import Workspace

    other = Workspace.open(tmp_path / "other")
    replies = []
    for where, turned in ((workspace, False), (other, True)):
        lay_segments(where, lay_shop(where, rows_first=turned))
        replies.append(profiled(where).model_dump_json())
    assert replies[0] == replies[1]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("asked", [{}, {"segment": "c1"}, {"features": "Age, orders"}])
def test_its_words_are_grounded(workspace, language, asked):
    names = {"c1": 'Bob\'s "best" | [x]', "c2": "Others here"}
    lay_segments(workspace, lay_shop(workspace), names=names)
    reply = profiled(workspace, **asked)
    assert ungrounded("profile_segments", reply, workspace, language) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_its_words_about_rfm_are_grounded(workspace, language):
    lay_shop(workspace, many=600)
    run(tool_of(rfm_segments), {}, workspace)
    assert ungrounded("profile_segments", profiled(workspace), workspace, language) == []


def test_a_model_reads_what_a_column_of_the_data_is(planted):
    text = for_model(planted, "r1", "en")
    city = told(planted, "c1")[CITY]["id"]
    assert f"{T}c1.{city}_share" in text
    assert f"{CITY[0].upper()}{CITY[1:]}, share" in text


@pytest.mark.parametrize(
    ("detail", "formed"),
    [
        ({"features": ["aov"]}, {"turnover per order", "turnover"}),
        ({"traits": ["City"]}, {"city"}),
        ({}, set()),
    ],
)
def test_other_tools_say_what_they_formed_segments_from(workspace, detail, formed):
    lay_segments(workspace, lay_shop(workspace), detail=detail)
    assert {words["en"] for words in profiled(workspace).detail["formed_from"]} == formed


def test_the_sql_finds_the_customers_of_a_rule_from_the_source_tables(workspace):
    groups = lay_shop(workspace, many=400)
    lay_segments(workspace, groups)
    reply = profiled(workspace)
    folder = workspace.store.folder("d" * 24)
    with duckdb_engine(workspace.root) as engine:
        for table in ("transactions", "customers"):
            engine.view(table, folder / f"{table}.parquet")
        rows = engine.rows_of(reply.detail["sql"])
    assert sorted(who for who, *_ in rows) == sorted(groups)
    chosen = {who for who, in_c1, _ in rows if in_c1}
    hits = sum(groups[who] == "c1" for who in chosen)
    low, high = (reply.value(f"{T}c1.rule_precision_{end}") for end in ("low", "high"))
    assert low <= hits / len(chosen) <= high


def test_seed_and_depth_are_of_the_rule_alone(workspace):
    lay_segments(workspace, lay_shop(workspace, many=400))
    one, other = profiled(workspace), profiled(workspace, seed=7, depth=1)
    rules = [reply.facts.keys() for reply in (one, other)]
    assert {key for key in rules[0] ^ rules[1] if "rule_" not in key} == set()
    assert all(other.facts[key] == fact for key, fact in one.facts.items() if "rule_" not in key)


def test_a_part_of_spend_is_told_as_a_mean_whatever_the_number_of_orders(workspace):
    """Everybody buys gloves on one line in four; who orders more seldom has none, and that is no taste."""
    rows, traits, groups = people(many=900)
    for n, row in enumerate(rows):
        row["category"] = "Gloves" if n % 4 == 0 else "Hats"
        row["amount"] = Decimal(10)
    shop(workspace, rows, COLUMNS, traits)
    lay_segments(workspace, groups)
    reply = profiled(workspace, features="category=Gloves, orders")
    assert set(told(reply, "c1")) == {"orders"}
    assert {w["en"] for w in reply.detail["alike"]["c1"]} == {"share spent on Gloves"}


def test_the_effect_of_a_part_is_hedges_g(workspace):
    lay_segments(workspace, lay_shop(workspace))
    rows, _, groups = people()
    parts = {"c1": [], "c2": []}
    for who, bought in by_customer(rows).items():
        shoes = sum(r["amount"] for r in bought if r["category"] == "Shoes")
        parts[groups[who]].append(float(shoes / sum(r["amount"] for r in bought)))
    reply = profiled(workspace, features="category=Shoes")
    size, mean, spread = (
        [f(parts[s]) for s in ("c1", "c2")] for f in (len, np.mean, lambda v: np.var(v, ddof=1))
    )
    pooled = ((size[0] - 1) * spread[0] + (size[1] - 1) * spread[1]) / (sum(size) - 2)
    g = (1 - 3 / (4 * (sum(size) - 2) - 1)) * (mean[0] - mean[1]) / pooled**0.5
    assert reply.value(f"{T}c1.f1_effect") == pytest.approx(g)
    assert reply.value(f"{T}c1.f1_mean") == pytest.approx(mean[0])
    assert reply.value(f"{T}c1.f1_others") == pytest.approx(mean[1])
