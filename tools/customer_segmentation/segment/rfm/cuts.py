"""Where RFM scores are cut: anchored (the default), plain quantiles, or one-dimensional k-means.

Every rule works on the distinct values of a measure and how many customers have each, so that equal values
are never split and the order of rows cannot matter. The counts come from ``engine/sql/rfm_values.sql``.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.segment.rfm.kmeans import runs
from customer_segmentation.segment.rfm.thresholds import (
    MEASURES,
    Cuts,
    ScoreClass,
    Thresholds,
    four_cuts,
    scored_classes,
)

_REPEAT: Final = Decimal(2)
_SMALLEST_STEP: Final = {"R": Decimal(1), "F": Decimal(1), "M": Decimal("0.0001")}


class Scoring(StrEnum):
    """How the cuts are found."""

    ANCHORED = "anchored"
    """One-time buyers score F=1, repeat buyers share 2 to 5; R and M are divided evenly; ties together."""
    QUANTILE = "quantile"
    """Plain quantiles: score = 1 + the number of quantiles strictly below the value."""
    KMEANS = "kmeans"
    """One-dimensional k-means of the logarithm of each measure."""


@dataclass(frozen=True)
class Extent:
    """How many customers a measure has, how many of them at 1 or less, and its lowest and highest value."""

    customers: int
    at_most_one: int
    lowest: Decimal
    highest: Decimal


def find_cuts(engine: DuckDB, scoring: Scoring, classes: int, given: Thresholds) -> Thresholds:
    """Return four cuts for R, F and M from the table ``rfm_measures``; those ``given`` stand as they are."""
    wanted = [measure for measure in MEASURES if measure not in given]
    if not wanted:
        return {measure: given[measure] for measure in MEASURES}
    engine.table("rfm_values", "rfm_values")
    extents = {str(measure): Extent(*rest) for measure, *rest in engine.rows("rfm_extent")}
    rule = {Scoring.ANCHORED: _anchored, Scoring.QUANTILE: _quantile, Scoring.KMEANS: _kmeans}[scoring]
    found = {measure: rule(engine, measure, classes, extents[measure]) for measure in wanted}
    return {measure: given.get(measure) or found[measure] for measure in MEASURES}


def _beyond(measure: str, extent: Extent) -> Decimal:
    return extent.highest + _SMALLEST_STEP[measure]


def _anchored(engine: DuckDB, measure: str, classes: int, extent: Extent) -> Cuts:
    """Walk the distinct values upward, R in days, and close each class near its even part of what remains.

    For F, 1 stands apart and 2 begins the classes of repeat buyers. With fewer distinct values than classes
    there are fewer classes, spread over the scores so that the best is 5.
    """
    if measure != "F":
        starts = _walk(engine, measure, classes, 0, extent)
        return four_cuts(measure, scored_classes(measure, starts), _beyond(measure, extent))
    once = [ScoreClass(Decimal(1), 1)]
    if extent.at_most_one == extent.customers:
        return four_cuts("F", once, _REPEAT)
    starts = _walk(engine, "F", classes - 1, extent.at_most_one, extent)
    repeat = scored_classes("F", [_REPEAT, *starts[1:]], lowest=2)
    return four_cuts("F", [*once, *repeat], _REPEAT)


def _walk(engine: DuckDB, measure: str, classes: int, start: int, extent: Extent) -> list[Decimal]:
    """Return the lowest value of each class, re-dividing what remains after every class that closed."""
    starts = [extent.lowest]
    for left in range(classes, 1, -1):
        lowest, below = engine.rows(
            "rfm_next_class", measure=measure, start=start, total=extent.customers, classes=left
        )[0]
        if lowest is None:
            break
        starts.append(lowest)
        start = below
    return starts


def _quantile(engine: DuckDB, measure: str, classes: int, extent: Extent) -> Cuts:
    """Cut at quantiles by integer rank. Equal quantiles leave scores empty, as plain quantiles do."""
    beyond = _beyond(measure, extent)
    starts = [extent.lowest]
    for part in range(1, classes):
        found = engine.rows(
            "rfm_above_quantile", measure=measure, classes=classes, part=part, total=extent.customers
        )
        starts.append(beyond if found[0][0] is None else found[0][0])
    return four_cuts(measure, scored_classes(measure, starts), beyond)


def _kmeans(engine: DuckDB, measure: str, classes: int, extent: Extent) -> Cuts:
    """Cut between clusters of log(1 + value), values below 0 counted as 0."""
    import numpy as np

    rows = engine.rows("rfm_distinct", measure=measure)
    values = np.log1p(np.maximum(np.array([float(value) for value, _ in rows]), 0.0))
    weights = np.array([customers for _, customers in rows], dtype=np.float64)
    starts = [rows[place][0] for place in runs(values, weights, classes)]
    return four_cuts(measure, scored_classes(measure, starts), _beyond(measure, extent))
