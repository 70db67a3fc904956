"""The product's plan for a simulated shop: the functions that ``plan_budget`` calls, without files in between.

They get what the tool gets: counts of the past test by segment and arm as ``measure_campaign`` writes them, who ordered in
one window of the history, sizes, costs, and order values as the shop's records show them.
"""

from dataclasses import dataclass

import numpy as np

from customer_segmentation.advise.order_value import relative_error
from customer_segmentation.kit.fact import Kind
from customer_segmentation.plan.budget.allocation import allocate, outlook
from customer_segmentation.plan.budget.belief import Lift, believe
from customer_segmentation.plan.budget.effects import Drawn, Effect, draw_effects, draw_order_values
from customer_segmentation.plan.budget.gain import Option, worth_of
from customer_segmentation.plan.budget.setting import Setting
from simulated.past_test import CONTROL

LIFT = (0.0, 0.1, 0.4)
"""The scenario of every playbook: relative to who orders anyway."""
_Z90 = 1.2815515655446004


@dataclass(frozen=True, eq=False)
class Planned:
    """Counts (segments, actions), what the plan says of its total, and what it believes of each cell."""

    counts: np.ndarray
    low: float
    high: float
    effects: dict


def after_test(shop, test, optimism=1.0, **how):
    """Plan with a past test; what was assumed before it is multiplied by ``optimism``."""
    segments = range(len(shop.known.sizes))
    lift = Lift.of(*(optimism * end for end in LIFT))
    belief = believe(cells_of(shop, test), one_window(shop), {str(s): lift for s in segments})
    rates = np.array([belief.rates[str(s)].value for s in segments])
    effects = {(int(s), int(a)): effect for (s, a), effect in belief.effects.items()}
    return plan(shop, effects, rates, **how)


def assumed(shop, **how):
    """Plan on the scenarios of the playbooks."""
    rates = shop.known.base_rate
    effects = {
        (s, a): Effect(*(end * float(rate) for end in LIFT), Kind.ASSUMED)
        for s, rate in enumerate(rates)
        for a in range(len(shop.known.actions))
    }
    return plan(shop, effects, rates, **how)


def told(shop, optimism=1.0, **how):
    """Plan on what the shop believes of its effects, told as worst, likely and best."""
    prior = shop.stated_prior(optimism)
    effects = {
        cell: Effect(
            float(mean - _Z90 * prior.sd[cell]),
            float(mean),
            float(mean + _Z90 * prior.sd[cell]),
            Kind.GIVEN,
            apart=True,
        )
        for cell, mean in np.ndenumerate(prior.mean)
    }
    return plan(shop, effects, shop.known.base_rate, **how)


def plan(shop, effects, rates, *, cautious=False, draws=2000):
    """Allocate the shop's budget by what is believed."""
    known = shop.known
    options = [
        Option(
            segment=str(s),
            action=action.name,
            channel=action.channel,
            contacts=1,
            base=float(rates[s]),
            earned=float(known.margin * known.order_value[s]),
            contact_cost=action.contact_cost,
            redeemed=float(action.redeemed_share * known.discount[s, a]),
            effect=effects[s, a],
            lapsed=False,
        )
        for s in range(len(known.sizes))
        for a, action in enumerate(known.actions)
    ]
    sizes = {str(s): int(size) for s, size in enumerate(known.sizes)}
    setting = Setting(options, sizes, budget=known.budget, cautious=cautious)
    drawn = [Drawn(one.segment, one.action, one.effect, one.base) for one in options]
    errors = value_errors(shop)
    values = draw_order_values([(one.segment, errors[int(one.segment)]) for one in options], draws, 1)
    worth = worth_of(options, draw_effects(drawn, draws, 1), values)
    chosen = allocate(setting, worth)
    found = outlook(worth.gain @ chosen)
    return Planned(chosen.reshape(len(known.sizes), -1).astype(float), found.low, found.high, effects)


def value_errors(shop):
    """Return how unsure the order value of each segment is, from what its customers ordered and spent."""
    known = shop.known
    orders, money, segment = known.past_orders, known.past_revenue, known.segment
    sums = [
        np.bincount(segment, one, len(known.sizes))
        for one in (orders > 0, orders, money, orders**2, orders * money, money**2)
    ]
    return [relative_error(*(float(one[s]) for one in sums)) or 0.0 for s in range(len(known.sizes))]


def cells_of(shop, test):
    """Return what a test showed, as the file of a measured campaign holds it."""
    cells = []
    for s in range(len(shop.known.sizes)):
        alone = test.ordered[(test.segment == s) & (test.arm == CONTROL)]
        for a in range(len(shop.known.actions)):
            contacted = test.ordered[(test.segment == s) & (test.arm == a)]
            cells.append(
                {
                    "segment": str(s),
                    "arm": str(a),
                    "contacted": len(contacted),
                    "contacted_mean": float(contacted.mean()) if len(contacted) else None,
                    "held_out": len(alone),
                    "held_out_mean": float(alone.mean()) if len(alone) else None,
                }
            )
    return cells


def one_window(shop):
    """Return who ordered in one window of the history, and how many were followed, by segment.

    The records tell in how many windows a customer ordered; any one of them was among these with equal chance.
    """
    known = shop.known
    draw = np.random.default_rng([shop.seed, 50])
    ordered = draw.random(len(known.segment)) < known.past_orders / known.windows
    came = np.bincount(known.segment, ordered, len(known.sizes))
    return {str(s): (int(came[s]), int(size)) for s, size in enumerate(known.sizes)}
