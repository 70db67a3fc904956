"""Names, roles, filters, rules and settings, cut from sentences."""

from dataclasses import replace

import pytest
from test_understanding import SITUATION

from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.segment_names import segments_in
from customer_segmentation_skill.offline.reading.situation import SegmentNames
from customer_segmentation_skill.offline.reading.utterance import Utterance
from customer_segmentation_skill.offline.understanding.slots import slots_for

CLUSTERED = replace(
    SITUATION, segments=tuple(SegmentNames(f"c{n}", (f"Recent, few orders {n}",)) for n in (1, 2))
)


def slots(intent, text, situation=SITUATION):
    return slots_for(intent, Reading(Utterance.of(text), situation))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("export can't lose and at risk", ["cant_lose", "at_risk"]),
        ("CAN’T LOSE THEM", ["cant_lose"]),
        ("potential loyalists, not loyal customers", ["potential_loyalists", "loyal_customers"]),
        ("流失风险客户和不能失去的客户", ["at_risk", "cant_lose"]),
        ("潛力忠誠客戶", ["potential_loyalists"]),
        ("the Golden-circle people", ["champions"]),
    ],
)
def test_segments_are_known_by_every_name(text, expected):
    own = (SegmentNames("champions", ("Champions", "Golden circle")),)
    folded = Utterance.of(text).folded
    assert [segment for segment, *_ in segments_in(folded, own)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call champions VIPs", {"segment": "champions", "name": "VIPs"}),
        ("please call the champions our VIPs from now on", {"segment": "champions", "name": "our VIPs"}),
        ('I would call at risk "Slipping away" please', {"segment": "at_risk", "name": "Slipping away"}),
        ("call the second one Core", {"ordinal": 2, "name": "Core"}),
        ("把流失风险客户叫做摇摆客户", {"segment": "at_risk", "name": "摇摆客户"}),
        ("沉睡客户改叫“冬眠”吧", {"segment": "hibernating", "name": "冬眠"}),
    ],
)
def test_a_new_name_is_cut_as_typed(text, expected):
    assert slots("rename_segment", text) == expected


def test_a_name_cannot_carry_the_signs_that_part_names():
    assert slots("rename_segment", "call champions A=B; at_risk=C")["name"] == "A B at_risk C"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("merge at risk and can't lose as Win back", (["at_risk", "cant_lose"], "Win back")),
        ("combine champions with loyal customers into Core", (["champions", "loyal_customers"], "Core")),
        (
            "take promising and new customers as one group called Newbies",
            (["promising", "new_customers"], "Newbies"),
        ),
        ("合并冠军客户和忠诚客户为核心客户", (["champions", "loyal_customers"], "核心客户")),
        ("merge at risk and can't lose as one segment", (["at_risk", "cant_lose"], None)),
    ],
)
def test_what_is_merged_and_its_name(text, expected):
    found = slots("merge_segments", text)
    assert (found["segments"], found.get("name")) == expected


@pytest.mark.parametrize(
    ("text", "role", "column"),
    [
        ("order_ref is the shipment, the real order number is order_no", "order_id", "order_no"),
        ("the amount should be net_total, not gross_total", "amount", "net_total"),
        ("use net_total instead of gross_total for the revenue", "amount", "net_total"),
        ('revenue is in the column "Line Total"', "amount", "Line Total"),
        ("take the column Invoice Total for the amount", "amount", "Invoice Total"),
        ("date is wrong, use ship_date", "date", "ship_date"),
        ("订单号不对，应该是商品编号", "order_id", "商品编号"),
        ("金额请用实付金额这一列", "amount", "实付金额"),
        ("把 member_id 作为客户编号", "customer_id", "member_id"),
    ],
)
def test_which_column_is_which(text, role, column):
    situation = replace(SITUATION, headers=("订单号", "会员编号", "order_ref", "gross_total"))
    assert slots("correct_role", text, situation) == {"role": role, "column": column}


def conditions(text):
    return [
        (condition["column"], condition["value"], condition["exclude"])
        for condition in slots("filter", text).get("conditions", [])
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("only germany", [("country", "Germany", False)]),
        ("leave out wholesale and only germany", [("country", "Germany", False), ("", "wholesale", True)]),
        (
            "exclude France and the Netherlands",
            [("country", "France", True), ("country", "Netherlands", True)],
        ),
        ("just the UK", [("country", "United Kingdom", False)]),
        ("只看德国", [("country", "Germany", False)]),
        ("把法国的订单去掉", [("country", "France", True)]),
        ("去掉批发客户", [("", "批发", True)]),
        ("only since march", []),
    ],
)
def test_what_is_left_in_and_out(text, expected):
    assert conditions(text) == expected


def test_leaving_out_what_came_before_keeps_what_came_after():
    assert slots("filter", "ignore everything before June 2023") == {"date_from": "2023-06-01"}


