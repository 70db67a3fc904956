"""What contacting one customer costs and brings (PRACTICE, practice 21).

Gain per customer contacted = m·A·Δ − ρ·d·(p₀ + Δ) − c, with margin m, order value A, extra orders Δ, redeeming share
ρ, discount d in money per order, base rate p₀ and contact cost c: an offer also costs money on orders that would have
come anyway. It is linear up to the size of a segment: without a test nothing says who in it would respond first.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from customer_segmentation.plan.budget.effects import Effect

if TYPE_CHECKING:
    from numpy import ndarray


@dataclass(frozen=True)
class Option:
    """One action for the customers of one segment.

    Attributes:
        contacts: Contacts per customer, which count against the capacity of ``channel``.
        base: Share who order anyway; None if not known, then there is no discount.
        earned: Margin of one order, in money.
        contact_cost: Cost of all contacts to one customer.
        redeemed: Money given away on an order on average: discount times the share who redeem it.
        lapsed: Whether most of the segment's customers are overdue.
    """

    segment: str
    action: str
    channel: str
    contacts: int
    base: float | None
    earned: float
    contact_cost: float
    redeemed: float
    effect: Effect
    lapsed: bool

    @property
    def name(self) -> tuple[str, str]:
        """What it is: segment and action."""
        return self.segment, self.action


@dataclass(frozen=True)
class Worth:
    """What contacting one customer costs and brings, by option; money in the shop's currency.

    Attributes:
        extra: Draws x options: extra buyers.
        value: Draws x options: the money of an order as a multiple of what it is taken to be, one on average.
        gain: Draws x options: contribution after all costs.
        returned: Expected contribution before costs.
        cost: Expected cost: contacts and offers.
        expected: Expected contribution after all costs.
    """

    extra: "ndarray"
    value: "ndarray"
    gain: "ndarray"
    returned: "ndarray"
    cost: "ndarray"
    expected: "ndarray"


def worth_of(options: list[Option], extra: "ndarray", value: "ndarray") -> Worth:
    """Return what contacting one customer costs and brings.

    Args:
        options: What there is to do.
        extra: Draws x options of extra buyers.
        value: Draws x options of the money of an order, as a multiple of what it is taken to be, one on average.
    """
    import numpy as np

    earned, contact, redeemed = (
        np.array([getattr(one, field) for one in options], dtype=float)
        for field in ("earned", "contact_cost", "redeemed")
    )
    base = np.array([one.base or 0.0 for one in options], dtype=float)
    mean = extra.mean(axis=0) if len(options) else np.zeros(0)
    returned, cost = earned * mean, contact + redeemed * (base + mean)
    gain = earned * value * extra - redeemed * (base + extra) - contact
    # What is expected does not hang on which order values met which effects in the draws.
    gain += returned - cost - (gain.mean(axis=0) if len(options) else 0.0)
    return Worth(extra, value, gain, returned, cost, returned - cost)
