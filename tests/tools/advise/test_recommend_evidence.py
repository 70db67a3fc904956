import pytest
from recommended import acting, codes, told


def test_below_thirty_customers_there_is_no_rate(advised):
    reply, small = advised(), 0
    for entry in reply.detail["ranked"]:
        segment = entry["segment"]
        then, now = (
            told(reply, segment, "base_customers") or 0,
            told(reply, segment, "customers", "rfm_segments"),
        )
        assert (told(reply, segment, "repurchase_rate") is None) == (min(then, now) < 30)
        small += min(then, now) < 30
    assert any(
        told(advised("small"), e["segment"], "repurchase_rate") is None
        for e in advised("small").detail["ranked"]
    )


def test_the_clock_counts_new_customers_and_names_its_basis(advised):
    facts = advised().facts
    rate, late = (facts[f"recommend.new_customers.{m}"] for m in ("second_order_rate", "after_silence_rate"))
    again, new = (facts[key].number for key in rate.basis)
    assert (rate.unit, rate.value) == ("share", pytest.approx(float(again / new)))
    after, silent = (facts[key].number for key in late.basis)
    assert late.value == pytest.approx(float(after / silent))
    assert (facts["recommend.all.follow_up_days"].value, facts["recommend.all.silence_days"].value) == (
        90,
        30,
    )


def test_best_and_worst_are_compared_as_declared(advised):
    reply = advised()
    ratio = reply.facts["recommend.champions.repurchase_ratio"]
    best, worst = (reply.facts[key].value for key in ratio.basis)
    assert ratio.basis[1] == f"recommend.{reply.detail['trust']['worst']}.repurchase_rate"
    assert ratio.value == pytest.approx(best / worst)
    assert reply.detail["trust"]["strength"] == "well"


def test_aggregated_customers_get_advice_without_rates(advised):
    reply = advised("summary")
    assert codes(reply) == ["recommend_no_orders"]
    assert not any("repurchase_rate" in key or "at_stake" in key for key in reply.facts)
    assert told(reply, "at_risk", "break_even_letter") > 0
    assert told(reply, "at_risk", "break_even_small_offer_test") is None
    first = acting(reply)[0]
    assert (first["reason"], first["lapsed"]) == ("silent_revenue", True)
    silent = [e["segment"] for e in acting(reply) if e["lapsed"]]
    revenue = [told(reply, segment, "revenue", "rfm_segments") for segment in silent]
    assert revenue == sorted(revenue, reverse=True)
    assert reply.detail["trust"] is None


@pytest.mark.parametrize(
    ("shop", "found"),
    [
        ("short", ["recommend_history_short"]),
        ("half_a_year", ["recommend_window_shortened", "recommend_season_not_compared"]),
        ("shop", []),
    ],
)
def test_what_the_history_does_not_allow_is_said(advised, shop, found):
    assert [
        c for c in codes(advised(shop)) if c not in {"recommend_order_says_nothing", "recommend_first_seen"}
    ] == found


def test_a_shortened_window_is_told(advised):
    reply = advised("half_a_year")
    assert reply.value("recommend.all.window_days") == reply.value("recommend.all.history_days") // 2


def test_a_few_accounts_that_carry_the_money_at_stake_are_named(advised):
    flagged = {f.subject for f in advised("wholesale").findings if f.code == "recommend_few_accounts"}
    assert flagged
    assert not {f.subject for f in advised().findings if f.code == "recommend_few_accounts"}
