"""What a model reads is pinned: a change to a prompt or a schema is visible in review.

Run with UPDATE_SNAPSHOTS=1 to accept a change.
"""

import json
import os

import pytest
from source_tree import ROOT

from customer_segmentation.catalogue import TOOLS
from customer_segmentation_skill.adapters.langchain_tool import guidance, lean_schema
from customer_segmentation_skill.agent.graph import system_prompt
from customer_segmentation_skill.agent.offered import _BY_STATE, MOST

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


@pytest.mark.parametrize("state", sorted(_BY_STATE))
def test_prompt_and_schemas_fit_small_windows(state):
    offered = [tool for tool in TOOLS if tool.name in _BY_STATE[state]]
    texts = [system_prompt("zh"), *(guidance(t) + json.dumps(lean_schema(t)) for t in offered)]
    assert len(offered) == len(_BY_STATE[state])
    assert len(offered) <= MOST
    assert sum(map(len, texts)) / CHARACTERS_PER_TOKEN < MOST_TOKENS
