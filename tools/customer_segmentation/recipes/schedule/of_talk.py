"""The recipe of a conversation: its data, its segments, and what was written, sent or reported of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from customer_segmentation.act.report.write_report import write_report
from customer_segmentation.data.dataset import Dataset
from customer_segmentation.kit.tool import Effect, Tool, tool_of
from customer_segmentation.recipes.recipe import Recipe, Step
from customer_segmentation.recipes.recipe_tools import LOAD, STEP_TOOLS
from customer_segmentation.recipes.run_recipe import LOADED
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.workspace.approval import approvals
from customer_segmentation.workspace.workspace import Result, Workspace

SEGMENTS: Final = "segments"
"""What the step that forms the segments is called; others that were made use of have numbers."""
_DAYS_GIVEN: Final = frozenset({"as_of", "date_to"})
"""Left out: a day that was given would be the same day in every run."""
_REPORT: Final = tool_of(write_report)
_RULE: Final = tool_of(define_segment)
_LONGEST_NAME: Final = 100
_REFERENCE: Final = "segmentation"


@dataclass(frozen=True)
class OfTalk:
    """The recipe of a conversation.

    Attributes:
        results: By name of a step, the result that it gave there.
        rests_on: Ids of the approvals whose tasks are repeated.
    """

    recipe: Recipe
    results: dict[str, str]
    rests_on: list[str]


def recipe_of_talk(segmentation: Result, workspace: Workspace) -> OfTalk:
    """Return what forms the segments of a result again and does with them what this conversation did.

    That is what waits, was approved or was done of exports, tables and sendings, and the reports that were written;
    of these segments, and of others of the same data that another tool or a rule formed.
    """
    loaded = workspace.result(str(segmentation.request["data"]), "dataset")
    as_of = Dataset.read(loaded.folder).as_of.isoformat()
    found = list(_made_of(segmentation, workspace))
    made = [(tool, request) for tool, request, _ in found]
    formed = list(dict.fromkeys([segmentation.id, *(str(request[_REFERENCE]) for _, request in made)]))
    names = {one: f"{SEGMENTS}{number or ''}" for number, one in enumerate(formed)}
    steps = [_forming(workspace.result(one), name) for one, name in names.items()]
    for tool, request in made:
        before = sum(step.tool == tool.name for step in steps)
        arguments = _given(tool, request, without={_REFERENCE})
        if arguments.get("path") and not arguments.get("overwrite"):
            arguments["path"] = _dated(str(arguments["path"]), as_of)
        named = {} if len(names) == 1 else {_REFERENCE: names[request[_REFERENCE]]}
        name = f"{tool.name.replace('_', '-')}{before + 1 if before else ''}"
        steps.append(Step(name=name, tool=tool.name, arguments=arguments | named))
    source, roles = str(loaded.request["source"]), _given(LOAD, loaded.request, without={"source"})
    recipe = Recipe(
        name=Path(source).stem[:_LONGEST_NAME] or SEGMENTS,
        source=_absolute(source),
        roles={name: _absolute(str(v)) if name == "customers" else str(v) for name, v in roles.items()},
        steps=steps,
    )
    results = {LOADED: loaded.id, **{name: one for one, name in names.items()}}
    return OfTalk(recipe, results, [identity for _, _, identity in found if identity])


def _forming(segmentation: Result, name: str) -> Step:
    tool = STEP_TOOLS[segmentation.tool]
    arguments = _given(tool, segmentation.request, without={"data"})
    return Step(name=name, tool=tool.name, arguments=arguments)


def _made_of(segmentation: Result, workspace: Workspace) -> Iterator[tuple[Tool, dict[str, Any], str]]:
    """Yield each thing that was made of the segments and its approval, if any; reports first, the same thing once."""
    seen: list[tuple[str, dict[str, Any]]] = []
    reports = [(row.tool, row.request, "") for row in workspace.results() if row.tool == _REPORT.name]
    written = [(one.tool, one.request, one.id) for one in approvals(workspace, "waiting", "approved", "done")]
    for name, request, identity in [*reports, *written]:
        tool = STEP_TOOLS.get(name)
        if tool is None or not (name == _REPORT.name or tool.effect is not Effect.READ):
            continue
        if (name, request) not in seen and _belongs(
            str(request.get(_REFERENCE, "")), segmentation, workspace
        ):
            seen.append((name, request))
            yield tool, request, identity


def _belongs(identity: str, segmentation: Result, workspace: Workspace) -> bool:
    """Tell whether what was made of some segments is repeated: an earlier version of the same segments is not."""
    if identity == segmentation.id:
        return True
    other = workspace.store.read(identity) if identity else None
    if other is None or other.request.get("data") != segmentation.request["data"]:
        return False
    return other.tool == _RULE.name or other.tool != segmentation.tool


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
