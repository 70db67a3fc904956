"""RFM: recency, frequency and monetary value scored 1 to 5, and the segments they make.

Definitions (DESIGN section 10): recency is whole days from a customer's last valid order to ``as_of``;
frequency is the number of valid orders; monetary value is the net sum of everything bought less everything
returned. The whole history counts: a window on frequency alone would take a once frequent customer, silent
for longer than the window, for a one-time buyer. ``from`` leaves out old orders altogether.
"""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Final

from customer_segmentation.data.scope import Scope, open_scope
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.naming import merged, renamed
from customer_segmentation.segment.rfm.cuts import find_cuts
from customer_segmentation.segment.rfm.map import segments_of
from customer_segmentation.segment.rfm.map_file import load_map, map_text
from customer_segmentation.segment.rfm.reply import rfm_reply
from customer_segmentation.segment.rfm.request import FrequencyUnit, RfmRequest
from customer_segmentation.segment.rfm.sql import assignment_sql, measured_sql
from customer_segmentation.segment.rfm.thresholds import Thresholds, plain, read_thresholds
from customer_segmentation.segment.segmentation import ASSIGNMENT, Segment, Segmentation
from customer_segmentation.workspace.workspace import Workspace

METHOD: Final = "rfm"


def _map_read(request: RfmRequest, workspace: Workspace) -> dict[str, str]:
    """Tell apart results made with different contents of the same map file."""
    return {"map": hashlib.sha256(map_text(request.map, workspace).encode()).hexdigest()}


@tool(effect=Effect.READ, produces="segmentation", inputs=_map_read)
def rfm_segments(request: RfmRequest, workspace: Workspace) -> Reply:
    """Score every customer on recency, frequency and monetary value, and name the segments.

    Writes ``segmentation.json`` and ``assignment.parquet`` (one row per customer with a valid order, sorted by
    customer) as ``segment/segmentation.py`` describes them. The thresholds come back with the result.

    Raises:
        InputError: The map, thresholds, names, merges, filter or date need mending.
        MethodError: The data hold no orders.
    """
    segment_map = load_map(request.map, workspace)
    segments, new_id = merged(segments_of(segment_map), request.merge)
    segments = renamed(segments, request.names)
    given = _given(request, workspace)
    with open_scope(request, workspace, as_of=_day(request.as_of)) as scope:
        _measure(request, scope)
        thresholds = find_cuts(scope.engine, request.scoring, request.classes, given)
        query = assignment_sql(thresholds, segment_map, new_id)
        segmentation = _formed(request, scope, segments, thresholds, query)
        segmentation.write(workspace.output)
        ordered = "SELECT * FROM assigned ORDER BY customer_id"
        scope.engine.write_parquet(ordered, workspace.output / ASSIGNMENT)
        return rfm_reply(request, scope, segmentation, segment_map, new_id, thresholds, set(given))


def _formed(
    request: RfmRequest, scope: Scope, segments: list[Segment], thresholds: Thresholds, query: str
) -> Segmentation:
    """Put every customer into a segment, as the table ``assigned``."""
    scope.engine.connection.execute(f"CREATE OR REPLACE TEMP TABLE assigned AS {query}")
    return Segmentation(
        method=METHOD,
        data=request.data,
        as_of=scope.as_of,
        segments=segments,
        sql=scope.reproduced(measured_sql(scope.as_of, request.frequency_unit.value, query)),
        thresholds={measure: [plain(cut) for cut in cuts] for measure, cuts in thresholds.items()},
    )


def _measure(request: RfmRequest, scope: Scope) -> None:
    """Make the table ``rfm_measures``; raises InputError if the data do not count what frequency should."""
    unit = request.frequency_unit
    if not scope.has_orders and unit is not FrequencyUnit.ORDER:
        raise InputError("rfm_unit_unknown", unit=unit.value)
    scope.engine.table("rfm_measures", "rfm_measures", as_of=scope.as_of, unit=unit.value)


def _given(request: RfmRequest, workspace: Workspace) -> Thresholds:
    """Return the thresholds that the person gave or froze; raises InputError if they do not fit."""
    if not request.thresholds_from:
        return read_thresholds(request.thresholds)
    if request.thresholds.strip():
        raise InputError("rfm_thresholds_twice")
    earlier = workspace.result(request.thresholds_from, "segmentation")
    frozen = Segmentation.read(earlier.folder)
    if frozen.method != METHOD:
        raise InputError("rfm_thresholds_from_other", result=earlier.number, tool=earlier.tool)
    unit = earlier.request.get("frequency_unit", request.frequency_unit.value)
    if unit != request.frequency_unit.value:
        raise InputError("rfm_thresholds_unit", result=earlier.number, unit=unit)
    return {measure: tuple(Decimal(cut) for cut in cuts) for measure, cuts in frozen.thresholds.items()}


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InputError("scope_date_wrong", field="as_of", value=text) from None
