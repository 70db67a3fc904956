"""The demo shop's two years: weekday and month rhythm, the gift season, and the sale campaigns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from customer_segmentation.data.demo.draws import Floats, Ints

FIRST_DAY: Final = date(2023, 1, 2)
LAST_DAY: Final = date(2024, 12, 30)
DATES: Final = tuple(FIRST_DAY + timedelta(days=day) for day in range((LAST_DAY - FIRST_DAY).days + 1))
DAYS: Final = len(DATES)
YEARS: Final = (2023, 2024)

WEEKDAY_WEIGHTS: Final = (110, 95, 95, 100, 90, 95, 115)
MONTH_WEIGHTS: Final = (85, 82, 100, 115, 118, 100, 88, 84, 96, 104, 128, 130)
GIFT_SEASON: Final = ((11, 8), (12, 22))
QUIET_DAYS: Final = ((12, 24), (12, 25), (12, 26), (1, 1))


@dataclass(frozen=True)
class Campaign:
    """A discount code and the days of the year, as (month, day) from and to, on which it is advertised."""

    en: str
    zh: str
    percent: int
    first: tuple[int, int]
    last: tuple[int, int]


WELCOME: Final = Campaign("WELCOME10", "新人立减10", 10, (1, 1), (12, 31))
FRIENDS: Final = Campaign("FRIENDS10", "好友推荐10", 10, (1, 1), (12, 31))
SALES: Final = (
    Campaign("WINTER20", "年货节20", 20, (1, 8), (1, 28)),
    Campaign("SPRING15", "春季上新15", 15, (3, 20), (4, 5)),
    Campaign("SUMMER20", "618大促20", 20, (6, 10), (6, 24)),
    Campaign("AUTUMN15", "秋季焕新15", 15, (9, 10), (9, 24)),
    Campaign("NOVEMBER25", "双十一25", 25, (11, 8), (11, 30)),
)
CAMPAIGNS: Final = (WELCOME, FRIENDS, *SALES)
"""Every code; an order keeps its position here, or -1 for none."""


def month_of_day() -> Ints:
    """Return the month of every day, 0 for January."""
    import numpy as np

    return np.array([day.month - 1 for day in DATES], dtype=np.int64)


def demand_of_day() -> Floats:
    """Return how busy every day is, 1 on average: weekday times month, with quiet days at Christmas."""
    import numpy as np

    weights = [
        WEEKDAY_WEIGHTS[day.weekday()]
        * MONTH_WEIGHTS[day.month - 1]
        * (1 if (day.month, day.day) in QUIET_DAYS else 4)
        for day in DATES
    ]
    return np.asarray(np.array(weights) * (DAYS / sum(weights)), dtype=np.float64)


def sale_of_day() -> Ints:
    """Return the position in CAMPAIGNS of the sale that runs on every day, -1 when there is none."""
    import numpy as np

    running = np.full(DAYS, -1, dtype=np.int64)
    for position, campaign in enumerate(CAMPAIGNS):
        if campaign in SALES:
            running[_in_season(campaign.first, campaign.last)] = position
    return running


def rhythm_of_day(*, inside: int, outside: int, gifts: bool) -> Floats:
    """Return a buying rhythm, 1 on average, that is `inside` in the gift season (or else in the sales)."""
    import numpy as np

    inner = _in_season(*GIFT_SEASON) if gifts else np.flatnonzero(sale_of_day() >= 0)
    weights = np.full(DAYS, outside, dtype=np.int64)
    weights[inner] = inside
    return np.asarray(weights * (DAYS / int(weights.sum())), dtype=np.float64)


def _in_season(first: tuple[int, int], last: tuple[int, int]) -> Ints:
    import numpy as np

    days = [position for position, day in enumerate(DATES) if first <= (day.month, day.day) <= last]
    return np.array(days, dtype=np.int64)
