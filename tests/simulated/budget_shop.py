"""A simulated shop for budget plans: segments, actions, a history to plan from, and the truth to be judged by.

shop = draw_shop(seed=7, signal="strong", noise="medium")
test = past_test(shop, customers=10_000, seed=1)       # simulated.past_test
counts = my_planner(shop.known, test)                  # sees nothing else
shop.truth.worth(shop.truth.executed(counts)).contribution
"""

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from simulated.shop_prior import ACTIONS, ARCHETYPES, NOISES, SIGNALS, USUAL_ACTION, Noise, Prior
from simulated.shop_truth import ShopTruth

SMALLEST_SEGMENT = 60
STANDARD = np.linspace(-4, 4, 81)
"""Points over which moments of a normal draw are taken."""


@dataclass(frozen=True, eq=False)
class Known:
    """What a planner may know. S segments, A actions, N customers."""

    names: tuple
    recency_days: np.ndarray
    """(S,) typical days since the last order."""
    sizes: np.ndarray
    margin: float
    budget: float
    actions: tuple
    discount: np.ndarray
    """(S, A) money a redeemed offer costs: what is printed on the voucher of the segment."""
    segment: np.ndarray
    """(N,)"""
    engagement: np.ndarray
    """(N,) a visible score of no fixed meaning, related to the hidden one."""
    windows: int
    """Length of the history in horizons."""
    past_orders: np.ndarray
    """(N,) windows of the history with an order."""
    past_revenue: np.ndarray
    """(N,) money over the whole history."""

    @cached_property
    def base_rate(self):
        """(S,) share of customers with an order per window, never 0."""
        orders = np.bincount(self.segment, self.past_orders, len(self.sizes))
        return (orders + 0.5) / (self.windows * self.sizes + 1)

    @cached_property
    def order_value(self):
        """(S,) mean order value in the history; the shop's where a segment has no order."""
        orders = np.bincount(self.segment, self.past_orders, len(self.sizes))
        revenue = np.bincount(self.segment, self.past_revenue, len(self.sizes))
        whole = self.past_revenue.sum() / max(1, self.past_orders.sum())
        return np.where(orders > 0, revenue / np.maximum(orders, 1), whole)


@dataclass(frozen=True)
class StatedPrior:
    """What a shop believes of its effects before any test, in extra order probability; all shapes (S, A)."""

    mean: np.ndarray
    sd: np.ndarray
    shared_sd: np.ndarray
    """The part of ``sd`` in which all segments and actions err together."""
    segment_sd: np.ndarray
    """The part of ``sd`` in which the actions of one segment err together."""


@dataclass(frozen=True, eq=False)
class BudgetShop:
    """A shop: what is known of it and what is true of it."""

    seed: int
    prior: Prior
    noise: Noise
    known: Known
    truth: ShopTruth

    def stated_prior(self, optimism=1.0):
        """Return the moments of the generating prior in the shop's own units, its means multiplied by ``optimism``."""
        prior, keep = self.prior, 1 - self.prior.none_share
        theta = prior.scale * np.array([action.theta for action in self.known.actions])
        own_sd = prior.own_sd * np.array([action.spread for action in self.known.actions])
        spread = np.sqrt(prior.common_sd**2 + prior.segment_sd**2 + own_sd**2)
        rate = self.known.base_rate[:, None]
        drawn = possible_effect(rate[..., None], (theta + np.multiply.outer(STANDARD, spread)).T)
        weight = np.exp(-(STANDARD**2) / 2) / np.exp(-(STANDARD**2) / 2).sum()
        mean = keep * (drawn @ weight)
        scale = np.sqrt(rate * (1 - rate)) * np.ones_like(theta)
        return StatedPrior(
            mean=optimism * mean,
            sd=np.sqrt(keep * (drawn**2 @ weight) - mean**2),
            shared_sd=keep * prior.common_sd * scale,
            segment_sd=keep * prior.segment_sd * scale,
        )


