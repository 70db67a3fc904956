"""Facts of an RFM segmentation that no single segment tells: cuts, one-time buyers, who leads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Final

from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.fact import Fact, Kind
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.reply import FactTable
from customer_segmentation.segment.rfm.request import FrequencyUnit
from customer_segmentation.segment.rfm.thresholds import BEST, MEASURES, Thresholds
from customer_segmentation.segment.segment_table import SegmentTable, say_together

LEADERS: Final = ("champions", "loyal_customers")
_UNIT: Final = {FrequencyUnit.ORDER: "orders", FrequencyUnit.DAY: "days", FrequencyUnit.LINE: "lines"}
_COLUMN: Final = {"R": "recency_below", "F": "frequency_from", "M": "spent_from"}


@dataclass(frozen=True)
class RfmTotals:
    """Counts over all customers, as ``engine/sql/rfm_totals.sql`` gives them."""

    one_time: int
    one_time_top_value: int
    repeat_in_lowest_score: int
    fast_starters: int
    without_value: int
    first_on: date


def rfm_totals(engine: DuckDB, as_of: date, thresholds: Thresholds) -> RfmTotals:
    """Return the counts of the table ``assigned``."""
    newest = int(thresholds["R"][0].to_integral_value(ROUND_CEILING))
    return RfmTotals(*engine.rows("rfm_totals", as_of=as_of, r1=newest)[0])


def scores_present(engine: DuckDB) -> dict[str, set[int]]:
    """Return the scores that some customer has, by measure."""
    cells = engine.rows("rfm_cells")
    return {measure: {int(cell[n]) for cell in cells} for n, measure in enumerate(MEASURES)}


def say_totals(table: SegmentTable, totals: RfmTotals, as_of: date) -> None:
    """Add what is known of one-time buyers, fast starters, leaders and the length of the history."""
    table.say(ALL, "one_time_customers", totals.one_time, "customers")
    share = totals.one_time / table.everybody.customers
    table.say(ALL, "one_time_share", share, "share", f"{ALL}.one_time_customers", f"{ALL}.customers")
    if {*LEADERS} <= {*table.totals, *table.empty}:
        say_together(table, "champions_loyal", LEADERS)
    table.say(ALL, "one_time_top_value", totals.one_time_top_value, "customers")
    table.say(ALL, "fast_starters", totals.fast_starters, "customers")
    table.say(ALL, "small_segments", len(table.small), "count")
    table.say(ALL, "history_days", (as_of - totals.first_on).days, "days")
    table.facts[table.key(ALL, "as_of")] = Fact(value=as_of, unit="date")
    if totals.repeat_in_lowest_score:
        table.say(ALL, "repeat_in_lowest_score", totals.repeat_in_lowest_score, "customers")
    if totals.without_value:
        table.say(ALL, "without_value", totals.without_value, "customers")


def say_cuts(
    table: SegmentTable,
    thresholds: Thresholds,
    present: Mapping[str, set[int]],
    unit: FrequencyUnit,
    given: set[str],
) -> FactTable:
    """Add the cut that leads to each score that some customer has, and return the table ``scores``.

    R: fewer days than ``recency_below``; F and M: from ``frequency_from`` and ``spent_from`` upward. The
    lowest score has no cut.
    """
    scores = range(BEST, 1, -1)
    for measure, cuts in thresholds.items():
        kind = Kind.GIVEN if measure in given else Kind.MEASURED
        for score in sorted(present[measure] & {*scores}, reverse=True):
            cut = cuts[BEST - score] if measure == "R" else cuts[score - 2]
            fact = Fact(value=_whole(measure, cut), unit=_unit(table, measure, unit), kind=kind)
            table.facts[table.key(f"score_{score}", _COLUMN[measure])] = fact
    return FactTable(
        tool=table.tool,
        subjects=[f"score_{score}" for score in scores],
        measures=list(_COLUMN.values()),
        subject_label="score",
    )


def _whole(measure: str, cut: Decimal) -> int | Decimal:
    return cut if measure == "M" else int(cut.to_integral_value(ROUND_CEILING))


def _unit(table: SegmentTable, measure: str, unit: FrequencyUnit) -> str:
    return {"R": "days", "F": _UNIT[unit], "M": table.currency}[measure]
