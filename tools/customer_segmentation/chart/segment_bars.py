"""Segment bars: each segment's share of the customers against its share of the turnover."""

from typing import Final

from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.theme import LABEL, TICK
from customer_segmentation.chart.material import Material
from customer_segmentation.kit.errors import MethodError

_ROW: Final = 42.0
_NAMES: Final = INNER
_VALUE: Final = 78.0
"""Beside the longest bar, for what it says."""


def segment_bars(material: Material) -> Picture:
    """Return the picture of how many customers are in each segment and what they bring in.

    Raises:
        MethodError: The segments have no turnover to compare with.
    """
    tool, reply = material.segments.tool, material.reply()
    subjects = reply_subjects(material)
    if not subjects:
        raise MethodError("chart_no_turnover")
    lead = min(subjects, key=lambda s: reply.value(f"{tool}.{s}.revenue_rank"))
    reply.detail |= {"tool": tool, "lead": lead}

    def draw(canvas: Canvas) -> None:
        _bars(canvas, tool, subjects)

    return Picture("segment_bars", reply, _ROW * len(subjects) + 6, draw)


def reply_subjects(material: Material) -> list[str]:
    """Return the segments that have a share of turnover, in the order of their table."""
    reply, tool = material.segments.reply, material.segments.tool
    return [s for s in reply.tables["segments"].subjects if f"{tool}.{s}.revenue_share" in reply.facts]


def _bars(canvas: Canvas, tool: str, subjects: list[str]) -> None:
    theme = canvas.theme
    axes = canvas.axes(right=_VALUE)
    axes.set(ylim=(_ROW * len(subjects), 0), xlim=(0, _longest(canvas, tool, subjects)))
    axes.axis("off")
    for row, subject in enumerate(subjects):
        top = row * _ROW
        axes.text(0, top + 9, canvas.name(subject, _NAMES), size=LABEL, weight="bold", va="center")
        for place, measure, colour, counted in (
            (top + 21, "share", theme.faint, "customers"),
            (top + 33, "revenue_share", theme.main, "revenue"),
        ):
            key, total = f"{tool}.{subject}.{measure}", f"{tool}.{subject}.{counted}"
            bar = axes.barh(place, max(canvas.value(key), 0), height=10, color=colour)
            said = f"{canvas.figure_of(key)}, {canvas.figure_of(total, 'approx')}"
            axes.annotate(
                said,
                (max(canvas.value(key), 0), place),
                (4, 0),
                textcoords="offset points",
                va="center",
                size=TICK,
            )
            canvas.tip(bar[0], f"{canvas.name(subject)}: {said}")


def _longest(canvas: Canvas, tool: str, subjects: list[str]) -> float:
    return max(canvas.value(f"{tool}.{s}.{m}") for s in subjects for m in ("share", "revenue_share"))
