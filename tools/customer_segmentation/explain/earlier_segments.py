"""The same segments as of an earlier day: the same rules on what was known before that day alone.

What the customers of a segment did next is counted one way wherever it is told (``as_judged``): cut points are found
anew, for a score of 5 is then what it is today, the best part of a shop. Clusters found anew are other groups than
today's, so theirs are kept as they are. These were learnt on later days too, yet on what customers did then, never on
whether they came back; whether clusters tell anything is judged on clusters found anew (``validation/anew.py``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.tool import Tool, tool_of
from customer_segmentation.segment.cluster.cluster_customers import cluster_customers
from customer_segmentation.segment.cluster.fitting import DENSITY
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.segment.traits.trait_segments import trait_segments
from customer_segmentation.workspace.workspace import Result, Workspace

_Changes = Callable[[Result], dict[str, Any]]


@dataclass(frozen=True)
class _Former:
    """How segments of one tool are formed again: what changes in the request that formed them.

    Attributes:
        anew: Where cut points and models are found anew.
        frozen: Where they stay as they are.
        drifts: Found anew they are other groups than today's.
    """

    tool: Tool
    anew: _Changes
    frozen: _Changes
    drifts: bool = False


def _clusters_anew(result: Result) -> dict[str, Any]:
    """Return what keeps method and number of clusters, so that only what is learnt from data is learnt again."""
    if result.request["model_from"]:
        return {}
    formed = Segmentation.read(result.folder)
    many = sum(segment.id.startswith("c") for segment in formed.segments)
    k = {"k": str(many)} if many > 1 and formed.method not in DENSITY else {}
    return {"method": formed.method, "match": "", "names": "", **k}


def _same(_result: Result) -> dict[str, Any]:
    return {}


def _same_groups(result: Result) -> dict[str, Any]:
    """Return what forms groups of traits by the same bands: they are learnt from no behaviour."""
    return {"groups_from": result.id}


_FORMERS: Final[dict[str, _Former]] = {
    former.tool.name: former
    for former in (
        _Former(
            tool_of(rfm_segments),
            anew=_same,
            frozen=lambda result: {"thresholds": "", "thresholds_from": result.id},
        ),
        _Former(
            tool_of(cluster_customers),
            anew=_clusters_anew,
            frozen=lambda result: {"model_from": result.id, "match": "", "names": ""},
            drifts=True,
        ),
        _Former(tool_of(trait_segments), anew=_same_groups, frozen=_same_groups),
        _Former(tool_of(define_segment), anew=_same, frozen=_same),
    )
}


def drifts(segmentation: Result) -> bool:
    """Tell whether segments found anew at another day are other groups than those of a result.

    Clusters by the model of an earlier result are not: whatever the day, it is that model.
    """
    former = _FORMERS.get(segmentation.tool)
    return former is not None and former.drifts and not segmentation.request.get("model_from")


def frozen_rules(segmentation: Result) -> dict[str, Any]:
    """Return what, asked besides, forms segments of other data by the rules of a result; nothing to freeze: empty.

    Cut points, models and bands stay those of the result. A rule that a person gave stands still by itself.
    """
    former = _FORMERS.get(segmentation.tool)
    return former.frozen(segmentation) if former else {}


def as_judged(segmentation: Result, workspace: Workspace, day: date, folder: Path) -> Path:
    """Form the segments of a result as of ``day`` the way in which all that is told of their customers counts them.

    Raises:
        MethodError: Segments of this method cannot be formed at another day, or nobody had bought by then.
    """
    return earlier_segments(segmentation, workspace, day, folder, frozen=drifts(segmentation))


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
    changes = (former.frozen if frozen else former.anew)(segmentation)
    asked = {**segmentation.request, **changes, "as_of": day.isoformat()}
    try:
        former.tool.function(former.tool.request.model_validate(asked), workspace.with_(output=folder))
    except InputError as error:
        if error.code != "rule_nobody":
            raise
    return Segmentation.read(folder).assignment