def draw_shop(seed, signal="strong", noise="medium", customers=20_000, budget_share=0.3):
    """Draw a shop of 6 to 12 segments.

    The budget is ``budget_share`` of what the usual offer to everybody would cost. The same arguments give the same shop;
    shops that differ in ``noise`` alone have the same truth of segments.
    """
    draw = np.random.default_rng([seed, 1])
    prior, seen = SIGNALS[signal], NOISES[noise]
    kinds = np.sort(draw.choice(len(ARCHETYPES), size=draw.integers(6, 13), replace=False))
    sizes = _sizes(draw, len(kinds), customers)
    chosen = [ARCHETYPES[kind] for kind in kinds]
    rate = np.array([kind.base_rate for kind in chosen]) * np.exp(draw.normal(0, 0.2, len(kinds)))
    value = np.array([kind.order_value for kind in chosen]) * np.exp(draw.normal(0, 0.2, len(kinds)))
    base_slope = rate * (1 - rate) * draw.uniform(-0.3, 0.3, len(kinds))
    effect, effect_slope = _effects(draw, prior, rate, base_slope)
    margin = float(draw.uniform(0.3, 0.55))
    segment = np.repeat(np.arange(len(kinds)), sizes)
    engagement, position, tilt = _scores(np.random.default_rng([seed, 2]), segment, seen.fidelity)
    truth = ShopTruth(
        sizes=sizes,
        base_rate=rate,
        base_slope=base_slope,
        order_value=value,
        effect=effect,
        effect_slope=effect_slope,
        discount=np.outer(value, [action.discount for action in ACTIONS]),
        redeemed_share=np.array([action.redeemed_share for action in ACTIONS]),
        contact_cost=np.array([action.contact_cost for action in ACTIONS]),
        margin=margin,
        budget=_budget(sizes, rate, value, budget_share),
        segment=segment,
        position=position,
        expected_tilt=tilt,
    )
    known = _known(np.random.default_rng([seed, 3]), truth, chosen, engagement, seen)
    return BudgetShop(seed=seed, prior=prior, noise=seen, known=known, truth=truth)


def _known(draw, truth, kinds, engagement, noise):
    """Return what a planner may know, with a history drawn from the truth."""
    orders = draw.binomial(noise.windows, truth.chance(None))
    customer = np.repeat(np.arange(len(orders)), orders)
    values = order_values(draw, truth.order_value[truth.segment[customer]], noise.order_log_sd)
    return Known(
        names=tuple(kind.name for kind in kinds),
        recency_days=np.array([kind.recency_days for kind in kinds]),
        sizes=truth.sizes,
        margin=truth.margin,
        budget=truth.budget,
        actions=ACTIONS,
        discount=truth.discount,
        segment=truth.segment,
        engagement=engagement,
        windows=noise.windows,
        past_orders=orders,
        past_revenue=np.bincount(customer, values, len(orders)),
    )


def _sizes(draw, segments, customers):
    if customers < 2 * SMALLEST_SEGMENT * segments:
        raise ValueError(f"{segments} segments need {2 * SMALLEST_SEGMENT * segments} customers or more.")
    left = customers - SMALLEST_SEGMENT * segments
    return SMALLEST_SEGMENT + draw.multinomial(left, draw.dirichlet(np.full(segments, 1.5)))


def _effects(draw, prior, rate, base_slope):
    """Draw effects and slopes, cut where a probability would leave (0, 1)."""
    shape = (len(rate), len(ACTIONS))
    theta = prior.scale * np.array([action.theta for action in ACTIONS])
    own_sd = prior.own_sd * np.array([action.spread for action in ACTIONS])
    receptive = draw.normal(0, prior.common_sd) + draw.normal(0, prior.segment_sd, (len(rate), 1))
    theta = theta + receptive + own_sd * draw.normal(size=shape)
    slope = np.maximum(0, draw.normal(prior.slope_mean, prior.slope_sd, shape))
    works = draw.random(shape) >= prior.none_share
    scale = np.sqrt(rate * (1 - rate))[:, None]
    effect = works * possible_effect(rate[:, None], theta)
    mean = rate[:, None] + effect
    room = 0.95 * (np.minimum(mean, 1 - mean) - np.abs(base_slope)[:, None])
    return effect, np.minimum(works * slope * scale, np.maximum(room, 0))


def possible_effect(rate, theta):
    """Return theta as extra order probability, cut where it would leave too little or too much."""
    return np.clip(np.sqrt(rate * (1 - rate)) * theta, -0.6 * rate, 0.6 * (1 - rate))


def _scores(draw, segment, fidelity):
    """Return visible engagement, position along the hidden score, and what the one says of the other.

    Both scores are standard normal with correlation ``fidelity``; the expectation of a normal's percentile given the
    other is again a normal distribution function, here written by the error function.
    """
    hidden = draw.normal(size=len(segment))
    engagement = fidelity * hidden + math.sqrt(1 - fidelity**2) * draw.normal(size=len(segment))
    order = np.lexsort((-hidden, segment))
    first = np.searchsorted(segment, segment)
    sizes = np.bincount(segment)[segment]
    position = np.empty(len(segment))
    position[order] = (np.arange(len(segment)) - first + 0.5) / sizes
    return engagement, position, expected_tilt(engagement, fidelity)


def expected_tilt(engagement, fidelity):
    """Return the expectation of ``1 - 2 position`` given the engagement."""
    scale = fidelity / math.sqrt(2 - fidelity**2) / math.sqrt(2)
    return np.frompyfunc(math.erf, 1, 1)(scale * engagement).astype(float)


def _budget(sizes, rate, value, share):
    usual = ACTIONS[USUAL_ACTION]
    each = usual.contact_cost + usual.redeemed_share * usual.discount * value * rate
    return float(share * (sizes @ each))


def order_values(draw, mean, log_sd):
    """Draw lognormal order values with the given means."""
    return mean * np.exp(draw.normal(0, log_sd, len(mean)) - log_sd**2 / 2)
