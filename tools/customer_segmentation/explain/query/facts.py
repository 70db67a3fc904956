"""The figures of groups as facts: their measure, what it is made of, its place among the groups and its change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from customer_segmentation.explain.query.grouping import Group, Period
from customer_segmentation.explain.query.request import Measure
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.reply import SMALLEST_GROUP

TOOL: Final = "query_data"
ALL: Final = "all"
_COUNTED: Final[Mapping[str, str]] = {
    "customers": "customers",
    "orders": "orders",
    "lines": "lines",
    "units": "items",
}
_SHARE: Final[Mapping[Measure, str]] = {
    Measure.REVENUE: "revenue_share",
    Measure.CUSTOMERS: "share",
    Measure.ORDERS: "orders_share",
    Measure.UNITS: "units_share",
    Measure.LINES: "lines_share",
}
RATES: Final = frozenset({Measure.AOV, Measure.ORDERS_EACH, Measure.REVENUE_EACH, Measure.RETURN_RATE})
"""Measures that are divided by how many there are."""
_MADE_OF: Final[Mapping[Measure, tuple[str, ...]]] = {
    Measure.REVENUE: ("orders", "customers"),
    Measure.ORDERS: ("customers",),
    Measure.CUSTOMERS: (),
    Measure.AOV: ("revenue", "orders", "customers"),
    Measure.UNITS: ("customers",),
    Measure.LINES: ("orders", "customers"),
    Measure.ORDERS_EACH: ("orders", "customers"),
    Measure.REVENUE_EACH: ("revenue", "customers"),
    Measure.RETURN_RATE: ("returned", "gross", "customers"),
}
_BASIS: Final[Mapping[Measure, tuple[str, ...]]] = {
    Measure.AOV: ("revenue", "orders"),
    Measure.ORDERS_EACH: ("orders", "customers"),
    Measure.REVENUE_EACH: ("revenue", "customers"),
    Measure.RETURN_RATE: ("returned", "gross"),
}


@dataclass(frozen=True)
class Shown:
    """A group as it is shown: its subject id and what it bought."""

    subject: str
    group: Group

    @property
    def small(self) -> bool:
        """Tell whether it has too few customers to be told to a model."""
        return self.group.customers < SMALLEST_GROUP


def value_of(measure: str, group: Group) -> int | float | Decimal | None:
    """Return a measure of a group; None where it is unknown or nothing can be divided by."""
    if measure in {"aov", "revenue_each"}:
        many = group.orders if measure == "aov" else group.customers
        return group.revenue / Decimal(many) if group.revenue is not None and many else None
    if measure == "orders_each":
        return group.orders / group.customers if group.orders and group.customers else None
    if measure == "return_rate":
        return float(-group.returned / group.gross) if group.gross else None
    if measure == "returned":
        return -group.returned
    found: int | Decimal | None = getattr(group, measure)
    return found


def measures_shown(measure: Measure, *, parts: bool, changes: bool) -> list[str]:
    """Return the measures of a table about one measure, itself first."""
    shown = [measure.value]
    if parts and measure in _SHARE:
        shown.append(_SHARE[measure])
    if changes:
        shown.append(f"{measure}_change")
    return [*shown, *(part for part in _MADE_OF[measure] if part != measure.value)]


def group_facts(measure: Measure, shown: Shown, currency: str) -> dict[str, Fact]:
    """Return the measure of a group and what it is made of, as facts."""
    found = {}
    for name in (measure.value, *_MADE_OF[measure]):
        value = value_of(name, shown.group)
        if value is not None:
            basis = _BASIS.get(measure, ()) if name == measure.value else ()
            keys = tuple(f"{TOOL}.{shown.subject}.{part}" for part in basis)
            found[f"{TOOL}.{shown.subject}.{name}"] = _fact(name, value, currency, keys)
    return found


def _fact(name: str, value: float | Decimal, currency: str, basis: tuple[str, ...]) -> Fact:
    if name in _COUNTED:
        return Fact(
            value=int(value) if value == int(value) else float(value), unit=_COUNTED[name], basis=basis
        )
    if name == "orders_each":
        return Fact(value=float(value), unit="average", basis=basis)
    if name == "return_rate":
        return Fact(value=float(value), unit="share", basis=basis)
    return Fact(value=value, unit=currency, basis=basis)


def share_facts(measure: Measure, groups: Sequence[Shown], whole: Group) -> dict[str, Fact]:
    """Return what each group is of all, for measures that can be divided and a whole above zero."""
    total = value_of(measure, whole)
    if measure not in _SHARE or not total or total < 0:
        return {}
    found = {}
    for shown in groups:
        value = value_of(measure, shown.group)
        if value is not None:
            basis = (f"{TOOL}.{shown.subject}.{measure}", f"{TOOL}.{ALL}.{measure}")
            share = float(Decimal(value) / Decimal(total))
            found[f"{TOOL}.{shown.subject}.{_SHARE[measure]}"] = Fact(value=share, unit="share", basis=basis)
    return found


def rank_facts(measure: Measure, groups: Sequence[Shown], ranked: Sequence[Group]) -> dict[str, Fact]:
    """Return the place of each group among all groups that have the measure: 1 is most, equals share a place."""
    values = [value for value in (value_of(measure, group) for group in ranked) if value is not None]
    found = {}
    for shown in groups:
        value = value_of(measure, shown.group)
        if value is not None:
            place = 1 + sum(other > value for other in values)
            basis = (f"{TOOL}.{shown.subject}.{measure}",)
            found[f"{TOOL}.{shown.subject}.{measure}_rank"] = Fact(value=place, unit="rank", basis=basis)
    return found


def change_facts(
    measure: Measure, groups: Sequence[Shown], period: Period, whole: set[date]
) -> dict[str, Fact]:
    """Return the change of each period from the one before, where both are whole and the one before is above zero.

    Rates change in points, everything else by a fraction of what it was.
    """
    found = {}
    for before, after in pairwise(groups):
        old, new = value_of(measure, before.group), value_of(measure, after.group)
        if not _follows(before.group, after.group, period, whole) or old is None or new is None or old <= 0:
            continue
        rate = measure is Measure.RETURN_RATE
        change = float(new) - float(old) if rate else float((Decimal(new) - Decimal(old)) / Decimal(old))
        basis = (f"{TOOL}.{after.subject}.{measure}", f"{TOOL}.{before.subject}.{measure}")
        found[f"{TOOL}.{after.subject}.{measure}_change"] = Fact(
            value=change, unit="points" if rate else "change", basis=basis
        )
    return found


def _follows(before: Group, after: Group, period: Period, whole: set[date]) -> bool:
    first, second = before.period, after.period
    if before.part != after.part or first is None or second is None or not {first, second} <= whole:
        return False
    return next_period(first, period) == second


def next_period(start: date, period: Period) -> date:
    """Return the first day of the period after the one that begins on ``start``."""
    if period in {Period.DAY, Period.WEEK}:
        return start + timedelta(days=1 if period is Period.DAY else 7)
    months = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}[period]
    later = start.year * 12 + start.month - 1 + months
    return date(later // 12, later % 12 + 1, 1)
