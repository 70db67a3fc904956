"""What the messages of a thread remember: what was understood, what was asked back, what a call was for.

Only people's messages are understood. What is remembered stands beside the prose of the brain's own
messages, never in the words of tools or data.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

KEY: Final = "offline"


@dataclass(frozen=True)
class Option:
    """One answer to a question: its words, and the intent and slots, or the call, that choosing it means."""

    words: str
    intent: str = ""
    slots: dict[str, Any] = field(default_factory=dict)
    tool: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the option for a message."""
        return {
            "words": self.words,
            "intent": self.intent,
            "slots": self.slots,
            "tool": self.tool,
            "arguments": self.arguments,
        }


def last_human(messages: list[BaseMessage]) -> int:
    """Return the place of the last message of a person; -1 if there is none."""
    return max((n for n, one in enumerate(messages) if isinstance(one, HumanMessage)), default=-1)


def remembered(messages: list[BaseMessage], before: int) -> dict[str, Any]:
    """Return what the brain last understood before a place: intent and slots."""
    for one in reversed(messages[:before]):
        if isinstance(one, AIMessage) and one.additional_kwargs.get(KEY, {}).get("intent"):
            found: dict[str, Any] = one.additional_kwargs[KEY]
            return found
    return {}


def open_options(messages: list[BaseMessage], before: int) -> list[Option]:
    """Return the options of the question asked in the turn before a place, if one was asked."""
    start = last_human(messages[:before])
    turn = messages[start + 1 : before]
    for one in reversed(turn):
        if isinstance(one, AIMessage) and one.additional_kwargs.get(KEY, {}).get("options"):
            return [Option(**option) for option in one.additional_kwargs[KEY]["options"]]
        if isinstance(one, ToolMessage) and isinstance(one.artifact, dict) and one.artifact.get("options"):
            return _answers(one.artifact, _call(turn, one))
    return []


def _call(turn: list[BaseMessage], answer: ToolMessage) -> dict[str, Any]:
    calls = [call for one in turn if isinstance(one, AIMessage) for call in one.tool_calls]
    return next((dict(call) for call in calls if call["id"] == answer.tool_call_id), {})


def _answers(artifact: dict[str, Any], call: dict[str, Any]) -> list[Option]:
    """Return a tool's question as options that repeat its call with the answer filled in."""
    tool = artifact.get("tool") or call.get("name", "")
    arguments = artifact.get("arguments") or call.get("args", {})
    return [
        Option(str(words), tool=tool, arguments={**arguments, **fields})
        for words, fields in artifact["options"]
    ]


def spoken_before(messages: list[BaseMessage], before: int, most: int = 3) -> list[str]:
    """Return the brain's last replies before a place, latest first."""
    said = [str(one.text) for one in messages[:before] if isinstance(one, AIMessage) and one.text]
    return said[::-1][:most]
