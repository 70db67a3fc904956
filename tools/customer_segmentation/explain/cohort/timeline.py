"""The calendar cut into periods of one length, and how far the data reach into it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low
from typing import Final

from customer_segmentation.explain.cohort.request import CohortPeriod

SMALL: Final = 30
"""Nobody reads a rate from fewer customers (PRACTICE, section 6)."""
QUIET: Final = timedelta(days=7)
"""So long after the last order a day of extraction is believed; a longer silence may be a gap in the data."""

_IN_DAYS: Final = {CohortPeriod.DAY: 1, CohortPeriod.WEEK: 7}
_IN_MONTHS: Final = {CohortPeriod.MONTH: 1, CohortPeriod.QUARTER: 3, CohortPeriod.YEAR: 12}
_LONGEST_HISTORY: Final = {
    CohortPeriod.DAY: 28,
    CohortPeriod.WEEK: 180,
    CohortPeriod.MONTH: 3 * 366,
    CohortPeriod.QUARTER: 8 * 366,
}
"""Up to how many days of history a period is chosen for."""
_DAYS: Final = {
    CohortPeriod.WEEK: 7,
    CohortPeriod.MONTH: 31,
    CohortPeriod.QUARTER: 92,
    CohortPeriod.YEAR: 366,
}
_FEWEST_PERIODS: Final = 4
_YEAR: Final = {
    CohortPeriod.DAY: 364,
    CohortPeriod.WEEK: 52,
    CohortPeriod.MONTH: 12,
    CohortPeriod.QUARTER: 4,
}
"""Periods from one season to the same a year later; a day moves on by whole weeks."""


@dataclass(frozen=True)
class Timeline:
    """Periods numbered from 0.

    Attributes:
        origin: First day of period 0.
        begins_on: First day that the data may tell of.
        ends_on: First day of which they cannot tell.
    """

    unit: CohortPeriod
    origin: date
    begins_on: date
    ends_on: date

    @property
    def bound(self) -> dict[str, object]:
        """The parameters by which SQL numbers the periods."""
        in_months = self.unit in _IN_MONTHS
        size = _IN_MONTHS[self.unit] if in_months else _IN_DAYS[self.unit]
        return {"in_months": in_months, "size": size, "origin": self.origin}

    @property
    def periods_a_year(self) -> int | None:
        """How many periods back the same season lies; None where a period holds a whole year."""
        return _YEAR.get(self.unit)

    def start(self, place: int) -> date:
        """Return the first day of a period."""
        if self.unit in _IN_DAYS:
            return self.origin + timedelta(days=place * _IN_DAYS[self.unit])
        months = self.origin.month - 1 + place * _IN_MONTHS[self.unit]
        return date(self.origin.year + months // 12, months % 12 + 1, 1)

    def over(self, place: int) -> bool:
        """Tell whether the data reach to the end of a period."""
        return self.start(place + 1) <= self.ends_on

    def over_for(self, place: int, days: int) -> bool:
        """Tell whether the data reach ``days`` beyond the last day of a period."""
        return self.start(place + 1) <= self.ends_on - timedelta(days=days)

    def name(self, place: int) -> str:
        """Return the period as an ISO date part, such as 2024-01, 2024-W05, 2024-Q1."""
        start = self.start(place)
        if self.unit is CohortPeriod.DAY:
            return start.isoformat()
        if self.unit is CohortPeriod.WEEK:
            # A week that begins on Sunday is called after its Monday.
            year, week, _ = (start + timedelta(days=1)).isocalendar()
            return f"{year}-W{week:02}"
        if self.unit is CohortPeriod.MONTH:
            return f"{start:%Y-%m}"
        return f"{start.year}-Q{start.month // 3 + 1}" if self.unit is CohortPeriod.QUARTER else f"{start:%Y}"


def timeline(unit: CohortPeriod, begins_on: date, ends_on: date, *, sunday: bool = False) -> Timeline:
    """Return the periods of a length; weeks begin on Monday, or on Sunday if told so."""
    return Timeline(unit, _first_day(unit, begins_on, sunday=sunday), begins_on, ends_on)


def chosen_period(first_days: Mapping[date, int], begins_on: date, ends_on: date) -> CohortPeriod:
    """Return the period for a history: the finest that its length allows, coarser where cohorts would be small.

    ``first_days`` counts first orders by day. A coarser period must leave ``_FEWEST_PERIODS`` of them.
    """
    history = (ends_on - begins_on).days
    units = [unit for unit in CohortPeriod if unit is not CohortPeriod.AUTO]
    place = next((n for n, unit in enumerate(units) if history <= _LONGEST_HISTORY.get(unit, history)), 0)
    while place + 1 < len(units) and history >= _FEWEST_PERIODS * _DAYS[units[place + 1]]:
        if _typical_size(first_days, units[place]) >= SMALL:
            break
        place += 1
    return units[place]


def _typical_size(first_days: Mapping[date, int], unit: CohortPeriod) -> int:
    sizes: dict[date, int] = {}
    for day, customers in first_days.items():
        start = _first_day(unit, day, sunday=False)
        sizes[start] = sizes.get(start, 0) + customers
    return median_low(sizes.values())


def _first_day(unit: CohortPeriod, day: date, *, sunday: bool) -> date:
    if unit is CohortPeriod.DAY:
        return day
    if unit is CohortPeriod.WEEK:
        return day - timedelta(days=(day.weekday() + sunday) % 7)
    months = _IN_MONTHS[unit]
    return date(day.year, (day.month - 1) // months * months + 1, 1)
