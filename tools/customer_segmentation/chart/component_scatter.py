"""Component scatter: the customers on the plane in which they differ most, by segment, and what its directions mean."""

from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.chart.component_map import ComponentMap, Place, Window, read_map, window_of
from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.label_places import Box, placed
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.text_fit import on_lines, width_of
from customer_segmentation.chart.drawing.theme import TICK
from customer_segmentation.chart.group_looks import APART, Look, group_looks
from customer_segmentation.chart.loading_circle import CIRCLE, heads_of, loading_circle
from customer_segmentation.chart.material import Material
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.segment.cluster.assigning import entries
from customer_segmentation.segment.cluster.model import FILE, Model
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import FancyBboxPatch

COMPONENTS: Final = "principal_components"
_DOT: Final = 5.0
_CROSS: Final = 14.0
_CENTRE: Final = 9.0
_LABEL_WIDTH: Final = 108.0
_LINE: Final = TICK * 1.25
_NAMES: Final = 62.0
"""For the names of the two directions."""
_TOLD: Final = ("customers", "share")
"""Of each segment, to whoever points at it."""


def component_scatter(material: Material) -> Picture:
    """Return the picture of customers along the first two components.

    Raises:
        MethodError: There is one component, or none of these customers has a place along it.
    """
    shown = material.shown.reply
    if len(shown.detail["parts"]) < 2:  # noqa: PLR2004 - a plane
        raise MethodError("chart_one_component")
    found = read_map(material)
    sheet = material.sheet()
    sheet.say(ALL, "drawn", found.drawn, "customers")
    if found.between is not None:
        sheet.say(ALL, "map_between", found.between, "share")
    reply = material.reply(sheet)
    order = [s for s in material.segmentation.ids() if s in found.points]
    formed, tool = material.segments.reply.facts, material.segments.tool
    reply.facts |= {key: formed[key] for s in order for m in _TOLD if (key := f"{tool}.{s}.{m}") in formed}
    pieces = any(finding.code == "cluster_pieces" for finding in material.segments.reply.findings)
    reply.detail |= {
        "beyond_chance": shown.detail["telling"],
        "noise": "noise" in order,
        "outliers": "outliers" in order,
        "pieces": pieces,
    }
    window, heads = window_of(found), heads_of(shown)
    reply.detail["beyond"] = not all(window.holds(points) for points in found.points.values())

    def draw(canvas: Canvas) -> None:
        _draw_map(canvas, tool, found, window, order)
        _name_directions(canvas, window.tall)
        loading_circle(canvas, window.tall + _NAMES, heads)

    sampled = "draw_chart.all.drawn" if found.drawn < found.customers else ""
    return Picture("component_scatter", reply, window.tall + _NAMES + CIRCLE, draw, sampled)


def components_asked(segments: Result) -> dict[str, Any]:
    """Return what components are asked of: the two widest, of the measures that the segments were formed by."""
    asked: dict[str, Any] = {"components": 2, "as_of": Segmentation.read(segments.folder).as_of.isoformat()}
    if (segments.folder / FILE).exists():
        numbers = Model.read(segments.folder).preparation.numbers
        return asked | {"features": entries([number.name for number in numbers])}
    return asked | ({"features": "rfm"} if segments.tool == "rfm_segments" else {})


def _draw_map(canvas: Canvas, tool: str, found: ComponentMap, window: Window, order: list[str]) -> None:
    axes = canvas.axes(height=window.tall)
    axes.set(xlim=(0, INNER), ylim=(0, window.tall), xticks=[], yticks=[])
    axes.spines[:].set_visible(False)
    across, along = window.spot((0.0, 0.0))
    axes.axhline(along, color=canvas.theme.rule, linewidth=0.8, zorder=0)
    axes.axvline(across, color=canvas.theme.rule, linewidth=0.8, zorder=0)
    looks = group_looks(canvas.theme, order)
    for segment in sorted(order, key=lambda s: (s not in APART, -len(found.points[s]), s)):
        look = looks[segment]
        x, y = window.inside(found.points[segment]).T
        dots = axes.scatter(
            x,
            y,
            s=_CROSS if look.mark == "X" else _DOT,
            color=look.colour,
            marker=look.mark,
            alpha=0.55,
            linewidths=0,
            zorder=1,
        )
        canvas.tip(dots, f"{canvas.name(segment)}: {_sizes(canvas, tool, segment)}")
    centres = {s: window.spot(found.centres[s]) for s in order}
    _draw_names(canvas, axes, centres, looks, window.tall)


def _sizes(canvas: Canvas, tool: str, segment: str) -> str:
    return ", ".join(canvas.figure_of(f"{tool}.{segment}.{measure}") for measure in _TOLD)


def _draw_names(
    canvas: Canvas,
    axes: "Axes",
    centres: dict[str, Place],
    looks: dict[str, Look],
    tall: float,
) -> None:
    """Write each segment's name beside the mark at its centre; that of customers in no group stands in a corner."""
    texts = {s: on_lines(canvas.name(s), _LABEL_WIDTH, TICK, bold=True) for s in centres}
    boxes = []
    for segment, (x, y) in centres.items():
        wide = max(width_of(line, TICK, bold=True) for line in texts[segment]) + 8
        high = _LINE * len(texts[segment]) + 4
        corner = segment == "noise"
        boxes.append(Box(0 if corner else x, 0 if corner else y + high / 2 + _CENTRE, wide, high))
    marked = {s: place for s, place in centres.items() if s != "noise"}
    taken = [Box(x, y, _CENTRE, _CENTRE) for x, y in marked.values()]
    for segment, box in zip(centres, placed(boxes, (INNER, tall), taken), strict=True):
        look = looks[segment]
        if segment in marked:
            x, y = marked[segment]
            axes.plot([x, box.x], [y, box.y], color=look.colour, linewidth=1.2, zorder=2)
            axes.scatter(
                x,
                y,
                s=34,
                c=[look.colour],
                marker=look.mark,
                linewidths=0.8,
                zorder=3,
                edgecolors=canvas.theme.ink,
            )
        axes.add_patch(_paper(canvas, box, look.colour))
        text = "\n".join(texts[segment])
        axes.text(
            box.x, box.y, text, size=TICK, weight="bold", ha="center", va="center", linespacing=1.1, zorder=5
        )


def _paper(canvas: Canvas, box: Box, colour: str) -> "FancyBboxPatch":
    from matplotlib.patches import FancyBboxPatch

    return FancyBboxPatch(
        (box.x - box.width / 2, box.y - box.height / 2),
        box.width,
        box.height,
        boxstyle="round,pad=0,rounding_size=3",
        facecolor=canvas.theme.paper,
        edgecolor=colour,
        linewidth=1.2,
        alpha=0.92,
        zorder=4,
    )


def _name_directions(canvas: Canvas, top: float) -> None:
    axes = canvas.axes(top=top, height=_NAMES)
    axes.set(xlim=(0, INNER), ylim=(_NAMES, 0))
    axes.axis("off")
    lines = []
    for part in ("pc1", "pc2"):
        figure = canvas.figure_of(f"{COMPONENTS}.{part}.explained")
        lines += on_lines(
            canvas.words(f"chart_direction_{part}", name=canvas.name(part), figure=figure), INNER, TICK
        )
    for row, line in enumerate(lines):
        axes.text(0, 10 + row * _LINE * 1.1, line, size=TICK, va="center", color=canvas.theme.pale)
