"""The index of a group: its mean, or its share, divided by that of everybody, the group itself included.

With p the group's part of all and r the ratio of the group to the others, the index is r / (p r + 1 - p), which
rises with r: the ends of the interval of r give those of the index. The ratio of two independent means has the
interval of its logarithm by the delta method, with Welch's degrees of freedom (B. L. Welch, Biometrika 34 (1947)
28-35); that of two shares is ``shares.ratio``. Sizes of groups count as fixed.
"""

from math import exp, log, sqrt

from customer_segmentation.stats.means import Moments
from customer_segmentation.stats.shares import Estimate, ratio


def index_of_means(group: Moments, others: Moments) -> Estimate | None:
    """Return the index of a mean with its 95% interval; None unless both means are above zero.

    Both need at least two values; raises ValueError else.
    """
    from scipy.special import stdtrit

    if min(group.size, others.size) < 2:  # noqa: PLR2004 - a variance needs two values
        message = "a variance needs two values"
        raise ValueError(message)
    if group.mean <= 0 or others.mean <= 0:
        return None
    parts = [m.variance / (m.size * m.mean * m.mean) for m in (group, others)]
    spread = sum(parts)
    centre = log(group.mean / others.mean)
    half = 0.0
    if spread > 0:
        weights = sum(part * part / (m.size - 1) for part, m in zip(parts, (group, others), strict=True))
        half = float(stdtrit(spread * spread / weights, 0.975)) * sqrt(spread)
    part = group.size / (group.size + others.size)
    return Estimate(*(_of_all(exp(value), part) for value in (centre, centre - half, centre + half)))


def index_of_shares(successes: int, trials: int, other_successes: int, other_trials: int) -> Estimate | None:
    """Return the index of a share with its 95% interval; None where the others have no success."""
    against_others = ratio(successes, trials, other_successes, other_trials)
    if against_others is None:
        return None
    part = trials / (trials + other_trials)
    return Estimate(*(_of_all(value, part) for value in against_others))


def _of_all(to_others: float, part: float) -> float:
    return to_others / (part * to_others + 1 - part)
