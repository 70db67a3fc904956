"""Power curve: the chance that a test shows a lift, by how large the lift truly is."""

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.text_fit import width_of
from customer_segmentation.chart.drawing.theme import LABEL, SOURCE, TICK
from customer_segmentation.chart.material import Material
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.reply import Reply
from customer_segmentation.plan.experiment.power import Groups, power_of_mean, power_of_share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TOOL: Final = "design_experiment"
_POOLED: Final = "taken_together"
_MOST: Final = 4
_POINTS: Final = 81
_PLOT: Final = 218.0
_LEFT: Final = 38.0
_BELOW: Final = 44.0
_HEAD: Final = 17.0
_ROW: Final = 21.0
_SAMPLE: Final = 34.0
_DASHES: Final[tuple[Any, ...]] = ("-", (0, (6, 2)), (0, (1.5, 1.5)), (0, (7, 2, 1.5, 2)))
"""So that lines are told apart without colour."""
_NEARLY: Final = 0.9999
"""Where everybody orders nothing varies, and there is no chance to tell: lines end just before."""
_BEYOND: Final = 1.4
"""How far lines go beyond what the tests show or look for."""
_ENDS: Final = (INNER - 150, INNER - 75, INNER)
"""Where the columns of figures end, in points."""


@dataclass(frozen=True)
class _Unit:
    """What a test is read by: the measures of its facts."""

    shows: str
    wanted: str
    pays: str
    money: bool


_OF_SHARES: Final = _Unit("detectable", "wanted", "break_even", money=False)
_OF_MONEY: Final = _Unit("detectable_money", "wanted_money", "break_even_money", money=True)


@dataclass(frozen=True)
class _Curve:
    """One line: the chance of a test to show a lift; ``highest`` is the largest lift there can be."""

    subject: str
    chance: Callable[[float], float]
    highest: float


def power_curve(material: Material) -> Picture:
    """Return the picture of what tests show: up to four, those worth doing first.

    Raises:
        MethodError: No test has groups large enough to be read.
    """
    shown = material.shown.reply
    unit = _OF_MONEY if shown.detail["measured"] == "revenue" else _OF_SHARES
    able = [s for s in shown.tables["experiments"].subjects if _key(s, unit.shows) in shown.facts]
    if not able:
        raise MethodError("chart_no_test_to_draw")
    subjects = _told(able, shown)
    reply = material.reply()
    reply.detail |= {"lead": _lead(subjects, unit, reply), "money": unit.money}
    curves = [_curve(subject, unit, reply) for subject in subjects]
    marks = [reply.facts.get(_key(s, m)) for s in subjects for m in (unit.shows, unit.wanted)]
    widest = max(float(fact.number) for fact in marks if fact) * _BEYOND

    def draw(canvas: Canvas) -> None:
        axes = _plot(canvas, unit, widest)
        for place, curve in enumerate(curves):
            _draw(canvas, axes, curve, place, unit, widest)
        _rows(canvas, curves, unit)

    return Picture("power_curve", reply, _PLOT + _BELOW + _HEAD + _ROW * len(curves), draw)


def _key(subject: str, measure: str) -> str:
    return f"{_TOOL}.{subject}.{measure}"


def _told(able: list[str], shown: Reply) -> list[str]:
    """Return the tests to draw, in their order: those that show what is looked for, and the one on several."""
    enough = {s for s, verdict in shown.detail["verdicts"].items() if verdict == "enough"} | {_POOLED}
    first = [s for s in able if s in enough and s != _POOLED] + [s for s in able if s not in enough]
    pooled = [_POOLED] if _POOLED in able else []
    kept = {*first[: _MOST - len(pooled)], *pooled}
    return [s for s in able if s in kept]


def _lead(subjects: list[str], unit: _Unit, reply: Reply) -> str:
    """Return the test that shows the smallest lift."""
    return min(subjects, key=lambda s: (reply.facts[_key(s, unit.shows)].number, subjects.index(s)))


def _curve(subject: str, unit: _Unit, reply: Reply) -> _Curve:
    def told(measure: str, of: str = subject) -> float:
        return float(reply.facts[_key(of, measure)].number)

    groups, alpha = Groups(int(told("contacted")), int(told("held_out"))), told("alpha", ALL)
    if unit.money:
        left = told("deviation") * sqrt(1 - told("variance_saved"))
        return _Curve(subject, lambda rise: power_of_mean(left, rise, groups, alpha), float("inf"))
    base = told("base_rate")
    return _Curve(subject, lambda lift: power_of_share(base, lift, groups, alpha), (1 - base) * _NEARLY)


