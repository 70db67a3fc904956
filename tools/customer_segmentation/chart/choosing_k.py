"""Choosing k: for every number of groups that was tried, what speaks for and against it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.theme import LABEL, SOURCE, TICK
from customer_segmentation.chart.material import TOOL, Material
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.reply import Reply
from customer_segmentation.segment.cluster.assigning import entries
from customer_segmentation.segment.cluster.fitting import DENSITY
from customer_segmentation.segment.cluster.request import COMPARE
from customer_segmentation.segment.cluster.stability import STABLE
from customer_segmentation.workspace.workspace import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CLUSTERS: Final = "cluster_customers"
_MEASURES: Final = ("least_stability", "separation", "votes", "silhouette", "smallest_share")
_OF_A_CHOICE: Final = ("method", "scaling", "outliers", "min_share", "seed", "as_of")
_A_CHOICE: Final = 2
"""So many numbers make a choice."""
_STRIP: Final = 78.0
_HEAD: Final = 20.0
_FOOT: Final = 34.0
_SIDE: Final = 12.0
_ABOVE: Final = 11.0
"""From a dot to the figure over it."""


@dataclass(frozen=True)
class _Strip:
    """One measure: the fact of each number by its place, and what a number must reach, if anything."""

    measure: str
    keys: dict[int, str]
    floor: float | None


def choosing_k(material: Material) -> Picture:
    """Return the picture of the numbers of groups that were tried.

    Raises:
        MethodError: The number was given, or the method finds it itself.
    """
    shown = material.shown.reply
    tried, chosen = numbers_tried(shown), ""
    if len(tried) < _A_CHOICE:
        raise MethodError("chart_nothing_chosen", method=material.segmentation.method)
    reply = material.reply()
    if shown.detail["chosen"]:
        chosen = f"k{shown.facts[f'{CLUSTERS}.{ALL}.clusters'].number}"
    floors = {"least_stability": STABLE, "separation": 0.0} | {
        "smallest_share": float(material.shown.request["min_share"])
    }
    known = [(measure, _known(reply, tried, measure)) for measure in _MEASURES]
    strips = [_Strip(measure, keys, floors.get(measure)) for measure, keys in known if keys]
    reply.detail |= {"chosen": chosen, "why": shown.detail["why"]}
    place = tried.index(chosen) if chosen else None

    def draw(canvas: Canvas) -> None:
        for row, strip in enumerate(strips):
            _draw(canvas, row * _STRIP, strip, tried, place)
        _numbers(canvas, len(strips) * _STRIP, tried, place)

    return Picture("choosing_k", reply, len(strips) * _STRIP + _FOOT, draw)


def choice_asked(segments: Result) -> dict[str, Any]:
    """Return what is asked to see a choice: of clusters that chose their number themselves, else by comparing anew.

    Raises:
        MethodError: The clusters were found by a method that finds their number itself.
    """
    if segments.tool != CLUSTERS:
        return {"k": COMPARE}
    asked, detail = segments.request, segments.reply.detail
    if len(numbers_tried(segments.reply)) >= _A_CHOICE:
        return {name: asked[name] for name in (*_OF_A_CHOICE, "features", "k")}
    if detail["method"] in DENSITY:
        raise MethodError("chart_nothing_chosen", method=detail["method"])
    kept = {name: asked[name] for name in _OF_A_CHOICE}
    return kept | {"method": detail["method"], "features": entries(detail["features"]), "k": COMPARE}


def numbers_tried(reply: Reply) -> list[str]:
    """Return the subjects of the numbers that were tried, ascending."""
    table = reply.tables.get("groups_tried")
    return sorted(table.subjects, key=lambda subject: int(subject[1:])) if table else []


def _known(reply: Reply, tried: list[str], measure: str) -> dict[int, str]:
    """Return the fact of each number tried, by its place; none where it was not worth computing."""
    keys = {n: f"{CLUSTERS}.{subject}.{measure}" for n, subject in enumerate(tried)}
    return {n: key for n, key in keys.items() if key in reply.facts}


def _draw(canvas: Canvas, top: float, strip: _Strip, tried: list[str], place: int | None) -> None:
    """Draw one measure over the numbers tried."""
    theme, floor = canvas.theme, strip.floor
    values = {n: canvas.value(key) for n, key in strip.keys.items()}
    axes = _bare(canvas, top + _HEAD, _STRIP - _HEAD - 6, len(tried))
    among = [*values.values(), *([floor] if floor is not None else [])]
    low, high = min(among), max(among)
    failed = {n for n, value in values.items() if floor is not None and value < floor}
    axes.set_ylim(low - (high - low) * (0.5 if failed else 0.15) - 1e-9, high + (high - low) * 0.45 + 1e-9)
    if place is not None:
        axes.axvspan(place - 0.42, place + 0.42, ymax=1.3, color=theme.low, zorder=0, clip_on=False)
    if floor is not None:
        axes.axhline(floor, color=theme.second, linewidth=1.0, linestyle=(0, (4, 3)), zorder=1)
    axes.plot(list(values), list(values.values()), color=theme.main, linewidth=1.4, zorder=2)
    for n, value in values.items():
        mark = axes.plot(n, value, "o", color=theme.main, markersize=8 if n == place else 5, zorder=3)
        canvas.tip(mark[0], f"{canvas.name(tried[n])}: {canvas.figure_of(strip.keys[n])}")
    for n, value in values.items():
        own = n == place
        axes.annotate(
            canvas.figure_of(strip.keys[n]),
            (n, value),
            (0, -_ABOVE if n in failed else _ABOVE),
            textcoords="offset points",
            ha="center",
            va="center",
            size=LABEL if own else SOURCE,
            weight="bold" if own else "normal",
        )
    _head(canvas, top, strip)


def _head(canvas: Canvas, top: float, strip: _Strip) -> None:
    axes = canvas.axes(top=top, height=_HEAD)
    axes.set(xlim=(0, INNER), ylim=(_HEAD, 0))
    axes.axis("off")
    axes.text(
        0, _HEAD / 2, canvas.column(TOOL, strip.measure), size=TICK, va="center", color=canvas.theme.pale
    )
    if strip.floor is not None:
        needed = canvas.words("chart_one_cloud")
        if strip.floor:
            needed = canvas.words("chart_needed", figure=canvas.tick(strip.floor, "share"))
        axes.text(INNER, _HEAD / 2, needed, size=TICK, va="center", ha="right", color=canvas.theme.ink)


def _bare(canvas: Canvas, top: float, height: float, many: int) -> "Axes":
    axes = canvas.axes(top=top, height=height, left=_SIDE, right=_SIDE)
    axes.set(xlim=(-0.5, many - 0.5), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    return axes


def _numbers(canvas: Canvas, top: float, tried: list[str], place: int | None) -> None:
    """Write the numbers of groups, the chosen one so that it is seen."""
    axes = _bare(canvas, top, _FOOT, len(tried))
    axes.set_ylim(_FOOT, 0)
    for n, subject in enumerate(tried):
        own = n == place
        axes.text(
            n,
            8,
            canvas.name(subject),
            size=LABEL,
            ha="center",
            va="center",
            weight="bold" if own else "normal",
        )
    axes.text(
        (len(tried) - 1) / 2,
        24,
        canvas.words("chart_groups"),
        size=TICK,
        ha="center",
        va="center",
        color=canvas.theme.pale,
    )
