"""Pictures in conversation: by name, of the last answer, in other colours, where there is none; and the report."""

import pytest

from customer_segmentation.chart.kinds import KINDS
from customer_segmentation.chart.request import ChartRequest
from customer_segmentation_skill.offline.moves.arguments import arguments_for
from customer_segmentation_skill.offline.moves.pictures import _pictures
from customer_segmentation_skill.offline.reading.cues import terms

NO_PICTURE = "I have no picture of that."


def asked(talk, text):
    talk.say(text)
    [(tool, arguments)] = talk.calls
    assert tool == "draw_chart"
    return arguments


def test_what_the_lexicon_knows_are_pictures_of_the_tool():
    assert _pictures() <= set(terms("pictures"))
    for picture in _pictures():
        _, arguments = arguments_for("chart", {"picture": picture, "theme": "dark"})
        assert ChartRequest.model_validate(arguments).kind == picture


def test_a_picture_is_drawn_by_its_name_and_again_in_other_colours(talk):
    assert asked(talk, "draw a bar chart of the segments") == {"kind": "segment_bars"}
    assert talk.problems() == []
    assert asked(talk, "in dark mode please") == {"kind": "segment_bars", "theme": "dark"}


@pytest.mark.parametrize("text", ["as a picture", "plot it", "画出来"])
def test_after_an_analysis_the_picture_is_of_the_segments(talk, text):
    talk.say("segment my customers")
    assert asked(talk, text) == {}


def test_the_picture_of_an_answer_is_of_that_answer(talk):
    drawn = {chart.shows.name for chart in KINDS.values() if chart.shows}
    for text, tool in (
        ("show the cohorts", "cohort_retention"),
        ("who moved since June?", "segment_migration"),
    ):
        talk.say(text)
        assert [called for called, _ in talk.calls] == [tool]
        number = talk.workspace.results()[-1].number
        if tool in drawn:
            assert asked(talk, "as a picture") == {"result": number}
        else:
            assert talk.say("as a picture").startswith(NO_PICTURE)


def test_where_there_is_no_picture_it_says_so(talk):
    assert talk.say("draw a line chart").startswith(NO_PICTURE)
    talk.say("turnover by month")
    assert talk.say("plot it").startswith(NO_PICTURE)
    assert talk.calls == []


def test_another_shape_is_not_the_last_picture_once_more(talk):
    assert asked(talk, "draw a pie of the segments") == {"kind": "segment_bars"}
    assert talk.say("as a line chart of turnover by month").startswith(NO_PICTURE)
    assert talk.calls == []


def test_a_picture_wished_besides_is_not_passed_over(talk):
    talk.say("export at risk as csv, and draw a chart of the segments")
    assert [tool for tool, _ in talk.calls] == ["export_audience", "draw_chart"]


def test_a_picture_of_cohorts_by_something_follows_them_so_first(talk):
    if "retention_heatmap" not in _pictures():
        pytest.skip("this picture is not there")
    talk.say("retention heatmap by quarter")
    assert talk.calls == [
        ("cohort_retention", {"period": "quarter"}),
        ("draw_chart", {"kind": "retention_heatmap"}),
    ]
    drawn = talk.workspace.results()[-1]
    assert any("Q" in key for key in drawn.reply.facts)


@pytest.mark.parametrize(
    ("text", "asked_as"),
    [
        ("make me a report", {}),
        ("write a report as html", {"format": "html"}),
        ("出一份markdown报告", {"format": "markdown"}),
    ],
)
def test_a_report_is_written(talk, text, asked_as):
    reply = talk.say(text)
    assert talk.calls == [("write_report", asked_as)]
    assert "sections" in reply
    assert talk.problems() == []


@pytest.mark.parametrize("text", ["make a powerpoint", "turn it into a slide deck please", "生成一份ppt"])
def test_slides_are_a_page_and_said(talk, text):
    reply = talk.say(text)
    assert talk.calls == [("write_report", {})]
    assert "Reports are not written in that format" in reply


@pytest.mark.parametrize("text", ["one page summary for my boss", "给老板一页总结"])
def test_a_page_is_the_summary(talk, text):
    talk.say(text)
    assert talk.calls == [("write_report", {"length": "summary"})]


def test_a_report_of_another_kind_is_a_page_and_said(talk):
    reply = talk.say("i need a report in word")
    assert talk.calls == [("write_report", {})]
    assert "sections" in reply


def test_without_segments_it_says_how_to_form_them(fresh, shop):
    fresh.say(f'load "{shop}"')
    for text in ("draw a chart of the segments", "make me a report"):
        assert fresh.say(text).startswith("There are no segments yet.")


def test_what_is_made_has_its_own_language_and_title(talk):
    reply = talk.say("write a short report in chinese called 'Autumn review'")
    assert talk.calls == [
        ("write_report", {"language": "zh", "title": "Autumn review", "length": "summary"}),
    ]
    assert "The report has" in reply
    (artifact,) = talk.workspace.results()[-1].reply.artifacts
    page = talk.workspace.results()[-1].file(artifact).read_text(encoding="utf-8")
    assert "<title>Autumn review" in page
    assert "先做三件事" in page
    assert "The report has" in talk.say("and in english?")
    assert talk.calls[0][1]["language"] == "en"
