"""Running a tool with what it needs before it: a source to load, segments to form."""

from typing import Any

from customer_segmentation.data.load_data import load_data
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.tool import Tool, tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Result, Workspace

_LOAD = tool_of(load_data)
_RFM = tool_of(rfm_segments)


def shortcut_fields(tool: Tool) -> set[str]:
    """Return the fields of ``load_data`` that may be given to a tool to load a source first."""
    own = set(tool.request.model_fields)
    return set() if "source" in own else set(_LOAD.request.model_fields) - own


def invoke(tool: Tool, arguments: dict[str, Any], workspace: Workspace, *, call_id: str = "") -> Result:
    """Run a tool; ``source`` and its roles load data first, and missing segments are formed by default.

    Raises:
        SegmentationError: As ``run`` does.
    """
    shortcuts = shortcut_fields(tool)
    own = {name: value for name, value in arguments.items() if name not in shortcuts}
    if arguments.get("source") and "source" in shortcuts:
        loading = {name: value for name, value in arguments.items() if name in shortcuts}
        shared = {name: arguments[name] for name in ("as_of",) if name in arguments}
        loaded = run(_LOAD, {**loading, **shared}, workspace)
        if "data" in tool.request.model_fields:
            own["data"] = loaded.id
    if "segmentation" in tool.request.model_fields and own.get("segmentation", "latest") == "latest":
        _ensure_segments(workspace)
    return run(tool, own, workspace, call_id=call_id)


def _ensure_segments(workspace: Workspace) -> None:
    try:
        workspace.resolve("latest", "segmentation")
    except InputError as error:
        if error.code != "no_segmentation_yet":
            raise
        run(_RFM, {}, workspace)
