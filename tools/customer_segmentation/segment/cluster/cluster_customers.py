"""Groups of customers found in the data: who is like whom, without rules given beforehand."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from customer_segmentation.data.period import read_day
from customer_segmentation.data.scope import Scope, open_scope
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.name import NamePart
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.cluster.assigning import (
    assign,
    by_turnover,
    entries,
    rename,
    write_assignment,
)
from customer_segmentation.segment.cluster.assignment_sql import assignment_sql
from customer_segmentation.segment.cluster.choose_k import Choice, NoGroups
from customer_segmentation.segment.cluster.earlier import Earlier, earlier_clusters, former_clusters
from customer_segmentation.segment.cluster.fitting import DENSITY, Fitted, fit
from customer_segmentation.segment.cluster.found import Found
from customer_segmentation.segment.cluster.identity import continues, first_ids, kept_ids
from customer_segmentation.segment.cluster.model import write_examples
from customer_segmentation.segment.cluster.naming import cluster_traits, named
from customer_segmentation.segment.cluster.reply import cluster_reply, tried_reply
from customer_segmentation.segment.cluster.request import COMPARE, ClusterRequest
from customer_segmentation.segment.features.choice import choose_features
from customer_segmentation.segment.features.feature import Feature
from customer_segmentation.segment.naming import renamed
from customer_segmentation.segment.segmentation import Segment, Segmentation
from customer_segmentation.workspace.workspace import Workspace

TOOL: Final = "cluster_customers"


def _matched(request: ClusterRequest, workspace: Workspace) -> dict[str, str]:
    """Tell apart results whose clusters keep the ids of different earlier ones."""
    return {"match": request.match or former_clusters(request, workspace)}


@tool(effect=Effect.READ, produces="segmentation", inputs=_matched, version=2)
def cluster_customers(request: ClusterRequest, workspace: Workspace) -> Reply:
    """Find groups of customers who are alike, and say how far to trust them.

    Writes ``segmentation.json`` and ``assignment.parquet`` as ``segment/segmentation.py`` describes them, and
    ``model.json`` (see ``Model``), by which later customers are scored. Segments are c1, c2, … by turnover or as
    in an earlier result, ``outliers`` for extreme customers and ``noise`` for those in no dense place.

    Raises:
        InputError: Features, filter, names or references need mending.
        MethodError: The customers show no groups, or the method cannot look for them here.
    """
    frozen = earlier_clusters(request.model_from, workspace) if request.model_from else None
    with open_scope(request, workspace, as_of=read_day("as_of", request.as_of), purchases=False) as scope:
        asked = entries(frozen.model.features) if frozen else request.features
        features = choose_features(asked, scope)
        if not frozen:
            _refuse_one_category(features)
            workspace.progress("cluster_choosing")
        if request.k == COMPARE and not frozen:
            return tried_reply(scope, _tried(request, features, scope))
        if frozen:
            found = _scored(frozen, features, scope, workspace)
        else:
            found = _fitted(request, features, scope, workspace)
        segmentation = _formed(request, found, features, scope)
        segmentation.write(workspace.output)
        write_assignment(scope, workspace.output)
        return cluster_reply(request, scope, segmentation, found)


def _refuse_one_category(features: Sequence[Feature]) -> None:
    """Raise MethodError for a category alone: its values would come back as the groups found."""
    if len(features) == 1 and features[0].kind == "category":
        raise MethodError("cluster_one_category", feature=features[0].words("en"))


def _tried(request: ClusterRequest, features: Sequence[Feature], scope: Scope) -> Choice:
    """Return what speaks for each number of groups; raises InputError for a method that finds it itself."""
    if request.method in DENSITY:
        raise InputError("cluster_density_k", method=request.method.value)
    try:
        found = fit(request, scope, features).choice
    except NoGroups as none:
        return none.choice
    return found or Choice(None, "no_structure", (), None)


def _scored(frozen: Earlier, features: list[Feature], scope: Scope, workspace: Workspace) -> Found:
    """Put customers into the clusters of an earlier result."""
    tied = assign(frozen.model, features, scope, frozen.folder, None)
    frozen.copy_to(workspace.output)
    return Found(frozen.model, features, tied, frozen.segments, earlier=frozen.number)


def _fitted(request: ClusterRequest, features: list[Feature], scope: Scope, workspace: Workspace) -> Found:
    """Look for clusters and put every customer into one."""
    fitted = fit(request, scope, features)
    workspace.progress("cluster_telling")
    if fitted.model.scores is None:
        write_examples(fitted.points, fitted.labels, request.seed, workspace.output)
    tied = assign(fitted.model, features, scope, workspace.output, fitted)
    ordered = by_turnover(fitted.model.ids, scope)
    former = _former(request, scope, workspace)
    new_id = kept_ids(ordered, fitted.model, former, request.data, scope) if former else first_ids(ordered)
    rename(new_id, scope)
    ids = [new_id[i] for i in fitted.model.ids]
    before = {*former.model.ids, *former.model.retired} if former else set()
    model = fitted.model.model_copy(update={"ids": ids, "retired": sorted(before - set(ids))})
    model.write(workspace.output)
    fitted = replace(fitted, model=model)
    names = _names(fitted)
    given = {s.id: s.name for s in former.segments if s.name} if former else {}
    declared = [Segment(id=i, name=given.get(i, ""), parts=names[i]) for i in (new_id[o] for o in ordered)]
    return Found(model, features, tied, declared, fitted=fitted, matched=former.number if former else "")


def _former(request: ClusterRequest, scope: Scope, workspace: Workspace) -> Earlier | None:
    """Return the clusters whose ids are kept: those asked for, else the latest of data with the same customers."""
    if request.match:
        return earlier_clusters(request.match, workspace)
    found = workspace.inputs.get("match", "")
    former = earlier_clusters(found, workspace) if found else None
    return former if former and continues(former, scope) else None


def _names(fitted: Fitted) -> dict[str, list[NamePart]]:
    traits = cluster_traits(fitted.matrix, fitted.labels_of_all, fitted.clusters, fitted.model.preparation)
    return named(traits, fitted.model.ids)


def _formed(request: ClusterRequest, found: Found, features: Sequence[Feature], scope: Scope) -> Segmentation:
    present = {str(segment) for segment, *_ in scope.engine.rows("segment_totals")}
    rest = [Segment(id=i) for i in ("noise", "outliers") if i in present]
    query = assignment_sql(found.model, features, scope) if found.model.scores else ""
    declared = [segment for segment in found.segments if segment.id not in {"noise", "outliers"}]
    return Segmentation(
        method=found.model.method,
        data=request.data,
        as_of=scope.as_of,
        segments=renamed([*declared, *rest], request.names),
        sql=scope.reproduced(query) if query else "",
    )
