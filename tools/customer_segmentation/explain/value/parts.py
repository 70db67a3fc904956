"""Whom the forecast is added up for: segments, how likely customers are active, and the tenth worth most."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.explain.value.forecast import Forecast, Total
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import SMALLEST_GROUP
from customer_segmentation.segment.segmentation import Segment, Segmentation
from customer_segmentation.workspace.workspace import Workspace

if TYPE_CHECKING:
    from customer_segmentation.explain.value.histories import Counts

LIKELY: Final = 0.8
UNLIKELY: Final = 0.2
ACTIVITY: Final = ("likely_active", "in_doubt", "likely_gone")


@dataclass(frozen=True)
class Parts:
    """Sums of a forecast.

    Attributes:
        segments: By segment id in declared order, those with customers.
        activity: By class of the probability of being active; empty where nobody leaves.
        tenth: The tenth of customers expected to bring most; None for a handful of people.
        without_segment: Customers who are in no segment of the segmentation.
    """

    everybody: Total
    segments: dict[str, Total]
    activity: dict[str, Total]
    tenth: Total | None
    without_segment: int


def segments_asked(reference: str, data: str, workspace: Workspace) -> Segmentation | None:
    """Return the segmentation asked for, None without one; raises InputError if it is of other data."""
    if not reference:
        return None
    result = workspace.result(reference, "segmentation")
    segmentation = Segmentation.read(result.folder)
    if segmentation.data != data:
        raise InputError("query_other_data", segmentation=result.number)
    return segmentation


def segment_codes(engine: DuckDB, assignment: Path, segments: list[Segment]) -> "Counts":
    """Return for every customer of ``btyd_customers`` the place of their segment, -1 for none."""
    import numpy as np

    engine.view("assigned", assignment)
    place = {segment.id: n for n, segment in enumerate(segments)}
    found = engine.rows("btyd_segments")
    return np.array([place.get(segment, -1) for _, segment in found], dtype=np.int64)


def parts_of(
    expected: Forecast, scope: Scope, segmentation: Segmentation | None, *, nobody_leaves: bool
) -> Parts:
    """Return the sums of a forecast; ``scope`` holds the table ``btyd_customers``."""
    import numpy as np

    active = expected.active.each
    everybody = expected.totals(np.zeros(len(active), dtype=np.int64), 1)[0]
    segments: dict[str, Total] = {}
    without = 0
    if segmentation is not None:
        codes = segment_codes(scope.engine, segmentation.assignment, segmentation.segments)
        without = int((codes < 0).sum())
        sums = expected.totals(codes, len(segmentation.segments))
        segments = {s: total for s, total in zip(segmentation.ids(), sums, strict=True) if total.customers}
    activity: dict[str, Total] = {}
    if not nobody_leaves:
        codes = np.where(active >= LIKELY, 0, np.where(active >= UNLIKELY, 1, 2))
        sums = expected.totals(codes, len(ACTIVITY))
        activity = {name: total for name, total in zip(ACTIVITY, sums, strict=True) if total.customers}
    return Parts(everybody, segments, activity, _tenth(expected), without)


def best_first(expected: Forecast) -> "Counts":
    """Return the places of all customers, those expected to bring most first, equals in the order of their ids."""
    import numpy as np

    worth = expected.purchases.each if expected.value is None else expected.value.each
    return np.argsort(-worth.round(6), kind="stable")


def _tenth(expected: Forecast) -> Total | None:
    import numpy as np

    size = len(expected.active.each)
    many = -(-size // 10)
    if many < SMALLEST_GROUP:
        return None
    codes = np.full(size, -1)
    codes[best_first(expected)[:many]] = 0
    return expected.totals(codes, 1)[0]
