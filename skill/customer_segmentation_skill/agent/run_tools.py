"""Executing the tool calls of a brain: every call goes through the one ``run``, and none raises.

A result comes back as aggregates for the model and a reference; a question, a pending approval or an
error comes back as words that say what to do next.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ToolCallRequest
from langchain_core.messages import ToolMessage
from langgraph.types import Command

from customer_segmentation.catalogue import find_tool
from customer_segmentation.kit.errors import ApprovalRequired, NeedsAnswer, SegmentationError
from customer_segmentation.kit.for_model import for_model
from customer_segmentation.kit.words import LANGUAGES
from customer_segmentation.recipes.invoke import invoke
from customer_segmentation_skill.agent.session import Question, Session, ToolUse


def _digest(use: ToolUse) -> str:
    """Return what tells a call from others: some endpoints number the calls of every message from one."""
    asked = json.dumps([use.name, use.arguments], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(asked.encode()).hexdigest()[:12]


class RunTools(AgentMiddleware[Any, Any, Any]):
    """Runs the tools a brain calls, in place of LangChain's own execution."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def wrap_tool_call(
        self,
        request: ToolCallRequest,
        handler: Callable[[ToolCallRequest], ToolMessage | Command[Any]],  # noqa: ARG002 - never called
    ) -> ToolMessage | Command[Any]:
        """Run one call and return what the brain may see of it."""
        name, arguments = request.tool_call["name"], request.tool_call["args"]
        use = ToolUse(name=name, arguments=arguments)
        self._session.uses.append(use)
        content, artifact = self._run(use, request.tool_call["id"] or "")
        return ToolMessage(
            content=content,
            artifact=artifact,
            name=name,
            tool_call_id=request.tool_call["id"],
            status="error" if use.error else "success",
        )

    def _run(self, use: ToolUse, call_id: str) -> tuple[str, dict[str, Any]]:
        session = self._session
        workspace = session.workspace.with_(progress=session.progress, language=session.language)
        try:
            call = f"{call_id}:{_digest(use)}"
            result = invoke(find_tool(use.name), use.arguments, workspace, call_id=call)
        except ApprovalRequired as waiting:
            return f"waiting for the person's approval: {waiting.approval_id}. It is not done.", {
                "approval": waiting.approval_id,
                "tool": use.name,
            }
        except NeedsAnswer as question:
            text = question.said(session.language)
            session.question = Question(text, [words for words, _fields in question.options])
            lines = [f"{n}. {words} -> {fields}" for n, (words, fields) in enumerate(question.options, 1)]
            options = [[words, fields] for words, fields in question.options]
            asked = {"question": text, "options": options, "tool": use.name, "arguments": use.arguments}
            return "\n".join(["ask the person:", text, *lines]), asked
        except SegmentationError as error:
            use.error = error.said(session.language)
            said = {language: error.said(language) for language in LANGUAGES}
            return f"error: {error}", {"error": error.code, "said": said, "tool": use.name}
        use.result_id = result.id
        content = for_model(result.reply, result.number, session.language)
        return content, {"result": result.number, "tool": result.tool}
