"""What is drawn or written of a part of the customers or of the time; the part is formed first, and said."""

import pytest

GERMANY = "country = 'Germany'"


def data_of(talk):
    return next(r.number for r in talk.workspace.results() if r.tool == "load_data")


@pytest.mark.parametrize("text", ["draw the segments of Germany", "只画德国的客群"])
def test_a_picture_of_a_country_is_of_that_country(talk, text):
    reply = talk.say(text)
    assert talk.calls == [
        ("analyse_customers", {"where": GERMANY, "data": data_of(talk)}),
        ("draw_chart", {}),
    ]
    drawn = talk.workspace.results()[-1]
    formed = next(r for r in reversed(talk.workspace.results()) if r.tool == "rfm_segments")
    assert formed.reply.detail["filter"] == GERMANY
    assert drawn.request["segmentation"] == formed.id
    assert GERMANY in reply


def test_a_report_of_a_time_is_of_that_time(talk):
    reply = talk.say("write a report for 2024")
    assert talk.calls == [
        ("analyse_customers", {"from": "2024-01-01", "to": "2024-12-31", "data": data_of(talk)}),
        ("write_report", {}),
    ]
    assert "created >= '2024-01-01'" in reply
    assert "sections" in reply


def test_what_is_only_left_out_for_a_report_is_left_out(talk):
    talk.say("做一份只有德国客户的报告")
    assert talk.calls == [
        ("analyse_customers", {"where": GERMANY, "data": data_of(talk)}),
        ("write_report", {}),
    ]


def test_which_part_is_asked_before_anything_is_drawn(talk):
    reply = talk.say("draw the segments without wholesale")
    assert "draw_chart" not in [tool for tool, _ in talk.calls]
    assert "wholesale" in reply
    talk.say("1")
    assert [tool for tool, _ in talk.calls] == ["analyse_customers", "draw_chart"]
    assert "aov" in talk.calls[0][1]["where"]


def test_a_picture_of_movements_is_of_the_days_that_are_named(talk):
    talk.say("draw who moved since June 2024")
    assert talk.calls == [
        ("segment_migration", {"from": "2024-06-01"}),
        ("draw_chart", {"kind": "migration_flow"}),
    ]


def test_a_time_that_is_still_to_come_cuts_nothing_off(talk):
    talk.say("draw the forecast for 2025")
    assert talk.calls == [("draw_chart", {"kind": "predicted_value"})]


def test_a_filter_is_taken_off_as_people_say_it(talk):
    talk.say("only Germany")
    talk.say("leave the filter out")
    assert talk.calls == [("analyse_customers", {"data": data_of(talk)})]


@pytest.mark.parametrize("text", ["make it excel", "Turn this into a spreadsheet please", "做成Excel"])
def test_it_as_a_workbook_is_the_report_after_an_analysis_and_the_customers_after_a_segment(talk, text):
    talk.say("segment my customers")
    talk.say(text)
    assert talk.calls == [("write_report", {"format": "xlsx"})]
    talk.say("tell me about at risk")
    talk.say(text)
    assert talk.calls == [("export_audience", {"segments": "at_risk", "format": "xlsx"})]


@pytest.mark.parametrize(
    ("text", "tool", "asked"),
    [
        ("export at risk in Germany as csv", "export_audience", {"segments": "at_risk", "format": "csv"}),
        ("导出德国的流失风险客户", "export_audience", {"segments": "at_risk"}),
        ("what should I do with at risk in Germany?", "recommend", {"segment": "at_risk"}),
        ("I have 5000 to spend in Germany", "plan_budget", {"budget": 5000}),
    ],
)
def test_what_is_asked_of_a_country_is_never_done_with_everybody(talk, text, tool, asked):
    reply = talk.say(text)
    assert talk.calls == [("analyse_customers", {"where": GERMANY, "data": data_of(talk)}), (tool, asked)]
    assert GERMANY in reply
    assert "Set aside" not in reply
    talk.say(text)
    assert talk.calls == [(tool, asked)]


def test_a_segment_of_a_country_is_shown_with_its_figures(talk):
    reply = talk.say("show me at risk in Germany")
    assert talk.calls == [("analyse_customers", {"where": GERMANY, "data": data_of(talk)})]
    assert "[[table:segments@" in talk.prose
    assert f"Only where {GERMANY}." in reply
    assert f"Only where {GERMANY}." in talk.say("show me at risk in Germany")


def test_those_of_elsewhere_are_left_out_of_an_export(talk):
    talk.say("export at risk without Germany")
    assert talk.calls[0][1]["where"] == "country != 'Germany'"


def test_a_word_of_the_data_that_says_no_place_cuts_nothing_off(talk):
    talk.say("export champions for the candle campaign")
    assert talk.calls == [("export_audience", {"segments": "champions"})]
