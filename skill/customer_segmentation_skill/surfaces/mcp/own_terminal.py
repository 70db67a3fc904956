"""Commands for a person to run in a terminal of their own, wherever it stands: to decide, and to see rows of customers."""

import shlex
from typing import Any

from customer_segmentation.workspace.workspace import Result, Workspace
from customer_segmentation_skill.adapters.click_command import normalised

_PROGRAM = "customer-segmentation"


def to_decide(identity: str, workspace: Workspace) -> list[str]:
    """Return the commands that approve and reject a proposal."""
    return [_command([decision, identity], workspace) for decision in ("approve", "reject")]


def to_undo(identity: str, workspace: Workspace) -> str:
    """Return the command that takes back what was done under an approval."""
    return _command(["undo", identity], workspace)


def to_see_again(result: Result, workspace: Workspace) -> str:
    """Return the command that gives a result again, with its rows."""
    from customer_segmentation.catalogue import find_tool

    words = ["tool", result.tool]
    for name, info in find_tool(result.tool).request.model_fields.items():
        value = result.request.get(name, info.default)
        if value != info.get_default(call_default_factory=True):
            words += _option(name, value)
    thread = [] if workspace.thread == "default" else ["--thread", workspace.thread]
    return _command([*words, *thread], workspace)


def _option(name: str, value: Any) -> list[str]:
    flag = normalised(name)
    if isinstance(value, bool):
        return [f"--{flag}" if value else f"--no-{flag}"]
    return [f"--{flag}", ",".join(map(str, value)) if isinstance(value, list) else str(value)]


def _command(words: list[str], workspace: Workspace) -> str:
    return f"    {shlex.join([_PROGRAM, *words, '--workspace', str(workspace.root)])}"
