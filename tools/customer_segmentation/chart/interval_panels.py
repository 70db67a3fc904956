"""Panels of interval rows: a segment at the head of each, its rows below, all on one scale around a middle."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.theme import LABEL, TICK
from customer_segmentation.chart.interval_rows import ROW, Mark, draw_mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

NAMES: Final = 133.0
BEHIND: Final = 94.0
"""The room that rows have for their names and for their figures, in points."""
_ABOVE: Final = 18.0
_BELOW: Final = 20.0
_GAP: Final = 0.3
"""Between two panels, in rows."""


@dataclass(frozen=True)
class Panel:
    """One panel.

    Attributes:
        segment: At its head; empty for a panel without one.
        customers: Key of the fact that says how many customers are in the segment.
        nothing: What stands there where there are no rows.
    """

    segment: str
    customers: str
    marks: Sequence[Mark]
    nothing: str = ""


def _rows(panels: Sequence[tuple[bool, int]]) -> float:
    return sum(has_head + max(many, 1) for has_head, many in panels) + _GAP * (len(panels) - 1)


def panels_height(rows: Sequence[int], *, heads: bool = True) -> float:
    """Return how high a body of panels with so many rows each is, in points."""
    return _ABOVE + _rows([(heads, many) for many in rows]) * ROW + _BELOW


def draw_panels(canvas: Canvas, panels: Sequence[Panel], limit: float, above: tuple[str, str, str]) -> "Axes":
    """Draw panels on a scale from ``-limit`` to ``limit`` and return the axes; ``above`` has the messages said left, middle, right."""
    rows = _rows([(bool(panel.segment), len(panel.marks)) for panel in panels])
    axes = canvas.axes(top=_ABOVE, height=rows * ROW, left=NAMES, right=BEHIND)
    axes.set(ylim=(rows - 0.5, -0.5), xlim=(-limit, limit), yticks=[])
    _frame(canvas, axes, limit, above)
    at = 0.0
    for panel in panels:
        if panel.segment:
            _head(canvas, axes, at, panel)
            at += 1
        for mark in panel.marks:
            draw_mark(canvas, axes, at, mark, names=NAMES, behind=BEHIND)
            at += 1
        if not panel.marks:
            _beside(axes, at, panel.nothing, size=TICK, color=canvas.theme.pale)
            at += 1
        at += _GAP
    return axes


def _frame(canvas: Canvas, axes: "Axes", limit: float, above: tuple[str, str, str]) -> None:
    axes.tick_params(length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.axvline(0, color=canvas.theme.pale, linewidth=1, zorder=0)
    for place, code, side in zip((-limit, 0, limit), above, ("left", "center", "right"), strict=True):
        axes.annotate(
            canvas.words(code),
            (place, -0.5),
            (0, 5),
            textcoords="offset points",
            size=TICK,
            color=canvas.theme.pale,
            ha=side,
            va="baseline",
            annotation_clip=False,
        )


def _head(canvas: Canvas, axes: "Axes", at: float, panel: Panel) -> None:
    name = canvas.name(panel.segment, 0.6 * INNER, bold=True)
    written = _beside(axes, at, name, size=LABEL, weight="bold", color=canvas.theme.ink)
    axes.annotate(
        canvas.words("chart_of_customers", count=canvas.figure_of(panel.customers)),
        (1, 0.5),
        (6, 0),
        xycoords=written,
        textcoords="offset points",
        size=TICK,
        va="center",
        color=canvas.theme.pale,
        bbox=_under(axes),
    )


def _beside(axes: "Axes", at: float, text: str, **look: Any) -> "Text":
    left = -NAMES / (INNER - NAMES - BEHIND)
    place = axes.get_yaxis_transform()
    return axes.text(left, at, text, va="center", transform=place, bbox=_under(axes), **look)


def _under(axes: "Axes") -> dict[str, Any]:
    """Return what keeps lines of the axes from crossing a text."""
    return {"facecolor": axes.get_facecolor(), "edgecolor": "none", "pad": 1.0}