def _plot(canvas: Canvas, unit: _Unit, widest: float) -> "Axes":
    """Draw the frame: lifts across, chances up, and the chance that is demanded as a rule."""
    from matplotlib.ticker import MaxNLocator

    theme = canvas.theme
    axes = canvas.axes(height=_PLOT, left=_LEFT, right=6)
    axes.set(xlim=(0, widest), ylim=(0, 1.02))
    scale = 1.0 if unit.money else 100.0
    places = [
        x
        for x in MaxNLocator(6, steps=[1, 2, 5, 10]).tick_values(0, widest * scale)
        if 0 <= x <= widest * scale
    ]
    whole = all(abs(x - round(x)) < 1e-9 for x in places)  # noqa: PLR2004 - as floats go
    plain = "count" if whole else "coefficient"
    labels = [canvas.tick(x, canvas.currency if unit.money else plain, "table") for x in places]
    axes.set_xticks([x / scale for x in places], labels)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], canvas.ticks([0, 0.25, 0.5, 0.75, 1], "share"))
    axes.grid(axis="y")
    axes.tick_params(length=0)
    axes.set_xlabel(canvas.words("chart_true_rise" if unit.money else "chart_true_lift"), labelpad=5)
    demanded = canvas.value(_key(ALL, "power"))
    axes.axhline(demanded, color=theme.ink, linewidth=1.0, zorder=2)
    said = canvas.words("chart_demanded", figure=canvas.figure_of(_key(ALL, "power")))
    # Below the rule at its end no line is left that has not passed it.
    axes.annotate(
        said,
        (widest, demanded),
        (-2, -4),
        textcoords="offset points",
        size=TICK,
        color=theme.ink,
        ha="right",
        va="top",
        bbox={"facecolor": theme.paper, "pad": 1.0},
    )
    return axes


def _draw(canvas: Canvas, axes: "Axes", curve: _Curve, place: int, unit: _Unit, widest: float) -> None:
    """Draw one line, a dot where the lift looked for is, and a ring where the action pays."""
    colour = canvas.theme.several[place]
    end = min(widest, curve.highest)
    lifts = [end * n / (_POINTS - 1) for n in range(1, _POINTS)]
    [line] = axes.plot(
        lifts,
        [curve.chance(lift) for lift in lifts],
        color=colour,
        linestyle=_DASHES[place],
        zorder=3,
        label=curve.subject,
    )
    canvas.tip(line, _said(canvas, curve.subject, unit.shows))
    for measure, face in ((unit.wanted, colour), (unit.pays, canvas.theme.paper)):
        key = _key(curve.subject, measure)
        if canvas.has(key) and 0 < canvas.value(key) <= end / _NEARLY:
            at = min(canvas.value(key), end)
            [mark] = axes.plot(
                at,
                curve.chance(at),
                "o",
                color=colour,
                markerfacecolor=face,
                markersize=7,
                zorder=5,
                clip_on=False,
            )
            canvas.tip(mark, _said(canvas, curve.subject, measure))


def _said(canvas: Canvas, subject: str, measure: str) -> str:
    name, figure = canvas.name(subject), canvas.figure_of(_key(subject, measure), "prose")
    return f"{name}: {canvas.column(_TOOL, measure)} {figure}"


def _rows(canvas: Canvas, curves: list[_Curve], unit: _Unit) -> None:
    """Draw under the plot which line is whose, with its figures."""
    theme = canvas.theme
    axes = canvas.axes(top=_PLOT + _BELOW, height=_HEAD + _ROW * len(curves))
    axes.set(xlim=(0, INNER), ylim=(_HEAD + _ROW * len(curves), 0))
    axes.axis("off")
    measures = (unit.shows, unit.wanted, unit.pays)
    for end, measure, face in zip(_ENDS, measures, (None, theme.pale, theme.paper), strict=True):
        words = canvas.column(_TOOL, measure)
        axes.text(end, _HEAD / 2, words, size=SOURCE, color=theme.pale, ha="right", va="center")
        if face:
            before = end - width_of(words, SOURCE) - 7
            axes.plot(before, _HEAD / 2, "o", color=theme.pale, markerfacecolor=face, markersize=6)
    for place, curve in enumerate(curves):
        y, colour = _HEAD + _ROW * (place + 0.5), theme.several[place]
        axes.plot([0, _SAMPLE], [y, y], color=colour, linestyle=_DASHES[place], linewidth=2.2)
        name = canvas.name(curve.subject, _ENDS[0] - _SAMPLE - 80)
        axes.text(_SAMPLE + 8, y, name, size=LABEL, va="center", color=theme.ink)
        for end, measure in zip(_ENDS, measures, strict=True):
            key = _key(curve.subject, measure)
            written = canvas.figure_of(key) if canvas.has(key) else "–"
            axes.text(end, y, written, size=TICK, ha="right", va="center", color=theme.ink)
