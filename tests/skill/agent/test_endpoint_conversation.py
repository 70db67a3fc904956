"""The agent with a language model on the wire: a scripted OpenAI-compatible server on loopback."""

import json

from scripted_endpoint import calls, fails, says, scripted_endpoint

ANALYSE = calls(("analyse_customers", {"source": "shop/orders.csv"}))


def test_a_reply_is_filled_from_facts(talk, demo_file):
    answer = says(
        "You have [[load_data.all.customers]] customers; [[rfm_segments.champions.customers]] are champions."
    )
    with scripted_endpoint(ANALYSE, answer) as endpoint:
        turn = talk("/customer-segmentation shop/orders.csv please", endpoint=endpoint)
    assert [figure.fact for figure in turn.figures] == [
        "load_data.all.customers",
        "rfm_segments.champions.customers",
    ]
    assert all(figure.verified and figure.text in turn.reply for figure in turn.figures)
    assert "[[" not in turn.reply
    assert (turn.brain, turn.usage.calls, turn.usage.input_tokens) == ("openai:scripted", 2, 200)


def test_an_invented_figure_goes_back_once_and_is_then_right(talk, demo_file):
    wrong, right = (
        says("Champions are 47% of customers."),
        says("Champions: [[rfm_segments.champions.customers]]."),
    )
    with scripted_endpoint(ANALYSE, wrong, right) as endpoint:
        turn = talk("analyse shop/orders.csv", endpoint=endpoint)
        complaint = endpoint.messages()[-1]["content"]
    assert "47%" in complaint
    assert "47%" not in turn.reply
    assert "unverified" not in turn.reply


def test_an_invented_figure_that_stays_is_marked(talk, demo_file):
    wrong = says("Champions are 47% of customers.")
    with scripted_endpoint(ANALYSE, wrong, wrong) as endpoint:
        turn = talk("analyse shop/orders.csv", endpoint=endpoint)
    (line,) = [line for line in turn.reply.splitlines() if "47%" in line]
    assert "⚠ unverified" in line


def test_the_bad_draft_never_enters_the_conversation(talk, demo_file):
    wrong, right = says("Champions are 47% of customers."), says("Fine.")
    with scripted_endpoint(ANALYSE, wrong, right, says("Hello.")) as endpoint:
        talk("analyse shop/orders.csv", endpoint=endpoint)
        talk("hello again", endpoint=endpoint)
        assert "47%" not in json.dumps(endpoint.messages())


def test_a_tool_error_is_told_to_the_model(talk, here):
    with scripted_endpoint(
        calls(("analyse_customers", {"source": "no.csv"})), says("No such file.")
    ) as endpoint:
        turn = talk("analyse no.csv", endpoint=endpoint)
        told = endpoint.messages()[-1]
    assert told["role"] == "tool"
    assert "no.csv" in told["content"]
    assert turn.tools[0].error
    assert turn.reply == "No such file."


def test_bad_arguments_and_unknown_tools_are_answered(talk, demo_file):
    script = [calls(("rfm_segments", {"colour": "blue"})), calls(("no_such_tool", {})), says("Sorry.")]
    with scripted_endpoint(*script) as endpoint:
        turn = talk("segment them please", endpoint=endpoint)
    assert [bool(tool.error) for tool in turn.tools] == [True, True]
    assert turn.reply == "Sorry."


def test_a_model_that_calls_tools_for_ever_is_stopped(talk, demo_file):
    def again(_body):
        return calls(("describe_data", {}))

    with scripted_endpoint(ANALYSE, *[again] * 40) as endpoint:
        turn = talk("analyse shop/orders.csv", endpoint=endpoint)
        assert len(endpoint.received) == 12
    assert "I stop here" in turn.reply


def test_a_passing_failure_is_tried_again(talk, demo_file):
    with scripted_endpoint(fails(500), fails(429), says("Hello.")) as endpoint:
        turn = talk("hello there", endpoint=endpoint)
    assert turn.reply == "Hello."


def test_a_refused_key_is_said_and_rules_answer(talk, demo_file):
    with scripted_endpoint(*[fails(401)] * 9) as endpoint:
        turn = talk("/customer-segmentation shop/orders.csv please", endpoint=endpoint)
        assert len(endpoint.received) == 1
    assert "The key for 127.0.0.1" in turn.reply
    assert turn.brain == "offline"
    assert "rfm_segments.champions.customers" in {figure.fact for figure in turn.figures} | {
        key for tool in turn.tools for key in ["rfm_segments.champions.customers"] if not tool.error
    }


def test_an_unknown_model_and_a_dead_endpoint_are_said(talk, here):
    with scripted_endpoint(fails(404)) as endpoint:
        assert "has no model scripted" in talk("hello there", endpoint=endpoint).reply
    assert "cannot reach the model" in talk("hello there", endpoint=endpoint, thread="other").reply


def test_a_turn_killed_between_call_and_answer_does_not_wedge_the_thread(talk, demo_file, workspace):
    from langchain_core.messages import AIMessage, HumanMessage

    from customer_segmentation_skill.agent.graph import build_graph, conversation_memory
    from customer_segmentation_skill.agent.session import Session
    from customer_segmentation_skill.chat.drafting import _config, _model
    from customer_segmentation_skill.config import Brain

    session = Session(workspace=workspace, language="en", brain=Brain("offline"))
    dangling = AIMessage("", tool_calls=[{"name": "load_data", "args": {}, "id": "lost"}])
    with conversation_memory(workspace.root) as saver:
        graph = build_graph(_model(session), session, saver)
        graph.update_state(_config(session), {"messages": [HumanMessage("hi"), dangling]}, as_node="model")
    with scripted_endpoint(says("Hello.")) as endpoint:
        assert talk("hello there", endpoint=endpoint).reply == "Hello."


def test_the_thread_remembers_earlier_turns(talk, here):
    with scripted_endpoint(says("Hello."), says("You said hello.")) as endpoint:
        talk("hello there", endpoint=endpoint)
        talk("what did I say", endpoint=endpoint)
        contents = [m["content"] for m in endpoint.messages() if m["role"] == "user"]
    assert contents == ["hello there", "what did I say"]


def test_at_most_ten_tools_are_offered_and_by_state(talk, demo_file):
    with scripted_endpoint(says("Hello."), ANALYSE, says("Done.")) as endpoint:
        talk("hello there", endpoint=endpoint)
        talk("analyse shop/orders.csv", endpoint=endpoint)
        offered = [sorted(t["function"]["name"] for t in body["tools"]) for body in endpoint.received]
    assert offered[0] == ["analyse_customers", "browse_database", "load_data"]
    assert "export_audience" in offered[-1]
    assert max(map(len, offered)) <= 10
