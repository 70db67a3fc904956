"""How many more customers must order before an action pays for itself (PRACTICE, practice 21).

Gain per contacted customer = m·A·Δ − ρ·d·(p₀ + Δ) − c, with margin m, order value A, extra orders Δ,
redeeming share ρ, discount d in money per order, base rate p₀ and contact cost c. It is nought at
Δ* = (c + ρ·d·p₀) / (m·A − ρ·d). Nothing here says that an action brings this lift; that needs a test.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Final

EVERYBODY: Final = Decimal(1)
"""Assumed redeeming share: everybody who orders uses the offer."""


class Reach(StrEnum):
    """Whether an action could pay under the most hopeful scenario of its playbook."""

    WITHIN = "within"
    BEYOND = "beyond"
    UNKNOWN = "unknown"
    """The base rate is not known."""


def break_even_lift(
    *,
    base_rate: Decimal,
    order_value: Decimal,
    margin: Decimal,
    contact_cost: Decimal,
    discount: Decimal = Decimal(0),
    redeeming: Decimal = EVERYBODY,
) -> Decimal | None:
    """Return Δ*, the extra share of contacted customers who must order; None if no lift would ever pay.

    Args:
        base_rate: Share who order without the action, as a fraction.
        order_value: Revenue of one order.
        margin: Contribution margin as a fraction of revenue.
        contact_cost: Cost of all contacts to one customer.
        discount: Money given away on a redeemed order.
        redeeming: Share of those who order who redeem the offer.
    """
    earned = margin * order_value - redeeming * discount
    if earned <= 0:
        return None
    return (contact_cost + redeeming * discount * base_rate) / earned


def reach(lift: Decimal | None, base_rate: Decimal | None, highest: Decimal) -> Reach:
    """Tell whether a break-even lift lies within ``highest``, a relative change of the base rate.

    Rates end at 1: who orders anyway cannot order more often by this measure.
    """
    if lift is None:
        return Reach.BEYOND
    if base_rate is None:
        return Reach.UNKNOWN
    return Reach.WITHIN if lift <= min(highest * base_rate, 1 - base_rate) else Reach.BEYOND


def expected_contribution(
    customers: int, base_rate: Decimal, order_value: Decimal, margin: Decimal
) -> Decimal:
    """Return N·p₀·A·m: what one order of each customer who comes back unasked contributes."""
    return customers * base_rate * order_value * margin
