"""The recipe of a conversation: its data, its segments, and what was written, sent or reported of them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from customer_segmentation.act.report.write_report import write_report
from customer_segmentation.data.dataset import Dataset
from customer_segmentation.kit.tool import Effect, Tool, tool_of
from customer_segmentation.recipes.recipe import Recipe, Step
from customer_segmentation.recipes.recipe_tools import LOAD, STEP_TOOLS
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.approval import approvals
from customer_segmentation.workspace.workspace import Result, Workspace

SEGMENTS: Final = "segments"
"""What the step that forms the segments is called."""
_DAYS_GIVEN: Final = frozenset({"as_of", "date_to"})
"""Left out: a day that was given would be the same day in every run."""
_REPORT: Final = tool_of(write_report)
_LONGEST_NAME: Final = 100


def recipe_of_talk(segmentation: Result, workspace: Workspace) -> Recipe:
    """Return what forms the segments of a result again and does with them what this conversation did.

    That is what waits, was approved or was done of exports, tables and sendings, and the reports that were written.
    """
    loaded = workspace.result(Segmentation.read(segmentation.folder).data, "dataset")
    source = str(loaded.request["source"])
    roles = _given(LOAD, loaded.request, without={"source"})
    forms = STEP_TOOLS[segmentation.tool]
    steps = [
        Step(
            name=SEGMENTS,
            tool=segmentation.tool,
            arguments=_given(forms, segmentation.request, without={"data"}),
        )
    ]
    for tool, request in _done_with(segmentation, workspace):
        before = sum(step.tool == tool.name for step in steps)
        name = f"{tool.name.replace('_', '-')}{before + 1 if before else ''}"
        arguments = _given(tool, request, without={"segmentation"})
        if arguments.get("path") and not arguments.get("overwrite"):
            arguments["path"] = _dated(str(arguments["path"]), Dataset.read(loaded.folder).as_of.isoformat())
        steps.append(Step(name=name, tool=tool.name, arguments=arguments))
    return Recipe(
        name=Path(source).stem[:_LONGEST_NAME] or "orders",
        source=_absolute(source),
        roles={
            name: _absolute(str(value)) if name == "customers" else str(value)
            for name, value in roles.items()
        },
        steps=steps,
    )


def _done_with(segmentation: Result, workspace: Workspace) -> Iterator[tuple[Tool, dict[str, Any]]]:
    """Yield each thing that was made of the segments, reports first, the same thing once."""
    seen: list[tuple[str, dict[str, Any]]] = []
    reports = [(row.tool, row.request) for row in workspace.results() if row.tool == _REPORT.name]
    written = [(one.tool, one.request) for one in approvals(workspace, "waiting", "approved", "done")]
    for name, request in [*reports, *written]:
        tool = STEP_TOOLS.get(name)
        wanted = tool is not None and (name == _REPORT.name or tool.effect is not Effect.READ)
        mine = request.get("segmentation") == segmentation.id
        if tool is not None and wanted and mine and (name, request) not in seen:
            seen.append((name, request))
            yield tool, request


def _given(tool: Tool, request: dict[str, Any], *, without: set[str]) -> dict[str, Any]:
    """Return what of a request is not as it is anyway, by the names that a person writes."""
    given = {}
    for name, info in tool.request.model_fields.items():
        value = request.get(name)
        default = info.get_default(call_default_factory=True)
        usual = value in (None, "", default) or str(value) == str(default)
        if name not in without | _DAYS_GIVEN and not usual:
            given[info.alias or name] = value
    return given


def _dated(path: str, as_of: str) -> str:
    """Return a file's path that names the day of each run: what was written before keeps its name."""
    place = Path(path)
    named = re.sub(rf"{as_of}(?:-\d+)?$", "{as_of}", place.stem)
    if "{as_of}" not in named:
        named = f"{place.stem}-{{as_of}}"
    return str(place.with_name(f"{named}{place.suffix}"))


def _absolute(source: str) -> str:
    return source if "://" in source else str(Path(source).expanduser().absolute())
