"""Effects of several actions on several groups, drawn toward what actions and groups have in common.

A normal hierarchical model: the effect of an action on a group is what was expected before, plus what may be wrong with
that everywhere, plus the action's own departure, the group's, and the cell's. How much groups and cells differ is not known: their spreads have
half-Cauchy priors (A. Gelman, "Prior distributions for variance parameters in hierarchical models", Bayesian Analysis 1
(2006) 515-534) and are integrated over a grid, for to plug in one value, often zero, would make intervals too narrow.
Given the spreads everything is normal (A. Gelman et al., "Bayesian Data Analysis", 3rd ed., chapter 15).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from customer_segmentation.stats.adjusted_difference import Flags, Floats

_SPREADS: Final = (0.0125, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8)
"""The grid, evenly spaced by ratio."""


@dataclass(frozen=True)
class Expected:
    """What is believed before.

    Attributes:
        means: Shape (groups, actions).
        together: Components in which all cells may depart from it at once; each of the shape of ``means``, to be
            multiplied by one standard normal variable.
        action_sd: How far one action may depart beyond that.
        spread: Median of the spread of groups and of cells.
    """

    means: "Floats"
    together: "tuple[Floats, ...]"
    action_sd: float
    spread: float


@dataclass(frozen=True)
class Crossed:
    """What is believed after: shape (groups, actions), and the covariance of its cells in rows."""

    means: "Floats"
    covariance: "Floats"


def pool_two_ways(estimates: "Floats", noise: "Floats", seen: "Flags", expected: Expected) -> Crossed:
    """Return what is believed of every cell, those not seen included.

    Args:
        estimates: Shape (groups, actions); of those not seen nothing is read.
        noise: Covariance of their errors, cells in rows, positive definite where ``seen``.
        seen: Cells with an estimate.
        expected: What is believed before.
    """
    import numpy as np

    shape, cells = estimates.shape, seen.ravel()
    misses = (estimates - expected.means).ravel()[cells]
    weights, means, covariances = [], [], []
    for groups in _SPREADS:
        for own in _SPREADS:
            before = _before(shape, expected, groups, own)
            among = before[np.ix_(cells, cells)] + noise[np.ix_(cells, cells)]
            gain = np.linalg.solve(among, before[cells]).T
            means.append(gain @ misses)
            covariances.append(before - gain @ before[cells])
            fit = -0.5 * (misses @ np.linalg.solve(among, misses) + np.linalg.slogdet(among)[1])
            weights.append(fit + _prior(groups, expected.spread) + _prior(own, expected.spread))
    share = np.exp(np.array(weights) - max(weights))
    share /= share.sum()
    of_each = np.array(means)
    mean = share @ of_each
    apart = of_each - mean
    covariance = np.tensordot(share, np.array(covariances), 1) + (apart.T * share) @ apart
    return Crossed(expected.means + mean.reshape(shape), (covariance + covariance.T) / 2)


def _before(shape: tuple[int, ...], expected: Expected, groups: float, own: float) -> "Floats":
    """Return the covariance of all cells before anything was seen."""
    import numpy as np

    rows, columns = shape
    of_action = np.tile(np.eye(columns), (rows, rows))
    of_group = np.kron(np.eye(rows), np.ones((columns, columns)))
    everywhere = np.zeros((rows * columns,) * 2)
    for component in expected.together:
        everywhere += np.outer(component, component)
    before: Floats = (
        everywhere
        + expected.action_sd**2 * of_action
        + groups**2 * of_group
        + own**2 * np.eye(rows * columns)
    )
    return before


def _prior(spread: float, median: float) -> float:
    """Return the logarithm of a half-Cauchy density on a grid evenly spaced by ratio."""
    from math import log, log1p

    return log(spread) - log1p((spread / median) ** 2)
