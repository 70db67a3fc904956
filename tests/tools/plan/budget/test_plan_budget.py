"""The whole tool on shops: every figure again from the data, limits, kinds, and shops that allow no plan."""

import hashlib
import json
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from customer_segmentation.advise.evidence import gather
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.plan.budget.plan_budget import plan_budget
from customer_segmentation.segment.holdout import SALT
from customer_segmentation.segment.segmentation import ASSIGNMENT
from customer_segmentation.segment.traits.trait_segments import trait_segments
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from odd_shops import form_segments
from rows_shop import aggregated, column

OTHERS = ("do_nothing", "contact_everybody", "by_turnover", "playbook_order")


def number(reply, subject, measure):
    return float(reply.value(f"plan_budget.{subject}.{measure}"))


def is_held_out(customer, percent):
    digits = hashlib.sha256(f"{SALT}:{customer}".encode()).hexdigest()[:8]
    return int(digits, 16) * 100 < round(percent * 2**32)


@pytest.mark.parametrize("percent", [0, 10, 25])
def test_whom_the_export_holds_out_is_held_out(standing, planned, percent):
    segments = form_segments(standing, "shop")
    rows = pq.read_table(segments.folder / ASSIGNMENT).to_pylist()
    reply = planned(held_out=percent)
    assert reply.detail["acting"]
    for segment in reply.detail["acting"]:
        own = [row["customer_id"] for row in rows if row["segment"] == segment]
        held = sum(is_held_out(who, percent) for who in own)
        assert number(reply, segment, "held_out") == held
        assert number(reply, segment, "contacted") == len(own) - held


def test_every_segment_again_by_hand(standing, planned):
    """Margin x order value x mean extra share x people, less what contacting them costs."""
    segments = form_segments(standing, "shop")
    evidence = gather(segments, standing, 90)
    today = {one.id: one for one in evidence.today}
    reply = planned(margin="0.35", cost_email="0.03", cost_post="1", cost_phone="5")
    contact = {"come_back_email": 0.06, "personal_letter": 1.0, "early_access": 0.03, "last_reminder": 0.03}
    checked = 0
    for segment in reply.detail["acting"]:
        action = reply.value(f"plan_budget.{segment}.action")
        if action not in contact:
            continue
        checked += 1
        base = evidence.base_rate(today[segment])
        people = number(reply, segment, "contacted")
        ends = [number(reply, segment, f"effect_{end}") for end in ("worst", "likely", "best")]
        assert ends == pytest.approx([0, 0.1 * float(base), min(0.4 * float(base), 1 - float(base))])
        earned = 0.35 * float(today[segment].order_value)
        cost = people * contact[action]
        assert number(reply, segment, "cost") == pytest.approx(cost, abs=0.01)
        mean = number(reply, segment, "effect_expected")
        assert number(reply, segment, "expected") == pytest.approx(people * earned * mean - cost, abs=0.02)
        # The median hangs a little on how unsure the money of an order is, the mean does not.
        unsure = evidence.value_errors[segment] * people * earned * mean
        assert number(reply, segment, "expected_median") == pytest.approx(
            people * earned * ends[1] - cost, abs=0.02 * people + unsure
        )
        assert number(reply, segment, "break_even") == pytest.approx(contact[action] / earned)
    assert checked >= 3


def test_the_whole_is_the_sum_of_its_parts(planned):
    reply = planned(budget="60")
    for measure in ("contacted", "cost", "expected", "held_out"):
        parts = sum(number(reply, segment, measure) for segment in reply.detail["acting"])
        assert number(reply, "all", measure) == pytest.approx(parts, abs=0.05)
    assert number(reply, "all", "unspent") == pytest.approx(60 - number(reply, "all", "cost"), abs=0.011)


def test_errors_that_are_shared_make_the_total_wider_than_independent_parts_would_be(planned):
    reply = planned()
    half = sum(
        (number(reply, s, "expected_high") - number(reply, s, "expected_low")) ** 2
        for s in reply.detail["acting"]
    )
    assert number(reply, "all", "expected_high") - number(reply, "all", "expected_low") > 1.3 * half**0.5


@pytest.mark.parametrize("budget", ["0", "2", "15", "60", "100000"])
@pytest.mark.parametrize("asked", [{}, {"effects": "hibernating: 5/20/60; at_risk/letter: 20/60/90"}])
def test_no_other_way_is_expected_to_bring_more_and_none_costs_more_than_there_is(planned, budget, asked):
    reply = planned(budget=budget, **asked)
    for other in OTHERS:
        assert number(reply, other, "expected") <= number(reply, "all", "expected") + 0.01
    if float(budget):
        assert all(number(reply, one, "cost") <= float(budget) + 0.005 for one in (*OTHERS, "all"))
    assert number(reply, "all", "expected") >= 0
    assert all(number(reply, s, "expected") > 0 for s in reply.detail["acting"])
    assert number(reply, "do_nothing", "expected") == number(reply, "do_nothing", "cost") == 0


