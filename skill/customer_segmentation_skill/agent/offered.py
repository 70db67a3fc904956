"""Which tools a model is offered, by how far the thread has come and what the person speaks of.

At most ten, and no more than a small window holds: small local models have small windows and choose badly among many
tools. A few tools are offered whenever they can be used; the rest take the places left, those that the person's last
words speak of first. A tool that was called in this thread of late stays. The offline brain chooses by rules of its own
and is offered every tool of the state.
"""

import json
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final

from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.tools import BaseTool

from customer_segmentation.catalogue import find_tool
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.words import LANGUAGES, words_of
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.adapters.langchain_tool import guidance, lean_schema
from customer_segmentation_skill.agent.session import Session

MOST: Final = 10
MOST_CHARACTERS: Final = 19_400
"""What the offered tools may come to: with the system prompt under 6,000 tokens."""
_BEFORE_DATA: Final = ("analyse_customers", "load_data")
_ALWAYS: Final = {
    "empty": _BEFORE_DATA,
    "loaded": (*_BEFORE_DATA, "query_data", "rfm_segments"),
    "segmented": (*_BEFORE_DATA, "query_data", "recommend", "profile_segments"),
}
"""By state, what is offered whatever the person says."""
_POSSIBLE: Final = {
    "empty": ("browse_database",),
    "loaded": (
        "define_segment",
        "describe_data",
        "browse_database",
        "cluster_customers",
        "cohort_retention",
        "trait_segments",
        "predict_value",
        "principal_components",
    ),
    "segmented": (
        "export_audience",
        "draw_chart",
        "plan_budget",
        "optimisation_plan",
        "draft_campaign",
        "design_experiment",
        "write_table",
        "send_audience",
        "measure_campaign",
        "write_report",
        "schedule_refresh",
        "define_segment",
        "rfm_segments",
        "cluster_customers",
        "cohort_retention",
        "describe_data",
        "trait_segments",
        "validate_segments",
        "segment_migration",
        "predict_value",
        "compare_segmentations",
        "principal_components",
        "browse_database",
    ),
}
"""By state, what else can be used, in the order in which places are filled where the words do not tell."""
STATES: Final = tuple(_ALWAYS)
_ANYWHERE: Final = ("schedule_refresh",)
"""Of use without data too, to the offline brain: a schedule is stopped, a recipe repeated."""
_LOOKED_BACK: Final = 3
"""So many of the person's last messages, and what was called since, say what is spoken of."""


def state_of(workspace: Workspace) -> str:
    """Return how far a thread has come: ``empty``, ``loaded`` or ``segmented``."""
    for state, produces in (("segmented", "segmentation"), ("loaded", "dataset")):
        try:
            workspace.resolve("latest", produces)
        except InputError:
            continue
        return state
    return "empty"


def usable(state: str) -> tuple[str, ...]:
    """Return every tool that can be used in a state."""
    return (*_ALWAYS[state], *_POSSIBLE[state])


def offered(state: str, messages: Sequence[BaseMessage]) -> tuple[str, ...]:
    """Return the names of the tools to offer, at most ``MOST`` and ``MOST_CHARACTERS``."""
    said = [str(one.text).casefold() for one in messages if isinstance(one, HumanMessage)][-_LOOKED_BACK:]
    called = _called_of_late(messages)

    def interest(tool: str) -> float:
        """Later words count more: the last message tells what is wanted now."""
        spoken = sum(
            2.0**place for place, text in enumerate(said) if any(word in text for word in _words(tool))
        )
        return spoken + (1.0 if tool in called else 0.0)

    chosen = list(_ALWAYS[state])
    room = MOST_CHARACTERS - sum(map(_size, chosen))
    for tool in sorted(_POSSIBLE[state], key=interest, reverse=True):
        if len(chosen) < MOST and _size(tool) <= room:
            chosen.append(tool)
            room -= _size(tool)
    return tuple(chosen)


@cache
def _size(tool: str) -> int:
    """Return the characters of what a model reads of a tool."""
    found = find_tool(tool)
    return len(guidance(found)) + len(json.dumps(lean_schema(found)))


def _words(tool: str) -> list[str]:
    return [
        str(word)
        for language in LANGUAGES
        for word in words_of("lexicon", language)["tool_words"].get(tool, [])
    ]


def _called_of_late(messages: Sequence[BaseMessage]) -> set[str]:
    people = [n for n, one in enumerate(messages) if isinstance(one, HumanMessage)][-_LOOKED_BACK:]
    since = messages[people[0] :] if people else messages
    return {call["name"] for one in since if isinstance(one, AIMessage) for call in one.tool_calls}


class Offered(AgentMiddleware[Any, Any, Any]):
    """Offers the tools that make sense now."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def wrap_model_call(
        self, request: ModelRequest[Any], handler: Callable[[ModelRequest[Any]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """Leave out the tools that cannot be used yet, or that nobody speaks of."""
        state = state_of(self._session.workspace)
        offline = self._session.brain.is_offline
        names = (*usable(state), *_ANYWHERE) if offline else offered(state, request.messages)
        kept: list[BaseTool | dict[str, Any]] = [
            tool for tool in request.tools if isinstance(tool, BaseTool) and tool.name in names
        ]
        return handler(request.override(tools=kept))
