"""From what was asked to results to draw: which charts, of which results, computed where there are none yet."""

from collections.abc import Sequence
from typing import Any

from customer_segmentation.chart.kinds import KINDS, ChartKind
from customer_segmentation.chart.request import ChartRequest, Kind
from customer_segmentation.chart.story import story
from customer_segmentation.explain.behaviour_scope import formed_on
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.segment import segmentation
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Result, Workspace

_SEGMENTATION = "segmentation"


def chosen(request: ChartRequest, workspace: Workspace) -> dict[str, str]:
    """Return, by kind of chart, the ids of the segments and of the result it shows, with a space between.

    Of several charts those whose result cannot be computed are left out.

    Raises:
        InputError: The result named is not one that the chart shows.
        MethodError: The chart belongs to other segments than there are, or what it shows cannot be computed.
    """
    segments = workspace.result(request.segmentation, _SEGMENTATION)
    named = workspace.result(request.result) if request.result else None
    if named and (named.folder / segmentation.FILE).exists():
        segments, named = named, None
    workspace.progress("progress_pictures")
    ids, refused = {}, None
    for kind in _kinds(request, segments, named):
        try:
            ids[kind.value] = _ids(KINDS[kind], segments, named, workspace)
        except MethodError as error:
            refused = error
    if refused and not ids:
        raise refused
    return ids


def _kinds(request: ChartRequest, segments: Result, named: Result | None) -> Sequence[Kind]:
    if request.kind is not Kind.AUTO:
        return (request.kind,)
    if named is None:
        return story(segments)
    kinds = [kind for kind, chart in KINDS.items() if chart.shows and chart.shows.name == named.tool]
    if not kinds:
        raise MethodError("chart_none_of", tool=named.tool)
    return kinds


def _ids(chart: ChartKind, segments: Result, named: Result | None, workspace: Workspace) -> str:
    formed = _formed(chart, segments, workspace)
    return f"{formed.id} {_shown(chart, formed, named, workspace).id}"


def _formed(chart: ChartKind, segments: Result, workspace: Workspace) -> Result:
    """Return the segments, or the latest of the same data that the chart belongs to."""
    if not chart.formed_by or segments.tool in chart.formed_by:
        return segments
    data = formed_on(segments).data
    for found in workspace.results_of(*chart.formed_by):
        if found.reply.formed and formed_on(found).data == data:
            return found
    raise MethodError("chart_other_segments", needs=chart.formed_by[0])


def _shown(chart: ChartKind, segments: Result, named: Result | None, workspace: Workspace) -> Result:
    """Return the result to draw: the one named, the latest about these segments, or one computed now."""
    if chart.shows is None:
        return segments
    if named:
        if named.tool != chart.shows.name:
            raise InputError("chart_not_of", number=named.number, tool=named.tool, needs=chart.shows.name)
        return named
    asked = _asked(chart, segments)
    for found in workspace.results_of(chart.shows.name):
        if asked.items() <= found.request.items():
            return found
    return run(chart.shows, asked, workspace)


def _asked(chart: ChartKind, segments: Result) -> dict[str, Any]:
    """Return what the chart's tool is asked: about the segments, or about the customers they were formed of."""
    fields = chart.shows.request.model_fields if chart.shows else {}
    about = {_SEGMENTATION: segments.id} if _SEGMENTATION in fields and "data" not in fields else {}
    return (about or formed_on(segments).model_dump()) | chart.arguments(segments)
