"""Asking the person through the host: a form where the host declares that it shows forms, in both protocol eras.

Until 2025-11-25 the server asks while the call runs; since 2026-07-28 the call ends with what is asked and is made
again with the answer. An answer is the host's own message, never an argument of the call: no model can give it.
"""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from mcp import types
from mcp.server.context import ServerRequestContext
from mcp_types.version import MODERN_PROTOCOL_VERSIONS

Context = ServerRequestContext[Any, Any]
Decision = Literal["approved", "rejected", ""]

_CHOICE: Final = "choice"
_REASON: Final = "reason"


@dataclass(frozen=True)
class Form:
    """One question with named choices.

    ``key`` stands for what is asked: the answer to another question never answers this one.
    """

    key: str
    words: str
    choices: list[str]
    title: str
    reason: str = ""
    """What a field for a reason is called; none if empty."""

    @property
    def schema(self) -> dict[str, Any]:
        """The form as the schema of an elicitation: text and one choice."""
        fields: dict[str, Any] = {_CHOICE: {"type": "string", "title": self.title, "enum": self.choices}}
        if self.reason:
            fields[_REASON] = {"type": "string", "title": self.reason}
        return {"type": "object", "properties": fields, "required": [_CHOICE]}


@dataclass(frozen=True)
class Answered:
    """What the person did with a form: which choice, if one of those offered; whether they declined; why."""

    choice: str = ""
    declined: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Asking:
    """Asks within one call."""

    context: Context
    params: types.CallToolRequestParams
    state: dict[str, str] = field(default_factory=dict)
    """What was chosen in earlier rounds of this call."""

    async def answer(self, form: Form) -> Answered | types.InputRequiredResult | None:
        """Return the person's answer, or how the call must end to get it; None where the host shows no forms."""
        if not self._shows_forms():
            return None
        if self.context.protocol_version not in MODERN_PROTOCOL_VERSIONS:
            if not self.context.session.can_send_request:
                return None
            return _read(
                await self.context.session.elicit_form(form.words, form.schema, self.context.request_id), form
            )
        given = (self.params.input_responses or {}).get(form.key)
        if isinstance(given, types.ElicitResult):
            return _read(given, form)
        asked = types.ElicitRequestFormParams(message=form.words, requested_schema=form.schema)
        return types.InputRequiredResult(
            input_requests={form.key: types.ElicitRequest(params=asked)}, request_state=_kept(self.state)
        )

    def _shows_forms(self) -> bool:
        capabilities = self.context.session.client_capabilities
        forms = capabilities.elicitation if capabilities else None
        # A bare elicitation capability, the only one before modes existed, means forms.
        return forms is not None and (forms.form is not None or forms.url is None)


def _read(given: types.ElicitResult, form: Form) -> Answered:
    content = given.content or {}
    choice, reason = content.get(_CHOICE), content.get(_REASON)
    if given.action == "accept" and choice in form.choices:
        return Answered(choice=str(choice), reason=reason if isinstance(reason, str) else "")
    return Answered(declined=given.action == "decline")


def _kept(state: dict[str, str]) -> str | None:
    import json

    return json.dumps(state) if state else None


def carried(params: types.CallToolRequestParams) -> dict[str, str]:
    """Return what was chosen in earlier rounds of a call; it comes back from the host and is taken as arguments are."""
    import json

    try:
        state = json.loads(params.request_state or "{}")
    except ValueError:
        return {}
    if not isinstance(state, dict):
        return {}
    return {name: value for name, value in state.items() if isinstance(value, str)}
