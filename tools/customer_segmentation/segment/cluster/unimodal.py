"""The one-humped distribution nearest to the values of a feature, from which values without groups are drawn.

Shares that rise to one place and fall after it, found by isotonic regression on either side (R. E. Barlow et al.,
"Statistical inference under order restrictions", 1972). A skewed feature stays skewed and a flat one flat, two humps
become one. A feature of few values, such as a number of orders or an answer from one to five, keeps its values.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Points

_FEW_VALUES: Final = 200
"""A feature of at most so many values, each held by several customers, keeps them."""
_SEVERAL: Final = 5
_BINS: Final = 40


@dataclass(frozen=True)
class Unimodal:
    """A distribution: ``below[i]`` is the share of values up to ``values[i]``, even between them if ``even``."""

    values: "Points"
    below: "Points"
    even: bool

    def at(self, shares: "Points") -> "Points":
        """Return the values below which the given shares lie."""
        import numpy as np

        if self.even:
            return np.interp(shares, self.below, self.values)
        return self.values[np.minimum(np.searchsorted(self.below, shares), len(self.values) - 1)]


def nearest_unimodal(values: "Points") -> Unimodal:
    """Return the unimodal distribution nearest to the values, shape (points,)."""
    import numpy as np

    found, counts = np.unique(values, return_counts=True)
    if len(found) <= min(_FEW_VALUES, len(values) // _SEVERAL):
        return Unimodal(found, np.cumsum(one_hump(counts / len(values))), even=False)
    counts, edges = np.histogram(values, bins=_BINS)
    below = np.concatenate([[0.0], np.cumsum(one_hump(counts / len(values)))])
    return Unimodal(edges, below, even=True)


def one_hump(shares: "Points") -> "Points":
    """Return the nearest shares in squared distance that rise up to some place and fall from it, summing to one."""
    import numpy as np
    from scipy.optimize import isotonic_regression

    nearest, least = shares, np.inf
    for top in range(len(shares)):
        rising = isotonic_regression(shares[: top + 1]).x
        falling = isotonic_regression(shares[top:], increasing=False).x
        peak = max(rising[-1], falling[0])
        fitted = np.concatenate([rising[:-1], [peak], falling[1:]])
        distance = float(((fitted - shares) ** 2).sum())
        if distance < least:
            nearest, least = fitted, distance
    return np.asarray(nearest / nearest.sum(), dtype=np.float64)
