"""Two means compared: the standardised difference, its interval, and whether chance explains it.

L. V. Hedges, "Distribution theory for Glass's estimator of effect size", Journal of Educational Statistics 6
(1981) 107-128. B. L. Welch, "The generalization of Student's problem when several different population variances
are involved", Biometrika 34 (1947) 28-35. J. Cohen, "Statistical power analysis for the behavioral sciences"
(1988) calls 0.2 small, 0.5 medium and 0.8 large.
"""

from math import erfc, sqrt
from typing import NamedTuple

from customer_segmentation.stats.shares import Estimate
from customer_segmentation.stats.wilson import Z_95


class Moments(NamedTuple):
    """How many values, their mean, and their sample variance."""

    size: int
    mean: float
    variance: float


def standardised_difference(group: Moments, others: Moments) -> Estimate | None:
    """Return Hedges' g of a group against the others with its 95% interval; None where nothing varies.

    Both need at least two values; raises ValueError else.
    """
    if min(group.size, others.size) < 2:  # noqa: PLR2004 - a variance needs two values
        message = "a variance needs two values"
        raise ValueError(message)
    degrees = group.size + others.size - 2
    pooled = ((group.size - 1) * group.variance + (others.size - 1) * others.variance) / degrees
    if pooled <= 0:
        return None
    g = (1 - 3 / (4 * degrees - 1)) * (group.mean - others.mean) / sqrt(pooled)
    both = group.size + others.size
    error = sqrt(both / (group.size * others.size) + g * g / (2 * both))
    return Estimate(g, g - Z_95 * error, g + Z_95 * error)


def p_value(group: Moments, others: Moments) -> float:
    """Return the two-sided p-value of equal means without assuming equal variances, by the normal approximation."""
    variance = group.variance / group.size + others.variance / others.size
    if variance <= 0:
        return 1.0 if group.mean == others.mean else 0.0
    return erfc(abs(group.mean - others.mean) / sqrt(variance) / sqrt(2))
