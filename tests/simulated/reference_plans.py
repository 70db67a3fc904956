"""Plans that need no thinking, as counts: what a plan must beat. None spends more than the budget by what is known."""

import numpy as np

from simulated.shop_prior import USUAL_ACTION


def known_cost(known, action):
    """(S,) spend on one customer by what is known, without any effect."""
    does = known.actions[action]
    per_order = does.redeemed_share * known.discount[:, action]
    return does.contact_cost + per_order * known.base_rate


def nobody(known):
    """Leave everybody alone."""
    return np.zeros((len(known.sizes), len(known.actions)))


def everybody(known, action=USUAL_ACTION):
    """Do the same to everybody, or to the same share of every segment that the budget pays for."""
    share = min(1.0, known.budget / float(known.sizes @ known_cost(known, action)))
    return _plan(known, action, share * known.sizes)


def proportional_to_revenue(known, action=USUAL_ACTION):
    """Divide the budget over segments by past revenue; what a full segment cannot use goes to the others."""
    revenue = np.bincount(known.segment, known.past_revenue, len(known.sizes))
    cost = known_cost(known, action)
    counts = np.zeros(len(known.sizes))
    left = known.budget
    for _ in known.sizes:
        room = counts < known.sizes
        if left <= 0 or not revenue[room].sum():
            break
        part = np.where(room, revenue, 0.0)
        counts = np.minimum(known.sizes, counts + left * part / part.sum() / cost)
        left = known.budget - float(counts @ cost)
    return _plan(known, action, counts)


def most_lapsed_first(known, action=USUAL_ACTION):
    """Contact the segments of the longest absence first, until the money is gone."""
    cost = known_cost(known, action)
    counts = np.zeros(len(known.sizes))
    left = known.budget
    for s in np.argsort(-known.recency_days, kind="stable"):
        counts[s] = min(known.sizes[s], left / cost[s])
        left = max(0.0, left - counts[s] * cost[s])
    return _plan(known, action, counts)


def _plan(known, action, counts):
    plan = nobody(known)
    plan[:, action] = counts
    return plan


REFERENCE_PLANS = {
    "nobody": nobody,
    "everybody": everybody,
    "proportional_to_revenue": proportional_to_revenue,
    "most_lapsed_first": most_lapsed_first,
}
