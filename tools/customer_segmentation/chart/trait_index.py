"""Trait index: which traits are over- and under-represented in each segment, with 100 for all customers.

Segments that were formed by traits are compared by what each brings in per buyer, where the data tell that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from typing import Final

from customer_segmentation.chart.drawing.canvas import Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.text_fit import on_lines
from customer_segmentation.chart.drawing.theme import TICK
from customer_segmentation.chart.interval_panels import BEHIND, NAMES, Panel, draw_panels, panels_height
from customer_segmentation.chart.interval_rows import Mark
from customer_segmentation.chart.material import TOOL, Material
from customer_segmentation.chart.segments_by_turnover import by_turnover, has_turnover
from customer_segmentation.explain.profile.formed_from import formed_from
from customer_segmentation.explain.trait_cells import Cell, trait_cells
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.name import NamePart, spelled

_BY_TRAITS: Final = "trait_segments"
_MOST: Final = 6
_ROWS: Final = 20
"""So many segments, and about so many rows, are read at one look."""
_NEAR: Final = 1.0
_FAR: Final = 3.0
"""The scale reaches from half to twice, at most from an eighth to eight times."""
_BARE: Final = frozenset({"trait_value", "trait_value_up", "trait_value_down"})
_AGES: Final = frozenset({"trait_age_under", "trait_age_between", "trait_age_from"})


@dataclass(frozen=True)
class Index:
    """One bar: an index with its interval under a key, what stands before it, and what behind.

    Attributes:
        name: Parts of its name; empty for that of its segment.
        beside: Keys of the figures that stand behind it.
    """

    segment: str
    key: str
    name: Sequence[NamePart]
    beside: Sequence[str]
    reliable: bool


def trait_index(material: Material) -> Picture:
    """Return the picture of over- and under-representation.

    Raises:
        MethodError: The data tell nothing of who customers are, or too few customers to compare.
    """
    compared = [key for key in material.segments.reply.facts if key.endswith(".revenue_index")]
    if material.segments.tool == _BY_TRAITS and compared:
        return _by_value(material)
    with material.scope() as scope:
        cells = trait_cells(scope, formed_from(material.segments, scope))
    if not cells:
        raise MethodError("chart_no_traits")
    chosen = by_turnover(material, list(dict.fromkeys(cell.segment for cell in cells)))[:_MOST]
    most = max(3, _ROWS // len(chosen))
    panels = {s: _strongest([cell for cell in cells if cell.segment == s])[:most] for s in chosen}
    sheet = material.sheet()
    sheet.say(ALL, "segments_shown", len(chosen), "count")
    sheet.say(ALL, "segments", len({cell.segment for cell in cells}), "count")
    sheet.say(ALL, "trait_comparisons", len(cells), "count")
    _say(sheet, [cell for told in panels.values() for cell in told], material)
    reply = material.reply(sheet)
    named = {cell.measure: _named(cell) for cell in cells}
    reply.measures |= _measures(named, sheet)
    telling = [cell for told in panels.values() for cell in told if cell.stands_out and cell.have]
    best = max(telling, key=lambda cell: (cell.strength, cell.have), default=None)
    reply.detail |= {"best": best.segment if best else "", "measure": best.measure if best else ""}
    reply.detail |= {"told": _words(named[best.measure]) if best else {}, "value": False}
    reply.detail["by_turnover"] = has_turnover(material)
    drawn = {s: [_index(cell, named[cell.measure]) for cell in told] for s, told in panels.items()}

    def draw(canvas: Canvas) -> None:
        _draw(canvas, drawn)

    return Picture("trait_index", reply, panels_height([len(told) for told in panels.values()]), draw)


def _strongest(cells: Sequence[Cell]) -> list[Cell]:
    """Return what stands out, the strongest first, before what does not, the least likely by chance first."""

    def order(cell: Cell) -> tuple[bool, float]:
        return (not cell.stands_out, -cell.strength if cell.stands_out else cell.p_value)

    return sorted(cells, key=order)


def _named(cell: Cell) -> list[NamePart]:
    """Return what a level is called: its value with the header of its trait, unless its name holds it."""
    if cell.level.parts[0].code in _BARE | _AGES:
        return [NamePart(code="chart_trait", values={"header": cell.header}, of=cell.level.parts)]
    return list(cell.level.parts)


def _measures(named: dict[str, list[NamePart]], sheet: FactSheet) -> dict[str, list[NamePart]]:
    said = {key.split(".")[2] for key in sheet.facts}
    ends = ("index", "index_low", "index_high", "share")
    every = {
        f"{level}_{end}": [NamePart(code=f"chart_trait_{end}", of=parts)]
        for level, parts in named.items()
        for end in ends
    }
    return {measure: parts for measure, parts in every.items() if measure in said}


def _words(parts: list[NamePart]) -> dict[str, str]:
    return {language: spelled(parts, language) for language in ("en", "zh")}


def _say(sheet: FactSheet, cells: Sequence[Cell], material: Material) -> None:
    tool, facts = material.segments.tool, material.segments.reply.facts
    for cell in cells:
        share, index = f"{cell.measure}_share", f"{cell.measure}_index"
        sheet.say(ALL, share, cell.all_have / cell.all_known, "share")
        sheet.say(cell.segment, share, cell.have / cell.known, "share")
        sheet.say(cell.segment, index, cell.index.value, "ratio", f"{cell.segment}.{share}", f"{ALL}.{share}")
        sheet.say_interval(cell.segment, index, (cell.index.low, cell.index.high), "ratio")
        sheet.say(cell.segment, "customers", facts[f"{tool}.{cell.segment}.customers"].value, "customers")


def _index(cell: Cell, name: Sequence[NamePart]) -> Index:
    shares = [f"{TOOL}.{subject}.{cell.measure}_share" for subject in (cell.segment, ALL)]
    key = f"{TOOL}.{cell.segment}.{cell.measure}_index"
    return Index(cell.segment, key, name, shares, cell.stands_out)


def _by_value(material: Material) -> Picture:
    """Return the picture of what each group by traits brings in per buyer."""
    reply = material.reply()
    subjects = [
        s
        for s in material.segments.reply.tables["segments"].subjects
        if f"{_BY_TRAITS}.{s}.revenue_index" in reply.facts
    ]
    over, under = reply.detail["over"], reply.detail["under"]
    best = (over or under or [""])[0]
    reply.detail |= {"best": best, "is_over": bool(over), "value": True}
    drawn = [_of_group(s, {*over, *under}) for s in subjects]
    drawn.sort(key=lambda index: -float(reply.facts[index.key].number))

    def draw(canvas: Canvas) -> None:
        _draw(canvas, {"": drawn})

    return Picture("trait_index", reply, panels_height([len(drawn)], heads=False), draw)


def _of_group(subject: str, reliable: set[str]) -> Index:
    key = f"{_BY_TRAITS}.{subject}.revenue_index"
    return Index(subject, key, (), [key], subject in reliable)


def _draw(canvas: Canvas, panels: dict[str, list[Index]]) -> None:
    every = [index for told in panels.values() for index in told]
    values = [canvas.value(f"{index.key}{end}") for index in every for end in ("", "_low", "_high")]
    limit = min(max([_NEAR, *(abs(log2(value)) for value in values if value > 0)]), _FAR)
    shown = [
        Panel(segment, f"{TOOL}.{segment}.customers", [_mark(canvas, index, limit) for index in told])
        for segment, told in panels.items()
    ]
    axes = draw_panels(canvas, shown, limit, ("chart_less", "chart_all", "chart_more"))
    ticks = [n for n in range(-3, 4) if abs(n) <= limit]
    axes.set_xticks(ticks, [canvas.tick(100 * 2.0**n, "count", "table") for n in ticks])
    axes.grid(axis="x")


def _mark(canvas: Canvas, index: Index, limit: float) -> Mark:
    def place(key: str) -> float:
        value = canvas.value(key)
        return min(max(log2(value), -limit), limit) if value > 0 else -limit

    name = canvas.name(index.segment)
    if index.name:
        name = canvas.drawable(spelled(index.name, canvas.language))
    said = [canvas.figure_of(key) for key in index.beside]
    behind = canvas.words("chart_against", one=said[0], other=said[1]) if len(said) > 1 else said[0]
    value, low, high = (canvas.figure_of(f"{index.key}{end}") for end in ("", "_low", "_high"))
    ranged = canvas.words("chart_with_range", value=value, low=low, high=high)
    return Mark(
        name=on_lines(name, NAMES - 4, TICK),
        said="\n".join(on_lines(behind, BEHIND - 6, TICK)),
        tip=f"{canvas.name(index.segment)}, {name}: {behind}; {ranged}"
        if index.name
        else f"{name}: {ranged}",
        value=place(index.key),
        ends=(place(f"{index.key}_low"), place(f"{index.key}_high")),
        base=0.0,
        calm=not index.reliable,
    )
