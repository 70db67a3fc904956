"""What is in every order of the demo shop: articles, quantities, prices and discount codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from customer_segmentation.data.demo.draws import Draws
from customer_segmentation.data.demo.groups import CASES, GROUPS, TASTE_WEIGHTS
from customer_segmentation.data.demo.lines import NOBODY, SALE, TIDY, Lines, Orders
from customer_segmentation.data.demo.lives import CHANNEL_WEIGHTS, Lives, order_days
from customer_segmentation.data.demo.places import HOME
from customer_segmentation.data.demo.products import CATEGORIES, Product
from customer_segmentation.data.demo.season import (
    CAMPAIGNS,
    DATES,
    DAYS,
    FRIENDS,
    WELCOME,
    demand_of_day,
    month_of_day,
    sale_of_day,
)

if TYPE_CHECKING:
    from customer_segmentation.data.demo.draws import Floats, Ints

STORE: Final = 2
"""Position of the shop's own till among the channels."""

GUEST_PERCENT: Final = 5
"""Till sales without a customer number, in percent of the orders with one."""

LINE_WEIGHTS: Final = (25, 23, 18, 13, 9, 6, 4, 2)
CASE_LINE_WEIGHTS: Final = (0, 0, 5, 10, 20, 25, 20, 20)
QUANTITIES: Final = (1, 2, 3, 4, 6)
QUANTITY_WEIGHTS: Final = (78, 14, 3, 4, 1)
CASE_SIZES: Final = (24, 36, 48, 72)
CASE_WEIGHTS: Final = (30, 30, 25, 15)
SINGLE_CENTS: Final = 4000
"""Articles dearer than this are bought one at a time by households."""
CASE_CENTS: Final = 2500
"""Wholesale accounts buy articles up to this price."""
CASE_DISCOUNT: Final = 30
PRICE_BANDS: Final = (1000, 2500, 5000)
DEAR: Final = 3
"""The band of articles that nobody picks as a small present."""
PRESENTS: Final = ("HG", "CS")
"""Categories that gift buyers turn to first."""
PRICE_RISE_PERCENT: Final = 4
"""On the first day of the second year."""

HOUR_WEIGHTS_ONLINE: Final = (
    2,
    1,
    0,
    0,
    0,
    1,
    3,
    6,
    9,
    11,
    12,
    11,
    12,
    12,
    11,
    10,
    10,
    12,
    14,
    18,
    22,
    20,
    12,
    6,
)
HOUR_WEIGHTS_STORE: Final = (0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 9, 11, 12, 10, 10, 11, 12, 13, 9, 0, 0, 0, 0, 0)


