"""The clock of the second order: of those who bought once, how many come again, and how silence tells.

A second order is one of a later day (``order_days``). Only newcomers whose follow-up is over are counted (PRACTICE, practice 18). The first days of the data are
left out where enough remain: who is first seen there may have bought before the data begin.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.order_days import order_days
from customer_segmentation.explain.time_split import YEAR, history

FOLLOW_UP: Final = 90
"""Days after the first order within which a second one counts."""
SILENCE: Final = 30
"""Days without a second order after which a newcomer counts as silent."""
FEWEST: Final = 30


@dataclass(frozen=True)
class SecondOrder:
    """What newcomers did after their first order.

    Attributes:
        first_from: The first order fell on this day or later, and before ``first_to``.
        newcomers: Customers with their first order in that time; their follow-up is over.
        ordered_again: Of them, with an order on a later day within ``FOLLOW_UP`` days of the first.
        silent: Newcomers without one within ``SILENCE`` days.
        ordered_after_silence: Of the silent, with one by the end of the follow-up.
        may_be_older: The time reaches back to the first days of the data: some may have bought before.
    """

    first_from: date
    first_to: date
    newcomers: int
    ordered_again: int
    silent: int
    ordered_after_silence: int
    may_be_older: bool

    @property
    def last_day(self) -> date:
        """The last day on which a first order counted."""
        return self.first_to - timedelta(days=1)


def second_order(scope: Scope) -> SecondOrder | None:
    """Return the clock of the year of newcomers whose follow-up is over; None below ``FEWEST`` of them.

    Raises:
        MethodError: The data hold no single orders.
    """
    first_on, ends_on = history(scope)
    order_days(scope.engine)
    first_to = ends_on - timedelta(days=FOLLOW_UP)
    settled = first_on + timedelta(days=FOLLOW_UP)
    for start, may_be_older in ((settled, False), (first_on, True)):
        first_from = max(start, first_to - timedelta(days=YEAR))
        if first_from >= first_to:
            continue
        days = {"first_from": first_from, "first_to": first_to, "within": FOLLOW_UP, "silent": SILENCE}
        [counts] = scope.engine.rows("second_order", **days)
        if counts[0] >= FEWEST:
            newcomers, again, silent, after = counts
            return SecondOrder(first_from, first_to, newcomers, again, silent, after, may_be_older)
    return None
