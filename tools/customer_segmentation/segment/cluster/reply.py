"""What ``cluster_customers`` answers: the groups, what they are, and how far to trust them."""

from typing import Any, Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.name import NamePart
from customer_segmentation.kit.reply import MEASURE, FactTable, Reply
from customer_segmentation.segment.cluster.choose_k import Choice
from customer_segmentation.segment.cluster.facts import (
    say_certainty,
    say_choice,
    say_contributions,
    say_means,
    say_unknown,
)
from customer_segmentation.segment.cluster.findings import cluster_findings, pairs_alike
from customer_segmentation.segment.cluster.found import Found
from customer_segmentation.segment.cluster.request import ClusterRequest
from customer_segmentation.segment.segment_table import SegmentTable, segment_table
from customer_segmentation.segment.segmentation import Segmentation

TOOL: Final = "cluster_customers"
_MOST_MEANS: Final = 6
"""A table of more columns is not read."""
_NEXT: Final = ("cluster_what_to_do", "cluster_what_sets_apart", "cluster_why_so_many")


def cluster_reply(request: ClusterRequest, scope: Scope, segmentation: Segmentation, found: Found) -> Reply:
    """Return the reply for the table ``assigned``."""
    table = segment_table(scope.engine, TOOL, segmentation.segments, scope.dataset.currency)
    table.say(ALL, "clusters", len([i for i in found.model.ids if i in table.totals]), "count")
    if found.tied:
        table.say(ALL, "near_ties", found.tied, "customers")
    measures: dict[str, list[NamePart]] = {}
    effects: dict[str, float] = {}
    tables: dict[str, FactTable] = {}
    if found.fitted:
        say_certainty(table, found.fitted)
        effects = say_contributions(table, found.fitted)
        say_unknown(table, found.fitted)
        measures = say_means(table, found.fitted, found.model.ids)
        if found.fitted.choice:
            tables["groups_tried"] = say_choice(table, found.fitted.choice)
    reply = Reply(
        names={segment.id: segment.name for segment in segmentation.segments if segment.name},
        described=_described(segmentation, found),
        measures=measures,
        findings=[*scope.findings, *cluster_findings(request, found, table)],
        next=list(_NEXT),
        currency=scope.dataset.currency,
        detail=_detail(scope, segmentation, found, table),
    )
    table.add_to(reply)
    reply.tables |= _more_tables(table, found, measures, effects) | tables
    if effects:
        divided = [f"f{n}" for n, feature in enumerate(found.features, start=1) if feature.name in effects]
        reply.tables["features"] = FactTable(
            tool=TOOL, subjects=divided, measures=["effect"], subject_label=MEASURE
        )
    return reply


def tried_reply(scope: Scope, choice: Choice) -> Reply:
    """Return the reply to how many groups there are: what speaks for each number, with no group formed."""
    sheet = FactSheet(TOOL, scope.dataset.currency)
    table = say_choice(sheet, choice)
    if choice.k:
        sheet.say(ALL, "clusters", choice.k, "count", kind=Kind.ESTIMATED)
    if choice.division:
        sheet.say(ALL, "pieces", choice.division, "count", kind=Kind.ESTIMATED)
    return Reply(
        facts=sheet.facts,
        tables={"groups_tried": table} if choice.scores else {},
        findings=list(scope.findings),
        currency=scope.dataset.currency,
        detail={"tried": True, "chosen": choice.k is not None, "why": choice.why, "filter": scope.words},
        formed=False,
    )


def _described(segmentation: Segmentation, found: Found) -> dict[str, list[NamePart]]:
    """Return the names put together from words: of clusters, and of the features that findings speak of."""
    described = {segment.id: list(segment.parts) for segment in segmentation.segments if segment.parts}
    described |= {f"f{n}": [feature.named] for n, feature in enumerate(found.features, start=1)}
    pairs = pairs_alike(found.fitted) if found.fitted else {}
    return described | {pair: [one.named, other.named] for pair, (one, other) in pairs.items()}


def _more_tables(
    table: SegmentTable, found: Found, measures: dict[str, list[NamePart]], effects: dict[str, float]
) -> dict[str, FactTable]:
    """Return the table of means of what the table of segments lacks, and that of certainty."""
    clusters = [i for i in table.totals if i in found.model.ids]
    tables = {}
    if measures:
        told = {f"mean_{n}": effects.get(name, 0) for n, name in enumerate(found.model.features, start=1)}
        most = sorted(measures, key=lambda measure: -told[measure])[:_MOST_MEANS]
        tables["means"] = FactTable(
            tool=TOOL, subjects=clusters, measures=[measure for measure in measures if measure in most]
        )
    if found.fitted:
        tables["certainty"] = FactTable(tool=TOOL, subjects=clusters, measures=["customers", "stability"])
    return tables


def _detail(scope: Scope, segmentation: Segmentation, found: Found, table: SegmentTable) -> dict[str, Any]:
    """Return what templates and later tools need."""
    fitted = found.fitted
    compared = set(found.model.preparation.names)
    clusters = [i for i in table.totals if i in found.model.ids]
    stable = {i: table.facts[table.key(i, "stability")].number for i in clusters if table.has(i, "stability")}
    choice = fitted.choice if fitted else None
    return {
        "tried": False,
        "method": found.model.method,
        "features": list(found.model.features),
        "compared": [f"f{n}" for n, name in enumerate(found.model.features, start=1) if name in compared],
        "clusters": clusters,
        "least_stable": min(stable, key=lambda i: (stable[i], i)) if stable else "",
        "first": max(clusters, key=lambda i: (table.totals[i].revenue or 0, table.totals[i].customers)),
        "chosen": choice is not None and choice.k is not None,
        "why": choice.why if choice else "",
        "earlier": found.earlier,
        "as_of": scope.as_of.isoformat(),
        "filter": scope.words,
        "small_segments": table.small,
        "preparation": found.model.preparation.model_dump(mode="json"),
        "method_details": fitted.found.details if fitted else {},
        "sql": segmentation.sql,
    }
