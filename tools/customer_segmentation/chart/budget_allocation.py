"""Budget allocation: what each segment's action costs and may bring, and what more money would be expected to bring."""

from typing import TYPE_CHECKING, Final

from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.text_fit import shortened
from customer_segmentation.chart.drawing.theme import LABEL, SOURCE, TICK
from customer_segmentation.chart.material import Material
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact_sheet import ALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TOOL: Final = "plan_budget"
_NAMES: Final = 128.0
_BEHIND: Final = 62.0
_HEAD: Final = 28.0
_ROW: Final = 33.0
_SCALE: Final = 38.0
_GAP: Final = 26.0
_CURVE: Final = 120.0
_LEFT: Final = 46.0
_FEWEST_POINTS: Final = 2
_MOST: Final = 12


def budget_allocation(material: Material) -> Picture:
    """Return the picture of a budget plan; its curve is left out where the plan is not for the contribution alone.

    Raises:
        MethodError: The plan spends nothing.
    """
    reply = material.reply()
    subjects = list(reply.detail["acting"])[:_MOST]
    if not subjects:
        raise MethodError("chart_nothing_spent")
    points = [(float(cost), float(brings)) for cost, brings in reply.detail["frontier"]]
    with_curve = len(points) >= _FEWEST_POINTS and points[-1][0] > 0
    rows = _HEAD + _ROW * len(subjects) + _SCALE

    def draw(canvas: Canvas) -> None:
        _bars(canvas, subjects)
        if with_curve:
            _curve(canvas, points, top=rows + _GAP)

    return Picture("budget_allocation", reply, rows + (_GAP + _CURVE + _SCALE if with_curve else 0), draw)


def _key(subject: str, measure: str) -> str:
    return f"{_TOOL}.{subject}.{measure}"


def _bars(canvas: Canvas, subjects: list[str]) -> None:
    """Draw for each segment a bar of the return with its range, and below it one of the cost, on one scale."""
    theme = canvas.theme
    axes = canvas.axes(top=_HEAD, height=_ROW * len(subjects), left=_NAMES, right=_BEHIND)
    axes.set_ylim(len(subjects) - 0.5, -0.5)
    for place, subject in enumerate(subjects):
        low, brings, high = (
            canvas.value(_key(subject, m)) for m in ("expected_low", "expected", "expected_high")
        )
        bar = axes.barh(place - 0.14, brings, height=0.36, color=theme.main)
        axes.barh(place + 0.22, canvas.value(_key(subject, "cost")), height=0.16, color=theme.second)
        axes.plot([low, high], [place - 0.14] * 2, color=theme.ink, linewidth=1.2, solid_capstyle="butt")
        canvas.tip(bar[0], _tip(canvas, subject))
        _words(canvas, axes, place, subject)
    _money_axis(canvas, axes, across=True)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.axvline(0, color=theme.rule, linewidth=0.8)
    axes.grid(axis="x")
    axes.set_xlabel(canvas.words("chart_money_after_costs"))
    for place, measure, ink in ((-20, "expected", theme.ink), (-8, "cost", theme.second)):
        axes.annotate(
            canvas.column(_TOOL, measure),
            (1, 1),
            (6, -place),
            xycoords="axes fraction",
            textcoords="offset points",
            size=SOURCE,
            color=ink,
            va="center",
        )


def _tip(canvas: Canvas, subject: str) -> str:
    value, low, high = (
        canvas.figure_of(_key(subject, m), "prose") for m in ("expected", "expected_low", "expected_high")
    )
    said = canvas.words("chart_with_range", value=value, low=low, high=high)
    return f"{canvas.name(subject)}: {said}"


def _words(canvas: Canvas, axes: "Axes", place: int, subject: str) -> None:
    """Write the segment and its action before the bars, return and cost behind them."""
    theme, wide = canvas.theme, INNER - _NAMES - _BEHIND
    across = axes.get_yaxis_transform()
    actions = canvas.called(_key(subject, "action"))
    for text, at, size, ink in (
        (canvas.name(subject, _NAMES - 6), place - 0.16, LABEL, theme.ink),
        (shortened(actions, _NAMES - 6, SOURCE), place + 0.22, SOURCE, theme.pale),
    ):
        axes.text(-_NAMES / wide, at, text, size=size, color=ink, va="center", transform=across)
    figures = ((("expected"), place - 0.16, theme.ink), ("cost", place + 0.22, theme.second))
    for measure, at, ink in figures:
        text = canvas.figure_of(_key(subject, measure))
        axes.text(1 + 6 / wide, at, text, size=TICK, color=ink, va="center", transform=across)


def _curve(canvas: Canvas, points: list[tuple[float, float]], *, top: float) -> None:
    """Draw what the best plan brings by what it costs, and the plan on it."""
    theme = canvas.theme
    axes = canvas.axes(top=top, height=_CURVE, left=_LEFT, right=10)
    spent, brings = canvas.value(_key(ALL, "cost")), canvas.value(_key(ALL, "expected"))
    end = max(points[-1][0], spent) * 1.25
    after = [(end, points[-1][1] - (end - points[-1][0]))]
    [line] = axes.plot(*zip(*points, strict=True), color=theme.main, zorder=3)
    axes.plot(*zip(points[-1], *after, strict=True), color=theme.second, linestyle=(0, (3, 2)), zorder=2)
    axes.set_xlim(0, end)
    axes.set_ylim(min(0.0, after[0][1]), max(brings, *(y for _, y in points)) * 1.22)
    [mark] = axes.plot([spent], [brings], "o", color=theme.ink, markersize=7, zorder=5, clip_on=False)
    said = canvas.words(
        "chart_plan_spends",
        cost=canvas.figure_of(_key(ALL, "cost")),
        brings=canvas.figure_of(_key(ALL, "expected")),
    )
    left = spent > end / 2
    axes.annotate(
        said,
        (spent, brings),
        (0, 7),
        textcoords="offset points",
        size=TICK,
        color=theme.ink,
        ha="right" if left else "left",
        va="bottom",
    )
    canvas.tip(mark, said)
    canvas.tip(line, canvas.words("chart_best_plans"))
    _money_axis(canvas, axes, across=True)
    _money_axis(canvas, axes, across=False)
    axes.grid(axis="y")
    axes.set_xlabel(canvas.words("chart_money_spent"))
    axes.set_title(
        canvas.words("chart_best_plans"),
        size=TICK,
        color=theme.pale,
        loc="left",
        x=-_LEFT / (INNER - _LEFT - 10),
    )


def _money_axis(canvas: Canvas, axes: "Axes", *, across: bool) -> None:
    from matplotlib.ticker import MaxNLocator

    low, high = axes.get_xlim() if across else axes.get_ylim()
    places = [tick for tick in MaxNLocator(3).tick_values(low, high) if low <= tick <= high]
    labels = [canvas.tick(place, canvas.currency, "table") for place in places]
    if across:
        axes.set_xlim(low, high)
        axes.set_xticks(places, labels)
    else:
        axes.set_ylim(low, high)
        axes.set_yticks(places, labels)
    axes.tick_params(length=0)
