"""Predicted value: what the customers of each segment are expected to bring, with its range."""

from typing import Any, Final

from customer_segmentation.chart.drawing.canvas import Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.interval_rows import IntervalRow, draw_rows, rows_height
from customer_segmentation.chart.material import Material
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.reply import Severity
from customer_segmentation.workspace.workspace import Result

_TOOL: Final = "predict_value"
_BEHIND: Final = 74.0


def by_segment(segments: Result) -> dict[str, Any]:
    """Return what to ask ``predict_value`` for, so that it tells of the segments."""
    return {"segmentation": segments.id}


def predicted_value(material: Material) -> Picture:
    """Return the picture of expected turnover, or of expected purchases where no money can be foretold.

    Raises:
        MethodError: No group has an expected value.
    """
    reply = material.reply()
    tables = material.shown.reply.tables
    table = tables.get("segments") or tables.get("activity")
    measure = "expected_value" if reply.detail.get("has_value") else "expected_purchases"
    subjects = [s for s in (table.subjects if table else []) if f"{_TOOL}.{s}.{measure}" in reply.facts]
    if not subjects:
        raise MethodError("chart_nothing_predicted")
    found = material.shown.reply.findings
    reply.detail["doubtful"] = any(finding.severity is Severity.SERIOUS for finding in found)
    rows = [IntervalRow(subject, f"{_TOOL}.{subject}.{measure}") for subject in subjects]
    unit = reply.facts[rows[0].key].unit

    def draw(canvas: Canvas) -> None:
        label = canvas.words(f"chart_{measure}")
        draw_rows(canvas, rows, unit, label=label, behind=_BEHIND, style="approx")

    return Picture("predicted_value", reply, rows_height(len(rows)), draw)
