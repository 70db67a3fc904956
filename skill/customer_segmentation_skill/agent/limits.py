"""A cap on model calls and tokens, per turn and per thread, with a clear stop."""

from collections.abc import Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage

from customer_segmentation.kit.words import message
from customer_segmentation_skill.agent.session import Session

CALLS_PER_TURN = 12
CALLS_PER_THREAD = 400
TOKENS_PER_THREAD = 2_000_000


class Limits(AgentMiddleware[Any, Any, Any]):
    """Counts what a thread used and stops it at the cap."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """Call the model unless the thread has used up its calls or tokens."""
        session = self._session
        journal, thread = session.workspace.journal, session.workspace.thread
        calls = int(journal.setting(thread, "calls", "0"))
        tokens = int(journal.setting(thread, "tokens", "0"))
        if session.calls >= CALLS_PER_TURN or calls >= CALLS_PER_THREAD or tokens >= TOKENS_PER_THREAD:
            return ModelResponse(result=[AIMessage(message("limit_reached", session.language))])
        response = handler(request)
        session.calls += 1
        used = getattr(response.result[-1], "usage_metadata", None) or {}
        session.input_tokens += used.get("input_tokens", 0)
        session.output_tokens += used.get("output_tokens", 0)
        if not session.brain.is_offline:
            journal.set_setting(thread, "calls", str(calls + 1))
            journal.set_setting(thread, "tokens", str(tokens + used.get("total_tokens", 0)))
        return response
