"""What a model reads is pinned: a change to a prompt or a schema is visible in review.

Run with UPDATE_SNAPSHOTS=1 to accept a change.
"""

import json
import os

import pytest
from langchain_core.messages import AIMessage
from source_tree import ROOT

from customer_segmentation.catalogue import TOOLS
from customer_segmentation_skill.adapters.langchain_tool import guidance, lean_schema
from customer_segmentation_skill.agent.graph import system_prompt
from customer_segmentation_skill.agent.offered import (
    _ALWAYS,
    MOST,
    MOST_CHARACTERS,
    STATES,
    offered,
    usable,
)

SNAPSHOTS = ROOT / "tests" / "contract" / "snapshots"
MOST_TOKENS = 6_000
CHARACTERS_PER_TOKEN = 3.6  # English prose and JSON run at about four; small models' tokenizers at less


def compared(name, text):
    path = SNAPSHOTS / name
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def test_the_system_prompt_is_pinned():
    text = system_prompt("en")
    assert text == compared("system.en.md", text)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_the_schema_of_a_tool_is_pinned(tool):
    text = json.dumps(
        {"description": guidance(tool), "parameters": lean_schema(tool)}, indent=1, ensure_ascii=False
    )
    assert text + "\n" == compared(f"{tool.name}.json", text + "\n")


@pytest.mark.parametrize("state", STATES)
def test_every_tool_that_a_state_offers_exists(state):
    assert set(usable(state)) <= {tool.name for tool in TOOLS}


@pytest.mark.parametrize("state", STATES)
def test_prompt_and_schemas_fit_small_windows_whatever_is_spoken_of(state):
    """Any three tools that are spoken of are offered, and what is offered stays within its bound."""
    sizes = {tool.name: len(guidance(tool)) + len(json.dumps(lean_schema(tool))) for tool in TOOLS}
    always = offered(state, [])[: len(_ALWAYS[state])]
    others = sorted((name for name in usable(state) if name not in always), key=lambda name: -sizes[name])
    assert sum(sizes[name] for name in (*always, *others[:3])) <= MOST_CHARACTERS
    asked = [calling(name) for name in others[:4]]
    for messages in ([], asked):
        names = offered(state, messages)
        assert len(names) <= MOST
        assert sum(sizes[name] for name in names) <= MOST_CHARACTERS
    assert (len(system_prompt("zh")) + MOST_CHARACTERS) / CHARACTERS_PER_TOKEN < MOST_TOKENS


def calling(name):
    return AIMessage("", tool_calls=[{"name": name, "args": {}, "id": name, "type": "tool_call"}])


def test_every_tool_can_be_offered():
    assert {tool.name for tool in TOOLS} == {name for state in STATES for name in usable(state)}
