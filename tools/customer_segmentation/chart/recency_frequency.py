"""Recency by frequency: where customers crowd in days since the last order and number of orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Final

from customer_segmentation.chart.density_cells import Density, density, lower_median
from customer_segmentation.chart.drawing.canvas import INNER, MARGIN, Canvas
from customer_segmentation.chart.drawing.label_places import Box, placed
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.text_fit import width_of
from customer_segmentation.chart.drawing.theme import TICK
from customer_segmentation.chart.material import Material
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.reply import SMALLEST_GROUP

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW: Final = 25.0
_LEAST: Final = 150.0
"""Of the height, where there are few rows."""
_LEFT: Final = 66.0
"""For numbers of orders as long as 501–1,000, and what they are."""
_BELOW: Final = 34.0
_WIDE: Final = INNER - _LEFT
_LONGEST_NAME: Final = 110.0
_DAYS: Final = (1, 7, 30, 90, 180, 365, 730, 1095, 1825, 3650)
_DOT: Final = 9.0


@dataclass(frozen=True)
class Typical:
    """The typical customer of a segment: medians."""

    segment: str
    days: int
    orders: int


def recency_frequency(material: Material) -> Picture:
    """Return the picture of where customers crowd, and where the typical one of each segment stands.

    Raises:
        MethodError: The data do not tell when and how often customers ordered.
    """
    with material.assigned() as engine:
        rows = [(str(s), int(d), int(o), int(n)) for s, d, o, n in engine.rows("chart_recency_frequency")]
    if not rows:
        raise MethodError("chart_no_recency")
    sheet, tool = material.sheet(), material.segments.tool
    once = sum(n for _, _, orders, n in rows if orders == 1)
    everybody = sum(n for *_, n in rows)
    if f"{tool}.{ALL}.one_time_share" not in material.segments.reply.facts:
        sheet.say(ALL, "one_time_customers", once, "customers")
        sheet.say(ALL, "one_time_share", once / everybody, "share", f"{ALL}.one_time_customers")
    sheet.say(ALL, "median_orders", lower_median((o, n) for _, _, o, n in rows), "orders")
    typical = _typical(material, rows)
    for one in typical:
        sheet.say(one.segment, "median_orders", one.orders, "orders")
    reply = material.reply(sheet)
    reply.detail |= {
        "tool": tool,
        "once": next(k for t in (tool, "draw_chart") if (k := f"{t}.{ALL}.one_time_share") in reply.facts),
        "typical": _largest(material, typical),
    }
    found = density((days, orders, n) for _, days, orders, n in rows)

    def draw(canvas: Canvas) -> None:
        _draw(canvas, found, typical, tool)

    return Picture("recency_frequency", reply, _tall(found) + _BELOW, draw)


def _tall(found: Density) -> float:
    return max(_ROW * len(found.starts), _LEAST)


def _row(found: Density) -> float:
    return _tall(found) / len(found.starts)


def _typical(material: Material, rows: Sequence[tuple[str, int, int, int]]) -> list[Typical]:
    """Return the typical customer of every segment, those of few orders first: there most labels want room."""
    tool, reply = material.segments.tool, material.segments.reply
    found = []
    for segment in reply.tables["segments"].subjects:
        own = [(orders, n) for s, _, orders, n in rows if s == segment]
        days = reply.facts.get(f"{tool}.{segment}.median_recency")
        if days is not None and sum(n for _, n in own) >= SMALLEST_GROUP:
            found.append(Typical(segment, int(days.number), lower_median(own)))
    return sorted(found, key=lambda one: (one.orders, one.days))


def _largest(material: Material, typical: Sequence[Typical]) -> list[str]:
    tool, facts = material.segments.tool, material.segments.reply.facts
    ranks = {one.segment: facts[f"{tool}.{one.segment}.customers_rank"].number for one in typical}
    return sorted(ranks, key=lambda segment: ranks[segment])


def _draw(canvas: Canvas, found: Density, typical: Sequence[Typical], tool: str) -> None:
    axes = canvas.axes(left=_LEFT, height=_tall(found))
    axes.set(xlim=(0, _WIDE), ylim=(0, _tall(found)))
    _cells(canvas, axes, found)
    _scales(canvas, axes, found)
    _points(canvas, axes, found, typical, tool)


def _cells(canvas: Canvas, axes: "Axes", found: Density) -> None:
    """Fill each cell, stronger for more customers; as logarithms, for crowds differ by far."""
    from matplotlib.patches import Rectangle

    shade, most = canvas.theme.sequence(), log(1 + max(found.cells.values()))
    wide, tall = _WIDE / found.columns, _row(found)
    for (column, row), customers in found.cells.items():
        place = (_WIDE - (column + 1) * wide, row * tall)
        patch = Rectangle(place, wide - 0.8, tall - 0.8, color=shade(log(1 + customers) / most))
        axes.add_patch(patch)
        said = canvas.words(
            "chart_of_cell",
            customers=canvas.tick(customers, "customers", "table"),
            days=_run(canvas, *found.days(column)),
            orders=_orders(canvas, found, row),
        )
        canvas.tip(patch, said)


def _count(canvas: Canvas, number: int) -> str:
    return canvas.tick(number, "count", "table")


def _run(canvas: Canvas, first: int, last: int) -> str:
    ends = [_count(canvas, first), _count(canvas, last)]
    return ends[0] if first == last else "–".join(ends)


def _orders(canvas: Canvas, found: Density, row: int) -> str:
    start = found.starts[row]
    if row == len(found.starts) - 1:
        if start == found.most:
            return _count(canvas, start)
        return canvas.words("chart_and_more", count=_count(canvas, start))
    return _run(canvas, start, found.starts[row + 1] - 1)


def _scales(canvas: Canvas, axes: "Axes", found: Density) -> None:
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    places, labels, free = [], [], _WIDE + MARGIN
    for days in _DAYS:
        said = _count(canvas, days)
        x = _WIDE * (1 - found.across(days + 0.5))
        if days <= found.longest and x + width_of(said, TICK) / 2 + 5 < free:
            places.append(x)
            labels.append(said)
            free = x - width_of(said, TICK) / 2
    axes.set_xticks(places, labels)
    rows = range(len(found.starts))
    axes.set_yticks(
        [(row + 0.5) * _row(found) for row in rows], [_orders(canvas, found, row) for row in rows]
    )
    axes.tick_params(length=0)
    axes.set_xlabel(canvas.words("chart_recency_axis"))
    axes.set_ylabel(canvas.words("chart_orders_axis"))


def _points(canvas: Canvas, axes: "Axes", found: Density, typical: Sequence[Typical], tool: str) -> None:
    """Mark the typical customer of each segment and write its name where there is room."""
    from matplotlib.patches import Rectangle

    theme = canvas.theme
    spots = [
        (_WIDE * (1 - found.across(one.days + 0.5)), (found.row(one.orders) + 0.5) * _row(found))
        for one in typical
    ]
    names = [canvas.name(one.segment, _LONGEST_NAME, TICK, bold=True) for one in typical]
    wanted = [
        Box(x, y + 11, width_of(name, TICK, bold=True) + 6, 13)
        for (x, y), name in zip(spots, names, strict=True)
    ]
    dots = [Box(x, y, _DOT, _DOT) for x, y in spots]
    places = placed(wanted, (_WIDE, _tall(found)), dots, upright=1.0)
    for one, (x, y), name, box in zip(typical, spots, names, places, strict=True):
        if abs(box.y - y) > box.height or abs(box.x - x) > box.width / 2:
            axes.plot([x, box.x], [y, box.y], color=theme.ink, linewidth=0.8, zorder=3)
        back = Rectangle(
            (box.x - box.width / 2, box.y - box.height / 2),
            box.width,
            box.height,
            color=theme.paper,
            alpha=0.86,
            zorder=4,
        )
        axes.add_patch(back)
        axes.text(box.x, box.y, name, size=TICK, weight="bold", ha="center", va="center", zorder=5)
        [dot] = axes.plot(
            [x], [y], "o", color=theme.second, markeredgecolor=theme.paper, markersize=7, zorder=6
        )
        canvas.tip(dot, _told(canvas, one, tool))


def _told(canvas: Canvas, one: Typical, tool: str) -> str:
    return canvas.words(
        "chart_of_typical",
        name=canvas.name(one.segment),
        days=canvas.figure_of(f"{tool}.{one.segment}.median_recency"),
        orders=canvas.figure_of(f"draw_chart.{one.segment}.median_orders"),
    )
