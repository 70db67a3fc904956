"""What ``rfm_segments`` answers: the segment table, the cuts, and what a careful analyst would mention."""

from collections.abc import Mapping
from typing import Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.kit.reply import Reply
from customer_segmentation.segment.rfm.facts import rfm_totals, say_cuts, say_totals, scores_present
from customer_segmentation.segment.rfm.findings import map_findings, rfm_findings
from customer_segmentation.segment.rfm.map import SegmentMap, checked, rules_in_words
from customer_segmentation.segment.rfm.request import RfmRequest
from customer_segmentation.segment.rfm.thresholds import Thresholds, written
from customer_segmentation.segment.segment_table import SegmentTable, segment_table
from customer_segmentation.segment.segmentation import Segmentation

TOOL: Final = "rfm_segments"
_NEXT: Final = ("rfm_what_first", "rfm_how_scored", "rfm_at_risk")


def rfm_reply(
    request: RfmRequest,
    scope: Scope,
    segmentation: Segmentation,
    segment_map: SegmentMap,
    new_id: Mapping[str, str],
    thresholds: Thresholds,
    given: set[str],
) -> Reply:
    """Return the reply for the table ``assigned``.

    ``new_id`` is what each segment of the map is called after merging; ``given`` are the measures whose cuts
    were given.
    """
    table = segment_table(scope.engine, TOOL, segmentation.segments, scope.dataset.currency)
    totals = rfm_totals(scope.engine, scope.as_of, thresholds)
    present = scores_present(scope.engine)
    say_totals(table, totals, scope.as_of)
    order_is_day = scope.dataset.order_is_customer_day
    findings = rfm_findings(request, table, totals, present, given, order_is_customer_day=order_is_day)
    findings += map_findings(table, checked(segment_map)) if segment_map.match == "first" else []
    scores = say_cuts(table, thresholds, present, request.frequency_unit, given)
    reply = Reply(
        names={segment.id: segment.name for segment in segmentation.segments if segment.name},
        findings=[*scope.findings, *findings],
        next=[code for code in _NEXT if code != "rfm_at_risk" or "at_risk" in table.totals],
        currency=scope.dataset.currency,
        detail=_detail(request, scope, segmentation, table, thresholds),
    )
    reply.detail["grid"] = segment_map.grid.value
    reply.detail["given"] = sorted(given)
    reply.detail["rules"] = rules_in_words(segment_map, new_id)
    table.add_to(reply)
    reply.tables["scores"] = scores
    return reply


def _detail(
    request: RfmRequest,
    scope: Scope,
    segmentation: Segmentation,
    table: SegmentTable,
    thresholds: Thresholds,
) -> dict[str, object]:
    return {
        "scoring": request.scoring.value,
        "frequency_unit": request.frequency_unit.value,
        "map": request.map,
        "thresholds": written(thresholds),
        "as_of": scope.as_of.isoformat(),
        "filter": scope.words,
        "empty_segments": table.empty,
        "small_segments": table.small,
        "sql": segmentation.sql,
    }
