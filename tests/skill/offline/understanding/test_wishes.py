import pytest
from test_understanding import SITUATION, labelled

from customer_segmentation_skill.offline.reading.situation import Situation
from customer_segmentation_skill.offline.understanding.wishes import MOST, wishes_in

SEVERAL = {
    "Analyse orders.csv, export At Risk and Can't Lose to Excel with a 10% holdout, write the report, and redo it every Monday": [
        "Analyse orders.csv",
        "export At Risk and Can't Lose to Excel with a 10% holdout",
        "write the report",
        "redo it every Monday",
    ],
    "/customer-segmentation orders.csv then export champions to parquet and write the report in chinese": [
        "/customer-segmentation orders.csv",
        "export champions to parquet",
        "write the report in chinese",
    ],
    "cluster the customers and draw the clusters": ["cluster the customers", "draw the clusters"],
    "Analyse shop.csv. Then plan a budget of 10,000; finally write the report.": [
        "Analyse shop.csv",
        "plan a budget of 10,000",
        "write the report",
    ],
    "分析 orders.csv，导出流失风险客户和不能失去的客户到Excel，留10%对照组，写报告，每周一重新跑一次": [
        "分析 orders.csv",
        "导出流失风险客户和不能失去的客户到Excel，留10%对照组",
        "写报告",
        "每周一重新跑一次",
    ],
    "导出冠军客户然后画RFM网格图": ["导出冠军客户", "画RFM网格图"],
}
ONE = [
    "compare at risk and champions",
    "leave out wholesale and only germany",
    "merge at risk and can't lose and call it Win back",
    "what should I do with at risk and why?",
    'rename champions to "export and draw, then write"',
    "export at risk to 'plan, write and send.csv'",
    "thanks, and export",
    "做个留存表，按月",
]


@pytest.mark.parametrize(("text", "expected"), SEVERAL.items())
def test_tasks_are_cut_in_the_persons_words(text, expected):
    assert wishes_in(text, SITUATION) == expected


@pytest.mark.parametrize("text", list(SEVERAL)[:2])
def test_later_tasks_may_rest_on_what_earlier_ones_make(text):
    assert wishes_in(text, Situation()) == SEVERAL[text]


@pytest.mark.parametrize("text", ONE)
def test_one_task_stays_whole(text):
    assert wishes_in(text, SITUATION) == [text]


def test_more_tasks_than_can_be_kept_in_view_are_not_begun():
    many = " and then ".join(["draw the rfm grid", "write the report"] * (MOST // 2 + 1))
    assert wishes_in(many, SITUATION) == [many]


def test_of_messages_with_one_intent_hardly_any_is_cut():
    """Every sentence of the sets that understanding is measured on has one intent."""
    said = [one["text"] for half in ("dev", "blind") for one in labelled(half)]
    cut = [text for text in said if len(wishes_in(text, SITUATION)) > 1]
    assert len(cut) <= len(said) // 200, cut
