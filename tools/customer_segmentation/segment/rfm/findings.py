"""What a careful analyst would mention about an RFM segmentation."""

from collections.abc import Iterator, Mapping
from typing import Final

from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.reply import Finding, Severity
from customer_segmentation.segment.rfm.cuts import Scoring
from customer_segmentation.segment.rfm.facts import RfmTotals
from customer_segmentation.segment.rfm.map import MapCheck
from customer_segmentation.segment.rfm.request import FrequencyUnit, RfmRequest
from customer_segmentation.segment.segment_table import SegmentTable

_FEW_BUYERS: Final = 500
_SHORT_DAYS: Final = 180
"""Gates of a commercial leader (PRACTICE, section 2.4)."""
_LONG_DAYS: Final = 2 * 365 + 1
_MOSTLY: Final = 0.8
_CONCENTRATED: Final = 0.25
_FEWER: Final = {
    "R": ("recency_classes", "rfm_few_recency_classes"),
    "F": ("frequency_classes", "rfm_few_frequency_classes"),
    "M": ("money_classes", "rfm_few_money_classes"),
}
_GRAVITY: Final = list(reversed(Severity))


def rfm_findings(
    request: RfmRequest,
    table: SegmentTable,
    totals: RfmTotals,
    present: Mapping[str, set[int]],
    given: set[str],
    *,
    order_is_customer_day: bool,
) -> list[Finding]:
    """Return the findings, gravest first; facts that their words name are added to ``table``."""
    found = [
        *_about_frequency(request, totals, order_is_customer_day=order_is_customer_day),
        *_about_customers(table, totals),
        *_about_history(table),
        *_about_classes(request, table, present, given),
    ]
    return sorted(found, key=lambda finding: _GRAVITY.index(finding.severity))


def _about_frequency(
    request: RfmRequest, totals: RfmTotals, *, order_is_customer_day: bool
) -> Iterator[Finding]:
    if request.frequency_unit is FrequencyUnit.LINE:
        yield Finding(code="rfm_line_unit", severity=Severity.WARNING)
    if totals.repeat_in_lowest_score:
        yield Finding(code="rfm_repeat_in_lowest_score", severity=Severity.WARNING)
    if order_is_customer_day and request.frequency_unit is FrequencyUnit.ORDER:
        yield Finding(code="rfm_order_is_day")


def _about_customers(table: SegmentTable, totals: RfmTotals) -> Iterator[Finding]:
    everybody = table.everybody.customers
    if totals.one_time == everybody:
        yield Finding(code="rfm_no_repeat", severity=Severity.WARNING)
    elif totals.one_time >= _MOSTLY * everybody:
        yield Finding(code="rfm_mostly_one_time", severity=Severity.WARNING)
    concentration = table.facts.get(table.key(ALL, "top_hundredth_revenue_share"))
    if concentration and concentration.number >= _CONCENTRATED:
        yield Finding(code="rfm_concentrated", severity=Severity.WARNING)
    if table.small:
        yield Finding(code="rfm_small_segments")
    if totals.without_value:
        yield Finding(code="rfm_without_value")
    if totals.one_time_top_value and totals.one_time < everybody:
        yield Finding(code="rfm_one_time_top_value")
    if totals.fast_starters:
        yield Finding(code="rfm_fast_starters")


def _about_history(table: SegmentTable) -> Iterator[Finding]:
    if table.everybody.customers < _FEW_BUYERS:
        yield Finding(code="rfm_few_buyers", severity=Severity.WARNING)
    days = table.facts[table.key(ALL, "history_days")].number
    if days < _SHORT_DAYS:
        yield Finding(code="rfm_short_history", severity=Severity.WARNING)
    if days > _LONG_DAYS:
        yield Finding(code="rfm_long_history")


def _about_classes(
    request: RfmRequest, table: SegmentTable, present: Mapping[str, set[int]], given: set[str]
) -> Iterator[Finding]:
    for measure, (name, code) in _FEWER.items():
        scores, expected = present[measure], request.classes
        if measure == "F" and request.scoring is Scoring.ANCHORED:
            scores, expected = scores - {1}, expected - 1
        if measure in given or not scores or len(scores) >= expected:
            continue
        table.say(ALL, name, len(scores), "count")
        yield Finding(code=code)


def map_findings(table: SegmentTable, check: MapCheck) -> list[Finding]:
    """Return what a first-match map leaves open; its counts of cells become facts."""
    found = [
        Finding(code="rfm_map_dead_name", severity=Severity.WARNING, subject=segment)
        for segment in check.dead
    ]
    for name, code, cells in (
        ("map_gaps", "rfm_map_gaps", check.gaps),
        ("map_overlaps", "rfm_map_overlaps", check.overlaps),
    ):
        if cells:
            table.say(ALL, name, len(cells), "count")
            found.append(Finding(code=code))
    return found