def test_more_money_is_expected_to_bring_more_until_nothing_pays(planned):
    brings = [number(planned(budget=b), "all", "expected") for b in ("1", "5", "20", "60", "200", "9000")]
    assert brings == sorted(brings)
    assert brings[0] < brings[2]
    assert brings[-1] == number(planned(), "all", "expected")
    plenty = planned(budget="9000")
    assert not plenty.detail["bound"]
    assert number(plenty, "all", "cost") < 9000
    assert number(plenty, "all", "next_return") <= number(plenty, "all", "next_step")
    assert planned(budget="5").detail["bound"]


def test_currency_scales_with_everything_in_money(planned):
    costs = {"cost_email": "0.02", "cost_sms": "0.06", "cost_post": "1.10", "cost_phone": "4"}
    low = planned(effects="at_risk: 1/5/20", **costs)
    high = planned(
        effects="at_risk: 1/5/20", **{k: str(Decimal(v) / 2) for k, v in costs.items()}, margin="0.2"
    )
    # Half the margin at half the costs is half the money at the same plan.
    assert low.detail["acting"] == high.detail["acting"]
    for segment in [*low.detail["acting"], "all"]:
        assert number(low, segment, "contacted") == number(high, segment, "contacted")
        assert number(high, segment, "expected") == pytest.approx(
            number(low, segment, "expected") / 2, abs=0.02
        )
        assert number(high, segment, "loss_chance") == number(low, segment, "loss_chance")


def test_kinds_say_who_said_so(planned):
    costs = {f"cost_{one}": "1" for one in ("email", "sms", "post", "phone", "wechat")}
    effects = "; ".join(f"{s}: 10/50/100" for s in ("champions", "at_risk", "loyal_customers"))
    assumed = planned(budget="500", **costs)
    told = planned(budget="500", margin="0.5", effects=effects, most="champions=50", **costs)
    kind = lambda reply, subject, measure: reply.facts[f"plan_budget.{subject}.{measure}"].kind.value  # noqa: E731
    assert kind(assumed, "all", "budget") == "given"
    assert kind(assumed, "all", "margin") == "assumed"
    assert kind(assumed, "champions", "expected") == "assumed"
    assert kind(told, "all", "margin") == "given"
    assert kind(told, "champions", "effect_likely") == "given"
    assert kind(told, "champions", "expected") == "estimated"
    assert kind(told, "champions", "contacted") == "proposed"
    assert kind(told, "champions", "base_rate") == "measured"
    assert kind(told, "all", "cost") == "proposed"


def test_the_same_request_gives_the_same_bytes(tmp_path, planned):
    first = planned(budget="77", seed=4)
    fresh = Workspace.open(tmp_path / "fresh")
    segments = form_segments(fresh, "shop")
    second = run(tool_of(plan_budget), {"segmentation": segments.id, "budget": "77", "seed": 4}, fresh).reply
    assert first.model_dump_json() == second.model_dump_json()
    other = planned(budget="77", seed=5)
    assert number(other, "all", "expected_low") != number(first, "all", "expected_low")
    assert number(other, "all", "expected") == pytest.approx(number(first, "all", "expected"), abs=0.02)


def test_a_cautious_plan_may_be_nothing_and_then_says_what_must_be_shown(planned):
    reply = planned(budget="500", caution="cautious")
    assert reply.detail["acting"] == []
    assert set(reply.detail["left"].values()) <= {"risky", "left_alone", "no_rate", "loses"}
    assert "budget" not in reply.tables
    assert "break_evens" in reply.tables
    sure = planned(budget="500", caution="cautious", effects="champions: 40/60/90; at_risk: 30/40/60")
    assert {"champions", "at_risk"} <= set(sure.detail["acting"])
    assert number(sure, "all", "loss_chance") < 0.1


def test_a_margin_that_leaves_nothing_is_no_plan(planned):
    reply = planned(margin="0.001", cost_email="2", without="site, push")
    assert reply.detail["acting"] == []
    assert number(reply, "all", "cost") == number(reply, "all", "expected") == 0
    assert "loses" in reply.detail["left"].values()


@pytest.mark.parametrize(
    "shop", ["one_time", "short", "half_a_year", "wholesale", "small", "one_customer", "summary"]
)
def test_odd_shops_are_planned_for_as_far_as_they_tell(planned, shop):
    reply = planned(shop, budget="1000")
    assert number(reply, "all", "expected") >= 0
    assert number(reply, "all", "cost") <= 1000
    json.loads(reply.model_dump_json())


def test_without_rates_told_effects_suffice(planned):
    reply = planned("summary", budget="1000")
    assert reply.detail["acting"] == []
    assert set(reply.detail["left"].values()) == {"no_rate"}
    assert any(number(reply, s, "break_even") > 0 for s in reply.tables["break_evens"].subjects)
    told = planned("summary", budget="1000", effects="champions: 10/30/80")
    assert told.detail["acting"] == ["champions"]


def test_segments_without_money_have_no_plan(standing):
    thread = standing.with_(thread="traits")
    traits = [{"customer_id": f"p{n}", "city": "Köln" if n % 2 else "Ulm"} for n in range(80)]
    data = aggregated(thread, None, (column("city", table="customers"),), traits)
    segments = run(tool_of(trait_segments), {"data": data, "traits": "city"}, thread)
    with pytest.raises(MethodError) as caught:
        run(tool_of(plan_budget), {"segmentation": segments.id}, thread)
    assert caught.value.code == "budget_no_money"
