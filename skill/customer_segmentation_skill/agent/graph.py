"""The agent graph: one graph for both brains, with the same tools, approvals and checks."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from customer_segmentation.catalogue import TOOLS
from customer_segmentation.kit.assets import prompt_text
from customer_segmentation_skill.adapters.langchain_tool import to_langchain
from customer_segmentation_skill.agent.session import Session

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langgraph.checkpoint.sqlite import SqliteSaver
    from langgraph.graph.state import CompiledStateGraph

FILE = "conversations.sqlite"
_SUMMARISE_AT_TOKENS = 16_000
_KEEP_MESSAGES = 16


def build_graph(
    model: "BaseChatModel", session: Session, saver: "SqliteSaver"
) -> "CompiledStateGraph[Any, Any, Any, Any]":
    """Return the graph for one turn of a session."""
    from langchain.agents import create_agent
    from langchain.agents.middleware import AgentMiddleware, ModelRetryMiddleware, SummarizationMiddleware

    from customer_segmentation_skill.agent.endpoint import is_passing
    from customer_segmentation_skill.agent.grounded import Grounded
    from customer_segmentation_skill.agent.limits import Limits
    from customer_segmentation_skill.agent.offered import Offered
    from customer_segmentation_skill.agent.run_tools import RunTools

    middleware: list[AgentMiddleware[Any, Any, Any]] = [Grounded(session), Limits(session), Offered(session)]
    if not session.brain.is_offline:
        middleware += [
            SummarizationMiddleware(
                model, trigger=("tokens", _SUMMARISE_AT_TOKENS), keep=("messages", _KEEP_MESSAGES)
            ),
            ModelRetryMiddleware(max_retries=2, retry_on=is_passing, on_failure="error", initial_delay=0.5),
        ]
    middleware.append(RunTools(session))
    return create_agent(
        model=model,
        tools=[to_langchain(tool) for tool in TOOLS],
        system_prompt=system_prompt(session.language),
        middleware=middleware,
        checkpointer=saver,
    )


def system_prompt(language: str) -> str:
    """Return the system prompt, which names the language to answer in."""
    names = {"en": "English", "zh": "Simplified Chinese (简体中文)"}
    return prompt_text("system.md").replace("{{language}}", names.get(language, "the person's language"))


@contextmanager
def conversation_memory(root: Path) -> Iterator["SqliteSaver"]:
    """Give the store of conversations; only plain message types are ever restored from it."""
    from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
    from langgraph.checkpoint.sqlite import SqliteSaver

    connection = sqlite3.connect(root / FILE, check_same_thread=False, timeout=30)
    try:
        saver = SqliteSaver(connection, serde=JsonPlusSerializer(allowed_msgpack_modules=None))
        saver.setup()
        yield saver
    finally:
        connection.close()


def prune(saver: "SqliteSaver", thread: str) -> None:
    """Keep only the last checkpoint of a thread: they would grow with the square of its length."""
    last = "SELECT MAX(checkpoint_id) FROM checkpoints WHERE thread_id = ?"
    with saver.cursor() as cursor:
        for table in ("checkpoints", "writes"):
            cursor.execute(
                f"DELETE FROM {table} WHERE thread_id = ? AND checkpoint_id < ({last})", (thread, thread)
            )
