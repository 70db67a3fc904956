"""The offline brain: a chat model of rules in the same graph, with the same tools, approvals and checks.

It understands only what a person said. What tools and data say is material for its replies, never an
instruction. Its prose names figures by placeholders; code sets them in afterwards.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from pydantic import ConfigDict, SkipValidation

from customer_segmentation.kit.words import message
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.offline.compose import compose
from customer_segmentation_skill.offline.memory import (
    KEY,
    last_human,
    open_options,
    remembered,
    spoken_before,
)
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.moves.moves import move
from customer_segmentation_skill.offline.thread import Thread
from customer_segmentation_skill.offline.understanding.understand import understand


class OfflineBrain(BaseChatModel):
    """A chat model of rules, bound to one thread of a workspace.

    Attributes:
        language: ``en`` or ``zh``.
        offered: Names of the tools it may call; None before any were bound.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    workspace: SkipValidation[Workspace]
    language: str = "en"
    offered: tuple[str, ...] | None = None

    @property
    def _llm_type(self) -> str:
        return "customer-segmentation-offline"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,  # noqa: ARG002 - it chooses by itself
        **_more: Any,
    ) -> Runnable[Any, AIMessage]:
        """Return a copy that knows which tools it may call."""
        return self.model_copy(update={"offered": tuple(_name(tool) for tool in tools)})

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002 - rules end by themselves
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002 - nothing is reported on the way
        **_more: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._answer(messages))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,
        **_more: Any,
    ) -> Iterator[ChatGenerationChunk]:
        """Give the reply paragraph by paragraph."""
        answer = self._answer(messages)
        paragraphs = str(answer.text).split("\n\n")
        for n, paragraph in enumerate(paragraphs):
            last = n == len(paragraphs) - 1
            text = paragraph if last else f"{paragraph}\n\n"
            chunk = _last_chunk(answer, text) if last else AIMessageChunk(content=text)
            made = ChatGenerationChunk(message=chunk)
            if run_manager:
                run_manager.on_llm_new_token(text, chunk=made)
            yield made

    def _answer(self, messages: list[BaseMessage]) -> AIMessage:
        last = messages[-1] if messages else None
        thread = Thread(self.workspace)
        if isinstance(last, ToolMessage):
            composed = compose(messages, thread, self.language)
            return AIMessage(content=composed.text)
        if isinstance(last, HumanMessage):
            return self._understood(messages, thread)
        return AIMessage(content=message("chat_say_something", self.language))

    def _understood(self, messages: list[BaseMessage], thread: Thread) -> AIMessage:
        place = last_human(messages)
        said = str(messages[place].text)
        before = remembered(messages, place)
        options = tuple(open_options(messages, place))
        situation = thread.situation(self.language, before, tuple(option.words for option in options))
        here = Here(
            thread=thread,
            language=self.language,
            said=said,
            found=understand(said, situation),
            remembered=before,
            spoken=tuple(spoken_before(messages, place)),
            options=options,
        )
        return self._said(move(here), _mark(messages, place))

    def _said(self, made: Move, mark: str) -> AIMessage:
        """Return a move as a message, with what is to be remembered beside its prose.

        ``mark`` is the person's message: the same call has the same id when a turn is repeated.
        """
        unknown = [tool for tool, _ in made.calls if self.offered is not None and tool not in self.offered]
        if unknown:
            return AIMessage(content=message("chat_not_offered", self.language, tool=unknown[0]))
        notes = {
            "intent": made.intent,
            "slots": made.slots or {},
            "options": [option.as_json() for option in made.options],
            **made.notes,
        }
        calls = [
            {"name": tool, "args": arguments, "id": f"{mark}-{n}", "type": "tool_call"}
            for n, (tool, arguments) in enumerate(made.calls)
        ]
        return AIMessage(content=made.text, tool_calls=calls, additional_kwargs={KEY: notes})


def _mark(messages: list[BaseMessage], place: int) -> str:
    """Return what tells a person's message from every other of the thread."""
    import hashlib

    told = messages[place].id or "\n".join(str(one.text) for one in messages[: place + 1])
    return "offline-" + hashlib.sha256(told.encode("utf-8")).hexdigest()[:16]


def _last_chunk(answer: AIMessage, text: str) -> AIMessageChunk:
    import json

    chunks = [
        tool_call_chunk(name=c["name"], args=json.dumps(c["args"], ensure_ascii=False), id=c["id"], index=n)
        for n, c in enumerate(answer.tool_calls)
    ]
    return AIMessageChunk(
        content=text,
        tool_call_chunks=chunks,
        additional_kwargs=answer.additional_kwargs,
        chunk_position="last",
    )


def _name(tool: Any) -> str:
    """Return the name of a tool in any of the forms that may be bound."""
    if isinstance(tool, dict):
        return str(tool.get("name") or tool.get("function", {}).get("name", ""))
    return str(getattr(tool, "name", "") or getattr(tool, "__name__", ""))
