"""Two groups compared by rank, whatever the shape of their values: Cliff's delta and its interval.

Delta is the chance that a value of the one is larger than one of the other, less the chance that it is smaller: 1
where every value lies above, 0 where they are alike. Skewed money and counts do not disturb it, and for a yes or no
it is the difference of the shares.

N. Cliff, "Dominance statistics: ordinal analyses to answer ordinal questions", Psychological Bulletin 114 (1993)
494-509. The variance is that of E. R. DeLong et al., Biometrics 44 (1988) 837-845; the interval that of D. Feng,
N. Cliff, "Monte Carlo evaluation of ordinal d with improved confidence interval", JMASM 3 (2004) 322-332; the
p-value that of the Wilcoxon-Mann-Whitney test with ties, by the normal approximation.
"""

from math import asin, erfc, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Final, NamedTuple

from customer_segmentation.stats.shares import Estimate
from customer_segmentation.stats.wilson import Z_95

if TYPE_CHECKING:
    import numpy as np

    Counts = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

_CERTAIN: Final = 1 - 1e-9
_GRADES: Final = ((0.8, "large"), (0.5, "medium"), (0.2, "small"))


class Dominance(NamedTuple):
    """Cliff's delta with its 95% interval, and the p-value of equal distributions."""

    delta: Estimate
    p_value: float


def dominance(counts: "Counts", others: "Counts") -> Dominance | None:
    """Compare a group with others; None where nothing varies or a side has fewer than two values.

    Args:
        counts: How many of the group have each distinct value, in ascending order of the values.
        others: The same of the others.
    """
    import numpy as np

    many, rest = int(counts.sum()), int(others.sum())
    ties = counts + others
    if min(many, rest) < 2 or int((ties > 0).sum()) < 2:  # noqa: PLR2004 - a variance needs two values
        return None
    above = (np.cumsum(others) - others / 2) / rest
    below = (np.cumsum(counts) - counts / 2) / many
    area = float((counts * above).sum()) / many
    spread = float((counts * (above - area) ** 2).sum()) / ((many - 1) * many)
    spread += float((others * (1 - below - area) ** 2).sum()) / ((rest - 1) * rest)
    whole = many + rest
    tied = float((ties.astype(float) ** 3 - ties).sum()) / (whole * (whole - 1))
    null = many * rest / 12 * (whole + 1 - tied)
    delta = 2 * area - 1
    z = abs(delta) / 2 * many * rest / sqrt(null)
    return Dominance(_interval(delta, 2 * sqrt(spread), min(many, rest)), erfc(z / sqrt(2)))


def _interval(delta: float, error: float, fewer: int) -> Estimate:
    z = Z_95
    if abs(delta) >= _CERTAIN:  # no value crosses: the variance is zero, yet few customers prove little
        end = (fewer - z * z) / (fewer + z * z)
        return Estimate(1.0, end, 1.0) if delta > 0 else Estimate(-1.0, -1.0, -end)
    whole = 1 - delta**2 + (z * error) ** 2
    half = z * error * sqrt((1 - delta**2) ** 2 + (z * error) ** 2)
    centre = delta - delta**3
    return Estimate(delta, min(delta, (centre - half) / whole), max(delta, (centre + half) / whole))


def strength_of_delta(delta: float) -> float:
    """Return the standardised difference of two normal groups with that delta: Cohen's d, 0.2 small, 0.5, 0.8 large.

    On this scale A. Vargha, H. D. Delaney, JEBS 25 (2000) 101-132 call a chance of .56, .64 and .71 the same.
    """
    return sqrt(2) * NormalDist().inv_cdf((min(max(delta, -_CERTAIN), _CERTAIN) + 1) / 2)


def strength_of_shares(share: float, other: float) -> float:
    """Return Cohen's h of two shares, on the scale of d (Cohen 1988, chapter 6)."""
    return 2 * asin(sqrt(share)) - 2 * asin(sqrt(other))


def grade_of(strength: float) -> str:
    """Return what Cohen (1988) calls a standardised difference: large, medium, small, or nothing below that."""
    return next((word for least, word in _GRADES if abs(strength) >= least), "")
