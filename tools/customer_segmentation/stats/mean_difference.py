"""Two means compared without assuming equal variances: their difference, its interval, and whether chance explains it.

B. L. Welch, "The generalization of Student's problem when several different population variances are involved",
Biometrika 34 (1947) 28-35, with Satterthwaite's degrees of freedom.
"""

from math import isfinite, sqrt
from typing import NamedTuple

from customer_segmentation.stats.means import Moments
from customer_segmentation.stats.shares import Estimate


class MeanDifference(NamedTuple):
    """A difference with its 95% interval, its standard error, and the p-value of no difference."""

    estimate: Estimate
    error: float
    p_value: float


def welch(group: Moments, others: Moments) -> MeanDifference:
    """Return the mean of a group less that of others; both need two values or more, else ValueError."""
    if min(group.size, others.size) < 2:  # noqa: PLR2004 - a variance needs two values
        message = "a variance needs two values"
        raise ValueError(message)
    parts = [m.variance / m.size for m in (group, others)]
    error = sqrt(sum(parts))
    gap = group.mean - others.mean
    if error <= 0:
        return MeanDifference(Estimate(gap, gap, gap), 0.0, 1.0 if gap == 0 else 0.0)
    # In parts of the whole: squares of tiny variances would vanish.
    whole = sum(parts)
    weights = sum((p / whole) ** 2 / (m.size - 1) for p, m in zip(parts, (group, others), strict=True))
    return with_error(gap, error, 1 / weights)


def with_error(gap: float, error: float, degrees: float) -> MeanDifference:
    """Return a difference with a standard error (above zero) that has so many degrees of freedom."""
    from scipy.special import stdtr, stdtrit

    half = float(stdtrit(degrees, 0.975)) * error
    p_value = float(2 * stdtr(degrees, -abs(gap) / error))
    if not isfinite(half):
        message = "no interval for such degrees of freedom"
        raise ValueError(message)
    return MeanDifference(Estimate(gap, gap - half, gap + half), error, p_value)
