"""The two days between which customers are followed, and the window that the days between are compared with."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from customer_segmentation.data.period import read_day
from customer_segmentation.explain.migration.request import MigrationRequest
from customer_segmentation.kit.errors import InputError, MethodError

USUAL: Final = 90
"""Days between the two days where the person names none."""


@dataclass(frozen=True)
class Days:
    """Segments are looked at as they stood when ``first`` and when ``second`` began.

    Attributes:
        begins: The day of the first order in the data.
    """

    begins: date
    first: date
    second: date

    @property
    def between(self) -> int:
        """Days from the first day to the second."""
        return (self.second - self.first).days

    @property
    def before(self) -> date | None:
        """The first day of as many days before the first one; None where the data do not reach back so far."""
        start = self.first - timedelta(days=self.between)
        return start if start >= self.begins else None


def read_days(request: MigrationRequest, begins: date, formed_on: date, last: date) -> Days:
    """Return the days that a request names or leaves open.

    Args:
        request: What was asked.
        begins: The day of the first order.
        formed_on: The day that the segmentation counts to.
        last: The last day as of which segments can be formed.

    Raises:
        InputError: A day is none, lies outside the data, or the two stand in the wrong order.
        MethodError: The data hold a single day.
    """
    second = read_day("to", request.date_to) or formed_on
    if second > last:
        raise InputError("migration_after_data", day=second, last=last)
    first = read_day("from", request.date_from)
    if first is None:
        days = min(USUAL, (second - begins).days // 2)
        if days <= 0:
            raise MethodError("migration_history_short", first=begins, second=second)
        first = second - timedelta(days=days)
    if first >= second:
        raise InputError("migration_days_crossed", first=first, second=second)
    if first <= begins:
        raise InputError("migration_before_data", day=first, begins=begins)
    return Days(begins, first, second)
