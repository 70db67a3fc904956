"""Dendrogram: the last joins of a hierarchical clustering, its branches cut into the groups and named."""

from typing import TYPE_CHECKING, Final

from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.text_fit import on_lines
from customer_segmentation.chart.drawing.theme import TICK
from customer_segmentation.chart.group_looks import Look, group_looks
from customer_segmentation.chart.material import Material
from customer_segmentation.chart.merge_tree import MergeTree, clusters_of
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.segment.cluster.model import Model, read_examples

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CLUSTERS: Final = "cluster_customers"
_CLEAR: Final = 1.2
"""Joins this much farther apart make a gap that is seen."""
_NAMES: Final = 132.0
_END: Final = 9.0
_LINE: Final = TICK * 1.3
_GAP: Final = 9.0
_HEAD: Final = 18.0
_FOOT: Final = 30.0


def dendrogram(material: Material) -> Picture:
    """Return the picture of the tree that the groups were cut from.

    Raises:
        MethodError: The groups were not cut from a tree.
    """
    shown = material.segments.reply
    merges = shown.detail["method_details"].get("merges")
    if not merges:
        raise MethodError("chart_no_tree", method=material.segmentation.method)
    model = Model.read(material.segments.folder)
    tree = MergeTree.read(merges, len(model.ids))
    segment_of = _segments(tree, model, material)
    sheet, (kept, undone) = material.sheet(), tree.edge
    if kept > 0:
        sheet.say(ALL, "cut_ratio", undone / kept, "ratio")
    reply = material.reply(sheet)
    pieces = any(finding.code == "cluster_pieces" for finding in shown.findings)
    reply.detail |= {"gap": kept > 0 and undone / kept >= _CLEAR and not pieces, "pieces": pieces}

    order = material.segmentation.ids()

    def draw(canvas: Canvas) -> None:
        _draw(canvas, tree, segment_of, order)

    return Picture("dendrogram", reply, _HEAD + _FOOT + sum(_blocks(tree).values()), draw)


def _segments(tree: MergeTree, model: Model, material: Material) -> dict[int, str]:
    """Return the segment of each branch."""
    import numpy as np

    facts = material.segments.reply.facts
    customers = np.array([float(facts[f"{CLUSTERS}.{i}.customers"].number) for i in model.ids])
    weights = customers * tree.joins[tree.root].size / customers.sum()

    def own_height(cluster: int) -> float:
        import fastcluster

        points, labels = read_examples(material.segments.folder)
        own = np.ascontiguousarray(points[labels == cluster])
        return float(fastcluster.linkage_vector(own, method="ward")[-1, 2]) if len(own) > 1 else 0.0

    found = clusters_of(tree, np.array(model.centres), weights, own_height)
    return {branch: model.ids[cluster] for branch, cluster in found.items()}


def _blocks(tree: MergeTree) -> dict[int, float]:
    """Return how high the part of each branch is: room for its ends, and for its name and numbers beside them."""
    least = 3 * _LINE
    return {b: max(tree.bundles(b) * _END, least) + _GAP for b in tree.branches}


def _draw(canvas: Canvas, tree: MergeTree, segment_of: dict[int, str], order: list[str]) -> None:
    blocks = _blocks(tree)
    tall = sum(blocks.values())
    axes = canvas.axes(top=_HEAD, height=tall, right=_NAMES)
    top = tree.height(tree.root)
    axes.set(xlim=(top * 1.04, 0), ylim=(tall, 0), yticks=[], xticks=[])
    axes.spines[:].set_visible(False)
    at, place = 0.0, {}
    looks = group_looks(canvas.theme, order)
    for branch in tree.branches:
        segment = segment_of[branch]
        room = blocks[branch] - _GAP
        first = at + (room - tree.bundles(branch) * _END) / 2 + _END / 2
        lines: list[list[tuple[float, float]]] = []
        place[branch] = _below(tree, branch, first, lines)
        _lines(canvas, axes, lines, looks[segment], segment)
        _name(canvas, axes, segment, (at, at + room), looks[segment].colour)
        at += blocks[branch]
    above: list[list[tuple[float, float]]] = []
    _above(tree, tree.root, place, above)
    for line in above:
        axes.plot(*zip(*line, strict=True), color=canvas.theme.ink, linewidth=1.2, solid_capstyle="butt")
    _cut(canvas, axes, tree, tall)


