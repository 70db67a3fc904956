"""Customers with both potential outcomes, for policies learned from a pilot.

    pilot = run_pilot(seed=3)                     # 10,000 customers, half of them contacted at random
    fresh = draw_people(20_000, seed=1003)        # other customers of the same world
    contact = my_policy(pilot)(fresh.features)    # True where a customer is to be contacted
    share_closed(fresh, contact)

Outcome is contribution in money within a quarter, of any number of orders with heavy-tailed values. One action: a message
with a 10% offer, ``gain = m A delta - rho d (base + delta) - c`` given the features, base and delta in orders.
"""

from dataclasses import dataclass

import numpy as np

FEATURES = (
    "recency_days",
    "orders",
    "spent",
    "channel",
    "age_of_account",
    "page_views",
    "returns",
    "weekday",
)
"""The last four are noise: they say nothing of base rate, order value or effect."""
CHANNELS = ("web", "store", "app", "marketplace")
"""Values 0 to 3 of ``channel``."""
WORLDS = ("mixed", "steps", "waves")
MARGIN, CONTACT_COST, OFFER_SHARE, REDEEMED = 0.4, 0.15, 0.1, 0.6
ORDER_LOG_SD = 0.6
SIGNALS = {"strong": 1.5, "weak": 0.5}
"""By what the effects on orders are multiplied."""


@dataclass(frozen=True, eq=False)
class People:
    """N customers, what is seen of them and what is true of them."""

    features: np.ndarray
    """(N, 8), columns as in FEATURES."""
    base_orders: np.ndarray
    """(N,) expected orders when left alone."""
    extra: np.ndarray
    """(N,) expected extra orders when contacted."""
    order_value: np.ndarray
    """(N,) mean order value given the features."""
    orders: np.ndarray
    """(N, 2) orders as they would fall out for the same customer, left alone and contacted."""
    contribution: np.ndarray
    """(N, 2) contribution as it would fall out, left alone and contacted."""

    @property
    def gain(self):
        """(N,) the true conditional effect of contact on contribution."""
        offer = OFFER_SHARE * self.order_value * REDEEMED
        return (MARGIN * self.order_value - offer) * self.extra - offer * self.base_orders - CONTACT_COST

    @property
    def base(self):
        """(N,) expected contribution when left alone."""
        return MARGIN * self.order_value * self.base_orders


@dataclass(frozen=True, eq=False)
class Pilot:
    """What a shop sees of a randomised pilot: one outcome per customer."""

    features: np.ndarray
    contacted: np.ndarray
    orders: np.ndarray
    contribution: np.ndarray


def draw_people(customers, seed, world="mixed", signal="strong", order_log_sd=ORDER_LOG_SD):
    """Draw customers of a world; the same arguments give the same people."""
    draw = np.random.default_rng([seed, 20])
    features = _features(draw, customers)
    base, worth = _base(features)
    extra = np.maximum(SIGNALS[signal] * _EFFECTS[world](*_standard(features), features[:, 3]), -0.9 * base)
    orders, contribution = _outcomes(draw, base, extra, worth, order_log_sd)
    return People(features, base, extra, worth, orders, contribution)


def run_pilot(seed, customers=10_000, world="mixed", signal="strong", order_log_sd=ORDER_LOG_SD):
    """Contact half of newly drawn customers at random and see one outcome of each."""
    people = draw_people(customers, seed, world, signal, order_log_sd)
    half = np.arange(customers) < customers // 2
    contacted = np.random.default_rng([seed, 21]).permutation(half)
    seen = np.arange(customers), contacted.astype(int)
    return Pilot(people.features, contacted, people.orders[seen], people.contribution[seen])


def _outcomes(draw, base, extra, worth, log_sd):
    """Draw both outcomes: orders that come anyway, are lost or are won by the contact, each with its own value."""
    kept = draw.poisson(base + np.minimum(extra, 0))
    lost = draw.poisson(np.maximum(-extra, 0))
    won = draw.poisson(np.maximum(extra, 0))
    money = [_money(draw, many, worth, log_sd) for many in (kept, lost, won)]
    paid = draw.binomial(kept + won, REDEEMED) * OFFER_SHARE * worth
    alone = MARGIN * (money[0] + money[1])
    contacted = MARGIN * (money[0] + money[2]) - paid - CONTACT_COST
    return np.column_stack([kept + lost, kept + won]), np.column_stack([alone, contacted])


def _money(draw, many, worth, log_sd):
    """Return the value of so many orders per customer, each lognormal about the customer's mean."""
    customer = np.repeat(np.arange(len(many)), many)
    each = worth[customer] * np.exp(draw.normal(0, log_sd, len(customer)) - log_sd**2 / 2)
    return np.bincount(customer, each, len(many))


