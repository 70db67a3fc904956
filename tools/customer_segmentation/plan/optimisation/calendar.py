"""When what is done: two waves of contacts, checks after 30 and 60 days, and each wave read when its time is over.

What is urgent comes first. The second wave waits until the first is out and nothing broke. A test is read once, when
the days in which orders count are over: the check after 30 and the one after 60 days look for faults, not for effects.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

FIRST: Final = 3
"""So many bets begin at once."""
SECOND_AFTER: Final = 14
CHECK_AFTER: Final = 30
MIDWAY_AFTER: Final = 60
STOCK_AFTER: Final = 90


class What(StrEnum):
    """What happens on a day; words are in the templates."""

    START = "start"
    """The first wave is contacted."""
    SECOND = "second"
    """The second wave is contacted."""
    CHECK = "check"
    """Faults are looked for, no effects."""
    MIDWAY = "midway"
    """Costs are compared with the plan, and the reading is prepared."""
    READ = "read"
    """The first wave is read and decided on."""
    READ_SECOND = "read_second"
    """The second wave is read and decided on."""
    STOCK = "stock"
    """What was learned becomes the next plan."""


@dataclass(frozen=True)
class Calendar:
    """The days of a plan.

    Attributes:
        first: Segments of the first wave; ``second`` those of the second.
        horizon: Days after a contact until it is read.
    """

    start: date
    first: tuple[str, ...]
    second: tuple[str, ...]
    horizon: int

    @classmethod
    def of(cls, start: date, bets: Sequence[str], horizon: int) -> "Calendar":
        """Lay out bets, the most urgent first."""
        return cls(start, tuple(bets[:FIRST]), tuple(bets[FIRST:]), horizon)

    def contacted_on(self, segment: str) -> date:
        """Return the day on which a segment is first contacted."""
        return self._after(SECOND_AFTER if segment in self.second else 0)

    def read_on(self, segment: str) -> date:
        """Return the day on which the bet on a segment is read."""
        return self.contacted_on(segment) + timedelta(days=self.horizon)

    def days(self) -> dict[What, date]:
        """Return what happens when, in the order of days."""
        found = {
            What.START: self.start,
            What.SECOND: self._after(SECOND_AFTER),
            What.CHECK: self._after(CHECK_AFTER),
            What.MIDWAY: self._after(MIDWAY_AFTER),
            What.READ: self._after(self.horizon),
            What.READ_SECOND: self._after(SECOND_AFTER + self.horizon),
            What.STOCK: self._after(STOCK_AFTER),
        }
        left = {} if self.second else {What.SECOND, What.READ_SECOND}
        order = list(What)
        kept = [(what, day) for what, day in found.items() if what not in left]
        return dict(sorted(kept, key=lambda one: (one[1], order.index(one[0]))))

    def _after(self, days: int) -> date:
        return self.start + timedelta(days=days)
