"""Which picture, in which colours, and which kind of report a message asks for."""

import pytest
from test_understanding import SITUATION

from customer_segmentation_skill.offline.reading.cues import terms
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.utterance import Utterance
from customer_segmentation_skill.offline.understanding.slots import slots_for

KINDS = (
    *("rfm_grid", "segment_bars", "value_concentration", "component_scatter", "choosing_k", "dendrogram"),
    *("retention_heatmap", "segment_profile", "migration_flow", "recency_frequency", "silhouette"),
    *("cohort_value", "trait_index", "region_bars", "later_lift", "predicted_value", "power_curve"),
    "budget_allocation",
)


def slots(intent, text):
    return slots_for(intent, Reading(Utterance.of(text), SITUATION))


def test_every_picture_has_words():
    assert set(terms("pictures")) == set(KINDS)


@pytest.mark.parametrize(
    ("text", "picture"),
    [
        ("draw the RFM grid", "rfm_grid"),
        ("rfm heat map", "rfm_grid"),
        ("plot turnover per segment", "segment_bars"),
        ("a donut chart", "segment_bars"),
        ("show the pareto curve", "value_concentration"),
        ("draw the clusters as a scatter plot", "component_scatter"),
        ("plot the loadings", "component_scatter"),
        ("the elbow curve please", "choosing_k"),
        ("chart of the number of groups", "choosing_k"),
        ("cluster tree", "dendrogram"),
        ("show the heatmap", "retention_heatmap"),
        ("bar chart of retention", "retention_heatmap"),
        ("plot value per cohort", "cohort_value"),
        ("chart what sets the groups apart", "segment_profile"),
        ("sankey", "migration_flow"),
        ("plot recency against frequency", "recency_frequency"),
        ("silhouette plot", "silhouette"),
        ("chart of over and under indexing", "trait_index"),
        ("graph age groups", "trait_index"),
        ("bar chart by country", "region_bars"),
        ("lift curve", "later_lift"),
        ("show the power curve", "power_curve"),
        ("draw the tests", "power_curve"),
        ("draw the budget plan", "budget_allocation"),
        ("画一下预算分配", "budget_allocation"),
        ("draw the forecast", "predicted_value"),
        ("画RFM九宫格", "rfm_grid"),
        ("画个柱状图", "segment_bars"),
        ("各群销售额的图", "segment_bars"),
        ("画销售额集中度", "value_concentration"),
        ("聚类散点图", "component_scatter"),
        ("手肘图", "choosing_k"),
        ("画树状图", "dendrogram"),
        ("留存热力图", "retention_heatmap"),
        ("新客价值曲线", "cohort_value"),
        ("群的差异画个图", "segment_profile"),
        ("迁移图", "migration_flow"),
        ("轮廓系数图", "silhouette"),
        ("各地区分布图", "region_bars"),
        ("预测图", "predicted_value"),
    ],
)
def test_the_picture_is_what_it_is_about_else_its_shape(text, picture):
    assert slots("chart", text)["picture"] == picture


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("draw it", {}),
        ("画出来", {}),
        ("in dark mode", {"theme": "dark"}),
        ("白底的图", {"theme": "light"}),
        ("line chart", {"kind": "line"}),
    ],
)
def test_what_is_not_said_is_left_out(text, expected):
    assert slots("chart", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("make me a report", {}),
        ("report as html", {"format": "html"}),
        ("a pdf report", {"format": "html"}),
        ("excel report for the boss", {"format": "xlsx"}),
        ("markdown报告", {"format": "markdown"}),
        ("出一份网页报告", {"format": "html"}),
    ],
)
def test_a_report_has_a_format_where_one_is_said(text, expected):
    assert slots("report", text) == expected
