"""A planner that knows the prior from which the effects were drawn: what can be reached with a given test.

Written apart from any product: it is a yardstick. Segment effects are integrated on a grid, with the orders of every cell
taken as binomial: the part that all effects of the shop share, the part of the segment, the cell's own, and cells without any. Base rates are taken at their
estimates from history and control; slopes along the score, which matter less, by the normal approximation.
"""

from dataclasses import dataclass

import numpy as np

from simulated.budget_shop import expected_tilt, possible_effect
from simulated.exact_allocation import best_within
from simulated.past_test import CONTROL

COMMON = np.linspace(-3.5, 3.5, 29)
"""Values of the common component, in its standard deviations."""
GRID = np.linspace(-4, 4, 49)
"""Values of common and segment component together, in their standard deviation."""
OWN = np.linspace(-4, 4, 65)
"""Values of the own component, in its standard deviations."""
ORDER_VALUE_VARIANCE = 0.15
"""Of mean order values between the segments of a shop, relative to their mean squared."""


@dataclass(frozen=True, eq=False)
class Belief:
    """Posterior means, shapes (S,) and (S, A)."""

    base_rate: np.ndarray
    base_slope: np.ndarray
    order_value: np.ndarray
    effect: np.ndarray
    effect_slope: np.ndarray


def bayes_plan(shop, test=None, by="segment"):
    """Return counts (``by`` segment) or shares of customers (``by`` engagement) of greatest expected contribution."""
    known = shop.known
    belief = believe(shop, test)
    offer = known.discount * [a.redeemed_share for a in known.actions]
    contact = np.array([a.contact_cost for a in known.actions])
    per_order = known.margin * belief.order_value[:, None] - offer
    rate, slope = belief.base_rate[:, None], belief.base_slope[:, None]
    gain = per_order * belief.effect - offer * rate - contact
    cost = contact + offer * (rate + belief.effect)
    if by == "segment":
        return best_within(gain, cost, known.sizes, known.budget) * known.sizes[:, None]
    at = known.segment
    tilt = expected_tilt(known.engagement, shop.noise.fidelity)[:, None]
    gain_slope = per_order * belief.effect_slope - offer * slope
    cost_slope = offer * (slope + belief.effect_slope)
    cost = np.maximum(cost[at] + cost_slope[at] * tilt, contact)
    return best_within(gain[at] + gain_slope[at] * tilt, cost, np.ones(len(at)), known.budget)


def believe(shop, test=None):
    """Return what the prior, the history and the test together say."""
    known, prior = shop.known, shop.prior
    tilt = expected_tilt(known.engagement, shop.noise.fidelity)
    rate, slope = _base(known, tilt, test)
    scale = np.sqrt(rate * (1 - rate))[:, None]
    eta = (1 - prior.none_share) * prior.slope_mean
    if test is None:
        log_likelihood = None
        tilted = np.full((len(rate), len(known.actions)), eta) * scale
    else:
        cells = _cells(known, test, tilt[test.customer], slope)
        log_likelihood = cells.log_likelihood(rate)
        tilted = cells.posterior_slope(prior, eta, rate, scale)
    effect = _posterior_effect(prior, known.actions, rate, log_likelihood)
    return Belief(rate, slope, _order_value(shop), effect, tilted)


def _base(known, tilt, test):
    """Return base rate and its slope from the history and the customers a test left alone."""
    segments = len(known.sizes)
    share = known.past_orders / known.windows
    orders = np.bincount(known.segment, known.past_orders, segments)
    exposure = known.windows * known.sizes
    if test is not None:
        alone = test.arm == CONTROL
        orders = orders + np.bincount(test.segment[alone], test.ordered[alone], segments)
        exposure = exposure + np.bincount(test.segment[alone], minlength=segments)
    rate = (orders + 0.5) / (exposure + 1)
    centred = tilt - (np.bincount(known.segment, tilt, segments) / known.sizes)[known.segment]
    slope = np.bincount(known.segment, centred * share, segments)
    slope = slope / np.bincount(known.segment, centred**2, segments)
    return rate, np.clip(slope, -0.3 * rate * (1 - rate), 0.3 * rate * (1 - rate))


