"""Migration flow: who was in which segment on two days, with bands for those who moved (an alluvial diagram).

Rosvall & Bergstrom 2010, "Mapping change in large networks".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.spread import spread
from customer_segmentation.chart.drawing.theme import TICK
from customer_segmentation.chart.material import Material
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.reply import Reply

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import PathPatch

TOOL: Final = "segment_migration"
NEW: Final = "newly_in"
GONE: Final = "no_longer_in"
LEAST: Final = 0.01
"""Of all customers: a band of fewer is left out, which the picture says."""
_SIDE: Final = 112.0
_BAR: Final = 9.0
_HEAD: Final = 20.0
_PER_SEGMENT: Final = 30.0
_GAP: Final = 6.0


@dataclass(frozen=True)
class Band:
    """Customers who went from one segment to another, ``way`` 1 for up, -1 for down, 0 for neither."""

    before: str
    after: str
    customers: int
    way: int


@dataclass(frozen=True)
class Column:
    """One day's segments from top to bottom: how many customers, and the upper end of each in points."""

    counts: Mapping[str, int]
    tops: Mapping[str, float]
    scale: float


def migration_flow(material: Material) -> Picture:
    """Return the picture of the movements between two days.

    Raises:
        MethodError: Nobody was there on both days.
    """
    sheet, shown = material.sheet(), material.shown.reply
    bands = bands_of(shown)
    if not any(band.before != NEW and band.after != GONE for band in bands):
        raise MethodError("chart_nobody_followed")
    total = sum(band.customers for band in bands)
    kept = [band for band in bands if band.customers >= LEAST * total or band.before == band.after]
    sheet.say("all", "least_band", LEAST, "share")
    sheet.say("all", "not_drawn", total - sum(band.customers for band in kept), "customers")
    segments = len({band.before for band in bands} | {band.after for band in bands})
    height = max(_PER_SEGMENT * segments, 150.0)

    def draw(canvas: Canvas) -> None:
        _flow(canvas, bands, kept, height)

    return Picture("migration_flow", material.reply(sheet), height + _HEAD, draw)


def bands_of(reply: Reply) -> list[Band]:
    """Return every band of a reply of ``segment_migration``, from the highest segment on, entries and exits last."""
    order = reply.detail["ladder"] or reply.tables["migration"].subjects
    rank = {segment: n for n, segment in enumerate(order)} if reply.detail["has_ladder"] else {}
    found = []
    for before in [*order, NEW]:
        for after in [*order, GONE]:
            fact = reply.facts.get(f"{TOOL}.{before}.to_{after}")
            if fact is not None and fact.number > 0:
                both = before in rank and after in rank
                way = (rank[before] > rank[after]) - (rank[before] < rank[after]) if both else 0
                found.append(Band(before, after, int(fact.number), way))
    return found


def column_of(counts: Mapping[str, int], height: float, most: int) -> Column:
    """Return where each segment of a day stands, so that as many customers are as high on both days."""
    tops, at = {}, 0.0
    scale = (height - _GAP * (len(counts) - 1)) / most if most else 0.0
    for segment, customers in counts.items():
        tops[segment] = at
        at += customers * scale + _GAP
    return Column(counts, tops, scale)


def _counts(bands: Sequence[Band], side: str) -> dict[str, int]:
    order: dict[str, int] = {}
    ends = [getattr(band, side) for band in bands]
    known = list(
        dict.fromkeys(
            [*[b.before for b in bands if b.before != NEW], *[b.after for b in bands if b.after != GONE]]
        )
    )
    for segment in [*known, NEW, GONE]:
        if segment in ends:
            order[segment] = sum(b.customers for b in bands if getattr(b, side) == segment)
    return order


