"""A randomised test that a shop ran before: what every planner may learn from."""

from dataclasses import dataclass

import numpy as np

from simulated.budget_shop import order_values

CONTROL_SHARE = 1 / 3
CONTROL = -1
"""Arm of customers left alone; other arms are places of actions."""


@dataclass(frozen=True, eq=False)
class PastTest:
    """One row per tested customer."""

    customer: np.ndarray
    """Row of the customer in ``Known``."""
    segment: np.ndarray
    engagement: np.ndarray
    arm: np.ndarray
    ordered: np.ndarray
    """Whether an order came within the horizon."""
    revenue: np.ndarray
    """Money, before any discount."""
    redeemed: np.ndarray
    """Whether that order used the offer."""
    contribution: np.ndarray
    """Margin of the revenue less redeemed discount less contact."""


def past_test(shop, customers=10_000, seed=0):
    """Test a random part of the customers: a third left alone, the actions in equal parts, at random over all."""
    truth, known = shop.truth, shop.known
    draw = np.random.default_rng([shop.seed, 4, seed])
    tested = np.sort(draw.choice(len(known.segment), size=customers, replace=False))
    arm = draw.permutation(_arms(customers, len(known.actions)))
    segment = known.segment[tested]
    chance = truth.chance(None)[tested]
    for action in range(len(known.actions)):
        chance = np.where(arm == action, chance + truth.extra_chance(action)[tested], chance)
    ordered = draw.random(customers) < chance
    revenue = ordered * order_values(draw, truth.order_value[segment], shop.noise.order_log_sd)
    share = np.append(truth.redeemed_share, 0.0)[arm]
    redeemed = ordered & (draw.random(customers) < share)
    paid = np.column_stack([truth.discount, np.zeros(len(truth.sizes))])[segment, arm]
    contact = np.append(truth.contact_cost, 0.0)[arm]
    return PastTest(
        customer=tested,
        segment=segment,
        engagement=known.engagement[tested],
        arm=arm,
        ordered=ordered,
        revenue=revenue,
        redeemed=redeemed,
        contribution=truth.margin * revenue - redeemed * paid - contact,
    )


def _arms(customers, actions):
    control = round(CONTROL_SHARE * customers)
    return np.append(np.full(control, CONTROL), np.arange(customers - control) % actions)