def take_orders(seed: int, lives: Lives) -> Orders:
    """Return every order, customers' and guests', numbered in order of time."""
    import numpy as np

    draws = Draws(seed, "orders")
    customer, day = order_days(seed, lives)
    count = len(customer)
    elsewhere = draws.chance(0.2, count)
    channel = np.where(elsewhere, draws.pick(CHANNEL_WEIGHTS, count), lives.channel[customer])
    known = Orders(
        customer=customer,
        day=day,
        minute=_minutes(channel, draws),
        channel=channel,
        place=lives.place[customer],
        taste=lives.taste[customer],
        code=_codes(lives, customer, day, draws),
    )
    guests = _guests(count * GUEST_PERCENT // 100, draws)
    every = Orders(*(np.concatenate(pair) for pair in zip(_columns(known), _columns(guests), strict=True)))
    return every.take(np.lexsort((every.customer, every.minute, every.day)))


def _columns(orders: Orders) -> tuple[Ints, ...]:
    return tuple(vars(orders).values())


def _guests(count: int, draws: Draws) -> Orders:
    """Return sales over the till to people who showed no customer card."""
    import numpy as np

    channel = np.full(count, STORE)
    return Orders(
        customer=np.full(count, NOBODY),
        day=draws.pick(demand_of_day(), count),
        minute=_minutes(channel, draws),
        channel=channel,
        place=np.full(count, HOME),
        taste=draws.pick(TASTE_WEIGHTS, count),
        code=np.full(count, -1),
    )


def _minutes(channel: Ints, draws: Draws) -> Ints:
    """Return the minute of the day of every order."""
    import numpy as np

    hours = np.array([HOUR_WEIGHTS_ONLINE, HOUR_WEIGHTS_STORE])
    hour = draws.pick_row(hours, (channel == STORE).astype(np.int64))
    return hour * 60 + draws.between(0, 59, len(channel))


def _codes(lives: Lives, customer: Ints, day: Ints, draws: Draws) -> Ints:
    """Return the discount code of every order: the running sale's, else welcome to newcomers, else a friend's."""
    import numpy as np

    inclined = np.array([group.code_percent for group in GROUPS])[lives.group[customer]]
    sale = sale_of_day()[day]
    uses = draws.chance(np.minimum(inclined * np.where(sale >= 0, 2, 1), 95) / 100, len(customer))
    other = np.where(lives.joined[customer] == day, CAMPAIGNS.index(WELCOME), CAMPAIGNS.index(FRIENDS))
    return np.where(uses, np.where(sale >= 0, sale, other), -1)


def fill_baskets(seed: int, orders: Orders, products: tuple[Product, ...], list_cents: Ints) -> Lines:
    """Return the lines of every order: 1 to 8 different articles each, in order of time.

    `list_cents` is the price of every article in the first year, in cents of the edition's currency.
    """
    import numpy as np

    draws = Draws(seed, "baskets")
    in_cases = (orders.taste == CASES).astype(np.int64)
    size = 1 + draws.pick_row(np.array([LINE_WEIGHTS, CASE_LINE_WEIGHTS]), in_cases)
    order = np.repeat(np.arange(len(size)), size)
    row = orders.taste * 12 + month_of_day()[orders.day]
    product = draws.pick_row(_wanted(products), row[order])
    different = np.unique(order * len(products) + product)
    order, product = different // len(products), different % len(products)
    eur = np.array([item.cents_eur for item in products])[product]
    bought = orders.take(order)
    return Lines(
        kind=np.full(len(order), SALE),
        order=order,
        customer=bought.customer,
        day=bought.day,
        minute=bought.minute,
        product=product,
        channel=bought.channel,
        place=bought.place,
        quantity=_quantities(eur, bought, draws),
        cents=_prices(list_cents[product], bought),
        code=bought.code,
        space=np.full(len(order), TIDY),
    )


def _wanted(products: tuple[Product, ...]) -> Floats:
    """Return how much each article (column) is wanted by every taste in every month (5 x 12 rows)."""
    import numpy as np

    cents = np.array([item.cents_eur for item in products])
    popularity = 1000 / (20 + np.arange(len(products)) * 97 % len(products))
    months = np.array([CATEGORIES[item.category].months for item in products]).T
    bands = np.searchsorted(PRICE_BANDS, cents, side="right")
    household = np.array([(36, 12, 2, 1), (32, 14, 4, 1), (22, 16, 8, 4)])[:, bands]
    presents = np.array([category.code in PRESENTS for category in CATEGORIES])
    gifts = np.where(presents[[item.category for item in products]], 40, 5) * (bands < DEAR)
    cases = np.where(cents <= CASE_CENTS, 10, 0)
    demand = np.vstack([household, gifts, cases])
    wanted: Floats = (demand[:, None, :] * months[None, :, :] * popularity).reshape(-1, len(products))
    return wanted


def _quantities(eur: Ints, bought: Orders, draws: Draws) -> Ints:
    import numpy as np

    household = np.array(QUANTITIES)[draws.pick(QUANTITY_WEIGHTS, len(eur))]
    household = np.where(eur > SINGLE_CENTS, 1, household)
    cases = np.array(CASE_SIZES)[draws.pick(CASE_WEIGHTS, len(eur))]
    return np.where(bought.taste == CASES, cases, household)


def _prices(list_cents: Ints, bought: Orders) -> Ints:
    """Return unit prices after the price rise, the wholesale discount and the code, rounded to whole cents."""
    import numpy as np

    second_year = np.array([date.year for date in DATES])[bought.day] == DATES[DAYS - 1].year
    risen = list_cents * (100 + PRICE_RISE_PERCENT) // 1000 * 10 + 5
    price = np.where(second_year, risen, list_cents)
    off = np.array([*(campaign.percent for campaign in CAMPAIGNS), 0])[bought.code]
    off = np.where(bought.taste == CASES, CASE_DISCOUNT, off)
    paid: Ints = (price * (100 - off) + 50) // 100
    return paid
