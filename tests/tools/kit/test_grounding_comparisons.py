import pytest
from facts_of_a_shop import AFTER, BEFORE, CHAMPIONS, Facts, found, kinds

from customer_segmentation.kit.grounding import ProblemKind, check


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("Champions are the largest group.", "largest"),
        ("Most of them buy once.", "Most of"),
        ("Their turnover fell.", "fell"),
        ("Their number doubled.", "doubled"),
        ("Half of them buy once.", "Half"),
        ("They spend more than before.", "spend more than before"),
        ("The majority buys once.", "majority"),
        ("冠军客户的销售额最高。", "最"),
        ("客户数翻倍了。", "翻倍"),
        ("销售额下降了。", "销售额下降了"),
        ("多数客户只买一次。", "多数"),
        ("客单价高于忠诚客户。", "高于"),
        ("冠军客户比忠诚客户更活跃。", "比忠诚客户更活跃"),
    ],
)
def test_a_comparison_needs_a_fact_that_compares(text, excerpt):
    (problem,) = check(text, Facts())
    assert problem.kind is ProblemKind.COMPARISON
    assert excerpt in problem.excerpt or problem.excerpt in excerpt


def test_a_count_or_an_amount_backs_no_comparison():
    assert kinds(f"Champions are the largest group: {CHAMPIONS}.") == ["comparison"]


@pytest.mark.parametrize(
    "text",
    [
        "Champions bring the most, rank [[rfm_segments.champions.revenue_rank]].",
        "Champions order more often, [[rfm_segments.champions.orders_ratio]] as often as the average.",
        "The turnover of At risk fell by [[rfm_segments.at_risk.revenue_change]].",
        "流失风险客户的销售额下降 [[rfm_segments.at_risk.revenue_change]]。",
        f"Champions fell from {BEFORE} to {AFTER}.",
        "Loyal customers are the second largest, rank [[rfm_segments.loyal_customers.revenue_rank]].",
    ],
)
def test_a_rank_a_change_or_a_ratio_backs_it(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The turnover of At risk grew by [[rfm_segments.at_risk.revenue_change]].",
        f"Champions grew from {BEFORE} to {AFTER}.",
        "Loyal customers are the largest, rank [[rfm_segments.loyal_customers.revenue_rank]].",
        "流失风险客户的销售额增长了 [[rfm_segments.at_risk.revenue_change]]。",
    ],
)
def test_a_fact_that_says_the_opposite_is_a_contradiction(text):
    assert kinds(text) == ["contradiction"]


@pytest.mark.parametrize(
    "text",
    [
        "Spend most of your effort on Champions, and at least one call on At risk.",
        "The goal is to increase repeat orders.",
        "If sales fall, stop the campaign.",
        "Which segment grew most?",
        'You could ask: "which segment is the largest?"',
        "I cannot say whether turnover grew.",
        "The most recent order counts. Tell me more about your margin.",
        "It is best to call. The more I know, the better.",
        "At risk means that they ordered more often before.",
        "如果销售额下降，就停止活动。",
        "目标是提升复购率，避免客户数减少。",
        "哪个客群增长最快？",
        "最近一次下单、最好先打电话、更多信息、至少一笔订单。",
        "无法判断销售额是否增长。",
    ],
)
def test_wishes_orders_questions_and_conditions_claim_nothing(text):
    assert found(text) == []
