from decimal import Decimal

import pytest

from customer_segmentation.advise.playbook import load_playbook
from customer_segmentation.advise.recommend import RecommendRequest, recommend
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.fact import Kind, split_key
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.kit.words import words_of
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.workspace.profile import Profile
from customer_segmentation.workspace.run import run
from odd_shops import form_segments
from small_shop import small_shop


def told(reply, segment, measure, tool="recommend"):
    fact = reply.facts.get(f"{tool}.{segment}.{measure}")
    return None if fact is None else fact.number


def acting(reply):
    return [entry for entry in reply.detail["ranked"] if entry["verdict"] == "act"]


def codes(reply):
    return [finding.code for finding in reply.findings]


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


def test_one_segment_is_answered_for_alone(advised):
    whole, reply = advised(), advised(segment="at_risk")
    assert {split_key(key)[1] for key in reply.facts} == {"all", "at_risk"}
    assert [entry["segment"] for entry in reply.detail["ranked"]] == ["at_risk"]
    assert list(reply.detail["actions"]) == list(reply.detail["words"]) == ["at_risk"]
    assert [action["id"] for action in reply.detail["actions"]["at_risk"]] == [
        "come_back_email",
        "letter",
        "small_offer_test",
    ]
    assert told(reply, "at_risk", "place") == told(whole, "at_risk", "place") == 1


@pytest.mark.parametrize("words", ["at_risk", "At risk", "at risk", "流失风险客户", "「流失风险客户」"])
def test_a_segment_is_found_by_its_names(advised, words):
    assert advised("small", segment=words).detail["asked"] == "at_risk"


def test_a_segment_is_found_by_the_name_the_person_gave_it(advised):
    reply = advised("small", form={"names": "champions=VIPs; at_risk=Wavering"}, segment="vips")
    assert (reply.detail["asked"], reply.names["champions"]) == ("champions", "VIPs")
    with pytest.raises(InputError):
        advised("small", form={"names": "champions=VIPs"}, segment="Champion")


def test_an_unknown_segment_is_answered_with_the_names(advised):
    with pytest.raises(InputError) as refused:
        advised("small", segment="whales")
    assert str(refused.value) == (
        "There is no segment called whales. The segments are: Champions, Loyal customers, Potential loyalists, "
        "New customers, Promising, Need attention, About to sleep, At risk, Can't lose, Hibernating, One-time lapsed."
    )
    with pytest.raises(InputError) as refused:
        advised("small", segment="大客户")
    assert "冠军客户" in refused.value.said("zh")


def test_a_segment_without_customers_is_said_to_be_empty(advised):
    with pytest.raises(InputError) as refused:
        advised("one_time", segment="champions")
    assert refused.value.code == "recommend_segment_empty"


def test_a_merged_segment_is_served_by_the_generic_playbook(advised):
    reply = advised(form={"merge": "at_risk+cant_lose=Win back"}, segment="Win back")
    assert reply.detail["asked"] == "m1"
    assert reply.value("recommend.m1.action") == "profile_message_test"
    assert told(reply, "m1", "at_stake") > 0


def test_terms_of_the_profile_are_given_and_tell_results_apart(segmented, workspace):
    asked = {"segmentation": segmented("small").id}
    assumed = run(tool_of(recommend), asked, workspace)
    Profile(margin=Decimal("0.25"), vat=Decimal("0.19")).write(workspace.root)
    given = run(tool_of(recommend), asked, workspace)
    Profile(margin=Decimal("0.25")).write(workspace.root)
    assert assumed.reply.facts["recommend.all.margin"].kind is Kind.ASSUMED
    assert given.reply.facts["recommend.all.margin"].kind is Kind.GIVEN
    assert given.reply.value("recommend.all.margin") == 0.25
    assert given.id != assumed.id
    assert run(tool_of(recommend), asked, workspace).id == given.id


def test_a_break_even_on_told_terms_is_no_assumption_unless_it_counts_on_redeemed_discounts(advised):
    costs = {f"cost_{name}": "0.5" for name in ("email", "sms", "post", "phone", "wechat")}
    reply = advised(margin="40%", segment="at_risk", **costs)
    assert reply.detail["assumed"] == []
    assert reply.facts["recommend.at_risk.break_even_letter"].kind is Kind.ESTIMATED
    assert reply.facts["recommend.at_risk.break_even_small_offer_test"].kind is Kind.ASSUMED
    assert reply.facts["recommend.at_risk.break_even_letter"].basis == (
        "rfm_segments.at_risk.aov",
        "recommend.all.margin",
        "recommend.all.cost_post",
    )


@pytest.mark.parametrize("margin", ["0", "1.2", "140%", "x"])
def test_a_margin_that_is_none_is_refused(segmented, workspace, margin):
    with pytest.raises(InputError) as refused:
        run(tool_of(recommend), {"segmentation": segmented("small").id, "margin": margin}, workspace)
    assert refused.value.code == "field_wrong"


def test_a_basis_is_among_the_facts(advised):
    facts = advised().facts
    missing = {
        key
        for fact in facts.values()
        for key in fact.basis
        if key not in facts and key.startswith("recommend.")
    }
    assert missing == set()


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


def test_how_many_are_named_first_is_asked_for(advised):
    reply = advised("shop", top=5)
    assert reply.detail["first"] == [entry["segment"] for entry in acting(reply)[:5]]
    assert set(reply.detail["words"]) == {*reply.detail["first"], reply.detail["leave"][0]}


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


def test_the_request_is_flat_and_described():
    fields = RecommendRequest.model_json_schema()["properties"]
    assert all(field.get("description") for field in fields.values())
    assert "$defs" not in RecommendRequest.model_json_schema()


def test_a_segment_defined_by_rules_is_formed_again_at_the_earlier_day(standing):
    data = form_segments(standing).request["data"]
    rule = {"data": data, "rule": "orders >= 3", "not_in_days": 60, "name": "Quiet regulars"}
    defined = run(tool_of(define_segment), rule, standing)
    reply = run(tool_of(recommend), {"segmentation": defined.id}, standing).reply
    assert reply.detail["first"] == ["chosen"]
    assert reply.value("recommend.chosen.action") == "profile_message_test"
    assert told(reply, "chosen", "overdue_share") > Decimal("0.5")
    assert told(reply, "chosen", "base_customers") > told(reply, "chosen", "came_back") > 0
    assert reply.detail["trust"]["strength"] == ""
