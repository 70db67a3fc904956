"""RFM grid: segments as areas on recency by frequency, as large as they have customers, coloured by turnover."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.text_fit import shortened, width_of, wrapped
from customer_segmentation.chart.drawing.theme import LABEL, TICK
from customer_segmentation.chart.material import Material
from customer_segmentation.chart.score_mosaic import Box, Cell, Mosaic, mosaic
from customer_segmentation.segment.rfm.facts import LEADERS
from customer_segmentation.segment.rfm.map import Grid

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TALL: Final = 336.0
_LEFT: Final = 18.0
_WIDE: Final = INNER - _LEFT
_BELOW: Final = 34.0
_ROW: Final = 17.0
_NARROW: Final = (52.0, 42.0)
"""Room for a label, width by height: a name of two short lines with figures below, or one long line with them."""
_LOW: Final = (104.0, 28.0)
_ROOMY: Final = (104.0, 50.0)
"""Room for a name in one line and two lines of figures in words."""
_PAD: Final = 4.0
_LEADING: Final = 1.28


@dataclass(frozen=True)
class Areas:
    """What is drawn.

    Attributes:
        tool: Whose facts tell of the segments.
        rooms: The rectangle that a segment's label stands in; segments without one are listed below.
        listed: Segments too small for a label.
        shades: How much of the strongest colour a segment has; empty where there is no turnover to divide.
    """

    tool: str
    grid: Grid
    mosaic: Mosaic
    rooms: dict[str, Box]
    listed: list[str]
    shades: dict[str, float]


def rfm_grid(material: Material) -> Picture:
    """Return the picture of RFM segments on the grid of their scores."""
    reply, tool = material.reply(), material.segments.tool
    subjects = reply_subjects(material)
    areas = _areas(material, subjects)
    lead = _first(material, subjects, "revenue_rank")
    reply.detail |= {
        "tool": tool,
        "lead": lead if areas.shades else "",
        "widest": _first(material, subjects, "customers_rank"),
        "leaders": lead in LEADERS and f"{tool}.all.champions_loyal_revenue_share" in reply.facts,
        "grid": areas.grid.value,
    }

    def draw(canvas: Canvas) -> None:
        _draw(canvas, areas)

    return Picture("rfm_grid", reply, _TALL + _BELOW + _ROW * len(areas.listed), draw)


def reply_subjects(material: Material) -> list[str]:
    """Return the segments that have customers, in the order of their table."""
    return material.segments.reply.tables["segments"].subjects


def _first(material: Material, subjects: Sequence[str], measure: str) -> str:
    tool, facts = material.segments.tool, material.segments.reply.facts
    return min(subjects, key=lambda s: facts[f"{tool}.{s}.{measure}"].number)


def _areas(material: Material, subjects: list[str]) -> Areas:
    tool, facts = material.segments.tool, material.segments.reply.facts
    grid = Grid(material.segments.reply.detail["grid"])
    with material.assigned() as engine:
        cells = [Cell(*row) for row in engine.rows("chart_rfm_cells")]
    laid = mosaic(cells, grid, subjects)
    rooms = {s: room for s in subjects if (room := _room(laid, s))}
    keys = {s: f"{tool}.{s}.revenue_share" for s in subjects}
    shares = {s: max(0.0, float(facts[key].number)) for s, key in keys.items() if key in facts}
    most = max(shares.values(), default=0)
    return Areas(
        tool=tool,
        grid=grid,
        mosaic=laid,
        rooms=rooms,
        listed=[s for s in subjects if s not in rooms],
        shades={s: share / most for s, share in shares.items()} if most else {},
    )


def _room(laid: Mosaic, segment: str) -> Box | None:
    """Return the rectangle of a segment that a label fits in best, None if there is none."""
    fitting = [room for room in laid.rooms(segment) if _fits(room, _NARROW) or _fits(room, _LOW)]
    return max(fitting, key=lambda room: (_fits(room, _ROOMY), room.width * room.height), default=None)


def _fits(room: Box, least: tuple[float, float]) -> bool:
    return room.width * _WIDE >= least[0] and room.height * _TALL >= least[1]


def _draw(canvas: Canvas, areas: Areas) -> None:
    axes = canvas.axes(left=_LEFT, height=_TALL)
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.axis("off")
    _fill(canvas, axes, areas)
    for segment, room in areas.rooms.items():
        _label(canvas, axes, areas, segment, room)
    _scales(canvas, axes, areas)
    _list(canvas, areas)


def _colour(canvas: Canvas, areas: Areas, segment: str) -> Any:
    return canvas.theme.sequence()(areas.shades[segment]) if areas.shades else canvas.theme.faint


def _fill(canvas: Canvas, axes: "Axes", areas: Areas) -> None:
    """Fill every block; between segments the page shows, between cells of one a hairline."""
    from matplotlib.patches import Rectangle

    paper = canvas.theme.paper
    for block in areas.mosaic.blocks():
        box = block.box
        patch = Rectangle(
            (box.left, box.low), box.width, box.height, color=_colour(canvas, areas, block.segment)
        )
        axes.add_patch(patch)
        canvas.tip(patch, _told(canvas, areas, block.segment))
        axes.hlines(block.seams, box.left, box.right, color=paper, linewidth=0.5, alpha=0.6)
        axes.vlines(box.right, box.low, box.high, color=paper, linewidth=0.5, alpha=0.6)
        axes.hlines(box.high, box.left, box.right, color=paper, linewidth=2.2)
    for x, low, high in areas.mosaic.edges():
        axes.vlines(x, low, high, color=paper, linewidth=2.2)


def _told(canvas: Canvas, areas: Areas, segment: str) -> str:
    return _listed(canvas, canvas.name(segment), _long(canvas, areas, segment))


def _listed(canvas: Canvas, name: str, details: Sequence[str]) -> str:
    """Return a segment in one line."""
    if len(details) == 1:
        return canvas.words("chart_told", name=name, one=details[0])
    return canvas.words("chart_told_both", name=name, one=details[0], other=details[1])


def _long(canvas: Canvas, areas: Areas, segment: str) -> list[str]:
    """Return customers and share of turnover in words."""
    key = f"{areas.tool}.{segment}"
    alone = canvas.value(f"{key}.customers") == 1
    code = "chart_of_one_customer" if alone else "chart_of_customers"
    said = [canvas.words(code, count=canvas.figure_of(f"{key}.customers"))]
    if areas.shades:
        said.append(canvas.words("chart_of_turnover", share=canvas.figure_of(f"{key}.revenue_share")))
    return said


def _short(canvas: Canvas, areas: Areas, segment: str) -> list[str]:
    """Return the same as bare figures."""
    key = f"{areas.tool}.{segment}"
    said = [canvas.figure_of(f"{key}.customers")]
    if areas.shades:
        said.append(canvas.figure_of(f"{key}.revenue_share"))
    return [" · ".join(said)]


def _label(canvas: Canvas, axes: "Axes", areas: Areas, segment: str, room: Box) -> None:
    """Write name, customers and share of turnover into the room of a segment, in as many words as fit."""
    wide, tall = room.width * _WIDE - 2 * _PAD, room.height * _TALL - 2 * _PAD
    size = LABEL if wide > _LOW[0] else TICK
    line = size * _LEADING
    details = _long(canvas, areas, segment)
    name = _balanced(canvas.name(segment), wide, size)
    fits = all(width_of(text, TICK) <= wide for text in details)
    if not fits or (len(name) + len(details)) * line > tall:
        details = _short(canvas, areas, segment)
    most = max(1, int(tall / line) - len(details))
    if len(name) > most:
        name = [*name[: most - 1], " ".join(name[most - 1 :])]
    texts = [(shortened(text, wide, size, bold=True), size, True) for text in name]
    texts += [(shortened(text, wide, TICK), TICK, False) for text in details]
    _write(canvas, axes, room, texts, _colour(canvas, areas, segment))


def _balanced(name: str, wide: float, size: float) -> list[str]:
    """Return a name in as few lines as it takes, all of them about as long."""
    lines = wrapped(name, wide, size, bold=True)
    for narrower in range(int(wide) - 1, 0, -4):
        other = wrapped(name, narrower, size, bold=True)
        if len(other) > len(lines) or any(width_of(line, size, bold=True) > narrower for line in other):
            break
        lines = other
    return lines


def _write(
    canvas: Canvas, axes: "Axes", room: Box, texts: Sequence[tuple[str, float, bool]], colour: Any
) -> None:
    """Write lines of text, size and boldness into the upper left corner of a room, over the seams in it."""
    from matplotlib.patches import Rectangle

    line = texts[0][1] * _LEADING
    wide = max(width_of(text, size, bold=bold) for text, size, bold in texts) + _PAD
    left, top = room.left + _PAD / _WIDE, room.high - _PAD / _TALL
    tall = line * len(texts) / _TALL
    axes.add_patch(Rectangle((left, top - tall), wide / _WIDE, tall, color=colour, zorder=2.5))
    ink = canvas.theme.ink_on(colour)
    for row, (text, size, bold) in enumerate(texts):
        weight = "bold" if bold else "normal"
        axes.text(left, top - row * line / _TALL, text, size=size, weight=weight, color=ink, va="top")


def _scales(canvas: Canvas, axes: "Axes", areas: Areas) -> None:
    """Write the days that divide the columns below them, and which way is up beside them."""
    free = 0.0
    for score, column in zip(areas.mosaic.recency[1:], areas.mosaic.columns[1:], strict=True):
        key = f"{areas.tool}.score_{score}.recency_below"
        x, half = column[0].box.left, width_of(canvas.tick(canvas.value(key), "days"), TICK) / _WIDE / 2
        if x - half >= free and x + half <= 1:
            _below(canvas, axes, canvas.figure_of(key), x, 4)
            free = x + half + _PAD / _WIDE
    _below(canvas, axes, canvas.words("chart_recency_axis"), 0.5, 18)
    code = "chart_frequency_axis" if areas.grid is Grid.R_F else "chart_value_axis"
    pale = canvas.theme.pale
    axes.text(
        -6 / _WIDE, 0.5, canvas.words(code), size=TICK, color=pale, rotation=90, ha="right", va="center"
    )


def _below(canvas: Canvas, axes: "Axes", said: str, x: float, down: float) -> None:
    axes.text(x, -down / _TALL, said, size=TICK, color=canvas.theme.pale, ha="center", va="top")


def _list(canvas: Canvas, areas: Areas) -> None:
    """Name below the grid the segments that are too small for a label."""
    if not areas.listed:
        return
    axes = canvas.axes(top=_TALL + _BELOW, height=_ROW * len(areas.listed))
    axes.set(xlim=(0, INNER), ylim=(len(areas.listed), 0))
    axes.axis("off")
    for row, segment in enumerate(areas.listed):
        axes.plot(
            [5],
            [row + 0.5],
            "s",
            color=_colour(canvas, areas, segment),
            markersize=9,
            markeredgecolor=canvas.theme.pale,
            markeredgewidth=0.6,
        )
        details = _long(canvas, areas, segment)
        room = INNER - 18 - width_of(_listed(canvas, "", details), TICK)
        said = _listed(canvas, canvas.name(segment, room, TICK), details)
        axes.text(16, row + 0.5, said, size=TICK, color=canvas.theme.ink, va="center")
