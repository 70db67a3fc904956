"""Whether clusters stand apart, or whether one cloud was merely cut in pieces.

Any method cuts any cloud: uniform noise has a silhouette of 0.4 at four clusters. So the same method is run on clouds
without groups (``structureless``), and the silhouette (P. J. Rousseeuw, J. Comput. Appl. Math. 20 (1987) 53-65) of
the customers has to be higher than theirs, as the gap statistic asks of the spread. Where K-Means cuts such a cloud
better than the method does, its cut counts: to be poor at cutting clouds is no proof of groups. The silhouette of
parts of the customers is compared with that of clouds of their size, so that both wander alike by chance.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from customer_segmentation.segment.cluster import kmeans
from customer_segmentation.segment.cluster.structureless import alike_by_axis, alike_by_feature

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Fitter, Labels, Points

PART: Final = 1_000
"""Customers in a part, and points in a cloud."""
_PARTS: Final = 8
_CLOUDS: Final = 12
_COPIED: Final = 5_000
"""A cloud is made alike to so many customers."""
_ENOUGH: Final = 4
MARGIN: Final = 0.02
"""What one cloud of an odd shape (a triangle, a ball) gains over clouds that have its features; measured."""
_ERRORS: Final = 3.0
"""And so many standard errors on top of none: nine numbers of clusters are tried."""


@dataclass(frozen=True)
class Separation:
    """How far clusters stand apart.

    Attributes:
        silhouette: Mean over the parts, -1 to 1.
        reference: The same of clouds without groups, by the kind of them that comes closest to the customers.
        needed: By how much the silhouette must exceed the reference.
    """

    silhouette: float
    reference: float
    needed: float

    @property
    def excess(self) -> float:
        """By how much the silhouette exceeds the reference."""
        return self.silhouette - self.reference

    @property
    def exceeds(self) -> bool:
        """Tell whether the clusters stand apart more than pieces of one cloud would."""
        return self.excess > self.needed


class Structure:
    """Parts of the points and clouds without groups, made once for every number of clusters.

    Args:
        points: Shape (points, features), in an order that does not depend on how they came.
        fitter: The method.
        seed: Of the parts, the clouds and the fits.
    """

    def __init__(self, points: "Points", fitter: "Fitter", seed: int) -> None:
        import numpy as np

        self._fitter, self._seed = fitter, seed
        draw = np.random.default_rng([seed, 1])
        shuffled = points[draw.permutation(len(points))]
        size = min(PART, len(points))
        count = min(_PARTS, len(points) // size)
        self._parts = [shuffled[n * size : (n + 1) * size] for n in range(count)]
        alike = shuffled[:_COPIED]
        self._kinds = [
            alike_by_feature(alike, size, draw, _CLOUDS),
            alike_by_axis(alike, size, draw, _CLOUDS),
        ]

    def separation(self, k: int) -> Separation:
        """Return how far ``k`` clusters stand apart."""
        import numpy as np

        here = self._silhouettes(self._parts, k)
        there = [self._best_cuts(clouds, k) for clouds in self._kinds]
        closest = max(there, key=np.mean)
        error = (_variance(here, closest) / len(here) + _variance(closest) / len(closest)) ** 0.5
        return Separation(float(np.mean(here)), float(np.mean(closest)), max(MARGIN, _ERRORS * error))

    def _best_cuts(self, clouds: "list[Points]", k: int) -> list[float]:
        own = self._silhouettes(clouds, k)
        if self._fitter is kmeans.fit:
            return own
        plain = [silhouette(cloud, kmeans.fit(cloud, k, self._seed).labels) for cloud in clouds]
        return [max(pair) for pair in zip(own, plain, strict=True)]

    def _silhouettes(self, clouds: "list[Points]", k: int) -> list[float]:
        return [silhouette(cloud, self._fitter(cloud, k, self._seed).labels) for cloud in clouds]


def _variance(values: list[float], instead: list[float] | None = None) -> float:
    """Return the sample variance, that of ``instead`` where there are too few values to tell."""
    from statistics import variance

    return variance(values if len(values) >= _ENOUGH or instead is None else instead)


def has_structure(points: "Points", fitter: "Fitter", k: int, seed: int) -> bool:
    """Tell whether ``k`` clusters of the points stand apart more than pieces of one cloud would."""
    return Structure(points, fitter, seed).separation(k).exceeds


def silhouette(points: "Points", labels: "Labels") -> float:
    """Return the mean silhouette of the points in clusters; 0 where fewer than two clusters can be compared."""
    import numpy as np
    from sklearn.metrics import silhouette_score

    inside = labels >= 0
    clusters = len(np.unique(labels[inside]))
    if not 1 < clusters < int(inside.sum()):
        return 0.0
    return float(silhouette_score(points[inside], labels[inside]))
