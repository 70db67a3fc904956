"""Segment profile: per segment what sets it apart from everybody else, as effects with intervals around zero."""

from dataclasses import dataclass
from math import copysign
from typing import Any, Final

from customer_segmentation.chart.drawing.canvas import Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.text_fit import on_lines
from customer_segmentation.chart.drawing.theme import TICK
from customer_segmentation.chart.interval_panels import BEHIND, NAMES, Panel, draw_panels, panels_height
from customer_segmentation.chart.interval_rows import Mark
from customer_segmentation.chart.material import Material
from customer_segmentation.chart.segments_by_turnover import by_turnover, has_turnover
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.reply import Reply
from customer_segmentation.stats.dominance import strength_of_delta, strength_of_shares
from customer_segmentation.workspace.workspace import Result

_TOOL: Final = "profile_segments"
_MOST: Final = 6
_ROWS: Final = 20
"""So many segments, and about so many rows, are read at one look."""
_LARGE: Final = 0.8
_FARTHEST: Final = 2.0
"""On the scale of d; what lies beyond is drawn as an arrow."""
_RIM: Final = 0.95
"""Where on the way to the edge an arrow stands."""


@dataclass(frozen=True)
class Effect:
    """One thing that sets a segment apart, placed on the scale of Cohen's d.

    Attributes:
        told: What the tool says of it: its id, names and measures.
    """

    segment: str
    told: dict[str, Any]
    place: float
    low: float
    high: float

    @property
    def formed(self) -> bool:
        """Tell whether the segments were formed from it."""
        return bool(self.told["formed"])

    def key(self, measure: str) -> str:
        """Return the key of a fact about it."""
        return f"{_TOOL}.{self.segment}.{self.told['id']}_{measure}"

    @property
    def typical(self) -> str:
        """Return the key of the segment's typical value."""
        return f"{_TOOL}.{self.segment}.{self.told['typical']}"


def of_every_segment(_segments: Result) -> dict[str, Any]:
    """Return what to ask ``profile_segments`` for, so that it tells of all of them by all that is known."""
    return {"segment": "", "features": ""}


def segment_profile(material: Material) -> Picture:
    """Return the picture of the strongest effects of each segment, of those that bring in most where there are many.

    Raises:
        MethodError: No segment had enough customers to compare with everybody else.
    """
    detail = material.shown.reply.detail
    every = [s for s in detail["segments"] if s not in detail["small"]]
    compared = [s for s in every if f"{_TOOL}.{s}.compared" in material.shown.reply.facts]
    if not compared:
        raise MethodError("chart_nothing_compared")
    chosen = by_turnover(material, compared)[:_MOST]
    if len(detail["segments"]) == len(compared) == 2:  # noqa: PLR2004 - each is everybody else to the other
        chosen = chosen[:1]
    sheet = material.sheet()
    sheet.say(ALL, "segments_shown", len(chosen), "count")
    sheet.say(ALL, "segments", len(detail["segments"]), "count")
    reply = material.reply(sheet)
    panels = {s: _effects(s, reply)[: max(3, _ROWS // len(chosen))] for s in chosen}
    _tell(reply, panels, material)
    height = panels_height([len(effects) for effects in panels.values()])

    def draw(canvas: Canvas) -> None:
        _draw(canvas, panels)

    return Picture("segment_profile", reply, height, draw)


def _effects(segment: str, reply: Reply) -> list[Effect]:
    """Return what sets a segment apart in the order of its tool: what it was formed from last."""
    return [_placed(segment, told, reply) for told in reply.detail["apart"][segment]]


def _placed(segment: str, told: dict[str, Any], reply: Reply) -> Effect:
    effect = f"{_TOOL}.{segment}.{told['effect']}"
    ends = [float(reply.facts[f"{effect}_{end}"].number) for end in ("low", "high")]
    typical = reply.facts[f"{_TOOL}.{segment}.{told['typical']}"]
    if told["effect"].endswith("_points"):
        other = float(reply.facts[f"{_TOOL}.{segment}.{told['id']}_others"].number)
        low, high = (strength_of_shares(min(max(other + end, 0.0), 1.0), other) for end in ends)
    elif typical.unit == "share":  # the mean of a part, compared by Hedges' g, which is on this scale
        low, high = ends
    else:
        low, high = (strength_of_delta(end) for end in ends)
    return Effect(segment, told, float(told["strength"]), low, high)


def _tell(reply: Reply, panels: dict[str, list[Effect]], material: Material) -> None:
    """Leave what the words need: the strongest effects that are not by construction, and what else is drawn."""
    free = [effect for effects in panels.values() for effect in effects if not effect.formed]
    best = max(free, key=lambda effect: abs(effect.place), default=None)
    own = [e.told for e in panels[best.segment] if not e.formed][:2] if best else []
    reply.detail |= {
        "best": best.segment if best else "",
        "by_turnover": has_turnover(material),
        "told": sorted(own, key=lambda told: -abs(told["strength"])),
        "formed_drawn": any(e.formed for effects in panels.values() for e in effects),
        "any_drawn": any(panels.values()),
        "pair": [s for s in material.shown.reply.detail["segments"] if s not in panels]
        if len(panels) == 1
        else [],
    }


def _draw(canvas: Canvas, panels: dict[str, list[Effect]]) -> None:
    limit = _limit(panels)
    nothing = canvas.words("chart_nothing_apart")
    shown = [
        Panel(segment, f"{_TOOL}.{segment}.customers", [_mark(canvas, e, limit) for e in effects], nothing)
        for segment, effects in panels.items()
    ]
    above = ("chart_less", "chart_others", "chart_more")
    axes = draw_panels(canvas, shown, limit, above)
    axes.set_xticks([-_LARGE, _LARGE], [canvas.words("chart_large")] * 2)
    for place in (-_LARGE, _LARGE):
        axes.axvline(place, color=canvas.theme.rule, linewidth=0.8, linestyle=(0, (3, 3)), zorder=0)


def _limit(panels: dict[str, list[Effect]]) -> float:
    every = [e for effects in panels.values() for e in effects]
    free = [e for e in every if not e.formed] or every
    widest = max((abs(end) for e in free for end in (e.low, e.high)), default=1.0)
    return min(max(widest * 1.05, 1.0), _FARTHEST)


def _mark(canvas: Canvas, effect: Effect, limit: float) -> Mark:
    words = canvas.drawable(effect.told["name"][canvas.language])
    typical, others = canvas.figure_of(effect.typical), canvas.figure_of(effect.key("others"))
    said = canvas.words("chart_against", one=typical, other=others)
    size = f"{_TOOL}.{effect.segment}.{effect.told['effect']}"
    value, low, high = (canvas.figure_of(f"{size}{end}") for end in ("", "_low", "_high"))
    ranged = canvas.words("chart_with_range", value=value, low=low, high=high)
    beyond = abs(effect.place) > limit
    shape = (">" if effect.place > 0 else "<") if beyond else "o"
    low_end, high_end = (min(max(end, -limit), limit) for end in (effect.low, effect.high))
    return Mark(
        name=on_lines(words[:1].upper() + words[1:], NAMES - 4, TICK),
        said="\n".join(on_lines(said, BEHIND - 6, TICK)),
        tip=f"{canvas.name(effect.segment)}, {words}: {said}; {ranged}",
        value=copysign(limit * _RIM, effect.place) if beyond else effect.place,
        ends=None if beyond else (low_end, high_end),
        calm=effect.formed,
        hollow=effect.formed,
        shape=shape,
    )
