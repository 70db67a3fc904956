from decimal import Decimal

import pytest
from recommended import acting, told

from customer_segmentation.advise.recommend import RecommendRequest, recommend
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.fact import Kind, split_key
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.workspace.profile import Profile
from customer_segmentation.workspace.run import run
from odd_shops import form_segments


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


def test_a_merged_segment_is_served_by_the_playbook_of_its_state(advised):
    reply = advised(form={"merge": "at_risk+cant_lose=Win back"}, segment="Win back")
    assert reply.detail["asked"] == "m1"
    assert reply.value("recommend.m1.action") == "come_back_email"
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


def test_how_many_are_named_first_is_asked_for(advised):
    reply = advised("shop", top=5)
    assert reply.detail["first"] == [entry["segment"] for entry in acting(reply)[:5]]
    assert set(reply.detail["words"]) == {*reply.detail["first"], reply.detail["leave"][0]}


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
    assert reply.value("recommend.chosen.action") == "come_back_email"
    assert told(reply, "chosen", "overdue_share") > Decimal("0.5")
    assert told(reply, "chosen", "base_customers") > told(reply, "chosen", "came_back") > 0
    assert reply.detail["trust"]["strength"] == ""
