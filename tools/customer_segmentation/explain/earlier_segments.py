"""The same segments as of an earlier day: the same rules on what was known before that day alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.tool import Tool, tool_of
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.segment.traits.trait_segments import trait_segments
from customer_segmentation.workspace.workspace import Result, Workspace


@dataclass(frozen=True)
class _Former:
    """How segments of one tool are formed again: ``frozen`` gives the fields that keep their rules as they are.

    Groups by who customers are never learn from purchases, so they keep theirs ``always``.
    """

    tool: Tool
    frozen: Callable[[Result], dict[str, Any]]
    always: bool = False


_FORMERS: Final[dict[str, _Former]] = {
    former.tool.name: former
    for former in (
        _Former(tool_of(rfm_segments), lambda result: {"thresholds": "", "thresholds_from": result.id}),
        _Former(tool_of(define_segment), lambda _result: {}),
        _Former(tool_of(trait_segments), lambda result: {"groups_from": result.id}, always=True),
    )
}


def earlier_segments(
    segmentation: Result, workspace: Workspace, day: date, folder: Path, *, frozen: bool = False
) -> Path:
    """Form the segments of a result as of ``day`` and return the file of their assignment in ``folder``.

    Cut points and models are found anew from what happened before ``day``, unless the person gave or froze
    them. With ``frozen`` those of the result itself are kept, so that a customer who moved did something else:
    for comparing two days, never for judging a prediction. A rule that nobody fulfilled by then leaves everybody
    among the others.

    Raises:
        MethodError: Segments of this method cannot be formed at another day, or nobody had bought by then.
    """
    former = _FORMERS.get(segmentation.tool)
    if former is None:
        raise MethodError("time_split_method", tool=segmentation.tool)
    changes = former.frozen(segmentation) if frozen or former.always else {}
    asked = {**segmentation.request, **changes, "as_of": day.isoformat()}
    try:
        former.tool.function(former.tool.request.model_validate(asked), workspace.with_(output=folder))
    except InputError as error:
        if error.code != "rule_nobody":
            raise
    return Segmentation.read(folder).assignment
