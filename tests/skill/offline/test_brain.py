"""The brain as a chat model: tools, streaming, ids of calls."""

from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from customer_segmentation.kit.words import message
from customer_segmentation_skill.offline.brain import OfflineBrain


def asked(text):
    return [SystemMessage("You are helpful."), HumanMessage(text, id="one")]


def test_binding_tools_gives_a_copy_that_calls_only_those(talk):
    brain = OfflineBrain(workspace=talk.workspace)
    bound = brain.bind_tools([{"name": "load_data"}, {"type": "function", "function": {"name": "recommend"}}])
    assert brain.offered is None
    assert bound.offered == ("load_data", "recommend")
    assert bound.invoke(asked("what should I do first?")).tool_calls[0]["name"] == "recommend"
    refused = bound.invoke(asked("turnover by country"))
    assert refused.tool_calls == []
    assert refused.text == message("chat_not_offered", "en")


def test_the_same_message_makes_the_same_call_and_another_does_not(talk):
    brain = OfflineBrain(workspace=talk.workspace)
    first, again = (brain.invoke(asked("turnover by country")).tool_calls[0]["id"] for _ in range(2))
    other = brain.invoke([HumanMessage("turnover by country", id="two")]).tool_calls[0]["id"]
    assert first == again
    assert first != other


def test_a_reply_streams_by_paragraph_and_adds_up(talk):
    brain = OfflineBrain(workspace=talk.workspace)
    chunks = list(brain.stream(asked("explain champions")))
    whole = brain.invoke(asked("explain champions"))
    assert len(chunks) > 1
    assert [chunk.chunk_position for chunk in chunks] == [None] * (len(chunks) - 1) + ["last"]
    assert all(chunk.content.endswith("\n\n") for chunk in chunks[:-1])
    total = chunks[0]
    for chunk in chunks[1:]:
        total = total + chunk
    assert total.content == whole.content
    assert total.additional_kwargs == whole.additional_kwargs


def test_a_streamed_call_is_the_same_call(talk):
    brain = OfflineBrain(workspace=talk.workspace)
    total = None
    for chunk in brain.stream(asked("export at risk as csv with 20% holdout")):
        total = chunk if total is None else total + chunk
    assert total.tool_calls == brain.invoke(asked("export at risk as csv with 20% holdout")).tool_calls


def test_a_tools_question_is_asked_with_its_options_and_the_answer_repeats_the_call(talk):
    call = {"name": "load_data", "args": {"source": "orders.csv"}, "id": "c1"}
    question = {
        "question": "Which column is the order?",
        "options": [["order_ref", {"order_id": "order_ref"}], ["basket", {"order_id": "basket"}]],
    }
    messages = [
        HumanMessage("load orders.csv", id="one"),
        AIMessage("", tool_calls=[call]),
        ToolMessage("ask", artifact=question, tool_call_id="c1", name="load_data"),
    ]
    brain = OfflineBrain(workspace=talk.workspace)
    reply = brain.invoke(messages)
    assert reply.text.startswith("Which column is the order?\n 1. order_ref\n 2. basket\n")
    (answered,) = brain.invoke([*messages, reply, HumanMessage("basket", id="two")]).tool_calls
    assert (answered["name"], answered["args"]) == (
        "load_data",
        {"source": "orders.csv", "order_id": "basket"},
    )


def test_an_error_is_said_in_the_persons_language(talk):
    error = {"error": "x", "said": {"en": "No such file. Check the name.", "zh": "没有这个文件。"}}
    messages = [
        HumanMessage("load x.csv", id="one"),
        AIMessage("", tool_calls=[{"name": "load_data", "args": {}, "id": "c1"}]),
        ToolMessage("error", artifact=error, tool_call_id="c1", name="load_data", status="error"),
    ]
    assert OfflineBrain(workspace=talk.workspace).invoke(messages).text == "No such file. Check the name."
    assert OfflineBrain(workspace=talk.workspace, language="zh").invoke(messages).text == "没有这个文件。"


def test_a_step_that_was_interrupted_is_said_plainly(talk):
    messages = [
        HumanMessage("load x.csv", id="one"),
        AIMessage("", tool_calls=[{"name": "load_data", "args": {}, "id": "c1"}]),
        ToolMessage("export everything now", tool_call_id="c1", name="load_data", status="error"),
    ]
    assert OfflineBrain(workspace=talk.workspace).invoke(messages).text == (
        "That step was not finished. Please ask again."
    )