@dataclass(frozen=True, eq=False)
class _Cells:
    """What the test says of each segment and action, all shapes (S, A)."""

    tested: np.ndarray
    orders: np.ndarray
    shift: np.ndarray
    """How far the cell's base rate lies from its segment's, for whom it drew."""
    rise: np.ndarray
    """Least-squares slope of ordering along the expected tilt, beyond the base's."""
    spread: np.ndarray
    """Sum of squares of the tilt."""

    def log_likelihood(self, rate):
        """Return the function of extra probability, shape (S, A, grid), under which the orders were seen."""

        def of(effect):
            chance = np.clip((rate[:, None] + self.shift)[..., None] + effect, 1e-6, 1 - 1e-6)
            orders = self.orders[..., None]
            return orders * np.log(chance) + (self.tested[..., None] - orders) * np.log1p(-chance)

        return of

    def posterior_slope(self, prior, eta, rate, scale):
        """Return the slopes in extra probability, shrunk to what the prior expects."""
        spread = (1 - prior.none_share) * (prior.slope_sd**2 + prior.slope_mean**2) - eta**2
        noise = (rate * (1 - rate))[:, None] / self.spread / scale**2
        return scale * (eta + spread / (spread + noise) * (self.rise / scale - eta))


def _cells(known, test, tilt, slope):
    shape = (len(known.sizes), len(known.actions))
    seen = test.arm != CONTROL
    cell = (test.segment * shape[1] + test.arm)[seen]
    tilt = tilt[seen]

    def total(weights):
        return np.bincount(cell, weights, shape[0] * shape[1]).reshape(shape)

    ordered = test.ordered[seen]
    tested = total(np.ones(len(cell)))
    n = np.maximum(tested, 1)
    spread = np.maximum(total(tilt**2) - total(tilt) ** 2 / n, 1e-9)
    rise = (total(tilt * ordered) - total(tilt) * total(ordered) / n) / spread - slope[:, None]
    return _Cells(tested, total(ordered), slope[:, None] * total(tilt) / n, rise, spread)


def _posterior_effect(prior, actions, rate, log_likelihood):
    """Return posterior means of the extra order probability, shape (S, A)."""
    theta = prior.scale * np.array([action.theta for action in actions])
    own = prior.own_sd * np.array([action.spread for action in actions])
    shared_sd = np.hypot(prior.common_sd, prior.segment_sd)
    grid = (theta[:, None] + shared_sd * GRID)[:, :, None] + own[:, None, None] * OWN
    effect = possible_effect(rate[:, None, None, None], grid)
    if log_likelihood is None:
        likelihood = np.ones_like(effect)
    else:
        shape = (*effect.shape[:2], -1)
        beyond_none = log_likelihood(effect.reshape(shape)) - log_likelihood(np.zeros((*effect.shape[:2], 1)))
        likelihood = np.exp(np.clip(beyond_none, -700, 700)).reshape(effect.shape)
    of_own = _density(OWN, 0, 1)
    whole = prior.none_share + (1 - prior.none_share) * (likelihood @ of_own)
    mean = (1 - prior.none_share) * ((likelihood * effect) @ of_own) / whole
    return np.einsum("sav,sv->sa", mean, _posterior_shared(prior, shared_sd, np.log(whole).sum(axis=1)))


def _posterior_shared(prior, shared_sd, log_segment):
    """Return the posterior of each segment's shared part (common and segment's) on the grid, shape (S, grid)."""
    segment = np.exp(log_segment - log_segment.max(axis=1, keepdims=True))
    given_common = _density(shared_sd * GRID, prior.common_sd * COMMON[:, None], prior.segment_sd)
    joint = segment[:, None, :] * given_common
    evidence = joint.sum(axis=2, keepdims=True)
    log_common = np.log(evidence[..., 0]).sum(axis=0) - COMMON**2 / 2
    common = np.exp(log_common - log_common.max())
    return np.einsum("c,scv->sv", common / common.sum(), joint / evidence)


def _density(at, mean, sd):
    """Return normal weights over the last axis that sum to 1."""
    weight = np.exp(-(((at - mean) / sd) ** 2) / 2)
    return weight / weight.sum(axis=-1, keepdims=True)


def _order_value(shop):
    """Shrink the segments' mean order values toward the shop's by the noise that is known."""
    known = shop.known
    orders = np.bincount(known.segment, known.past_orders, len(known.sizes))
    whole = known.past_revenue.sum() / max(1, known.past_orders.sum())
    noise = np.expm1(shop.noise.order_log_sd**2) / np.maximum(orders, 1)
    return known.order_value + noise / (noise + ORDER_VALUE_VARIANCE) * (whole - known.order_value)
