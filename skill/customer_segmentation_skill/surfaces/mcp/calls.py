"""One call of a tool of the catalogue: computed, or ended with what a person must say first."""

from collections.abc import Mapping
from typing import Any, Final

import anyio
from mcp import types

from customer_segmentation.data.load_request import LoadRequest
from customer_segmentation.kit.errors import ApprovalRequired, NeedsAnswer, SegmentationError
from customer_segmentation.kit.tool import Tool
from customer_segmentation.kit.words import message
from customer_segmentation.recipes.invoke import invoke, shortcut_fields
from customer_segmentation.workspace.approval import Approval, approval
from customer_segmentation.workspace.workspace import Result, Workspace
from customer_segmentation_skill.adapters.mcp_tool import LANGUAGE
from customer_segmentation_skill.surfaces.mcp.answers import answer, failed, said
from customer_segmentation_skill.surfaces.mcp.approving import (
    approval_form,
    approved,
    rejected,
    undoing,
    waits,
)
from customer_segmentation_skill.surfaces.mcp.forms import Asking, Context, Form, carried
from customer_segmentation_skill.surfaces.mcp.serving import Serving

Outcome = types.CallToolResult | types.InputRequiredResult

_MOST_QUESTIONS: Final = 6


class ToolCall:
    """One call, with the arguments that it was made with and what the person adds on the way."""

    def __init__(
        self, tool: Tool, params: types.CallToolRequestParams, serving: Serving, context: Context
    ) -> None:
        self._tool = tool
        self._serving = serving
        self._context = context
        self._arguments: dict[str, Any] = dict(params.arguments or {})
        self._language = serving.spoken(self._arguments.get(LANGUAGE))
        if LANGUAGE not in tool.request.model_fields:
            self._arguments.pop(LANGUAGE, None)
        self._asking = Asking(context, params, carried(params))
        self._arguments |= self._asking.state
        self._typed: frozenset[str] = frozenset()

    async def outcome(self) -> Outcome:
        """Return the answer, or what it needs first; an error is an answer that says how to mend it."""
        try:
            for _ in range(_MOST_QUESTIONS):
                try:
                    return await self._attempt()
                except NeedsAnswer as question:
                    ended = await self._asked(question)
                    if ended is not None:
                        return ended
            return failed(message("mcp_too_many_questions", self._language))
        except SegmentationError as error:
            return failed(error.said(self._language))

    async def _attempt(self) -> Outcome:
        try:
            return await self._computed()
        except ApprovalRequired as waiting:
            ended = await self._decided(approval(self._serving.workspace, waiting.approval_id))
        return await self._computed() if ended is None else ended

    async def _computed(self) -> types.CallToolResult:
        def work(workspace: Workspace) -> types.CallToolResult:
            seen = workspace.with_(typed=self._typed)
            return answer(invoke(self._tool, self._arguments, seen), seen, self._language)

        return await self._serving.computed(work, self._language, self._context)

    async def _asked(self, question: NeedsAnswer) -> Outcome | None:
        """Put a question to the person; None once it is answered, and its answer an argument."""
        words = question.said(self._language)
        choices: Mapping[str, dict[str, str]] = dict(question.options)
        form = Form(f"question-{question.code}", words, list(choices), message("mcp_choice", self._language))
        given = await self._asking.answer(form) if choices else None
        if isinstance(given, types.InputRequiredResult):
            return given
        if given is None or not given.choice:
            return self._open_question(words, question)
        fields = choices[given.choice]
        self._arguments |= fields
        self._asking.state.update(fields)
        return None

    def _open_question(self, words: str, question: NeedsAnswer) -> types.CallToolResult:
        options = [{"words": option, "fields": fields} for option, fields in question.options]
        lines = [
            f"{number}. {option} ({', '.join(f'{name}={value}' for name, value in fields.items())})"
            for number, (option, fields) in enumerate(question.options, 1)
        ]
        text = "\n".join([words, *lines, "", message("mcp_ask_the_person", self._language)])
        asked = {"text": words, "options": options}
        return said(self._tool.name, text, self._language, question=asked)

    async def _decided(self, waiting: Approval) -> Outcome | None:
        """Let the person decide what waits; None where what they approved lets this call go on."""
        given = await self._asking.answer(approval_form(waiting, self._language))
        if isinstance(given, types.InputRequiredResult):
            return given
        workspace = self._serving.workspace
        yes, no = approval_form(waiting, self._language).choices
        if given is not None and given.choice == yes:
            return await self._carried_out(waiting)
        if given is not None and (given.choice == no or given.declined):
            return rejected(waiting, given, workspace, self._language)
        return waits(waiting, workspace, self._language)

    async def _carried_out(self, waiting: Approval) -> types.CallToolResult | None:
        self._typed |= {str(waiting.request.get(name, "")) for name in ("source", "customers")}

        def work(workspace: Workspace) -> tuple[Result, types.CallToolResult]:
            result = approved(waiting.id, workspace)
            return result, answer(result, workspace, self._language, undoing(waiting, result, workspace))

        # What a person approved is done, even if the host loses patience meanwhile.
        with anyio.CancelScope(shield=True):
            result, done = await self._serving.computed(work, self._language, self._context)
        if waiting.tool == self._tool.name:
            return done
        loading = shortcut_fields(self._tool) or LoadRequest.model_fields.keys()
        self._arguments = {name: value for name, value in self._arguments.items() if name not in loading}
        if "data" in self._tool.request.model_fields:
            self._arguments["data"] = result.id
        return None
