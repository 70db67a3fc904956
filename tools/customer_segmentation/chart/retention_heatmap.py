"""Retention heatmap: of each cohort, the share who ordered in each later period."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from customer_segmentation.chart.cohorts_shown import TOOL, cohorts_shown, laters_of
from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.theme import LABEL, SOURCE, TICK
from customer_segmentation.chart.material import Material
from customer_segmentation.kit.errors import MethodError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW: Final = 21.0
_HEAD: Final = 34.0
_NAME: Final = 58.0
_COUNT: Final = 40.0
_MOST_ROWS: Final = 18
_MOST_COLUMNS: Final = 12


def retention_heatmap(material: Material) -> Picture:
    """Return the picture of how many customers of each cohort ordered in each later period.

    The newest cohorts are drawn where there are many. A period that is not over is left blank, and a cohort too
    small for rates has its count alone.

    Raises:
        MethodError: No cohort was followed for a whole later period.
    """
    reply = material.reply()
    cohorts = [c for c in cohorts_shown(reply) if f"{TOOL}.{c}.retained_1" in reply.facts][-_MOST_ROWS:]
    if not cohorts:
        raise MethodError("chart_no_cohort_followed")
    laters = [n for n in laters_of(reply, cohorts) if n][:_MOST_COLUMNS]

    def draw(canvas: Canvas) -> None:
        _cells(
            canvas,
            cohorts,
            laters,
            {key for key in reply.facts if ".retention_" in key},
            reply.detail["period"],
        )

    return Picture("retention_heatmap", reply, _HEAD + _ROW * len(cohorts), draw)


def _cells(
    canvas: Canvas, cohorts: Sequence[str], laters: Sequence[int], known: set[str], period: str
) -> None:
    axes = canvas.axes()
    axes.set(xlim=(0, INNER), ylim=(_HEAD + _ROW * len(cohorts), 0))
    axes.axis("off")
    wide = (INNER - _NAME - _COUNT) / max(len(laters), 6)
    _heads(canvas, axes, laters, wide, period)
    keys = {(c, n): f"{TOOL}.{c}.retention_{n}" for c in cohorts for n in laters}
    shares = [canvas.value(key) for key in keys.values() if key in known]
    ends = (min(shares, default=0), max(shares, default=1))
    for row, cohort in enumerate(cohorts):
        middle = _HEAD + (row + 0.5) * _ROW
        axes.text(0, middle, canvas.name(cohort, _NAME - 4), size=LABEL, va="center")
        many = canvas.figure_of(f"{TOOL}.{cohort}.customers")
        axes.text(
            _NAME + _COUNT - 6, middle, many, size=TICK, va="center", ha="right", color=canvas.theme.pale
        )
        for column, later in enumerate(laters):
            if keys[cohort, later] in known:
                place = (_NAME + _COUNT + column * wide, middle, wide)
                _cell(canvas, axes, place, cohort, keys[cohort, later], later, ends)


def _heads(canvas: Canvas, axes: "Axes", laters: Sequence[int], wide: float, period: str) -> None:
    start = _NAME + _COUNT
    pale = canvas.theme.pale
    axes.text(0, _HEAD - 10, canvas.words(f"chart_first_{period}"), size=TICK, color=pale, va="center")
    axes.text(
        start - 6,
        _HEAD - 10,
        canvas.words("chart_new_customers"),
        size=TICK,
        color=pale,
        va="center",
        ha="right",
    )
    axes.text(start, 6, canvas.words(f"chart_{period}s_later"), size=TICK, color=pale, va="center")
    for column, later in enumerate(laters):
        axes.text(
            start + (column + 0.5) * wide,
            _HEAD - 10,
            str(later),
            size=TICK,
            color=pale,
            va="center",
            ha="center",
        )


def _cell(
    canvas: Canvas,
    axes: "Axes",
    place: tuple[float, float, float],
    cohort: str,
    key: str,
    later: int,
    ends: tuple[float, float],
) -> None:
    from matplotlib.patches import Rectangle

    left, middle, wide = place
    low, high = ends
    colour = canvas.theme.sequence()((canvas.value(key) - low) / (high - low or 1))
    cell = axes.add_patch(Rectangle((left + 0.5, middle - _ROW / 2 + 0.5), wide - 1, _ROW - 1, color=colour))
    said = canvas.figure_of(key)
    axes.text(
        left + wide / 2,
        middle,
        said,
        size=SOURCE,
        va="center",
        ha="center",
        color=canvas.theme.ink_on(colour),
    )
    of = canvas.figure_of(f"{TOOL}.{cohort}.retained_{later}")
    tip = {"cohort": canvas.name(cohort), "share": said, "retained": of, "later": later}
    canvas.tip(cell, canvas.words("chart_tip_retention", **tip))
