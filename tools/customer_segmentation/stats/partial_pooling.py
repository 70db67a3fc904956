"""Effects of several groups drawn toward what they have in common: small groups by much, large ones by little.

A normal hierarchical model: an estimate of each group with its standard error, true effects normal around a common
mean of which nothing is known before, and a spread between groups with a half-Cauchy prior (A. Gelman, "Prior
distributions for variance parameters in hierarchical models", Bayesian Analysis 1 (2006) 515-534). The spread is
integrated over: to plug in one value, often zero, would make intervals too narrow. A. Gelman et al., "Bayesian Data
Analysis", 3rd ed., section 5.4 has the formulas.
"""

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from customer_segmentation.stats.shares import Estimate

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

_GRID: Final = 400
_HALVINGS: Final = 60
_WIDE: Final = 12.0
"""So many standard deviations around its mean hold all of a distribution."""
_ENDS_95: Final = (0.025, 0.975)
_TENTHS: Final = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Pooled:
    """What is believed of one group's effect.

    Attributes:
        estimate: Mean and 95% interval.
        deviation: Standard deviation.
        shared: The part of it in which all groups err together.
        tenths: The 10th, 50th and 90th percentiles.
    """

    estimate: Estimate
    deviation: float
    shared: float
    tenths: tuple[float, float, float]


def pool(estimates: "Floats", errors: "Floats", prior_spread: float) -> list[Pooled]:
    """Return what is believed of each group, and last of one more of which nothing was seen.

    Args:
        estimates: Shape (groups,), one or more.
        errors: Their standard errors, each above zero.
        prior_spread: Median of the prior of the spread between groups, above zero.
    """
    import numpy as np

    spreads = prior_spread * np.tan((np.arange(_GRID) + 0.5) / _GRID * np.pi / 2)
    weights, centres, certainty = _spread_seen(estimates, errors, spreads)
    return [
        *(
            _believed(weights, *_given_spread(float(y), float(e), spreads, centres, certainty))
            for y, e in zip(estimates, errors, strict=True)
        ),
        _believed(weights, centres, 1 / certainty + spreads**2, 1 / certainty),
    ]


def _spread_seen(
    estimates: "Floats", errors: "Floats", spreads: "Floats"
) -> tuple["Floats", "Floats", "Floats"]:
    """Return how likely each spread is after the estimates, and the common mean and its precision under each."""
    import numpy as np

    variances = errors[None, :] ** 2 + spreads[:, None] ** 2
    precision = (1 / variances).sum(axis=1)
    centre = (estimates[None, :] / variances).sum(axis=1) / precision
    misfit = ((estimates[None, :] - centre[:, None]) ** 2 / variances).sum(axis=1)
    likelihood = -0.5 * (np.log(precision) + np.log(variances).sum(axis=1) + misfit)
    weights = np.exp(likelihood - likelihood.max())
    return weights / weights.sum(), centre, precision


def _given_spread(
    estimate: float, error: float, spreads: "Floats", centres: "Floats", precision: "Floats"
) -> tuple["Floats", "Floats", "Floats"]:
    """Return mean, variance and shared variance of a group's effect under each spread."""
    toward = error**2 / (error**2 + spreads**2)
    own = error**2 * (1 - toward)
    shared = toward**2 / precision
    return (1 - toward) * estimate + toward * centres, own + shared, shared


def _believed(weights: "Floats", means: "Floats", variances: "Floats", shared: "Floats") -> Pooled:
    mean = float(weights @ means)
    deviation = sqrt(float(weights @ (variances + (means - mean) ** 2)))
    low, high = (_quantile(p, weights, means, variances) for p in _ENDS_95)
    tenth, half, ninetieth = (_quantile(p, weights, means, variances) for p in _TENTHS)
    return Pooled(
        Estimate(mean, low, high), deviation, sqrt(float(weights @ shared)), (tenth, half, ninetieth)
    )


def _quantile(share: float, weights: "Floats", means: "Floats", variances: "Floats") -> float:
    """Return a quantile of a mixture of normal distributions, by halving."""
    import numpy as np
    from scipy.special import ndtr

    deviations = np.sqrt(variances)
    low, high = (
        float((means - _WIDE * deviations)[weights > 0].min()),
        float((means + _WIDE * deviations)[weights > 0].max()),
    )
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = float(weights @ ndtr((middle - means) / deviations))
        low, high = (middle, high) if below < share else (low, middle)
    return (low + high) / 2
