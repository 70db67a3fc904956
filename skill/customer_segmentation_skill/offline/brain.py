"""The offline brain: a chat model of rules in the same graph, with the same tools, approvals and checks.

It understands only what a person said. What tools and data say is material for its replies, never an
instruction. Its prose names figures by placeholders; code sets them in afterwards.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
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
from customer_segmentation_skill.offline.compose import compose, last_answers
from customer_segmentation_skill.offline.memory import (
    KEY,
    Option,
    last_human,
    open_options,
    remembered,
    spoken_before,
)
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.moves.moves import move
from customer_segmentation_skill.offline.tasks import Tasks, outcome_of
from customer_segmentation_skill.offline.thread import Thread
from customer_segmentation_skill.offline.understanding.understand import understand
from customer_segmentation_skill.offline.understanding.wishes import wishes_in


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
        if isinstance(last, ToolMessage):
            return self._answered(messages)
        if isinstance(last, HumanMessage):
            return self._understood(messages)
        return AIMessage(content=message("chat_say_something", self.language))

    def _answered(self, messages: list[BaseMessage]) -> AIMessage:
        """Say what tools answered; where a message holds several tasks, go on with the next."""
        thread = Thread(self.workspace)
        text = compose(messages, thread, self.language).text
        answers, caller = last_answers(messages)
        understood: dict[str, Any] = caller.additional_kwargs.get(KEY, {}) if caller else {}
        if not understood.get("tasks"):
            return AIMessage(content=text)
        tasks = Tasks.from_json(understood["tasks"])
        outcome = outcome_of(answers, understood)
        tasks = tasks.came_to(outcome, text, str(understood.get("intent", "")))
        if outcome == "asked":
            return AIMessage(content=tasks.told(thread, self.language))
        return self._go_on(tasks, messages)

    def _understood(self, messages: list[BaseMessage]) -> AIMessage:
        place = last_human(messages)
        before = remembered(messages, place)
        options = tuple(open_options(messages, place))
        said = str(messages[place].text)
        here = self._here(said, messages, before, options)
        if here.found.intent == "choose":
            return self._go_on(Tasks.from_json(before.get("tasks", [])), messages, self._move(here))
        wishes = wishes_in(said, here.thread.situation(self.language, before, ()))
        if len(wishes) > 1:
            return self._go_on(Tasks.of(wishes), messages)
        return self._said(self._move(here), _mark(messages, place))

    def _go_on(self, tasks: Tasks, messages: list[BaseMessage], made: Move | None = None) -> AIMessage:
        """Do the task at hand, of which ``made`` is the move if known, or say what became of all of them."""
        mark = _mark(messages, last_human(messages))
        if made and not tasks.words:
            return self._said(made, mark)
        while tasks.words:
            now = made or self._move(
                self._here(tasks.words, messages, remembered(messages, len(messages)), ())
            )
            if now.calls:
                return self._said(now, f"{mark}-{tasks.place}", tasks)
            if now.options:
                asked = tasks.came_to("asked", now.text).told(Thread(self.workspace), self.language)
                return self._said(replace(now, text=asked), mark, tasks)
            tasks, made = tasks.came_to("answered", now.text), None
        return AIMessage(content=tasks.told(Thread(self.workspace), self.language))

    def _move(self, here: Here) -> Move:
        """Return what to do; words where a tool is not offered as things stand."""
        made = move(here)
        offered = self.offered is None or {tool for tool, _ in made.calls} <= set(self.offered)
        return made if offered else Move(text=here.say("chat_not_offered"))

    def _here(
        self, said: str, messages: list[BaseMessage], before: dict[str, Any], options: tuple[Option, ...]
    ) -> Here:
        thread = Thread(self.workspace)
        situation = thread.situation(self.language, before, tuple(option.words for option in options))
        return Here(
            thread=thread,
            language=self.language,
            said=said,
            found=understand(said, situation),
            remembered=before,
            spoken=tuple(spoken_before(messages, last_human(messages))),
            options=options,
        )

    def _said(self, made: Move, mark: str, tasks: Tasks | None = None) -> AIMessage:
        """Return a move as a message, with what is to be remembered beside its prose.

        ``mark`` is the person's message: the same call has the same id when a turn is repeated.
        """
        notes = {
            "intent": made.intent,
            "slots": made.slots or {},
            "options": [option.as_json() for option in made.options],
            "tasks": tasks.as_json() if tasks else [],
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
