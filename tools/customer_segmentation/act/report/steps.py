"""What a report needs to know: the steps it runs, and those that these data do not allow."""

import json
from collections.abc import Iterator
from typing import Any, Final

from customer_segmentation.act.report.request import Length, ReportRequest
from customer_segmentation.advise.recommend import recommend
from customer_segmentation.chart.chosen import chosen
from customer_segmentation.chart.kinds import KINDS
from customer_segmentation.chart.request import ChartRequest, Kind
from customer_segmentation.chart.story import story
from customer_segmentation.data.describe_data import describe_data
from customer_segmentation.explain.behaviour_scope import formed_on
from customer_segmentation.explain.cohort.cohort_retention import cohort_retention
from customer_segmentation.explain.profile.profile_segments import profile_segments
from customer_segmentation.explain.validation.validate_segments import validate_segments
from customer_segmentation.kit.errors import InputError, MethodError, SegmentationError
from customer_segmentation.kit.tool import Tool, tool_of
from customer_segmentation.plan.budget.plan_budget import plan_budget
from customer_segmentation.plan.optimisation.optimisation_plan import optimisation_plan
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Result, Workspace

SEGMENTS: Final = "segments"
"""The input that names the segmentation."""
PICTURE: Final = "picture "
"""Before the kind of a picture: the ids of the segments and of the result it shows."""
WITHOUT: Final = "without "
"""Before a step that could not be run: its error, as JSON."""

DATA, PROFILE, VALIDATION = tool_of(describe_data), tool_of(profile_segments), tool_of(validate_segments)
COHORTS, ADVICE = tool_of(cohort_retention), tool_of(recommend)
PLAN, BUDGET = tool_of(optimisation_plan), tool_of(plan_budget)
_ALL_ADVICE: Final = 12
_PICTURED: Final = (PROFILE, VALIDATION, COHORTS)
"""The steps that get a picture of their own."""


def steps(request: ReportRequest, workspace: Workspace) -> dict[str, str]:
    """Run the steps; return the id of each one's result, and why those that are lacking could not be run."""
    workspace.progress("progress_report")
    quiet = workspace.with_(progress=lambda _step: None)
    segments = workspace.result(request.segmentation, "segmentation")
    done = {SEGMENTS: segments.id}
    for tool, asked in _asked(segments, request.length):
        try:
            done[tool.name] = run(tool, asked, quiet).id
        except (InputError, MethodError) as error:
            done[WITHOUT + tool.name] = _kept(error)
    if request.length is Length.FULL:
        done |= _planned(segments, quiet)
    workspace.progress("progress_pictures")
    for kind in _kinds(segments, done, request.length):
        try:
            found = chosen(ChartRequest(kind=kind, segmentation=segments.id), quiet)
            done[PICTURE + kind.value] = found[kind.value]
        except (InputError, MethodError) as error:
            done[WITHOUT + kind.value] = _kept(error)
    return done


def _planned(segments: Result, workspace: Workspace) -> dict[str, str]:
    """Return the plan that was made last on these segments, written out; nothing where none was made."""
    made = workspace.results_of(PLAN.name, BUDGET.name)
    last = next((result for result in made if result.request["segmentation"] == segments.id), None)
    if last is None:
        return {}
    return {PLAN.name: last.id if last.tool == PLAN.name else run(PLAN, last.request, workspace).id}


def _asked(segments: Result, length: Length) -> Iterator[tuple[Tool, dict[str, Any]]]:
    part = formed_on(segments)
    yield DATA, {"data": part.data}
    if length is Length.FULL:
        yield PROFILE, {"segmentation": segments.id}
        yield VALIDATION, {"segmentation": segments.id}
        yield COHORTS, part.model_dump()
    yield ADVICE, {"segmentation": segments.id, "top": _ALL_ADVICE}


def _kinds(segments: Result, done: dict[str, str], length: Length) -> Iterator[Kind]:
    """Give the pictures of the segments, and the first picture of each step that was run; of a summary the first."""
    told = list(story(segments))
    if length is Length.SUMMARY:
        yield from told[:1]
        return
    yield from told
    for step in _PICTURED:
        of_step = (
            kind
            for kind, chart in KINDS.items()
            if chart.shows and chart.shows.name == step.name and kind not in told
        )
        if step.name in done:
            yield from list(of_step)[:1]


def _kept(error: SegmentationError) -> str:
    values = {name: str(value) for name, value in error.values.items()}
    return json.dumps({"code": error.code, "values": values}, ensure_ascii=False, sort_keys=True)
