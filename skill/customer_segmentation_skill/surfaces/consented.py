"""Approvals on the command line: what waits, how to decide it, and what ``--yes`` covers."""

import json

import click

from customer_segmentation.catalogue import find_tool
from customer_segmentation.kit.tool import Effect
from customer_segmentation.kit.words import message
from customer_segmentation.workspace.approval import approval
from customer_segmentation.workspace.workspace import Result, Workspace
from customer_segmentation_skill.agent.session import Session
from customer_segmentation_skill.chat.decisions import approve, summary
from customer_segmentation_skill.config import OFFLINE, Brain
from customer_segmentation_skill.surfaces.lines import calm
from customer_segmentation_skill.surfaces.options import Options


def covered_by_yes(identity: str, workspace: Workspace) -> bool:
    """Tell whether ``--yes`` may approve what waits: it writes. What sends is never covered."""
    waiting = approval(workspace, identity)
    tool = find_tool(waiting.tool)
    gated = tool.gate(tool.request.model_validate(waiting.request), workspace) if tool.gate else tool.effect
    return gated is Effect.WRITE


def approved(identity: str, workspace: Workspace, language: str, surface: str) -> tuple[str, Result]:
    """Enter a person's yes, do what waited, and return what was done in words and its result.

    Raises:
        InputError: It was decided before, or it cannot be done.
    """
    there = workspace.with_(thread=approval(workspace, identity).thread)
    session = Session(workspace=there, language=language, brain=Brain(OFFLINE), surface=surface)
    words = approve(identity, session)
    return words, there.result(session.uses[-1].result_id)


def show_waiting(identity: str, workspace: Workspace, asked: Options, *, as_json: bool) -> None:
    """Print what waits for the person and how to decide it."""
    language = asked.spoken()
    waiting = approval(workspace, identity)
    words = summary(waiting, language)
    if as_json:
        pending = {"id": identity, "tool": waiting.tool, "arguments": waiting.request, "summary": words}
        click.echo(json.dumps({"pending": [pending]}, ensure_ascii=False))
        return
    lines = [
        message("waiting_one", language),
        f" {words}",
        message("decide_by_command", language, id=f"{identity}{asked.elsewhere}"),
    ]
    click.echo(calm("\n".join(lines)))
