"""The same segments as of an earlier day: the same rules on what was known before that day alone."""

from datetime import date
from pathlib import Path
from typing import Final

from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.tool import Tool, tool_of
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.segment.rfm import rfm_segments
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Result, Workspace

_FORMED_BY: Final[dict[str, Tool]] = {
    tool.name: tool for tool in (tool_of(rfm_segments), tool_of(define_segment))
}


def earlier_segments(segmentation: Result, workspace: Workspace, day: date, folder: Path) -> Path:
    """Form the segments of a result as of ``day`` and return the file of their assignment in ``folder``.

    Cut points are found anew from what happened before ``day``, unless the person gave or froze them.

    Raises:
        MethodError: Segments of this method cannot be formed at another day, or nobody had bought by then.
    """
    method = _FORMED_BY.get(segmentation.tool)
    if method is None:
        raise MethodError("time_split_method", tool=segmentation.tool)
    request = method.request.model_validate({**segmentation.request, "as_of": day.isoformat()})
    method.function(request, workspace.with_(output=folder))
    return Segmentation.read(folder).assignment
