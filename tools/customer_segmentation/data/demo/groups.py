"""The behaviour groups planted in the demo shop, as rules by which their customers buy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from customer_segmentation.data.demo.season import DAYS

NEW_DAYS: Final = 75
"""Who joins this close to the end belongs to `new`, unless drawn by the gift season."""

ALREADY: Final = 1400
"""Customers from before the window joined up to this many days before it."""


THRIFTY, MIDDLING, CHOICE, GIFTS, CASES = range(5)
"""Tastes: cheap, ordinary and dear articles; presents and candles; case lots for resale."""

TASTE_WEIGHTS: Final = (30, 45, 25)
"""Of the first three, among people who differ."""


@dataclass(frozen=True)
class Group:
    """How the customers of one group join, buy and leave, and how they differ from others when asked."""

    id: str
    per_mille: int
    already_percent: int
    """Share that bought before the window opens."""
    joins: tuple[int, int]
    """First and last day on which the others join."""
    orders_a_year: float
    evenness: int = 2
    """Shape of the gamma spread of order rates: higher is more alike."""
    rhythm: Literal["even", "gift", "sale"] = "even"
    median_life: int | None = None
    """Days until half have left for good; None when nobody leaves, 0 when the first order is the last."""
    leaves: tuple[int, int] | None = None
    """First and last day on which all of them leave."""
    code_percent: int = 8
    """Orders with a discount code, in a sale twice as often."""
    sustainability: float = 0.0
    price_sensitivity: float = 0.0
    diy: float = 0.0
    born: int = 1978
    """Typical year of birth."""
    consent_percent: int = 52
    taste: int | None = None
    """What they buy, when they are alike in it."""


GROUPS: Final = (
    Group(
        "champion",
        per_mille=65,
        already_percent=45,
        joins=(0, DAYS - NEW_DAYS - 120),
        orders_a_year=8.4,
        evenness=5,
        code_percent=5,
        sustainability=0.7,
        price_sensitivity=-0.8,
        diy=0.5,
        born=1971,
        consent_percent=78,
    ),
    Group(
        "regular",
        per_mille=160,
        already_percent=35,
        joins=(0, DAYS - NEW_DAYS - 60),
        orders_a_year=5.0,
        evenness=6,
        sustainability=0.4,
        price_sensitivity=-0.3,
        diy=0.4,
        born=1974,
        consent_percent=68,
    ),
    Group(
        "occasional",
        per_mille=317,
        already_percent=20,
        joins=(0, DAYS - NEW_DAYS - 1),
        orders_a_year=1.7,
        median_life=1200,
        diy=-0.1,
        born=1980,
        evenness=9,
    ),
    Group(
        "lapsed_regular",
        per_mille=18,
        already_percent=60,
        joins=(0, 300),
        orders_a_year=7.0,
        evenness=4,
        leaves=(DAYS - 240, DAYS - 130),
        sustainability=0.3,
        price_sensitivity=0.2,
        born=1973,
        consent_percent=45,
    ),
    Group(
        "one_time",
        per_mille=188,
        already_percent=0,
        joins=(0, DAYS - NEW_DAYS - 1),
        orders_a_year=0.0,
        median_life=0,
        code_percent=15,
        sustainability=-0.3,
        price_sensitivity=0.3,
        diy=-0.3,
        born=1984,
    ),
    Group(
        "new",
        per_mille=95,
        already_percent=0,
        joins=(DAYS - NEW_DAYS, DAYS - 1),
        orders_a_year=1.6,
        code_percent=25,
        born=1987,
        consent_percent=70,
    ),
    Group(
        "seasonal_gift",
        per_mille=85,
        already_percent=40,
        joins=(0, DAYS - 1),
        orders_a_year=1.1,
        evenness=3,
        rhythm="gift",
        taste=GIFTS,
        price_sensitivity=-0.2,
        diy=-0.7,
        born=1968,
    ),
    Group(
        "bargain",
        per_mille=70,
        already_percent=25,
        joins=(0, DAYS - NEW_DAYS - 1),
        orders_a_year=2.6,
        rhythm="sale",
        taste=THRIFTY,
        median_life=1500,
        code_percent=45,
        sustainability=-0.5,
        price_sensitivity=1.4,
        diy=0.1,
        born=1983,
        consent_percent=80,
    ),
    Group(
        "wholesale",
        per_mille=2,
        already_percent=90,
        joins=(0, 200),
        orders_a_year=4.8,
        evenness=12,
        code_percent=0,
        taste=CASES,
    ),
)

GROUP_IDS: Final = tuple(group.id for group in GROUPS)


def sizes(customers: int) -> tuple[int, ...]:
    """Return how many customers each group gets; they add up to `customers`, one-time buyers take the rest."""
    counts = [max(1, round(customers * group.per_mille / 1000)) for group in GROUPS]
    counts[GROUP_IDS.index("wholesale")] = max(1, round(customers * 0.0024))
    counts[GROUP_IDS.index("one_time")] += customers - sum(counts)
    return tuple(counts)
