"""How well several scores order the same customers, and how sure that is: areas under ROC curves with their errors.

E. R. DeLong, D. M. DeLong, D. L. Clarke-Pearson, "Comparing the areas under two or more correlated receiver
operating characteristic curves: a nonparametric approach", Biometrics 44 (1988) 837-845. Each customer's influence
on the area is kept, so that areas over the same customers are compared in pairs, and areas of several days are
averaged with every customer counted as one, however many days saw that customer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

from customer_segmentation.stats.shares import Estimate
from customer_segmentation.stats.wilson import Z_95

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
    Numbers = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True)
class Area:
    """An area under a ROC curve.

    Attributes:
        value: The share of pairs (one who came back, one who did not) that the score puts in the right order.
        influence: By customer number, what the customer adds to the error of the area.
    """

    value: float
    influence: "Floats"

    def minus(self, other: "Area") -> Estimate:
        """Return this area less another one over the same customers, with its 95% interval."""
        return _estimate(self.value - other.value, self.influence - other.influence)

    @property
    def estimate(self) -> Estimate:
        """The area with its 95% interval, cut off at 0 and 1."""
        found = _estimate(self.value, self.influence)
        return Estimate(found.value, max(0.0, found.low), min(1.0, found.high))


def area(scores: "Floats", came_back: "Flags", numbers: "Numbers", customers: int) -> Area | None:
    """Return the area for scores, larger meaning likelier; None where fewer than two came back or stayed away.

    Args:
        scores: Shape (n,).
        came_back: Shape (n,).
        numbers: Shape (n,); the number of each customer, from 0 to ``customers`` - 1, none twice.
        customers: The length of the influence.
    """
    import numpy as np

    present, absent = int(came_back.sum()), int((~came_back).sum())
    if min(present, absent) <= 1:
        return None
    _, place = np.unique(scores, return_inverse=True)
    came = np.bincount(place, weights=came_back)
    stayed = np.bincount(place, weights=~came_back)
    absent_below = (np.cumsum(stayed) - stayed / 2) / absent
    present_above = 1 - (np.cumsum(came) - came / 2) / present
    right = np.where(came_back, absent_below[place], present_above[place])
    value = float(right[came_back].sum() / present)
    influence = np.zeros(customers)
    for flags, many in ((came_back, present), (~came_back, absent)):
        influence[numbers[flags]] = (right[flags] - value) / sqrt(many * (many - 1))
    return Area(value, influence)


def averaged(areas: Sequence[Area]) -> Area | None:
    """Return the mean of areas over the same numbers of customers; None for none."""
    if not areas:
        return None
    influence = sum((one.influence for one in areas[1:]), areas[0].influence)
    return Area(sum(one.value for one in areas) / len(areas), influence / len(areas))


def _estimate(value: float, influence: "Floats") -> Estimate:
    half = Z_95 * sqrt(float((influence**2).sum()))
    return Estimate(value, value - half, value + half)
