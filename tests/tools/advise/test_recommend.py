from decimal import Decimal

import pytest
from recommended import acting, told

from customer_segmentation.advise.playbook import load_playbook
from customer_segmentation.kit.fact import Kind, split_key
from customer_segmentation.kit.words import words_of
from small_shop import small_shop


def test_the_first_things_are_what_a_marketer_would_do(advised):
    reply = advised()
    first = {entry["segment"]: entry for entry in acting(reply)[:3]}
    assert set(first) == {"cant_lose", "at_risk", "new_customers"}
    assert first["cant_lose"]["reason"] == first["at_risk"]["reason"] == "money_at_stake"
    assert (first["new_customers"]["reason"], first["new_customers"]["action"]) == (
        "clock",
        "second_order_email",
    )
    assert reply.detail["leave"] == ["one_time_lapsed", "hibernating"]
    discounts = {a.id for s in first for a in load_playbook(s).actions if a.discount_rate}
    assert discounts.isdisjoint(entry["action"] for entry in first.values())


def test_break_even_and_contribution_follow_from_the_facts_shown(advised):
    reply = advised()
    margin, checked = told(reply, "all", "margin"), 0
    for entry in reply.detail["ranked"]:
        segment = entry["segment"]
        rate, value = told(reply, segment, "repurchase_rate"), told(reply, segment, "aov", "rfm_segments")
        customers = told(reply, segment, "customers", "rfm_segments")
        if rate is None:
            continue
        expected = customers * rate * value * margin
        assert abs(told(reply, segment, "expected_contribution") - expected) <= Decimal("0.01")
        for action in load_playbook(segment).actions:
            if action.channel in {"none", "wechat"}:
                continue
            cost = (
                0
                if action.cost_field == "none"
                else action.repeats * told(reply, "all", f"cost_{action.cost_field}")
            )
            off = Decimal(str(action.discount_rate or 0)) * value
            lift = (cost + off * rate) / (margin * value - off)
            assert told(reply, segment, f"break_even_{action.id}") == pytest.approx(
                lift, abs=Decimal("1e-12")
            )
            checked += 1
    assert checked > 20


def test_money_at_stake_follows_from_the_facts_shown(advised):
    reply, positive = advised(), 0
    for entry in reply.detail["ranked"]:
        segment = entry["segment"]
        before, after = told(reply, segment, "spent_before"), told(reply, segment, "spent_after")
        if before is None:
            continue
        customers = told(reply, segment, "customers", "rfm_segments")
        change = (before - after) / told(reply, segment, "base_customers") * customers
        assert abs(told(reply, segment, "at_stake") - max(change, 0)) <= Decimal("0.01")
        positive += change > 0
    assert positive > 2


def test_segments_stand_in_the_order_of_what_there_is_to_gain(advised):
    reply = advised()
    margin = told(reply, "all", "margin")

    def place(entry):
        segment = entry["segment"]
        opportunity = Decimal(0)
        if entry["reason"] == "money_at_stake":
            opportunity = margin * told(reply, segment, "at_stake")
        if entry["reason"] == "clock":
            faded = told(reply, segment, "second_order_rate") - told(reply, segment, "after_silence_rate")
            value = told(reply, segment, "aov", "rfm_segments")
            opportunity = margin * faded * told(reply, segment, "customers", "rfm_segments") * value
        rate = told(reply, segment, "repurchase_rate")
        if rate is None:
            return (
                -opportunity,
                entry["reason"] != "silent_revenue",
                1,
                0,
                -told(reply, segment, "revenue", "rfm_segments"),
            )
        relative = told(reply, segment, "break_even") / rate
        return -opportunity, True, 0, relative, -told(reply, segment, "expected_contribution")

    places = [place(entry) for entry in acting(reply)]
    assert places == sorted(places)
    assert [told(reply, e["segment"], "place") for e in acting(reply)] == list(range(1, len(places) + 1))


def test_what_cannot_pay_is_not_proposed(advised):
    dear = advised(cost_phone="60", cost_post="45")
    cheap = advised(cost_phone="0.5")
    by_segment = {entry["segment"]: entry for entry in dear.detail["ranked"]}
    assert by_segment["cant_lose"] | {"lapsed": 1} == {
        "segment": "cant_lose",
        "action": "",
        "verdict": "leave",
        "reason": "costs_too_much",
        "lapsed": True,
    }
    assert "recommend.cant_lose.action" not in dear.facts
    assert dear.facts["recommend.all.scenario_high"].kind is Kind.ASSUMED
    assert cheap.value("recommend.cant_lose.action") == "personal_call"
    for reply in (dear, cheap):
        for entry in acting(reply):
            rate = told(reply, entry["segment"], "repurchase_rate")
            assert told(reply, entry["segment"], "break_even") <= min(Decimal("0.4") * rate, 1 - rate)


def test_scaling_money_and_costs_changes_no_rank(advised):
    rows = small_shop(20, customers=2500)
    cents = [(*row[:4], f"{float(row[4]) * 100:.2f}", row[5]) for row in rows]
    costs = {"cost_email": "2", "cost_sms": "6", "cost_post": "110", "cost_phone": "400"}
    assert advised(cents, **costs).detail["ranked"] == advised(rows).detail["ranked"]


def test_the_order_of_rows_changes_nothing(advised):
    rows = small_shop(23, customers=700)
    assert advised(rows[::-1]) == advised(rows)


def test_a_basis_is_among_the_facts(advised):
    facts = advised().facts
    missing = {
        key
        for fact in facts.values()
        for key in fact.basis
        if key not in facts and key.startswith("recommend.")
    }
    assert missing == set()


def test_no_gain_is_claimed(advised):
    claimed = [
        key
        for key in advised().facts
        if any(w in split_key(key)[2].split("_") for w in ("gain", "return", "uplift", "effect"))
    ]
    assert claimed == []


def test_every_measure_has_a_label_in_both_languages(advised):
    replies = [
        advised(),
        advised(cost_phone="60", cost_post="45"),
        advised("shop", currency="CNY"),
        advised("summary"),
    ]
    measures = {split_key(key)[2] for reply in replies for key in reply.facts if key.startswith("recommend.")}
    for language in ("en", "zh"):
        known = words_of("labels", language)["measures"]
        assert {measure for measure in measures if f"recommend.{measure}" not in known} == set()


def test_questions_that_come_next_have_words(advised):
    reply = advised()
    assert reply.next == ["recommend_for_at_risk", "recommend_how_known", "recommend_export"]
    for language in ("en", "zh"):
        assert set(reply.next) <= set(words_of("questions", language))
    assert advised("shop", form={"names": "at_risk=Wavering"}).next[0] == "recommend_for_cant_lose"
