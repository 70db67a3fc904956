"""Intervals of measured effects against shops whose true effects are known."""

import numpy as np
import pytest

from customer_segmentation.measure.arms import Arms
from customer_segmentation.measure.measured import measure
from customer_segmentation.measure.people import People, SetAside
from simulated.budget_shop import draw_shop
from simulated.past_test import past_test


def as_people(shop, test):
    """Lay a past test out as the customers of a campaign; what they did before is what the shop knows."""
    known, many = shop.known, len(test.customer)
    past = known.past_orders[test.customer].astype(float)
    nothing = np.zeros(many)
    return People(
        segments=[str(n) for n in range(len(known.names))],
        segment=test.segment,
        arm=test.arm + 1,
        outcome=nothing,
        known=np.ones(many, dtype=bool),
        recency_days=known.recency_days[test.segment].astype(float),
        orders_known=past,
        orders_year=past,
        spent_year=known.past_revenue[test.customer].astype(float),
        orders_before=nothing,
        spent_before=nothing,
        orders_after=test.ordered.astype(float),
        spent_after=test.revenue,
        returned_later=nothing,
        aside=SetAside(0, 0, 0, 0, 0, 0),
    )


def covered(signal, seeds):
    """Return which share of the intervals hold the truth: of plain effects, adjusted ones, and likely ones."""
    hits = {"plain": [], "adjusted": [], "likely": [], "overall": []}
    for seed in seeds:
        shop = draw_shop(seed=seed, signal=signal)
        test = past_test(shop, seed=seed)
        actions = shop.known.actions
        arms = Arms("control", tuple(f"arm {n}" for n in range(len(actions))))
        found = measure(
            as_people(shop, test), arms, test.ordered.astype(float), shares_of=True, planned=1 / 3
        )
        for one in found.effects:
            extra = shop.truth.extra_chance(one.arm - 1)
            hits["overall"].append(within(one.overall.plain.estimate, extra[test.customer].mean()))
            for effect in one.told:
                true = extra[test.customer][test.segment == int(effect.segment)].mean()
                hits["plain"].append(within(effect.plain.estimate, true))
                hits["likely"].append(within(effect.pooled.estimate, true))
                if effect.adjusted:
                    hits["adjusted"].append(within(effect.adjusted.estimate, true))
    return {name: float(np.mean(values)) for name, values in hits.items()}


def within(estimate, true):
    return estimate.low <= true <= estimate.high


def test_intervals_hold_the_truth_of_a_few_shops():
    found = covered("strong", range(3))
    assert all(0.9 <= share <= 1 for share in found.values()), found


@pytest.mark.slow
@pytest.mark.parametrize("signal", ["strong", "weak"])
def test_intervals_hold_the_truth_of_many_shops(signal):
    found = covered(signal, range(100, 160))
    assert all(0.93 <= share <= 0.985 for share in found.values()), found
