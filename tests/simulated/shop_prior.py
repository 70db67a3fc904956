"""What a simulated shop is drawn from: kinds of segments, actions, and the declared prior of their effects.

Effects are stated in standard deviations of ordering: the extra order probability of a segment is
``theta * sqrt(p0 * (1 - p0))``, so that relative lifts fall as base rates rise and a test is equally precise everywhere.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Archetype:
    """A kind of segment before a shop makes it its own."""

    name: str
    recency_days: int
    """Days since the last order, typically."""
    past_orders: int
    base_rate: float
    """Probability of an order within the horizon when left alone."""
    order_value: float
    """Mean order value in money."""


@dataclass(frozen=True)
class Action:
    """One thing a shop can do to a customer."""

    name: str
    channel: str
    contact_cost: float
    """Money per contacted customer."""
    discount: float
    """Share of the segment's mean order value that a redeemed offer costs; 0 when nothing is offered."""
    redeemed_share: float
    """Share of the contacted customers' orders that use the offer."""
    theta: float
    """Prior mean effect, in standard deviations of ordering."""
    spread: float
    """How much the action's effects differ between segments, as a multiple of the prior's."""


@dataclass(frozen=True)
class Prior:
    """How the effects of a shop are drawn.

    theta of a segment and action is 0 with probability ``none_share``, else
    ``scale * action.theta + common + segment + own``; ``common`` is one draw per shop, ``segment`` one per segment,
    ``own`` one per segment and action with standard deviation ``own_sd * action.spread``.
    The gain of a customer at position x (0 to 1 along the hidden score) is the segment's plus ``slope * (1 - 2 x)``,
    slope being a normal draw cut at 0, in the same unit; without an effect there is no slope either.
    """

    scale: float
    common_sd: float
    segment_sd: float
    own_sd: float
    none_share: float
    slope_mean: float
    slope_sd: float


@dataclass(frozen=True)
class Noise:
    """How hard the same shop is to see."""

    order_log_sd: float
    """Standard deviation of the logarithm of an order's value."""
    fidelity: float
    """Correlation of the visible engagement score with the hidden score."""
    windows: int
    """Past windows, each as long as the horizon, of which a history is known. Nobody was contacted in them."""


ARCHETYPES = (
    Archetype("champions", 12, 12, 0.42, 95),
    Archetype("loyal_customers", 35, 8, 0.28, 80),
    Archetype("potential_loyalists", 25, 3, 0.20, 60),
    Archetype("new_customers", 15, 1, 0.12, 48),
    Archetype("promising", 45, 1, 0.09, 42),
    Archetype("need_attention", 80, 4, 0.11, 66),
    Archetype("about_to_sleep", 110, 1, 0.06, 52),
    Archetype("at_risk", 200, 5, 0.05, 74),
    Archetype("cant_lose", 260, 12, 0.06, 140),
    Archetype("hibernating", 330, 3, 0.025, 58),
    Archetype("one_time_lapsed", 300, 1, 0.02, 40),
    Archetype("gift_buyers", 340, 2, 0.04, 88),
)

ACTIONS = (
    Action("reminder_email", "email", 0.05, 0.0, 0.0, theta=0.03, spread=0.5),
    Action("offer_sms", "sms", 0.10, 0.10, 0.6, theta=0.07, spread=1.0),
    Action("catalogue", "post", 1.00, 0.0, 0.0, theta=0.06, spread=1.0),
)
USUAL_ACTION = 1
"""The action a shop would take without thinking: the offer by text message."""

SIGNALS = {
    "strong": Prior(
        scale=1.2,
        common_sd=0.03,
        segment_sd=0.25,
        own_sd=0.35,
        none_share=0.15,
        slope_mean=0.20,
        slope_sd=0.08,
    ),
    "weak": Prior(
        scale=0.8,
        common_sd=0.02,
        segment_sd=0.03,
        own_sd=0.04,
        none_share=0.25,
        slope_mean=0.04,
        slope_sd=0.02,
    ),
}

NOISES = {
    "low": Noise(order_log_sd=0.5, fidelity=0.9, windows=12),
    "medium": Noise(order_log_sd=1.0, fidelity=0.7, windows=4),
    "high": Noise(order_log_sd=1.5, fidelity=0.4, windows=1),
}
