"""Several tasks in one message: done in their order, told in a list, and taken up again after a question."""

from customer_segmentation.workspace.approval import approvals

EXPORT = "Analyse {shop}, export At Risk to Excel with a 20% holdout and then draw the rfm grid"


def tools_of(talk):
    return [call["name"] for one in talk.messages for call in getattr(one, "tool_calls", [])]


def test_each_task_is_done_on_what_the_one_before_made(fresh, shop):
    reply = fresh.say(EXPORT.format(shop=shop))
    assert tools_of(fresh) == ["analyse_customers", "export_audience", "draw_chart"]
    lines = reply.splitlines()
    assert lines[:4] == [
        "One thing after the other:",
        f" 1. Analyse {shop}: done",
        " 2. export At Risk to Excel with a 20% holdout: waits for your yes",
        " 3. draw the rfm grid: done",
    ]
    assert fresh.problems() == []
    (waiting,) = approvals(fresh.workspace, "waiting")
    assert waiting.request["segments"] == "at_risk"
    assert (waiting.request["format"], waiting.request["holdout"]) == ("auto", 20)
    assert waiting.request["path"].endswith(".xlsx")


def test_in_chinese_too(chinese):
    reply = chinese.say("导出流失风险客户到Excel，然后画RFM网格图")
    assert reply.splitlines()[:3] == [
        "逐项处理：",
        " 1. 导出流失风险客户到Excel：等您批准",
        " 2. 画RFM网格图：已完成",
    ]
    assert chinese.problems() == []


def test_a_question_stops_at_its_task_and_the_answer_goes_on_with_the_rest(talk):
    before = len(tools_of(talk))
    asked = talk.say("export it and draw the rfm grid")
    assert asked.splitlines()[1:3] == [" 1. export it: needs an answer", " 2. draw the rfm grid: not begun"]
    assert len(tools_of(talk)) == before
    answered = talk.say("1")
    assert answered.splitlines()[1:3] == [
        " 1. export it: waits for your yes",
        " 2. draw the rfm grid: done",
    ]
    assert tools_of(talk)[before:] == ["export_audience", "draw_chart"]


def test_where_nothing_could_be_read_the_rest_is_not_begun(fresh):
    reply = fresh.say("Analyse missing.csv, export champions and write the report")
    assert tools_of(fresh) == ["analyse_customers"]
    assert [line.rpartition(": ")[2] for line in reply.splitlines()[1:4]] == [
        "could not be done",
        "not begun",
        "not begun",
    ]
    assert "missing.csv" in reply.split("\n\n", 1)[1]


def test_a_turn_that_is_repeated_after_a_crash_proposes_nothing_twice(talk):
    kept = list(talk.messages)
    talk.say("export champions and export at risk")
    first = [one.id for one in approvals(talk.workspace, "waiting")]
    talk.messages = kept
    talk.say("export champions and export at risk")
    assert [one.id for one in approvals(talk.workspace, "waiting")] == first
    assert len(first) == 2


def test_the_persons_words_are_shown_and_never_expanded(talk):
    reply = talk.say("draw the rfm grid and write the report called [[rfm_segments.all.customers]]")
    assert reply.splitlines()[2] == " 2. write the report called [ [rfm_segments.all.customers] ]: done"
