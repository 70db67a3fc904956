"""Silhouette: how much nearer customers lie to their own group than to the next, group by group."""

from typing import TYPE_CHECKING, Final

from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.text_fit import on_lines
from customer_segmentation.chart.drawing.theme import TICK
from customer_segmentation.chart.group_looks import group_looks
from customer_segmentation.chart.material import TOOL, Material
from customer_segmentation.chart.silhouette_sample import silhouettes
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.segment.cluster.fitting import DENSITY
from customer_segmentation.segment.segment_table import SMALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from customer_segmentation.segment.features.preparation import Points

_WEAK: Final = 0.25
_FAIR: Final = 0.5
"""A mean up to ``_WEAK`` is no structure worth the name, up to ``_FAIR`` a weak one (L. Kaufman, P. J. Rousseeuw,
"Finding Groups in Data" (1990), page 88)."""
_NAMES: Final = 136.0
_ROOM: Final = 300.0
_LINE: Final = TICK * 1.3
_GAP: Final = 10.0
_HEAD: Final = 18.0
_FOOT: Final = 36.0
_TICKS: Final = (-0.5, 0.0, 0.5, 1.0)


def silhouette(material: Material) -> Picture:
    """Return the picture of the silhouettes of groups.

    Raises:
        MethodError: Fewer than two groups have customers.
    """
    found = silhouettes(material)
    if not found:
        raise MethodError("chart_one_group")
    sheet = material.sheet()
    mean = _say(sheet, found)
    reply = material.reply(sheet)
    reply.detail |= {
        "dense": material.segmentation.method in DENSITY,
        "apart": mean > _FAIR,
        "overlap": mean <= _WEAK,
        "pieces": any(f.code == "cluster_pieces" for f in material.segments.reply.findings),
    }
    blocks, order = _blocks(found), material.segmentation.ids()

    def draw(canvas: Canvas) -> None:
        _draw(canvas, found, blocks, order)

    return Picture("silhouette", reply, _HEAD + sum(blocks.values()) + _FOOT, draw, f"{TOOL}.{ALL}.drawn")


def _say(sheet: FactSheet, found: "dict[str, Points]") -> float:
    """Say the mean silhouette and the share of those nearer to another group, of groups large enough to be read.

    Returns:
        The mean of all.
    """
    import numpy as np

    every = np.concatenate(list(found.values()))
    sheet.say(ALL, "drawn", len(every), "customers")
    for subject, own in {ALL: every, **found}.items():
        if len(own) >= SMALL or subject == ALL:
            sheet.say(subject, "silhouette", float(own.mean()), "coefficient", kind=Kind.ESTIMATED)
            sheet.say(subject, "nearer_other", float((own < 0).mean()), "share", kind=Kind.ESTIMATED)
    return float(every.mean())


def _blocks(found: "dict[str, Points]") -> dict[str, float]:
    """Return how high the part of each group is: by its customers, yet never less than its name needs."""
    most = sum(len(own) for own in found.values())
    return {subject: max(_ROOM * len(own) / most, 3 * _LINE) + _GAP for subject, own in found.items()}


def _draw(canvas: Canvas, found: "dict[str, Points]", blocks: dict[str, float], order: list[str]) -> None:
    tall = sum(blocks.values())
    lowest = min(0.0, *(float(own[-1]) for own in found.values()))
    axes = canvas.axes(top=_HEAD, height=tall, left=_NAMES, right=8)
    axes.set(xlim=(lowest - 0.04, 1), ylim=(tall, 0), yticks=[])
    axes.set_xticks([tick for tick in _TICKS if tick >= lowest])
    axes.set_xticklabels(canvas.ticks(axes.get_xticks().tolist(), "coefficient"))
    axes.spines["left"].set_visible(False)
    at, looks = 0.0, group_looks(canvas.theme, order)
    for subject, own in found.items():
        room = blocks[subject] - _GAP
        _profile(canvas, axes, subject, own, (at, room), looks[subject].colour)
        _name(canvas, axes, subject, at + room / 2, read=len(own) >= SMALL)
        at += blocks[subject]
    axes.axvline(0, color=canvas.theme.pale, linewidth=0.8)
    key = f"{TOOL}.{ALL}.silhouette"
    axes.axvline(canvas.value(key), color=canvas.theme.ink, linewidth=1.0, linestyle=(0, (4, 3)))
    axes.annotate(
        canvas.words("chart_mean", figure=canvas.figure_of(key)),
        (canvas.value(key), 0),
        (0, 5),
        textcoords="offset points",
        ha="center",
        va="bottom",
        size=TICK,
        annotation_clip=False,
    )
    foot = canvas.axes(top=_HEAD + tall + 18, height=_FOOT - 18)
    foot.set(xlim=(0, INNER), ylim=(1, 0))
    foot.axis("off")
    foot.text(
        INNER,
        0.6,
        canvas.words("chart_nearness"),
        size=TICK,
        va="center",
        ha="right",
        color=canvas.theme.pale,
    )


def _profile(
    canvas: Canvas, axes: "Axes", subject: str, own: "Points", block: tuple[float, float], colour: str
) -> None:
    """Draw the silhouettes of a group from the highest down, as one shape from zero."""
    import numpy as np

    top, room = block
    edges = top + room * np.arange(len(own) + 1) / len(own)
    shape = axes.stairs(own, edges, orientation="horizontal", fill=True, color=colour, linewidth=0)
    if len(own) >= SMALL:
        mean, other = (canvas.figure_of(f"{TOOL}.{subject}.{m}") for m in ("silhouette", "nearer_other"))
        words = canvas.words("chart_nearer_other", figure=other)
        canvas.tip(shape, f"{canvas.name(subject)}: {mean}, {words}")


def _name(canvas: Canvas, axes: "Axes", subject: str, middle: float, *, read: bool) -> None:
    """Write the name of a group and its mean, if it is large enough for one to be read."""
    lines = on_lines(canvas.name(subject), _NAMES - 10, TICK, bold=True)
    figures = [canvas.figure_of(f"{TOOL}.{subject}.silhouette")] if read else []
    start = middle - (len(lines) + len(figures) - 1) * _LINE / 2
    left = axes.get_xlim()[0]
    for row, line in enumerate([*lines, *figures]):
        axes.annotate(
            line,
            (left, start + row * _LINE),
            (-_NAMES, 0),
            textcoords="offset points",
            size=TICK,
            va="center",
            weight="bold" if row < len(lines) else "normal",
            annotation_clip=False,
        )
