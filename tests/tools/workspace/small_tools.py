"""Two small tools with which the workspace is tested apart from the real ones."""

from pathlib import Path

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.request import DataReference, Request, SegmentationReference
from customer_segmentation.kit.tool import Effect, tool, tool_of

CALLS = []


class LoadRequest(Request):
    size: int = 1


class CountRequest(Request):
    data: DataReference = "latest"
    segmentation: SegmentationReference = ""


class SaveRequest(Request):
    path: str = ""
    text: str = "hello"


@tool(produces="dataset", inputs=lambda request, _workspace: {"file": f"hash of {request.size}"})
def small_load(request: LoadRequest, workspace) -> Reply:
    """Load something small."""
    CALLS.append(("small_load", request.size))
    (workspace.output / "table.txt").write_text("x" * request.size, encoding="utf-8")
    return Reply(facts={"small_load.all.items": Fact(value=request.size, unit="items")})


@tool()
def small_count(request: CountRequest, workspace) -> Reply:
    """Count what was loaded."""
    size = len((workspace.store.folder(request.data) / "table.txt").read_text(encoding="utf-8"))
    return Reply(facts={"small_count.all.items": Fact(value=size, unit="items")})


@tool(produces="segmentation")
def small_split(request: CountRequest, workspace) -> Reply:
    """Split what was loaded."""
    return Reply()


def plan_save(request, workspace):
    return request.model_copy(update={"path": request.path or "settled.txt"}), Reply(
        detail={"path": request.path}
    )


@tool(effect=Effect.WRITE, plan=plan_save)
def small_save(request: SaveRequest, workspace) -> Reply:
    """Write a file."""
    CALLS.append(("small_save", request.text))
    if request.text == "refuse":
        raise InputError("path_is_folder", path=request.path)
    Path(request.path).write_text(request.text, encoding="utf-8")
    import hashlib

    return Reply(detail={"made": {request.path: hashlib.sha256(request.text.encode()).hexdigest()}})


LOAD, COUNT, SPLIT, SAVE = map(tool_of, (small_load, small_count, small_split, small_save))
