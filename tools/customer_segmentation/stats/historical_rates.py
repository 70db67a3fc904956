"""Rates of a control group made surer by an earlier period: by much where both agree, by little where they do not.

A commensurate prior (B. Hobbs, B. Carlin, S. Mandrekar, D. Sargent, "Hierarchical commensurate and power prior models
for adaptive incorporation of historical information in clinical trials", Biometrics 67 (2011) 1047-1056): an earlier
rate is the present one, moved by a shift that all groups share and by one of its own. How large such shifts are is not
known; both spreads have half-Cauchy priors and are integrated over a grid, so that the data say how far to trust.
"""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from customer_segmentation.stats.adjusted_difference import Floats

_SHIFTS: Final = (0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32)
"""The grid, evenly spaced by ratio, in standard deviations of the outcome."""
_MEDIAN: Final = 0.02
"""Median of what is believed of the spread of shifts, likewise."""


def with_history(
    rates: "Floats", variances: "Floats", earlier: "Floats", earlier_variances: "Floats"
) -> tuple["Floats", "Floats"]:
    """Return the rates of now with their covariance, in standard deviations of the outcome.

    Args:
        rates: Of the control group, by group; variances above zero, large where nothing was seen.
        variances: Of the rates.
        earlier: Of an earlier period.
        earlier_variances: Likewise.
    """
    import numpy as np

    now, moved = np.diag(variances), earlier - rates
    weights, means, covariances = [], [], []
    for common in _SHIFTS:
        for own in _SHIFTS:
            apart = now + np.diag(earlier_variances + own**2) + common**2
            toward = np.linalg.solve(apart, now).T
            means.append(rates + toward @ moved)
            covariances.append(now - toward @ now)
            fit = -0.5 * (moved @ np.linalg.solve(apart, moved) + np.linalg.slogdet(apart)[1])
            weights.append(fit + _prior(common) + _prior(own))
    share = np.exp(np.array(weights) - max(weights))
    share /= share.sum()
    of_each = np.array(means)
    mean = share @ of_each
    spread = of_each - mean
    covariance = np.tensordot(share, np.array(covariances), 1) + (spread.T * share) @ spread
    return mean, (covariance + covariance.T) / 2


def _prior(spread: float) -> float:
    from math import log, log1p

    return log(spread) - log1p((spread / _MEDIAN) ** 2)
