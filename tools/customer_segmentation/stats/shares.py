"""Two shares compared: their difference, their ratio, and whether chance explains it.

R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine
17 (1998) 873-890, method 10. D. Katz et al., "Obtaining confidence intervals for the risk ratio in cohort
studies", Biometrics 34 (1978) 469-474, with half a success added to each side (Walter 1976) so that zero is no
obstacle.
"""

from math import erfc, exp, log, sqrt
from typing import NamedTuple

from customer_segmentation.stats.wilson import Z_95, wilson_interval


class Estimate(NamedTuple):
    """A figure with the ends of its interval, 95% unless said otherwise."""

    value: float
    low: float
    high: float


def difference(successes: int, trials: int, other_successes: int, other_trials: int) -> Estimate:
    """Return the first share minus the second with Newcombe's interval; raises ValueError for no share."""
    low, high = wilson_interval(successes, trials)
    other_low, other_high = wilson_interval(other_successes, other_trials)
    share, other = successes / trials, other_successes / other_trials
    gap = share - other
    return Estimate(
        gap,
        gap - sqrt((share - low) ** 2 + (other_high - other) ** 2),
        gap + sqrt((high - share) ** 2 + (other - other_low) ** 2),
    )


def ratio(successes: int, trials: int, other_successes: int, other_trials: int) -> Estimate | None:
    """Return the first share divided by the second with its log interval; None if the second is zero.

    The interval is symmetric on the log scale around the ratio with half a success added to each side.
    """
    if not other_successes:
        return None
    value = (successes / trials) / (other_successes / other_trials)
    centre = log((successes + 0.5) / (trials + 0.5)) - log((other_successes + 0.5) / (other_trials + 0.5))
    spread = (
        1 / (successes + 0.5) - 1 / (trials + 0.5) + 1 / (other_successes + 0.5) - 1 / (other_trials + 0.5)
    )
    half = Z_95 * sqrt(max(spread, 0.0))
    return Estimate(value, min(value, exp(centre - half)), max(value, exp(centre + half)))


def p_value(successes: int, trials: int, other_successes: int, other_trials: int) -> float:
    """Return the two-sided p-value of equal shares, by the pooled normal approximation (the chi-square of 2x2)."""
    pooled = (successes + other_successes) / (trials + other_trials)
    variance = pooled * (1 - pooled) * (1 / trials + 1 / other_trials)
    if variance <= 0:
        return 1.0
    z = abs(successes / trials - other_successes / other_trials) / sqrt(variance)
    return erfc(z / sqrt(2))
