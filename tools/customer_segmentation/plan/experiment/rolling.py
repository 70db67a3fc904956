"""A test on people who keep coming: how many come a week, how many weeks it takes, and one valid look on the way."""

import math
from dataclasses import dataclass
from typing import Final

from customer_segmentation.explain.second_order import SecondOrder

_WEEK: Final = 7
_FIRST_LOOK: Final = math.sqrt(0.5)
"""The correlation of the statistic at half of the customers with the one at the end."""
_STRICTEST: Final = 10.0


@dataclass(frozen=True)
class Rolling:
    """A test that everybody who newly enters a segment takes part in.

    Attributes:
        weekly: Who enters, a week.
        weeks: Until those there today and those who enter are as many as needed.
        first_look: The p value below which the test may stop when half of the customers are read; ``last_look`` the
            one below which it shows an effect at the end.
    """

    weekly: float
    weeks: int
    first_look: float
    last_look: float


def rolling(clock: SecondOrder, customers: int, needed: int, alpha: float) -> Rolling | None:
    """Return the test on newcomers that takes ``needed`` of them, ``customers`` being there today.

    None where those there are enough.
    """
    if needed <= customers:
        return None
    weekly = clock.newcomers / (clock.first_to - clock.first_from).days * _WEEK
    first, last = two_looks(alpha)
    return Rolling(weekly, math.ceil((needed - customers) / weekly), first, last)


def two_looks(alpha: float) -> tuple[float, float]:
    """Return the two-sided p values to read a test by at half of its customers and at the end.

    O'Brien and Fleming's boundaries: strict at first, hardly stricter than one look at the end; together they call
    chance an effect in ``alpha`` of tests (O'Brien & Fleming 1979; Jennison & Turnbull 2000, *Group Sequential
    Methods*, section 2.5). The same power takes under 1% more customers.
    """
    from scipy.optimize import brentq
    from scipy.special import ndtr

    bound = float(brentq(lambda c: _crossed(c) - alpha, 1e-6, _STRICTEST, xtol=1e-10))
    return float(2 * ndtr(-bound / _FIRST_LOOK)), float(2 * ndtr(-bound))


def _crossed(bound: float) -> float:
    """Return the chance that mere chance crosses ``bound``·√2 at half or ``bound`` at the end."""
    from scipy.integrate import quad
    from scipy.special import ndtr

    first, left = bound / _FIRST_LOOK, math.sqrt(1 - _FIRST_LOOK**2)

    def within(z: float) -> float:
        high, low = ((end - _FIRST_LOOK * z) / left for end in (bound, -bound))
        return math.exp(-z * z / 2) / math.sqrt(2 * math.pi) * float(ndtr(high) - ndtr(low))

    return 1 - float(quad(within, -first, first)[0])
