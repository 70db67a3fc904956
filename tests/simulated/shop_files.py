"""The simulated shop as files that a shop would have: orders, a campaign, customers; with the truth at hand.

    files = write_shop(folder, seed=5, signal="strong", customers=2_000)
    files.orders, files.campaign, files.customers        # CSV
    files.true_effect(["C00017", "C00042"], action=0)    # mean extra order probability of any group of customers

The campaign is the shop's past test. Its outcomes stand nowhere but in the orders: whoever ordered within the horizon after
``sent_on`` has an order there. The history before that day is that of the segment's kind: how long ago, how often, how much.
"""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from simulated.budget_shop import BudgetShop, draw_shop, order_values
from simulated.past_test import PastTest, past_test
from simulated.shop_prior import ARCHETYPES

SENT_ON = date(2024, 10, 1)
HORIZON_DAYS = 30
"""Orders on the day of sending and the 29 after it are outcomes; the file ends with them."""
HISTORY_DAYS = 730
CONTROL_NAME = "control"


@dataclass(frozen=True, eq=False)
class ShopFiles:
    """Three files and the shop behind them; customers in the order of the shop's own records."""

    shop: BudgetShop
    test: PastTest
    customer_id: np.ndarray
    """(N,)"""
    orders: Path
    """order_id, customer_id, order_date, amount (before any discount), discount (money of a redeemed offer)."""
    campaign: Path
    """customer_id, arm (control or the name of an action), sent_on."""
    customers: Path
    """customer_id, planted_segment, engagement."""

    def rows(self, customer_ids):
        """Return the places of customers in the shop's records."""
        place = {name: row for row, name in enumerate(self.customer_id.tolist())}
        return np.array([place[name] for name in customer_ids], dtype=int)

    def true_effect(self, customer_ids, action):
        """Return the mean extra order probability of a group under an action."""
        return float(self.shop.truth.extra_chance(action)[self.rows(customer_ids)].mean())

    def true_base_rate(self, customer_ids):
        """Return the mean order probability of a group that is left alone."""
        return float(self.shop.truth.chance(None)[self.rows(customer_ids)].mean())

    def true_gain(self, customer_ids, action):
        """Return the mean contribution of contacting a customer of a group, in money."""
        shares = np.zeros((len(self.customer_id), len(self.shop.known.actions)))
        rows = self.rows(customer_ids)
        shares[rows, action] = 1
        return self.shop.truth.worth_of_customers(shares).contribution / len(rows)


def write_shop(folder, seed, signal="strong", noise="medium", customers=10_000, tested=None):
    """Write a shop into ``folder``; ``tested`` customers, all of them by default, were in the campaign."""
    shop = draw_shop(seed, signal, noise, customers=customers)
    test = past_test(shop, customers=tested or customers)
    draw = np.random.default_rng([seed, 30])
    number = draw.permutation(customers) + 1
    ids = np.array([f"C{n:05d}" for n in number])
    lines = _history(draw, shop) + _window(draw, shop, test)
    lines.sort(key=lambda line: (line[1], number[line[0]]))
    orders = [
        (f"O{n:06d}", ids[row], (SENT_ON + timedelta(days=day)).isoformat(), f"{amount:.2f}", f"{off:.2f}")
        for n, (row, day, amount, off) in enumerate(lines, 1)
    ]
    arms = [*(action.name for action in shop.known.actions), CONTROL_NAME]
    sent = [
        (ids[row], arms[arm], SENT_ON.isoformat()) for row, arm in zip(test.customer, test.arm, strict=True)
    ]
    people = [
        (ids[row], shop.known.names[segment], f"{shop.known.engagement[row]:.3f}")
        for row, segment in enumerate(shop.known.segment)
    ]
    header = ("order_id", "customer_id", "order_date", "amount", "discount")
    folder.mkdir(parents=True, exist_ok=True)
    return ShopFiles(
        shop=shop,
        test=test,
        customer_id=ids,
        orders=_write(folder / "orders.csv", header, orders),
        campaign=_write(folder / "campaign.csv", ("customer_id", "arm", "sent_on"), sorted(sent)),
        customers=_write(
            folder / "customers.csv", ("customer_id", "planted_segment", "engagement"), sorted(people)
        ),
    )


def _history(draw, shop):
    """Return (customer, day, amount, discount) of orders before the campaign; days are negative."""
    known = shop.known
    kinds = {kind.name: kind for kind in ARCHETYPES}
    often = np.array([kinds[name].past_orders for name in known.names])[known.segment]
    recency = known.recency_days[known.segment] * np.exp(draw.normal(0, 0.3, len(often)))
    recency = np.clip(np.round(recency), 1, HISTORY_DAYS - 30)
    many = np.where(often == 1, 1, 2 + draw.poisson(np.maximum(often - 2, 0)))
    customer = np.repeat(np.arange(len(many)), many)
    gap = draw.gamma(2, np.minimum(80, 600 / often)[customer] / 2)
    first = np.concatenate([[0], np.cumsum(many)[:-1]])
    gap[first] = 0
    before = np.cumsum(gap)
    before -= before[first][customer]
    span = before[np.cumsum(many) - 1]
    fits = np.minimum(1, (HISTORY_DAYS - recency) / np.maximum(span, 1))
    day = -np.round(recency[customer] + before * fits[customer]).astype(int)
    amount = order_values(draw, shop.truth.order_value[known.segment[customer]], shop.noise.order_log_sd)
    return _lines(customer, day, amount, np.zeros(len(day)))


def _window(draw, shop, test):
    """Return the orders within the horizon: those of the tested, and of the others left alone."""
    truth = shop.truth
    others = np.setdiff1d(np.arange(len(truth.segment)), test.customer)
    buying = others[draw.random(len(others)) < truth.chance(None)[others]]
    values = order_values(draw, truth.order_value[truth.segment[buying]], shop.noise.order_log_sd)
    ordered = test.ordered
    off = np.column_stack([truth.discount, np.zeros(len(truth.sizes))])[test.segment, test.arm]
    customer = np.concatenate([test.customer[ordered], buying])
    amount = np.concatenate([test.revenue[ordered], values])
    discount = np.concatenate([(test.redeemed * off)[ordered], np.zeros(len(buying))])
    return _lines(customer, draw.integers(0, HORIZON_DAYS, len(customer)), amount, discount)


def _lines(customer, day, amount, discount):
    amount = np.maximum(0.01, np.round(amount, 2))
    return list(
        zip(customer.tolist(), day.tolist(), amount.tolist(), np.round(discount, 2).tolist(), strict=True)
    )


def _write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path
