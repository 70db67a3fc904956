"""Which of two segments is the better one, where that can be said."""

from typing import Final

from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.explain.time_split import expected_order
from customer_segmentation.segment.segmentation import Segmentation

_APART: Final = frozenset({"noise", "outliers"})
"""Customers in no cluster: neither better nor worse."""


def is_by_turnover(segmentation: Segmentation) -> bool:
    """Tell whether better and worse, where there are any, follow turnover per customer."""
    return segmentation.method not in {"rfm", "rules", "traits"}


def ladder(engine: DuckDB, segmentation: Segmentation) -> list[str]:
    """Return the segments from best to worst; empty where none is better than another.

    RFM segments by how likely their customers are to come back, as declared beforehand; clusters by turnover
    per customer on the day they were formed. Rules and traits have no better and worse.
    """
    declared = expected_order(segmentation)
    if declared or segmentation.method in {"rules", "traits"}:
        return declared
    engine.view("assigned", segmentation.assignment)
    each = {
        str(segment): revenue / customers
        for segment, customers, _orders, revenue in engine.rows("segment_totals")
        if revenue is not None and segment not in _APART
    }
    return sorted(each, key=lambda segment: (-each[segment], segment))
