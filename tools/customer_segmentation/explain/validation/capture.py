"""How much of what followed the first customers of an order account for (a point of the gains curve)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from customer_segmentation.stats.paired_auc import Floats


def capture(scores: "Floats", amounts: "Floats", part: float) -> float | None:
    """Return the share of ``amounts`` that falls on the first ``part`` of customers, the largest score first.

    Customers of equal score count in proportion where the line falls among them. None where there is nothing.

    Args:
        scores: Shape (n,).
        amounts: Shape (n,), none below zero.
        part: From 0 to 1.
    """
    import numpy as np

    total = float(amounts.sum())
    if total <= 0:
        return None
    _, place = np.unique(-scores, return_inverse=True)
    sizes = np.bincount(place)
    sums = np.bincount(place, weights=amounts)
    taken = np.clip(part * len(scores) - (np.cumsum(sizes) - sizes), 0, sizes)
    return float((sums * taken / sizes).sum() / total)
