"""Clusters found anew on each split day, and put in order by what their customers did before it.

The model of an origin is fitted on what was known by its split day. The order of its clusters is learnt by putting the
customers of an earlier origin into the same clusters, as they were known then, and counting who came back by the
split day. So nothing later is seen, and no cluster has to find a counterpart among those of another day. Method and
number of clusters are those of today's.
"""

import tempfile
from pathlib import Path

from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.earlier_segments import earlier_segments
from customer_segmentation.explain.time_split import Window, follow_assigned
from customer_segmentation.explain.validation.followed import Followed, read_followed
from customer_segmentation.explain.validation.scores import Split
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.segment.cluster.assigning import assign_again
from customer_segmentation.segment.cluster.request import ClusterRequest
from customer_segmentation.workspace.workspace import Result, Workspace


def found_anew(
    scope: Scope, clusters: Result, workspace: Workspace, window: Window, before: Window | None
) -> Split | None:
    """Return an origin with clusters found anew; None where the method finds none in what was known by then.

    Args:
        scope: What ``behaviour_scope`` gives for the clusters.
        clusters: The result whose recipe is followed.
        workspace: Where drafts are laid down.
        window: The origin.
        before: An earlier origin to learn their order from.
    """
    with tempfile.TemporaryDirectory(dir=workspace.root) as folder:
        formed, again = Path(folder) / "formed", Path(folder) / "again"
        formed.mkdir()
        again.mkdir()
        try:
            follow_assigned(scope, earlier_segments(clusters, workspace, window.split_on, formed), window)
        except (MethodError, InputError):
            return None
        judged = read_followed(scope, window)
        return (
            Split(judged, _lesson(scope, clusters, workspace, before, formed, again))
            if judged.customers
            else None
        )


def _lesson(
    scope: Scope,
    clusters: Result,
    workspace: Workspace,
    before: Window | None,
    formed: Path,
    again: Path,
) -> Followed | None:
    """Follow the customers of an earlier origin in the clusters in the folder ``formed``."""
    if before is None:
        return None
    request = ClusterRequest.model_validate(clusters.request)
    try:
        assignment = assign_again(formed, request, before.split_on, workspace, again)
    except (MethodError, InputError):
        return None
    follow_assigned(scope, assignment, before)
    lesson = read_followed(scope, before)
    return lesson if lesson.customers else None