@pytest.mark.parametrize("text", ["remove the filter", "all countries again", "取消筛选", "恢复全部数据"])
def test_a_filter_can_be_lifted(text):
    assert slots("filter", text)["clear"] is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "people who bought coffee at least three times but not in the last 60 days",
            {"bought": "coffee", "bought_at_least": 3, "not_in_days": 60},
        ),
        ("everyone who bought bowls but never candles", {"bought": "bowls", "not_bought": "candles"}),
        ("customers with at least 3 orders who spent over 200", {"where": "orders >= 3 and revenue >= 200"}),
        (
            "customers in Germany who ordered more than 5 times",
            {"where": "orders >= 6 and country = 'Germany'"},
        ),
        ("who ordered only once", {"where": "orders = 1"}),
        ("hasn't bought since 1 December 2024", {"not_in_days": 30}),
        ("圈出买过两次餐具、90天没下单的客户", {"bought": "餐具", "bought_at_least": 2, "not_in_days": 90}),
        ("消费超过1000元且半年没来的客户", {"where": "revenue >= 1000", "not_in_days": 183}),
    ],
)
def test_a_described_segment(text, expected):
    assert slots("define_segment", text) == expected


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("our margin is 40%", "margin", "40%"),
        ("an e-mail costs us 2 cents", "cost_email", "0.02"),
        ("we pay 1.10 for a letter", "cost_post", "1.10"),
        ("prices are in US dollars", "currency", "USD"),
        ("一条短信成本五分钱", "cost_sms", "0.05"),
        ("利润率大概三成", "margin", "30%"),
        ("weeks start on sunday", "week_start", "sunday"),
    ],
)
def test_what_is_told_about_the_shop(text, field, value):
    assert slots("set_profile", text) == {"field": field, "value": value}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("our margin is 40%, an e-mail costs 2 cents", [("margin", "40%"), ("cost_email", "0.02")]),
        ("an e-mail costs 2 cents and our margin is 40%", [("cost_email", "0.02"), ("margin", "40%")]),
        ("cost of an email is 3 cents, sms 7", [("cost_email", "0.03"), ("cost_sms", "0.07")]),
        ("e-mails cost 2 cents and calls 4", [("cost_email", "0.02"), ("cost_phone", "4")]),
        (
            "2 cents per e-mail, 8 cents per sms and 40% margin",
            [("cost_email", "0.02"), ("cost_sms", "0.08"), ("margin", "40%")],
        ),
        ("毛利率40%，短信8分，电话5元", [("margin", "40%"), ("cost_sms", "0.08"), ("cost_phone", "5")]),
    ],
)
def test_everything_told_about_the_shop_keeps_its_own_number(text, told):
    found = slots("set_profile", text)
    assert [(found["field"], found["value"]), *map(tuple, found["more"])] == told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("revenue by country", {"measure": "revenue", "by": "country"}),
        ("top 10 products", {"by": "product", "top": 10}),
        ("number of customers per category", {"measure": "customers", "by": "category"}),
        ("how many orders per month", {"measure": "orders", "by": "month"}),
        ("平均客单价按渠道看", {"measure": "average_order_value", "by": "channel"}),
    ],
)
def test_a_question_of_figures(text, expected):
    assert slots("query", text) == expected


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("预测未来半年的价值", 183),
        ("what will they spend in the next 90 days?", 90),
        ("客户明年值多少钱", 365),
        ("next quarter's revenue, please forecast", 91),
        ("predict the value", None),
    ],
)
def test_how_far_ahead_a_prediction_looks(text, days):
    assert slots("value", text).get("horizon_days") == days


@pytest.mark.parametrize(
    ("text", "segment", "name"),
    [
        ("call c1 VIPs", "c1", "VIPs"),
        ("rename C2 to big fish", "c2", "big fish"),
        ("c2 should be called sleepers", "c2", "sleepers"),
        ("call cluster 2 the sleepers", "c2", "sleepers"),
        ("把c1叫做大客户", "c1", "大客户"),
        ("群2改名为沉睡", "c2", "沉睡"),
    ],
)
def test_a_group_is_named_by_its_id_or_number(text, segment, name):
    assert slots("rename_segment", text, CLUSTERED) == {"segment": segment, "name": name}


def test_an_id_that_is_not_there_is_still_read_as_one_and_a_number_of_groups_is_none():
    assert slots("rename_segment", "call c9 VIPs", CLUSTERED) == {"segment": "c9", "name": "VIPs"}
    assert slots("cluster", "cluster 2 groups", CLUSTERED) == {"k": "2"}
    assert not Reading(Utterance.of("cluster 3 please"), CLUSTERED).segments


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("which k?", {"asks_k": "which"}),
        ("how many clusters are best?", {"asks_k": "which"}),
        ("why 8 groups?", {"asks_k": "why"}),
        ("how come there are only two clusters", {"asks_k": "why"}),
        ("为什么分成4类", {"asks_k": "why"}),
        ("4 clusters instead", {"k": "4"}),
        ("分成4类", {"k": "4"}),
    ],
)
def test_a_number_of_groups_is_asked_doubted_or_given(text, asked):
    assert slots("cluster", text) == asked
