"""What a planner never sees: the true expected contribution of any plan for a simulated shop.

Gain of contacting one customer: ``m A delta - rho d (p0 + delta) - c`` (margin m, mean order value A, extra orders delta,
redeeming share rho, discount in money d, base rate p0, contact cost c), all in money per customer over the horizon.
Everything is counted against contacting nobody, whose contribution is 0. Plans are either

- counts, shape (segments, actions): how many customers of a segment get an action, or
- shares, shape (customers, actions): with what probability a customer gets it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulated.exact_allocation import best_within


@dataclass(frozen=True)
class Worth:
    """What a plan earns and what it costs, expected, in money."""

    contribution: float
    """Beyond contacting nobody, all costs taken off."""
    spend: float
    """Contacts and redeemed offers."""


@dataclass(frozen=True, eq=False)
class ShopTruth:
    """The shop as it is. S segments, A actions, N customers."""

    sizes: np.ndarray
    base_rate: np.ndarray
    """(S,) mean probability of an order when left alone."""
    base_slope: np.ndarray
    """(S,) the base rate at position x is ``base_rate + base_slope (1 - 2 x)``."""
    order_value: np.ndarray
    """(S,) mean value of an order."""
    effect: np.ndarray
    """(S, A) mean extra order probability."""
    effect_slope: np.ndarray
    """(S, A) the extra probability at position x is ``effect + effect_slope (1 - 2 x)``."""
    discount: np.ndarray
    """(S, A) money a redeemed offer costs."""
    redeemed_share: np.ndarray
    """(A,)"""
    contact_cost: np.ndarray
    """(A,)"""
    margin: float
    budget: float
    segment: np.ndarray
    """(N,) segment of each customer."""
    position: np.ndarray
    """(N,) place along the hidden score inside the segment, evenly spaced in (0, 1)."""
    expected_tilt: np.ndarray
    """(N,) expectation of ``1 - 2 position`` given the visible engagement."""

    @cached_property
    def offer_cost(self):
        """(S, A) expected money per order of a contacted customer."""
        return self.redeemed_share * self.discount

    @cached_property
    def order_gain(self):
        """(S, A) money that one extra order leaves."""
        return self.margin * self.order_value[:, None] - self.offer_cost

    @cached_property
    def gain(self):
        """(S, A) expected contribution of contacting a random member."""
        return self.order_gain * self.effect - self.offer_cost * self.base_rate[:, None] - self.contact_cost

    @cached_property
    def gain_slope(self):
        """(S, A) how the gain changes with ``1 - 2 x``."""
        return self.order_gain * self.effect_slope - self.offer_cost * self.base_slope[:, None]

    @cached_property
    def cost(self):
        """(S, A) expected spend on a random member."""
        return self.contact_cost + self.offer_cost * (self.base_rate[:, None] + self.effect)

    @cached_property
    def cost_slope(self):
        """(S, A) how the spend changes with ``1 - 2 x``."""
        return self.offer_cost * (self.base_slope[:, None] + self.effect_slope)

    @cached_property
    def tilt(self):
        """(N,) ``1 - 2 position``."""
        return 1 - 2 * self.position

    def chance(self, action):
        """Return each customer's probability of an order under an action, or left alone (None)."""
        rate = self.base_rate[self.segment] + self.base_slope[self.segment] * self.tilt
        return rate if action is None else rate + self.extra_chance(action)

    def extra_chance(self, action):
        """Return each customer's extra probability of an order under an action."""
        return self.effect[self.segment, action] + self.effect_slope[self.segment, action] * self.tilt

    def worth(self, counts, members="random"):
        """Value counts whose members are taken at ``random`` or are the ``best`` ones for these counts.

        The best members are exact: gains are linear in position, so options stand along it in order of slope.
        """
        counts = np.asarray(counts, dtype=float)
        if counts.min() < 0 or np.any(counts.sum(axis=1) > self.sizes + 1e-6):
            raise ValueError("A plan contacts fewer than no one or more customers than a segment has.")
        tilt = self._best_tilt(counts) if members == "best" else np.zeros_like(counts)
        return Worth(
            contribution=float(np.sum(counts * self.gain + tilt * self.gain_slope)),
            spend=float(np.sum(counts * self.cost + tilt * self.cost_slope)),
        )

    def _best_tilt(self, counts):
        """(S, A) sum of ``1 - 2 x`` over the members of each cell."""
        tilt = np.zeros_like(counts)
        for s, size in enumerate(self.sizes):
            slopes = np.append(self.gain_slope[s], 0.0)
            taken = np.append(counts[s], size - counts[s].sum())
            order = np.argsort(-slopes, kind="stable")
            ends = np.cumsum(taken[order])
            starts = ends - taken[order]
            by_option = np.zeros_like(taken)
            by_option[order] = (ends - starts) - (ends**2 - starts**2) / size
            tilt[s] = by_option[:-1]
        return tilt

    def worth_of_customers(self, shares):
        """Value a plan that says for every customer how likely each action is."""
        gain, cost = self._per_customer(self.tilt)
        return Worth(contribution=float(np.sum(shares * gain)), spend=float(np.sum(shares * cost)))

    def _per_customer(self, tilt):
        at = self.segment
        return (
            self.gain[at] + self.gain_slope[at] * tilt[:, None],
            self.cost[at] + self.cost_slope[at] * tilt[:, None],
        )

    def executed(self, plan, members="random"):
        """Return a plan as it ends when the money is gone: all its parts are cut alike where it costs too much."""
        plan = np.asarray(plan, dtype=float)
        by_customer = len(plan) == len(self.segment)
        worth = self.worth_of_customers(plan) if by_customer else self.worth(plan, members)
        if worth.spend <= self.budget:
            return plan
        if by_customer or members == "random":
            return plan * (self.budget / worth.spend)
        low, high = 0.0, 1.0
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (
                (middle, high) if self.worth(plan * middle, members).spend <= self.budget else (low, middle)
            )
        return plan * low

    def oracle_by_segment(self):
        """Return the counts that no other counts beat when members are taken at random."""
        return best_within(self.gain, self.cost, self.sizes, self.budget) * self.sizes[:, None]

    def oracle_by_engagement(self):
        """Return the shares that are best when customers are told apart by their visible engagement."""
        return self._oracle(self.expected_tilt)

    def oracle_by_score(self):
        """Return the shares that no plan whatever beats: the hidden score is known."""
        return self._oracle(self.tilt)

    def _oracle(self, tilt):
        gain, cost = self._per_customer(tilt)
        return best_within(gain, cost, np.ones(len(gain)), self.budget)
