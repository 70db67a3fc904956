"""Cohort value curves: what a customer of each cohort brought in up to each later period, all cohorts together over them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from customer_segmentation.chart.cohorts_shown import TOOL, cohorts_shown, laters_of
from customer_segmentation.chart.drawing.canvas import Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.spread import spread
from customer_segmentation.chart.drawing.theme import TICK
from customer_segmentation.chart.material import Material
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.reply import Reply

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HEIGHT: Final = 300.0
_LABELS: Final = 92.0
_BELOW: Final = 40.0
_FEWEST: Final = 2
"""Points that make a line."""


def cohort_value(material: Material) -> Picture:
    """Return the picture of the money per customer up to each later period, a line per cohort.

    The oldest cohort and the newest that was followed long are named; the others are faint. The line of all together joins the periods of
    which it is known.

    Raises:
        MethodError: No cohort was followed for a whole later period.
    """
    reply = material.reply()
    lines = {cohort: _line(reply, cohort) for cohort in cohorts_shown(reply)}
    lines = {cohort: line for cohort, line in lines.items() if len(line) >= _FEWEST}
    if not lines:
        raise MethodError("chart_no_cohort_followed")
    named = _named(lines, reply.detail["value_at"])
    pooled = _line(reply, "pooled")

    def draw(canvas: Canvas) -> None:
        _lines(canvas, lines, pooled, named, reply.detail["period"])

    return Picture("cohort_value", reply, _HEIGHT, draw)


def _named(lines: dict[str, list[int]], follow: int) -> list[str]:
    """Return the oldest cohort and the newest that was followed for so many periods."""
    oldest = next(iter(lines))
    newest = next((cohort for cohort in reversed(lines) if lines[cohort][-1] >= follow), oldest)
    return list(dict.fromkeys([oldest, newest]))


def _line(reply: Reply, cohort: str) -> list[int]:
    """Return the later periods up to which the money per customer of a cohort is known."""
    return [n for n in laters_of(reply, cohorts_shown(reply)) if f"{TOOL}.{cohort}.value_{n}" in reply.facts]


def _lines(
    canvas: Canvas, lines: dict[str, list[int]], pooled: list[int], named: Sequence[str], period: str
) -> None:
    theme = canvas.theme
    axes = canvas.axes(height=_HEIGHT - _BELOW, left=48, right=_LABELS)
    ends: list[tuple[float, float, str, str]] = []
    for cohort, laters in lines.items():
        heights = [canvas.value(f"{TOOL}.{cohort}.value_{n}") for n in laters]
        front = cohort in named
        colour = (
            theme.second
            if front and cohort == named[-1] and len(named) > 1
            else theme.pale
            if front
            else theme.faint
        )
        drawn = axes.plot(
            laters, heights, color=colour, linewidth=1.6 if front else 0.9, zorder=2 if front else 1
        )
        last = f"{TOOL}.{cohort}.value_{laters[-1]}"
        canvas.tip(drawn[0], f"{canvas.name(cohort)}: {canvas.figure_of(last, 'approx')}")
        if front:
            ends.append((laters[-1], heights[-1], canvas.name(cohort), colour))
    if len(pooled) >= _FEWEST:
        heights = [canvas.value(f"{TOOL}.pooled.value_{n}") for n in pooled]
        axes.plot(pooled, heights, color=theme.main, linewidth=2.6, zorder=3, marker="o", markersize=4)
        last = canvas.figure_of(f"{TOOL}.pooled.value_{pooled[-1]}", "approx")
        ends.append((pooled[-1], heights[-1], f"{canvas.words('chart_all_cohorts')} {last}", theme.main))
    _axes(canvas, axes, period)
    _names(axes, ends)


def _axes(canvas: Canvas, axes: "Axes", period: str) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_ylim(bottom=min(0, axes.get_ylim()[0]))
    axes.set_xlim(left=0)
    axes.yaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    axes.grid(axis="y")
    heights = [tick for tick in axes.get_yticks() if axes.get_ylim()[0] <= tick <= axes.get_ylim()[1]]
    axes.set_yticks(heights, canvas.ticks(heights, canvas.currency))
    axes.set_xlabel(canvas.words(f"chart_{period}s_later"))
    axes.tick_params(length=0)


def _names(axes: "Axes", ends: Sequence[tuple[float, float, str, str]]) -> None:
    """Name lines at the right edge, moved apart where they end close to each other."""
    low, high = axes.get_ylim()
    point = (high - low) / (_HEIGHT - _BELOW)
    places = spread([end[1] / point for end in ends], TICK * 1.3)
    edge = axes.get_xlim()[1]
    for (x, y, name, colour), place in zip(ends, places, strict=True):
        axes.annotate(
            name,
            (x, y),
            xytext=(edge, place * point),
            size=TICK,
            color=colour,
            va="center",
            annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 0.5, "shrinkA": 2, "shrinkB": 2},
        )
