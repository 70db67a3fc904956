"""What was drawn or written is asked for once more with another look, and a language may be meant for what is made."""

from dataclasses import replace

import pytest
from test_understanding import SITUATION

from customer_segmentation_skill.offline.understanding.understand import understand

NEW = replace(SITUATION, open_question=(), pending=0)
DRAWN = replace(NEW, last_intent="chart", last_slots={"picture": "rfm_grid"})
WRITTEN = replace(NEW, last_intent="report", last_slots={"title": "Q4"})
MADE_IN = {
    "report in chinese": ("report", "zh"),
    "that picture in chinese": ("chart", "zh"),
    "draw the rfm grid in chinese": ("chart", "zh"),
    "translate the report into english": ("report", "en"),
    "英文版的图": ("chart", "en"),
    "图换成英文": ("chart", "en"),
    "用英文写报告": ("report", "en"),
    "报告要英文的": ("report", "en"),
}
TITLED = {
    "a report called 'Autumn review'": "Autumn review",
    "write a report titled Q4 for the board in chinese": "Q4 for the board",
    "标题叫“秋季复盘”的报告": "秋季复盘",
    "写一份题为双十一复盘的报告": "双十一复盘",
}
AGAIN = {
    "and in chinese?": {"language": "zh"},
    "the same in english": {"language": "en"},
    "in chinese too": {"language": "zh"},
    "make it dark": {"theme": "dark"},
    "with a dark background too": {"theme": "dark"},
    "再来一张英文的": {"language": "en"},
    "换成深色": {"theme": "dark"},
}
REPORTS_AGAIN = {
    "and in english?": {"language": "en"},
    "make it excel": {"format": "xlsx"},
    "that as markdown": {"format": "markdown"},
    "英文版也来一份": {"language": "en"},
}


@pytest.mark.parametrize(("text", "expected"), MADE_IN.items())
def test_a_language_beside_what_is_made_is_its_language(text, expected):
    found = understand(text, NEW)
    assert (found.intent, found.slots["language"], found.is_sure) == (*expected, True)


@pytest.mark.parametrize("situation", [NEW, DRAWN, WRITTEN])
@pytest.mark.parametrize("text", ["answer in Chinese", "in chinese please", "说中文", "用中文回答"])
def test_a_language_alone_is_that_of_the_talk(text, situation):
    found = understand(text, situation)
    assert (found.intent, found.slots) == ("switch_language", {"to": "zh"})


@pytest.mark.parametrize(("text", "title"), TITLED.items())
def test_a_report_is_titled_as_told(text, title):
    found = understand(text, NEW)
    assert (found.intent, found.slots["title"], found.is_sure) == ("report", title, True)


@pytest.mark.parametrize("text", ["one page for my boss", "short report as excel", "一页纸的报告"])
def test_a_short_report_is_a_summary(text):
    found = understand(text, NEW)
    assert (found.intent, found.slots["length"], found.is_sure) == ("report", "summary", True)


@pytest.mark.parametrize(("text", "changed"), AGAIN.items())
def test_a_picture_once_more(text, changed):
    found = understand(text, DRAWN)
    assert (found.intent, found.slots) == ("chart", {"picture": "rfm_grid", **changed})


@pytest.mark.parametrize(("text", "changed"), REPORTS_AGAIN.items())
def test_a_report_once_more(text, changed):
    found = understand(text, WRITTEN)
    assert (found.intent, found.slots) == ("report", {"title": "Q4", **changed})


@pytest.mark.parametrize("text", ["and champions?", "what about at risk?", "export it as csv", "why?"])
def test_other_wishes_are_left_alone(text):
    assert "picture" not in understand(text, DRAWN).slots
