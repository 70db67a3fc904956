"""Share bars: per group its share of the customers, below it its share of the turnover."""

from collections.abc import Sequence
from typing import Final

from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.theme import LABEL, TICK

_CUSTOMERS: Final = ("share", "customers")
_TURNOVER: Final = ("revenue_share", "revenue")
_NAME: Final = 18.0
_BAR: Final = 12.0
_VALUE: Final = 78.0
"""Beside the longest bar, for what it says."""


def bars_height(groups: int, *, turnover: bool = True) -> float:
    """Return how high the bars of so many groups are, in points."""
    return groups * _row(turnover=turnover) + 6


def _row(*, turnover: bool) -> float:
    return _NAME + (2 if turnover else 1) * _BAR


def share_bars(canvas: Canvas, tool: str, subjects: Sequence[str], *, turnover: bool = True) -> None:
    """Draw the facts share and revenue_share of a tool's subjects; ``turnover`` tells whether any has the latter."""
    theme, row = canvas.theme, _row(turnover=turnover)
    bars = ((_CUSTOMERS, theme.faint), (_TURNOVER, theme.main))[: 2 if turnover else 1]
    axes = canvas.axes(right=_VALUE, height=row * len(subjects))
    told = [f"{tool}.{s}.{share}" for s in subjects for (share, _), _ in bars]
    longest = max(canvas.value(key) for key in told if canvas.has(key))
    axes.set(ylim=(row * len(subjects), 0), xlim=(0, longest))
    axes.axis("off")
    for place, subject in enumerate(subjects):
        top = place * row
        axes.text(0, top + 9, canvas.name(subject, INNER, bold=True), size=LABEL, weight="bold", va="center")
        for number, ((share, total), colour) in enumerate(bars):
            if not canvas.has(f"{tool}.{subject}.{share}"):
                continue
            long, at = max(canvas.value(f"{tool}.{subject}.{share}"), 0), top + 21 + number * _BAR
            bar = axes.barh(at, long, height=_BAR - 2, color=colour)
            part = canvas.figure_of(f"{tool}.{subject}.{share}")
            said = f"{part}, {canvas.figure_of(f'{tool}.{subject}.{total}')}"
            axes.annotate(said, (long, at), (4, 0), textcoords="offset points", va="center", size=TICK)
            canvas.tip(bar[0], f"{canvas.name(subject)}: {said}")