def _below(tree: MergeTree, branch: int, first: float, lines: list[list[tuple[float, float]]]) -> float:
    """Add the lines of a branch whose first end is ``first`` down the page; return how far down its own line is."""
    if branch not in tree.joins:
        return first
    height, ends, at = tree.height(branch), [], first
    for half in tree.halves(branch):
        ends.append((_below(tree, half, at, lines), tree.height(half)))
        at += tree.bundles(half) * _END
    (one, low), (other, lower) = ends
    lines.append([(low, one), (height, one), (height, other), (lower, other)])
    return (one + other) / 2


def _above(
    tree: MergeTree, branch: int, place: dict[int, float], lines: list[list[tuple[float, float]]]
) -> float:
    """Add the lines of the joins that the cut undoes; return how far down the line of a branch is."""
    if branch in place:
        return place[branch]
    height = tree.height(branch)
    first, second = tree.halves(branch)
    one, other = _above(tree, first, place, lines), _above(tree, second, place, lines)
    lines.append([(tree.height(first), one), (height, one), (height, other), (tree.height(second), other)])
    return (one + other) / 2


def _lines(
    canvas: Canvas,
    axes: "Axes",
    lines: list[list[tuple[float, float]]],
    look: Look,
    segment: str,
) -> None:
    from matplotlib.collections import LineCollection

    drawn = LineCollection(lines, colors=[look.colour], linewidths=1.5, linestyles=[look.stroke])
    axes.add_collection(drawn)
    canvas.tip(drawn, f"{canvas.name(segment)}: {_sizes(canvas, segment)}")


def _sizes(canvas: Canvas, segment: str) -> str:
    return ", ".join(canvas.figure_of(f"{CLUSTERS}.{segment}.{m}") for m in ("customers", "share"))


def _name(canvas: Canvas, axes: "Axes", segment: str, block: tuple[float, float], colour: str) -> None:
    """Write a segment's name and sizes beside its block of ends, and a bar along it."""
    top, bottom = block
    lines = on_lines(canvas.name(segment), _NAMES - 12, TICK, bold=True)
    start = (top + bottom - len(lines) * _LINE) / 2
    for row, line in enumerate([*lines, _sizes(canvas, segment)]):
        axes.annotate(
            line,
            (0, start + row * _LINE),
            (10, 0),
            textcoords="offset points",
            size=TICK,
            va="center",
            weight="bold" if row < len(lines) else "normal",
            annotation_clip=False,
        )
    axes.plot([0, 0], block, color=colour, linewidth=4, clip_on=False, solid_capstyle="butt")


def _cut(canvas: Canvas, axes: "Axes", tree: MergeTree, tall: float) -> None:
    """Draw where the tree is cut, and what the way to the left means."""
    at = sum(tree.edge) / 2
    axes.axvline(at, color=canvas.theme.pale, linewidth=1.2, linestyle=(0, (4, 3)))
    cut = canvas.words("chart_cut", figure=canvas.figure_of(f"{CLUSTERS}.{ALL}.clusters"))
    axes.annotate(
        cut,
        (at, 0),
        (0, 5),
        textcoords="offset points",
        size=TICK,
        ha="center",
        va="bottom",
        annotation_clip=False,
    )
    foot = canvas.axes(top=_HEAD + tall, height=_FOOT)
    foot.set(xlim=(0, INNER), ylim=(_FOOT, 0))
    foot.axis("off")
    foot.text(0, 14, canvas.words("chart_apart"), size=TICK, va="center", color=canvas.theme.pale)
