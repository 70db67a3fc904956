"""Cohorts: customers who placed their first order in the same period, and what they did in each later one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final, NamedTuple

from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.explain.cohort.request import CohortPeriod
from customer_segmentation.explain.cohort.timeline import SMALL, Timeline
from customer_segmentation.explain.order_days import order_days

FOLLOW_UP: Final[Mapping[CohortPeriod, int]] = {
    CohortPeriod.DAY: 7,
    CohortPeriod.WEEK: 28,
    CohortPeriod.MONTH: 90,
    CohortPeriod.QUARTER: 180,
    CohortPeriod.YEAR: 365,
}
"""Days after the first order within which a further one counts: the same for every cohort, whatever its months."""
_LONGEST_LEAD: Final = 90


class Cell(NamedTuple):
    """One cohort in one period: customers with a valid order, valid orders, money net of returns."""

    customers: int
    orders: int
    revenue: Decimal


_NOTHING: Final = Cell(0, 0, Decimal(0))


@dataclass(frozen=True)
class Cohort:
    """Customers by the period of their first order.

    Attributes:
        place: That period.
        ordered_again: Customers with an order on a later day than the first, within the days of follow-up.
        cells: By periods since the first; periods in which nothing happened are left out.
    """

    place: int
    customers: int
    ordered_again: int
    cells: dict[int, Cell]

    def cell(self, later: int) -> Cell:
        """Return what the cohort did so many periods after its first."""
        return self.cells.get(later, _NOTHING)

    def spent(self, later: int) -> Decimal:
        """Return the money up to the end of that period."""
        return sum((self.cell(n).revenue for n in range(later + 1)), Decimal(0))

    @property
    def orders(self) -> int:
        """All orders, those of unfinished periods included."""
        return sum(cell.orders for cell in self.cells.values())

    @property
    def revenue(self) -> Decimal:
        """All money, that of unfinished periods included."""
        return sum((cell.revenue for cell in self.cells.values()), Decimal(0))


Groups = dict[str | None, list[Cohort]]
"""Cohorts from the oldest on, by group of the first order; None for customers without one."""


def read_cohorts(engine: DuckDB, timeline: Timeline) -> Groups:
    """Return the cohorts of every group in the table ``cohort_parts``."""
    order_days(engine)
    engine.table("cohort_customers", "cohort_customers", **timeline.bound)
    cells: dict[tuple[str | None, int], dict[int, Cell]] = {}
    for part, place, later, *done in engine.rows("cohort_cells", **timeline.bound):
        cells.setdefault((part, place), {})[later] = Cell(*done)
    found: Groups = {}
    sizes = engine.rows("cohort_sizes", within=FOLLOW_UP[timeline.unit])
    for part, place, customers, again in sorted(sizes, key=lambda row: row[1]):
        cohort = Cohort(place, customers, again, cells.get((part, place), {}))
        found.setdefault(part, []).append(cohort)
    return found


def together(groups: Iterable[Iterable[Cohort]]) -> list[Cohort]:
    """Return the cohorts of several groups as one."""
    by_place: dict[int, list[Cohort]] = {}
    for cohorts in groups:
        for cohort in cohorts:
            by_place.setdefault(cohort.place, []).append(cohort)
    return [_united(place, same) for place, same in sorted(by_place.items())]


def _united(place: int, same: list[Cohort]) -> Cohort:
    cells: dict[int, Cell] = {}
    for cohort in same:
        for later, cell in cohort.cells.items():
            old = cells.get(later, _NOTHING)
            cells[later] = Cell(
                old.customers + cell.customers, old.orders + cell.orders, old.revenue + cell.revenue
            )
    return Cohort(
        place, sum(cohort.customers for cohort in same), sum(cohort.ordered_again for cohort in same), cells
    )


class Pool(NamedTuple):
    """Cohorts taken together for which a period is over: their customers, those active in it, money up to it.

    ``spent_first`` is the money of the same customers up to the end of their first period.
    """

    customers: int
    active: int
    spent: Decimal
    spent_first: Decimal


@dataclass(frozen=True)
class Followed:
    """Which cohorts may be judged.

    Attributes:
        settled_from: Who first orders on this day or later is taken for new.
        settled_only: Cohorts from before it are left out of everything taken together; False where too few
            customers would remain.
    """

    timeline: Timeline
    settled_from: date
    settled_only: bool

    @property
    def days(self) -> int:
        """Days of follow-up."""
        return FOLLOW_UP[self.timeline.unit]

    def counted(self, cohorts: Iterable[Cohort]) -> list[Cohort]:
        """Return the cohorts whose customers are taken for new and whose first period is over."""
        return [cohort for cohort in cohorts if self._new(cohort) and self.timeline.over(cohort.place)]

    def judged(self, cohorts: Iterable[Cohort]) -> list[Cohort]:
        """Return the counted cohorts whose follow-up is over."""
        return [c for c in self.counted(cohorts) if self.timeline.over_for(c.place, self.days)]

    def pool(self, cohorts: Iterable[Cohort], later: int) -> Pool:
        """Return the counted cohorts for which that period is over, taken together."""
        known = [c for c in self.counted(cohorts) if self.timeline.over(c.place + later)]
        return Pool(
            sum(cohort.customers for cohort in known),
            sum(cohort.cell(later).customers for cohort in known),
            sum((cohort.spent(later) for cohort in known), Decimal(0)),
            sum((cohort.spent(0) for cohort in known), Decimal(0)),
        )

    def _new(self, cohort: Cohort) -> bool:
        return not self.settled_only or self.timeline.start(cohort.place) >= self.settled_from


def followed(timeline: Timeline, cohorts: Iterable[Cohort]) -> Followed:
    """Return which cohorts may be judged.

    Who is seen early in the data may have bought before they begin, so the first quarter of the history, 90 days
    at most, is taken for a run-up, where at least ``SMALL`` customers of later cohorts remain.
    """
    days = min(_LONGEST_LEAD, (timeline.ends_on - timeline.begins_on).days // 4)
    settled = Followed(timeline, timeline.begins_on + timedelta(days=days), settled_only=True)
    if settled.pool(cohorts, 1).customers >= SMALL:
        return settled
    return Followed(timeline, settled.settled_from, settled_only=False)
