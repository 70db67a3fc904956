"""The SQL that scores customers and names their segments: the same text that runs is the text that is kept."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, Decimal
from textwrap import indent

from customer_segmentation.engine.sql_file import sql
from customer_segmentation.segment.rfm.map import SegmentMap, segment_sql
from customer_segmentation.segment.rfm.thresholds import CUTS, Thresholds

_COLUMNS = ("recency_days", "orders", "revenue", "first_on", "last_on", "r", "f", "m")


def assignment_sql(thresholds: Thresholds, segment_map: SegmentMap, new_id: Mapping[str, str]) -> str:
    """Return the query over ``rfm_measures`` that gives every customer scores and a segment."""
    scored = sql("rfm_scores", **_cut_parameters(thresholds))
    columns = ",\n".join(f"  s.{column}" for column in _COLUMNS)
    return (
        f"WITH scored AS (\n{indent(scored.strip(), '  ')}\n)\n"
        f"SELECT\n  s.customer_id,\n  {segment_sql(segment_map, new_id)} AS segment,\n{columns}\nFROM scored AS s"
    )


def _cut_parameters(thresholds: Thresholds) -> dict[str, int | Decimal]:
    """Return r1 … m4. Days and orders are whole, so that they reach a cut where they reach the next whole number."""
    found: dict[str, int | Decimal] = {}
    for measure, cuts in thresholds.items():
        for number, cut in zip(range(1, CUTS + 1), cuts, strict=True):
            whole = int(cut.to_integral_value(ROUND_CEILING))
            found[f"{measure.lower()}{number}"] = cut if measure == "M" else whole
    return found


def measured_sql(as_of: date, unit: str, assignment: str) -> str:
    """Return an assignment with its measures, so that it needs no table but ``buyers``."""
    measures = sql("rfm_measures", as_of=as_of, unit=unit).strip()
    rest = assignment.removeprefix("WITH ")
    return f"WITH rfm_measures AS (\n{indent(measures, '  ')}\n),\n{rest}"
