"""Clusters of an earlier result: those whose model scores, and those whose ids are kept."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from customer_segmentation.kit.errors import InputError
from customer_segmentation.segment.cluster.model import EXAMPLES, FILE, Model
from customer_segmentation.segment.cluster.request import ClusterRequest
from customer_segmentation.segment.segmentation import ASSIGNMENT, Segment, Segmentation
from customer_segmentation.workspace.workspace import Workspace

TOOL: Final = "cluster_customers"


@dataclass(frozen=True)
class Earlier:
    """An earlier result of clusters.

    Attributes:
        number: Its short id in the thread.
        data: The full id of the data it was found in.
    """

    number: str
    data: str
    as_of: date
    folder: Path
    model: Model
    segments: Sequence[Segment]

    @property
    def assignment(self) -> Path:
        """The file of its assignment."""
        return self.folder / ASSIGNMENT

    def copy_to(self, folder: Path) -> None:
        """Put the model into the folder of another result, which scores like this one then."""
        for name in (FILE, EXAMPLES):
            if (self.folder / name).exists():
                shutil.copyfile(self.folder / name, folder / name)


def earlier_clusters(reference: str, workspace: Workspace) -> Earlier:
    """Return an earlier result by reference; raises InputError if it is none of clusters."""
    result = workspace.result(reference, "segmentation")
    if result.tool != TOOL:
        raise InputError("cluster_not_clusters", result=result.number, tool=result.tool)
    formed = Segmentation.read(result.folder)
    model = Model.read(result.folder)
    return Earlier(result.number, formed.data, formed.as_of, result.folder, model, formed.segments)


def former_clusters(request: ClusterRequest, workspace: Workspace) -> str:
    """Return the thread's latest clusters of other data that compare by the same features; empty if none do.

    They are the same analysis before a refresh, whose ids the new clusters keep.
    """
    if request.model_from:
        return ""
    for result in reversed(workspace.results()):
        same = (
            result.tool == TOOL
            and result.reply.formed
            and result.request.get("features", "") == request.features
        )
        if same and result.request.get("data") != request.data:
            return result.id
    return ""