def _flow(canvas: Canvas, bands: Sequence[Band], kept: Sequence[Band], height: float) -> None:
    axes = canvas.axes(top=_HEAD)
    axes.set(xlim=(0, INNER), ylim=(height, 0))
    axes.axis("off")
    before, after = _counts(bands, "before"), _counts(bands, "after")
    longest = max(len(before), len(after))
    room = height - _GAP * (longest - 1)
    most = sum(before.values())
    left = column_of(before, room + _GAP * (len(before) - 1), most)
    right = column_of(after, room + _GAP * (len(after) - 1), most)
    _bands(canvas, axes, kept, bands, left, right)
    _side(canvas, axes, left, "from_on", at=_SIDE, outward=-1)
    _side(canvas, axes, right, "to_on", at=INNER - _SIDE, outward=1)


def _bands(
    canvas: Canvas, axes: "Axes", kept: Sequence[Band], bands: Sequence[Band], left: Column, right: Column
) -> None:
    theme = canvas.theme
    starts, ends = dict(left.tops), dict(right.tops)
    colours = {1: theme.gain, -1: theme.loss, 0: theme.faint}
    for band in sorted(
        bands, key=lambda b: (list(left.counts).index(b.before), list(right.counts).index(b.after))
    ):
        tall = band.customers * left.scale
        top, bottom = starts[band.before], ends[band.after]
        starts[band.before] += tall
        ends[band.after] += tall
        if band not in kept:
            continue
        stays = band.before == band.after
        patch = _ribbon(axes, (_SIDE + _BAR, top), (INNER - _SIDE - _BAR, bottom), tall)
        patch.set(facecolor=colours[band.way], alpha=0.55 if not stays else 0.8, linewidth=0)
        key = f"{TOOL}.{band.before}.to_{band.after}"
        names = {"before": canvas.name(band.before), "after": canvas.name(band.after)}
        canvas.tip(patch, canvas.words("chart_moved", customers=canvas.figure_of(key), **names))


def _ribbon(axes: "Axes", start: tuple[float, float], end: tuple[float, float], tall: float) -> "PathPatch":
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    (x0, y0), (x1, y1) = start, end
    middle = (x0 + x1) / 2
    points = [
        (x0, y0),
        (middle, y0),
        (middle, y1),
        (x1, y1),
        (x1, y1 + tall),
        (middle, y1 + tall),
        (middle, y0 + tall),
        (x0, y0 + tall),
        (x0, y0),
    ]
    curve = [Path.CURVE4] * 3
    codes = [Path.MOVETO, *curve, Path.LINETO, *curve, Path.CLOSEPOLY]
    patch = PathPatch(Path(points, codes))
    axes.add_patch(patch)
    return patch


def _side(canvas: Canvas, axes: "Axes", column: Column, day: str, *, at: float, outward: int) -> None:
    """Draw a day's bars with their names beside them, moved apart where bars are thin."""
    from matplotlib.patches import Rectangle

    edge = at if outward < 0 else at - _BAR
    middles = [column.tops[s] + n * column.scale / 2 for s, n in column.counts.items()]
    places = spread(middles, TICK * 1.25)
    over = max(0.0, places[-1] - (axes.get_ylim()[0] - TICK / 2)) if places else 0.0
    align = "right" if outward < 0 else "left"
    for (segment, customers), place in zip(column.counts.items(), places, strict=True):
        bar = Rectangle((edge, column.tops[segment]), _BAR, max(customers * column.scale, 0.8))
        bar.set(facecolor=canvas.theme.pale, linewidth=0)
        axes.add_patch(bar)
        count = canvas.count(customers)
        name = canvas.name(segment, _SIDE - 8 - len(count) * TICK * 0.62, TICK)
        x = edge - 4 if outward < 0 else edge + _BAR + 4
        axes.text(x, place - over, f"{name} {count}", size=TICK, va="center", ha=align)
    x = at + _BAR if outward < 0 else at - _BAR
    axes.text(
        x, -_HEAD / 2, canvas.figure_of(f"{TOOL}.all.{day}"), size=TICK, weight="bold", ha=align, va="center"
    )
