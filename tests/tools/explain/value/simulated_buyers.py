"""Customers who buy at random until they leave unseen: the world that the models of buying describe."""

from datetime import date, timedelta

import numpy as np

from customer_segmentation.explain.value.histories import Groups
from rows_shop import line

FIRST = date(2022, 1, 3)


def lives(seed, customers, *, r, alpha, a, b, days, once=True):
    """Return per customer the days of purchase, from 0 to ``days`` - 1; with ``once`` the first may be the last."""
    draw = np.random.default_rng(seed)
    found = []
    for rate, leaves in zip(draw.gamma(r, 1 / alpha, customers), draw.beta(a, b, customers), strict=True):
        place = float(draw.integers(0, days // 3))
        bought = [int(place)]
        gone = once and draw.random() < leaves
        while not gone:
            place += 7 * draw.exponential(1 / rate) if rate > 0 else days
            if place >= days:
                break
            bought.append(int(place))
            gone = draw.random() < leaves
        found.append(sorted(set(bought)))
    return found


def groups_of(found, days):
    """Return the histories of lives, one group per customer."""
    return Groups(
        np.array([len(bought) - 1 for bought in found]),
        np.array([(bought[-1] - bought[0]) / 7 for bought in found]),
        np.array([(days - 1 - bought[0]) / 7 for bought in found]),
        np.ones(len(found)),
    )


def lines_of(found, seed=1, **law):
    """Return the lives as order lines; a purchase costs a gamma amount around a mean of the customer's own."""
    draw = np.random.default_rng(seed)
    p, q, v = (law.get(name, usual) for name, usual in (("p", 4.0), ("q", 4.0), ("v", 30.0)))
    rows = []
    for number, bought in enumerate(found):
        rate = draw.gamma(q, 1 / v)
        for day in bought:
            amount = round(max(draw.gamma(p, 1 / rate), 0.01), 2)
            rows.append(line(f"c{number:05}", f"o{number}-{day}", FIRST + timedelta(days=day), float(amount)))
    return rows
