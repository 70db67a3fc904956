"""Principal components of points, how many of them to keep, and how surely they are found again.

K. Pearson, "On lines and planes of closest fit to systems of points in space", Philosophical Magazine 2 (1901)
559-572; H. Hotelling (1933). A loading is the correlation of a feature with a component. Of yes/no features the
correlations are phi coefficients, which stay away from 1 where the features are not equally common.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

PLACES: Final = 6
"""Figures are kept to so many decimals: beyond them they differ between machines."""
ALIKE: Final = 0.85
"""Components less alike than this are different ones (Lorenzo-Seva & ten Berge)."""
_DRAWS: Final = 200
_CHANCE: Final = 0.95
_ROUNDS: Final = 30
_MOST_DRAWN: Final = 5_000


@dataclass(frozen=True)
class Decomposition:
    """The components of points, the widest first.

    Attributes:
        variances: Variance along each, shape (components,).
        axes: Directions as columns, shape (features, components); the largest entry of each is positive.
        loadings: Correlation of each feature with each component, the same shape.
    """

    variances: "Array"
    axes: "Array"
    loadings: "Array"

    @property
    def explained(self) -> "Array":
        """The share of all variance along each component; they sum to one."""
        shares: Array = self.variances / self.variances.sum()
        return shares


def decompose(points: "Array") -> Decomposition:
    """Return the components of points, shape (customers, features), none of them constant."""
    import numpy as np
    from threadpoolctl import threadpool_limits

    centred = points - points.mean(axis=0)
    with threadpool_limits(1):
        covariance = centred.T @ centred / (len(points) - 1)
        found, vectors = np.linalg.eigh(covariance)
    variances = np.maximum(found[::-1], 0.0)
    axes = vectors[:, ::-1]
    # Of entries that are equally large the first counts, whatever their last digits.
    largest = np.argmax(np.round(np.abs(axes), PLACES), axis=0)
    axes = axes * np.where(axes[largest, np.arange(axes.shape[1])] < 0, -1.0, 1.0)
    spreads = np.sqrt(np.diag(covariance))
    return Decomposition(variances, axes, axes * np.sqrt(variances) / spreads[:, None])


def beyond_chance(points: "Array", found: Decomposition, seed: int) -> int:
    """Return how many components, from the first on, are wider than those of unrelated features with the same variances.

    Parallel analysis: J. L. Horn, Psychometrika 30 (1965) 179-185, with the 95th percentile of L. W. Glorfeld,
    Educational and Psychological Measurement 55 (1995) 377-393. Covariances of unrelated normal features are drawn
    from their Wishart distribution, so that the number of customers costs nothing.
    """
    import numpy as np
    from scipy.stats import wishart

    customers = len(points)
    variances = points.var(axis=0, ddof=1)
    drawn = wishart.rvs(
        df=customers - 1,
        scale=np.diag(variances) / (customers - 1),
        size=_DRAWS,
        random_state=np.random.default_rng(seed),
    )
    # A sample's own variances are known: only the relations between features are left to chance.
    spreads = np.sqrt(np.einsum("rii->ri", drawn))
    drawn = drawn / (spreads[:, :, None] * spreads[:, None, :]) * np.sqrt(np.outer(variances, variances))
    widths = np.sort(np.linalg.eigvalsh(drawn), axis=1)[:, ::-1]
    limits = np.quantile(widths, _CHANCE, axis=0)
    wider = found.variances > limits
    return int(len(wider) if wider.all() else np.argmin(wider))


def found_again(points: "Array", found: Decomposition, kept: int, seed: int) -> list[float]:
    """Return how alike each component is, 1 for the same, when other customers are drawn: 95% are at least so alike.

    Tucker's congruence of loadings, of each component with its nearest, over bootstrap samples. U. Lorenzo-Seva,
    J. M. F. ten Berge, Methodology 2 (2006) 57-64: 0.95 and more is equal, under 0.85 is not alike.
    """
    import numpy as np

    chance = np.random.default_rng(seed)
    size = min(len(points), _MOST_DRAWN)
    alike = np.zeros((_ROUNDS, kept))
    for turn in range(_ROUNDS):
        drawn = points[chance.integers(0, len(points), size)]
        if (drawn.std(axis=0) == 0).any():
            continue
        again = decompose(drawn).loadings
        norms = np.linalg.norm(found.loadings, axis=0)[:kept, None] * np.linalg.norm(again, axis=0)[None, :]
        congruence = np.abs(found.loadings[:, :kept].T @ again) / np.where(norms > 0, norms, 1.0)
        alike[turn] = congruence.max(axis=1)
    return [round(float(low), PLACES) for low in np.quantile(alike, 1 - _CHANCE, axis=0)]