def value(people, contact):
    """Return the true expected contribution per customer of contacting those of ``contact`` (or with its probability)."""
    return float(np.mean(people.base + np.asarray(contact, dtype=float) * people.gain))


def nobody(people):
    """Leave everybody alone."""
    return np.zeros(len(people.gain), dtype=bool)


def everybody(people):
    """Contact everybody."""
    return np.ones(len(people.gain), dtype=bool)


def best(people):
    """Return the best policy that the true conditional effects allow."""
    return people.gain > 0


def share_closed(people, contact):
    """Return how much of the gap between the better of nobody and everybody and the best policy is closed."""
    start = max(value(people, nobody(people)), value(people, everybody(people)))
    return (value(people, contact) - start) / (value(people, best(people)) - start)


def most_recent_first(people, share=0.4):
    """Contact the share of customers who ordered last."""
    recency = people.features[:, 0]
    return recency <= np.quantile(recency, share)


def most_lapsed_first(people, share=0.4):
    """Contact the share of customers who have not ordered for longest."""
    recency = people.features[:, 0]
    return recency >= np.quantile(recency, 1 - share)


def best_by_cell(people):
    """Return the best policy over 25 cells of recency and orders with true effects: what coarse segments allow."""
    cell = 5 * _fifth(people.features[:, 0]) + _fifth(people.features[:, 1])
    total = np.bincount(cell, people.gain, 25)
    return total[cell] > 0


def _fifth(column):
    return np.searchsorted(np.quantile(column, [0.2, 0.4, 0.6, 0.8]), column)


def _features(draw, customers):
    recency = np.clip(np.round(draw.gamma(1.1, 130, customers)), 0, 730)
    orders = 1 + draw.negative_binomial(0.8, 0.8 / (0.8 + 3.5 * np.exp(-recency / 400)))
    basket = 45 * np.exp(draw.normal(0, 0.6, customers))
    spent = np.round(orders * basket * np.exp(draw.normal(0, 0.3, customers) / np.sqrt(orders)), 2)
    channel = draw.choice(4, customers, p=[0.4, 0.25, 0.2, 0.15])
    noise = (
        np.round(draw.uniform(30, 2_000, customers)),
        draw.poisson(12, customers),
        draw.poisson(0.4, customers),
        draw.integers(0, 7, customers),
    )
    return np.column_stack([recency, orders, spent, channel, *noise]).astype(float)


def _standard(features):
    """Return recency, frequency and value of an order on scales of about -2 to 2."""
    recency = (np.log1p(features[:, 0]) - 4.4) / 1.1
    frequency = (np.log(features[:, 1]) - 1.0) / 0.8
    value_of_order = (np.log(features[:, 2] / features[:, 1]) - 3.8) / 0.6
    return recency, frequency, value_of_order


def _base(features):
    recency, frequency, worth = _standard(features)
    by_channel = np.array([0.0, 0.2, 0.3, -0.3])[features[:, 3].astype(int)]
    base = np.exp(-0.4 - 0.5 * recency + 0.4 * frequency + by_channel)
    return np.clip(base, 0.02, 5), 55 * np.exp(0.45 * np.clip(worth, -3, 3))


def _mixed(recency, frequency, worth, channel):
    """A hump in recency, a threshold in orders, an interaction and a channel that turns the sign."""
    theta = np.exp(-((recency - 0.2) ** 2) / 1.2) - 0.45
    theta -= 0.4 * (frequency > 0.5) + 0.3 * np.clip(frequency, -1.5, 2)
    theta += 0.4 * ((channel == 2) & (recency < 0.5))
    theta += 0.3 * np.clip(worth, -2, 2)
    return np.where(channel == 3, -0.5 * theta, theta)


def _steps(recency, frequency, worth, channel):
    """Thresholds only."""
    theta = np.where((recency > -0.7) & (recency < 0.8), 0.8, -0.3)
    theta -= 0.6 * (frequency > 0.4)
    theta += 0.5 * ((worth > 0) & (channel != 1))
    return theta - 0.5 * (channel == 3)


def _waves(recency, frequency, worth, channel):
    """Smooth ups, downs and products."""
    theta = 0.2 + 0.5 * np.sin(1.5 * recency) - 0.3 * np.clip(frequency, -1.5, 2)
    theta += 0.3 * np.clip(recency * worth, -2, 2)
    return theta + np.array([0.1, -0.25, 0.4, -0.3])[channel.astype(int)]


_EFFECTS = {"mixed": _mixed, "steps": _steps, "waves": _waves}
