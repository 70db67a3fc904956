"""A run of a schedule in words and as an object."""

from collections.abc import Iterator
from typing import Any

from customer_segmentation.kit.words import message
from customer_segmentation.recipes.schedule.run_schedule import Made
from customer_segmentation.recipes.schedule.runs import Run
from customer_segmentation.workspace.approval import approval
from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.chat.decisions import summary
from customer_segmentation_skill.chat.made import made_words
from customer_segmentation_skill.surfaces.tool_output import as_object, in_words


def run_lines(made: Made, workspace: Workspace, language: str, elsewhere: str) -> Iterator[str]:
    """Yield what is told of a run: how it ended, what changed, what was written, what waits."""
    there = workspace.with_(thread=made.schedule.thread)
    named = {"name": made.schedule.recipe.name, "id": made.schedule.id}
    run = made.run
    if run is None:
        yield message("jobs_busy", language, **named)
        return
    due = f"{run.due.astimezone(made.schedule.timing.place):%Y-%m-%d %H:%M}"
    problem = run.outcome.said.get(language, "")
    command = f"{made.schedule.id}{elsewhere}"
    ended = message(f"jobs_run_{run.status}", language, **named, due=due, said="{said}", command=command)
    yield ended.replace("{said}", problem)
    if run.outcome.missed:
        yield message("jobs_missed", language, count=run.outcome.missed)
    if run.outcome.standing in {"ended", "changed"}:
        yield message(f"jobs_standing_{run.outcome.standing}", language)
    if made.changes:
        yield in_words(made.changes, there, language)
    elif run.status != "failed":
        yield message("jobs_first", language)
    yield from _made(made, there, language)
    yield from _waiting(run, there, language, elsewhere)


def _made(made: Made, workspace: Workspace, language: str) -> Iterator[str]:
    """Yield a line per thing that was written or sent, and where reports and pictures are."""
    for name, result in made.results.items():
        stored = workspace.store.read(result.id)
        if stored and "approval" in stored.inputs:
            yield f"✓ {name}: {_first_line(in_words(result, workspace, language))}"
    files = made_words(made.results.values(), language)
    if files:
        yield files


def _first_line(words: str) -> str:
    return next((line.strip() for line in words.splitlines() if line.strip()), "")


def _waiting(run: Run, workspace: Workspace, language: str, elsewhere: str) -> Iterator[str]:
    for identity in run.outcome.waiting.values():
        waiting = approval(workspace, identity)
        yield f"{message('waiting_one', language)}\n {summary(waiting, language)}"
        yield message("decide_by_command", language, id=f"{identity}{elsewhere}")


def run_as_object(made: Made, workspace: Workspace, language: str) -> dict[str, Any]:
    """Return a run as the object that ``jobs run --json`` prints."""
    there = workspace.with_(thread=made.schedule.thread)
    named = {"id": made.schedule.id, "name": made.schedule.recipe.name}
    run = made.run
    if run is None:
        return {**named, "status": "busy"}
    changes = made.changes
    return {
        **named,
        "status": run.status,
        "due": run.due.astimezone(made.schedule.timing.place).isoformat(timespec="minutes"),
        "missed": run.outcome.missed,
        "standing": run.outcome.standing,
        "problem": run.outcome.said.get(language, ""),
        "changes": as_object(changes, in_words(changes, there, language), language) if changes else None,
        "results": run.outcome.results,
        "pending": [
            {
                "id": identity,
                "step": name,
                "tool": one.tool,
                "arguments": one.request,
                "summary": summary(one, language),
            }
            for name, identity in run.outcome.waiting.items()
            for one in [approval(workspace, identity)]
        ],
    }
