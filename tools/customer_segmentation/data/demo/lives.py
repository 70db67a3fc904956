"""The demo shop's customers: when each joins and leaves, how often and when each buys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from customer_segmentation.data.demo.draws import Draws
from customer_segmentation.data.demo.groups import ALREADY, GROUPS, TASTE_WEIGHTS, Group, sizes
from customer_segmentation.data.demo.places import PLACES
from customer_segmentation.data.demo.season import DAYS, demand_of_day, rhythm_of_day

if TYPE_CHECKING:
    from customer_segmentation.data.demo.draws import Floats, Ints

CHANNEL_WEIGHTS = (56, 24, 14, 6)
SECOND_ORDER_SAME_DAY = 0.012


@dataclass(frozen=True)
class Lives:
    """One entry per customer, in the order in which they joined."""

    group: Ints
    joined: Ints
    """Day of joining, negative when before the window."""
    left: Ints
    """Last day on which they may buy."""
    orders_a_day: Floats
    place: Ints
    channel: Ints
    taste: Ints
    """One of the tastes in `groups`."""


def live(seed: int, customers: int) -> Lives:
    """Return the customers of all groups."""
    import numpy as np

    draws = Draws(seed, "lives")
    counts = sizes(customers)
    group = np.repeat(np.arange(len(GROUPS)), counts)
    parts = [_stay(entry, count, draws) for entry, count in zip(GROUPS, counts, strict=True)]
    joined = np.concatenate([part[0] for part in parts])
    left = np.concatenate([part[1] for part in parts])
    rate = np.concatenate([part[2] for part in parts])
    by_joining = np.argsort(joined + draws.uniform(customers), kind="stable")
    group = group[by_joining]
    shared = np.array([-1 if entry.taste is None else entry.taste for entry in GROUPS])[group]
    return Lives(
        group=group,
        joined=joined[by_joining],
        left=left[by_joining],
        orders_a_day=rate[by_joining],
        place=draws.pick([place.weight for place in PLACES], customers),
        channel=draws.pick(CHANNEL_WEIGHTS, customers),
        taste=np.where(shared >= 0, shared, draws.pick(TASTE_WEIGHTS, customers)),
    )


def _stay(group: Group, count: int, draws: Draws) -> tuple[Ints, Ints, Floats]:
    """Return for one group the days of joining and leaving, and the orders a day."""
    import numpy as np

    first, last = group.joins
    growth = 1.0 + 1.5 * np.arange(DAYS) / DAYS
    pull = (demand_of_day() * growth * _rhythm(group))[first : last + 1]
    joined = first + draws.pick(pull, count)
    already = draws.chance(group.already_percent / 100, count)
    joined = np.where(already, -draws.between(1, ALREADY, count), joined)
    if group.leaves is not None:
        left = draws.between(*group.leaves, count)
    elif group.median_life is None:
        left = np.full(count, DAYS - 1)
    else:
        life = np.minimum(draws.lifetime(group.median_life, count), DAYS).astype(np.int64)
        left = np.minimum(np.maximum(joined, 0) + life, DAYS - 1)
    return joined, left, draws.rate(group.evenness, count) * group.orders_a_year / 365


def _rhythm(group: Group) -> Floats:
    import numpy as np

    if group.rhythm == "gift":
        return rhythm_of_day(inside=60, outside=1, gifts=True)
    if group.rhythm == "sale":
        return rhythm_of_day(inside=10, outside=1, gifts=False)
    return np.ones(DAYS)


def order_days(seed: int, lives: Lives) -> tuple[Ints, Ints]:
    """Return customer and day of every order: each has at least one, and somebody buys on the first and last day.

    Every day in a customer's life is one throw with the chance rate x demand x rhythm, which makes orders a
    Poisson process. Those who join inside the window buy on the day they join.
    """
    import numpy as np

    draws = Draws(seed, "order days")
    count = len(lives.group)
    day = np.arange(DAYS)
    alive = (lives.joined[:, None] <= day) & (day <= lives.left[:, None])
    rhythms = np.stack([demand_of_day() * _rhythm(group) for group in GROUPS])
    chance = lives.orders_a_day[:, None] * rhythms[lives.group] * alive
    throws = draws.uniform(count, DAYS)
    ordered = throws < chance
    joiners = np.flatnonzero(lives.joined >= 0)
    ordered[joiners, lives.joined[joiners]] = True
    silent = np.flatnonzero(~ordered.any(axis=1))
    luck = np.where(chance[silent] > 0, throws[silent] / np.maximum(chance[silent], 1e-12), np.inf)
    ordered[silent, np.argmin(luck, axis=1)] = True
    ordered[_most_eager(lives, 0), 0] = True
    ordered[_most_eager(lives, DAYS - 1), DAYS - 1] = True
    customer, days = np.nonzero(ordered)
    times = 1 + draws.chance(SECOND_ORDER_SAME_DAY, len(customer)) * (lives.orders_a_day[customer] > 0)
    return np.repeat(customer, times), np.repeat(days, times)


def _most_eager(lives: Lives, day: int) -> int:
    """Return the customer with the highest order rate among those who may buy on `day`."""
    import numpy as np

    alive = (lives.joined <= day) & (day <= lives.left)
    return int(np.argmax(np.where(alive, lives.orders_a_day, -1.0)))
