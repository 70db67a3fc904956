"""Value concentration: how much of the turnover comes from how few customers, as Pareto drew incomes.

The curve is that of M. O. Lorenz, "Methods of measuring the concentration of wealth", Publications of the American
Statistical Association 9 (1905) 209-219, with customers in descending order, so that it lies above the diagonal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.text_fit import width_of
from customer_segmentation.chart.drawing.theme import LABEL, TICK
from customer_segmentation.chart.material import Material
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import SMALLEST_GROUP, Reply

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TALL: Final = 250.0
_BELOW: Final = 32.0
_LEFT: Final = 34.0
_RIGHT: Final = 10.0
_POINTS: Final = 200
_PARTS: Final[Mapping[str, int]] = {"hundredth": 100, "tenth": 10, "fifth": 5}
_APART: Final = 15.0
"""Points between the middles of two labels."""
_NEAR: Final = 0.02
_EIGHTY: Final = f"draw_chart.{ALL}.eighty_share"
_SHARES: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Curve:
    """How much the customers who spent most bring in, added up one after another.

    Attributes:
        customers: How many there are.
        upto: By place, the turnover up to it. It ends with that of all customers.
        eighty: The place at which 80% of the turnover is reached.
        below_zero: The first place whose turnover is below zero; 0 where there is none.
    """

    customers: int
    upto: dict[int, Decimal]
    eighty: int
    below_zero: int

    @property
    def revenue(self) -> Decimal:
        """What all customers bring in."""
        return self.upto[self.customers]

    def share(self, place: int) -> float:
        """Return the share of the turnover up to a place."""
        return float(self.upto[place] / self.revenue)


def value_concentration(material: Material) -> Picture:
    """Return the picture of how much of the turnover comes from how few customers.

    Raises:
        MethodError: Turnover does not add up to more than zero, or there are too few customers to divide.
    """
    curve = _curve(material)
    sheet = material.sheet()
    _say(sheet, curve)
    reply = material.reply(sheet)
    marks = _marks(material, reply, curve)

    def draw(canvas: Canvas) -> None:
        _draw(canvas, curve, marks)

    return Picture("value_concentration", reply, _TALL + _BELOW, draw)


def _curve(material: Material) -> Curve:
    tool, facts = material.segments.tool, material.segments.reply.facts
    customers = int(facts[f"{tool}.{ALL}.customers"].number)
    revenue = facts.get(f"{tool}.{ALL}.revenue")
    if revenue is None or revenue.number <= 0:
        raise MethodError("chart_no_turnover")
    if _places(customers)["fifth"] < SMALLEST_GROUP:
        raise MethodError("chart_few_customers", least=(SMALLEST_GROUP - 1) * _PARTS["fifth"] + 1)
    with material.assigned() as engine:
        rows = engine.rows("chart_concentration", points=_POINTS, **_places(customers))
    total = rows[-1][2]
    return Curve(
        customers=customers,
        upto={place: upto for place, _, upto in rows},
        eighty=next(place for place, _, upto in rows if 5 * upto >= 4 * total),
        below_zero=next((place for place, own, _ in rows if own < 0), 0),
    )


def _places(customers: int) -> dict[str, int]:
    return {part: -(-customers // divisor) for part, divisor in _PARTS.items()}


def _say(sheet: FactSheet, curve: Curve) -> None:
    """Say what the fifth of customers brings in, how many bring in 80%, and how many cost money."""
    for name, place in (("top_fifth", _places(curve.customers)["fifth"]), ("eighty", curve.eighty)):
        if place < SMALLEST_GROUP:
            continue
        sheet.say(ALL, f"{name}_customers", place, "customers")
        basis = (f"{ALL}.{name}_customers", f"{ALL}.customers")
        sheet.say(ALL, f"{name}_share", place / curve.customers, "share", *basis)
        sheet.say(ALL, f"{name}_revenue", curve.upto[place], sheet.currency)
        sheet.say(ALL, f"{name}_revenue_share", curve.share(place), "share", f"{ALL}.{name}_revenue")
    negative = curve.customers - curve.below_zero + 1 if curve.below_zero else 0
    if negative >= SMALLEST_GROUP:
        sheet.say(ALL, "negative_customers", negative, "customers")


def _marks(material: Material, reply: Reply, curve: Curve) -> list[tuple[str, int]]:
    """Return the keys of the shares to mark on the curve, each with its place, from left to right."""
    tool, places = material.segments.tool, _places(curve.customers)
    keys = {
        f"{tool}.{ALL}.top_hundredth_revenue_share": places["hundredth"],
        f"{tool}.{ALL}.top_tenth_revenue_share": places["tenth"],
        f"draw_chart.{ALL}.top_fifth_revenue_share": places["fifth"],
        _EIGHTY: curve.eighty,
    }
    near = _NEAR * curve.customers
    return sorted(
        (
            (key, place)
            for key, place in keys.items()
            if key in reply.facts and _free(key, place, curve, near)
        ),
        key=lambda mark: mark[1],
    )


def _free(key: str, place: int, curve: Curve, near: float) -> bool:
    """Tell whether a mark lies away from that of 80%, which says the same there."""
    return key == _EIGHTY or curve.eighty < SMALLEST_GROUP or abs(place - curve.eighty) > near


def _draw(canvas: Canvas, curve: Curve, marks: Sequence[tuple[str, int]]) -> None:
    theme = canvas.theme
    axes = canvas.axes(left=_LEFT, right=_RIGHT, height=_TALL)
    across = [0.0, *(place / curve.customers for place in sorted(curve.upto))]
    up = [0.0, *(curve.share(place) for place in sorted(curve.upto))]
    axes.set(xlim=(0, 1), ylim=(0, max(1.0, *up) * 1.03))
    axes.grid(axis="y")
    axes.plot([0, 1], [0, 1], color=theme.pale, linewidth=1, linestyle=(0, (4, 3)))
    axes.fill_between(across, across, up, color=theme.main, alpha=0.12, linewidth=0)
    axes.plot(across, up, color=theme.main, linewidth=2.4)
    axes.set_xticks(_SHARES, canvas.ticks(_SHARES, "share"))
    axes.set_yticks(_SHARES[1:], canvas.ticks(_SHARES[1:], "share"))
    axes.tick_params(length=0)
    axes.set_xlabel(canvas.words("chart_customers_by_turnover"))
    said = canvas.words("chart_all_alike")
    axes.text(0.985, 0.03, said, size=TICK, color=theme.pale, ha="right", va="bottom")
    _label(canvas, axes, curve, marks)


def _label(canvas: Canvas, axes: "Axes", curve: Curve, marks: Sequence[tuple[str, int]]) -> None:
    """Write beside each mark what it says; labels give way downward, where the curve leaves room."""
    ceiling, lowest = axes.get_ylim()[1], float(_TALL)
    for key, place in reversed(marks):
        across, up = place / curve.customers, curve.share(place)
        eighty = key == _EIGHTY
        colour = canvas.theme.second if eighty else canvas.theme.main
        [dot] = axes.plot([across], [up], "D" if eighty else "o", color=colour, markersize=7, clip_on=False)
        if eighty:
            axes.plot([0, across], [up, up], color=colour, linewidth=1.2, linestyle=(0, (2, 2)), zorder=1)
        said = _said(canvas, key)
        lowest = min(up / ceiling * _TALL - 8, lowest - _APART)
        _beside(canvas, axes, said, (across, lowest / _TALL * ceiling))
        canvas.tip(dot, said)


def _said(canvas: Canvas, key: str) -> str:
    if key == _EIGHTY:
        revenue = canvas.figure_of(key.replace("_share", "_revenue_share"))
        return canvas.words("chart_top_eighty", share=canvas.figure_of(key), revenue=revenue)
    code = "chart_" + key.rpartition(".")[2].removesuffix("_revenue_share")
    return canvas.words(code, share=canvas.figure_of(key))


def _beside(canvas: Canvas, axes: "Axes", said: str, place: tuple[float, float]) -> None:
    """Write to the right of a place, or to its left where the page ends."""
    from matplotlib.patheffects import withStroke

    wide = width_of(said, LABEL, bold=True) + 10
    right = place[0] * (INNER - _LEFT - _RIGHT) + wide < INNER - _LEFT
    axes.annotate(
        said,
        place,
        (9 if right else -9, 0),
        textcoords="offset points",
        size=LABEL,
        weight="bold",
        ha="left" if right else "right",
        va="center",
        color=canvas.theme.ink,
        path_effects=[withStroke(linewidth=2.5, foreground=canvas.theme.paper)],
    )
