"""Rows of a value with its interval: a dot, a line from end to end, the name before and the figure behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.theme import LABEL, TICK
from customer_segmentation.kit.format import Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW: Final = 26.0
_NAMES: Final = 118.0
_BELOW: Final = 40.0
_LEADING: Final = 12.0
_BESIDE: Final = 6.0


@dataclass(frozen=True)
class IntervalRow:
    """One row.

    Attributes:
        key: Of the fact that is drawn; its ends are the facts ``<key>_low`` and ``<key>_high``, where there are any.
        calm: It only surrounds what the picture is about.
    """

    subject: str
    key: str
    calm: bool = False


@dataclass(frozen=True)
class Mark:
    """What one row draws.

    Attributes:
        name: One or two lines that stand before it; ``said`` stands behind it, ``tip`` is said to whoever points at it.
        ends: Of the interval, if there is one.
        base: Where a bar to the value begins; None for a dot alone.
        calm: It only surrounds what the picture is about; ``hollow`` it is of another sort.
        shape: Of its dot, as matplotlib calls it.
        size: Of the letters of its name.
    """

    name: Sequence[str]
    said: str
    tip: str
    value: float
    ends: tuple[float, float] | None = None
    base: float | None = None
    calm: bool = False
    hollow: bool = False
    shape: str = "o"
    size: float = TICK


def rows_height(rows: int) -> float:
    """Return how high a body of so many rows is, in points."""
    return ROW * rows + _BELOW


def draw_rows(
    canvas: Canvas,
    rows: Sequence[IntervalRow],
    unit: str,
    *,
    label: str,
    behind: float = 46.0,
    top: float = 0,
    style: Style = "table",
) -> "Axes":
    """Draw rows under each other on one scale that holds zero, and return the axes.

    ``label`` says what is measured; ``behind`` is the room for figures and ``top`` the one above, in points.
    ``style`` is how figures are written.
    """
    axes = canvas.axes(top=top, height=ROW * len(rows), left=_NAMES, right=behind)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    for place, row in enumerate(rows):
        draw_mark(canvas, axes, place, _mark(canvas, row, style), names=_NAMES, behind=behind)
    _scale(canvas, axes, unit, label)
    return axes


def draw_mark(canvas: Canvas, axes: "Axes", place: float, mark: Mark, *, names: float, behind: float) -> None:
    """Draw one row at a height of axes that leave ``names`` points before them and ``behind`` points behind."""
    theme = canvas.theme
    colour = theme.faint if mark.calm else theme.main
    line = colour
    if mark.base is not None:
        axes.barh(place, mark.value - mark.base, left=mark.base, height=0.5, color=colour)
        line = theme.ink if not mark.calm else theme.pale
    if mark.ends:
        wide, seen = (3, 0.55) if mark.base is None else (1.2, 1)
        axes.plot(mark.ends, [place, place], color=line, linewidth=wide, alpha=seen, solid_capstyle="butt")
    inside = theme.paper if mark.hollow else colour
    size = 7 if mark.base is None else 3.5
    edge = theme.pale if mark.hollow else colour if mark.base is None else line
    dot = axes.plot(
        [mark.value],
        [place],
        mark.shape,
        markersize=size,
        markerfacecolor=inside,
        markeredgecolor=edge,
        clip_on=False,
    )
    canvas.tip(dot[0], mark.tip)
    ink = theme.pale if mark.calm else theme.ink
    wide = INNER - names - behind
    beside: dict[str, Any] = {"transform": axes.get_yaxis_transform(), "va": "center", "color": ink}
    for n, text in enumerate(mark.name):
        at = place + (n - (len(mark.name) - 1) / 2) * _LEADING / ROW
        axes.text(-names / wide, at, text, size=mark.size, **beside)
    axes.text(1 + _BESIDE / wide, place, mark.said, size=TICK, **beside)


def _mark(canvas: Canvas, row: IntervalRow, style: Style) -> Mark:
    said = tip = canvas.figure_of(row.key, style)
    ends = None
    if canvas.has(f"{row.key}_low"):
        keys = [f"{row.key}_{end}" for end in ("low", "high")]
        low, high = (canvas.figure_of(key, style) for key in keys)
        tip = canvas.words("chart_with_range", value=said, low=low, high=high)
        ends = (canvas.value(keys[0]), canvas.value(keys[1]))
    return Mark(
        name=[canvas.name(row.subject, _NAMES - _BESIDE)],
        said=said,
        tip=f"{canvas.name(row.subject)}: {tip}",
        value=canvas.value(row.key),
        ends=ends,
        calm=row.calm,
        size=LABEL,
    )


def _scale(canvas: Canvas, axes: "Axes", unit: str, label: str) -> None:
    from matplotlib.ticker import MaxNLocator

    low, high = axes.get_xlim()
    axes.set_xlim(min(low, 0), max(high, 0))
    ticks = [
        tick for tick in MaxNLocator(3).tick_values(*axes.get_xlim()) if min(low, 0) <= tick <= max(high, 0)
    ]
    axes.set_xticks(ticks, canvas.ticks(ticks, unit))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.tick_params(length=0)
    axes.set_xlabel(label)
