"""Loading circle: how closely each measure goes with two components, as arrows within a circle.

The correlation circle of a biplot (K. R. Gabriel, "The biplot graphic display of matrices with application to
principal component analysis", Biometrika 58 (1971) 453-467) beside the customers rather than over them: on a phone
both would hide each other.
"""

from typing import Final

from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.label_places import Box, placed
from customer_segmentation.chart.drawing.text_fit import on_lines, width_of
from customer_segmentation.chart.drawing.theme import TICK
from customer_segmentation.kit.reply import Reply

CIRCLE: Final = 150.0
"""Height that it takes, in points."""
_RADIUS: Final = 62.0
_MOST: Final = 6
_SHORTEST: Final = 0.3
_NAME: Final = 112.0
_TOOL: Final = "principal_components"


def loading_circle(canvas: Canvas, top: float, heads: dict[str, tuple[float, float]]) -> None:
    """Draw the arrows of ``heads_of``, named at their heads."""
    from matplotlib.patches import Circle

    axes = canvas.axes(top=top, height=CIRCLE)
    axes.set(xlim=(0, INNER), ylim=(0, CIRCLE))
    axes.axis("off")
    x, y = INNER / 2, CIRCLE / 2
    theme = canvas.theme
    axes.add_patch(Circle((x, y), _RADIUS, fill=False, edgecolor=theme.rule, linewidth=0.8))
    axes.plot([x - _RADIUS, x + _RADIUS], [y, y], color=theme.rule, linewidth=0.6)
    axes.plot([x, x], [y - _RADIUS, y + _RADIUS], color=theme.rule, linewidth=0.6)
    boxes, texts = [], []
    for subject, (right, up) in heads.items():
        lines = on_lines(canvas.name(subject), _NAME, TICK)
        wide = max(width_of(line, TICK) for line in lines) + 2
        texts.append("\n".join(lines))
        aside = (wide / 2 + 5) * (1 if right >= 0 else -1)
        boxes.append(
            Box(x + right * _RADIUS + aside, y + up * (_RADIUS + 4), wide, len(lines) * TICK * 1.25 + 2)
        )
    arrows = [_along(x, y, right, up) for right, up in heads.values()]
    taken = [box for line in arrows for box in line]
    places = placed(boxes, (INNER, CIRCLE), taken)
    for (subject, (right, up)), text, box in zip(heads.items(), texts, places, strict=True):
        head = (x + right * _RADIUS, y + up * _RADIUS)
        arrow = axes.annotate(
            "",
            head,
            (x, y),
            arrowprops={"arrowstyle": "-|>", "color": theme.ink, "linewidth": 1.4, "shrinkA": 0},
        )
        axes.text(box.x, box.y, text, size=TICK, ha="center", va="center", linespacing=1.1)
        said = ", ".join(canvas.figure_of(f"{_TOOL}.{subject}.loading_{n}") for n in (1, 2))
        if arrow.arrow_patch is not None:
            canvas.tip(arrow.arrow_patch, f"{canvas.name(subject)}: {said}")


def heads_of(reply: Reply) -> dict[str, tuple[float, float]]:
    """Return the loadings on the first two components of the measures that go most with them, strongest first."""
    subjects = reply.tables["loadings"].subjects
    loadings = {s: (_loading(reply, s, 1), _loading(reply, s, 2)) for s in subjects}
    lengths = {subject: right**2 + up**2 for subject, (right, up) in loadings.items()}
    strongest = sorted(loadings, key=lambda subject: (-lengths[subject], subject))
    kept = [subject for subject in strongest if lengths[subject] >= _SHORTEST**2][:_MOST]
    return {subject: loadings[subject] for subject in kept or strongest[:1]}


def _loading(reply: Reply, subject: str, component: int) -> float:
    return float(reply.facts[f"{_TOOL}.{subject}.loading_{component}"].number)


def _along(x: float, y: float, right: float, up: float) -> list[Box]:
    """Return small boxes along an arrow, which no name may cover."""
    return [Box(x + right * _RADIUS * part / 5, y + up * _RADIUS * part / 5, 4, 4) for part in range(6)]
