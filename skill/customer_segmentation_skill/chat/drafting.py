"""Having a brain answer in the agent graph, with its thread of messages kept on disk."""

import re
from typing import TYPE_CHECKING, Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langsmith import tracing_context

from customer_segmentation.kit.render import Renderer
from customer_segmentation_skill.agent.endpoint import chat_model, endpoint_problem
from customer_segmentation_skill.agent.graph import build_graph, conversation_memory, prune
from customer_segmentation_skill.agent.session import Question, Session
from customer_segmentation_skill.config import OFFLINE, Brain
from customer_segmentation_skill.offline.brain import OfflineBrain
from customer_segmentation_skill.offline.memory import open_options

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import RunnableConfig

_RECURSION = 60
_NUMBERED = re.compile(r"^\s*\d+\. .*\n?", re.MULTILINE)


def draft(text: str, session: Session) -> tuple[str, str]:
    """Return a brain's checked prose for a message, and a notice if the endpoint failed and rules answered.

    Raises:
        Exception: What is no failure of the endpoint is not hidden.
    """
    try:
        return _in_graph(text, session), ""
    except Exception as error:
        problem = None if session.brain.is_offline else endpoint_problem(error, session.brain)
        if problem is None:
            raise
        session.brain = Brain(OFFLINE)
        return _in_graph(text, session), problem.said(session.language)


def remember(text: str, reply: str, session: Session) -> None:
    """Enter a message that code answered into the thread, so that a brain knows of it later."""
    with conversation_memory(session.workspace.root) as saver:
        graph = build_graph(_model(session), session, saver)
        said: list[AnyMessage] = [HumanMessage(text), AIMessage(reply)]
        graph.update_state(_config(session), {"messages": said}, as_node="model")


def _model(session: Session) -> "BaseChatModel":
    if session.brain.is_offline:
        return OfflineBrain(workspace=session.workspace, language=session.language)
    return chat_model(session.brain)


def _config(session: Session) -> "RunnableConfig":
    # One call after the other: results and proposals are numbered in the order in which they were asked for.
    return {
        "configurable": {"thread_id": session.workspace.thread},
        "recursion_limit": _RECURSION,
        "max_concurrency": 1,
    }


def _in_graph(text: str, session: Session) -> str:
    config = _config(session)
    with conversation_memory(session.workspace.root) as saver:
        graph = build_graph(_model(session), session, saver)
        before: list[AnyMessage] = graph.get_state(config).values.get("messages", [])
        said: list[AnyMessage] = [*_interrupted(before), HumanMessage(text)]
        # Tracing set in the environment would send the conversation to a third party unasked.
        with tracing_context(enabled=False):
            state: dict[str, Any] = graph.invoke({"messages": said}, config, durability="async")
        prune(saver, session.workspace.thread)
    last = state["messages"][-1]
    prose = str(last.text) if isinstance(last, AIMessage) else ""
    session.question = session.question or _question(state["messages"], prose, session)
    return prose


def _question(messages: list[AnyMessage], prose: str, session: Session) -> Question | None:
    """Return what the rules asked in this turn: their words without the numbered answers, and the answers."""
    options = open_options([*messages], len(messages))
    if not options:
        return None
    asked = _NUMBERED.sub("", prose)
    text = Renderer(session.ledger, session.language).text(asked).strip()
    return Question(text, [option.words for option in options])


def _interrupted(messages: list[AnyMessage]) -> list[AnyMessage]:
    """Return answers for tool calls that a killed process left open: endpoints refuse dangling calls."""
    answered = {m.tool_call_id for m in messages if isinstance(m, ToolMessage)}
    calls = [call for m in messages if isinstance(m, AIMessage) for call in m.tool_calls]
    return [
        ToolMessage("interrupted before it finished", tool_call_id=call["id"] or "", status="error")
        for call in calls
        if call["id"] not in answered
    ]
