"""Whether clusters stand apart, or whether one cloud was merely cut in pieces.

Any method cuts any cloud: uniform noise has a silhouette of 0.4 at four clusters. So the same method is run on clouds
without groups (``structureless``), and the silhouette of the customers has to be higher than theirs, as the gap
statistic asks of the spread. Where K-Means cuts such a cloud better than the method does, its cut counts: to be poor at
cutting clouds is no proof of groups. The indices of parts of the customers are compared with those of clouds of their
size, so that both wander alike by chance.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from customer_segmentation.segment.cluster import kmeans
from customer_segmentation.segment.cluster.indices import Indices, indices
from customer_segmentation.segment.cluster.structureless import alike_by_axis, alike_by_feature

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Fitter, Points

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
class Lead:
    """How far the customers are ahead of clouds without groups by one index (``indices``).

    Attributes:
        here: Mean over the parts.
        reference: The same of clouds without groups, by the kind of them that comes closest to the customers.
        error: The standard error of the difference.
    """

    here: float
    reference: float
    error: float

    @property
    def ahead(self) -> float:
        """By how much the index exceeds the reference."""
        return self.here - self.reference


@dataclass(frozen=True)
class Separation:
    """How far clusters stand apart, by each index."""

    by_silhouette: Lead
    by_spread: Lead
    by_compactness: Lead

    @property
    def leads(self) -> tuple[Lead, Lead, Lead]:
        """The leads in the order of ``Indices``."""
        return self.by_silhouette, self.by_spread, self.by_compactness

    @property
    def silhouette(self) -> float:
        """Mean silhouette of the parts, -1 to 1."""
        return self.by_silhouette.here

    @property
    def reference(self) -> float:
        """The silhouette of clouds without groups."""
        return self.by_silhouette.reference

    @property
    def excess(self) -> float:
        """By how much the silhouette exceeds the reference."""
        return self.by_silhouette.ahead

    @property
    def needed(self) -> float:
        """By how much it must."""
        return max(MARGIN, _ERRORS * self.by_silhouette.error)

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
        here = [self._indices(part, k) for part in self._parts]
        there = [[self._best_cut(cloud, k) for cloud in clouds] for clouds in self._kinds]
        return Separation(
            *(_lead([own[n] for own in here], [[cut[n] for cut in kind] for kind in there]) for n in range(3))
        )

    def _best_cut(self, cloud: "Points", k: int) -> Indices:
        own = self._indices(cloud, k)
        if self._fitter is kmeans.fit:
            return own
        plain = indices(cloud, kmeans.fit(cloud, k, self._seed).labels)
        return Indices(*(max(pair) for pair in zip(own, plain, strict=True)))

    def _indices(self, points: "Points", k: int) -> Indices:
        return indices(points, self._fitter(points, k, self._seed).labels)


def _lead(here: list[float], kinds: list[list[float]]) -> Lead:
    """Return how far parts are ahead of the kind of clouds that comes closest."""
    from statistics import fmean

    closest = max(kinds, key=fmean)
    error = (_variance(here, closest) / len(here) + _variance(closest) / len(closest)) ** 0.5
    return Lead(fmean(here), fmean(closest), error)


def _variance(values: list[float], instead: list[float] | None = None) -> float:
    """Return the sample variance, that of ``instead`` where there are too few values to tell."""
    from statistics import variance

    return variance(values if len(values) >= _ENOUGH or instead is None else instead)


def has_structure(points: "Points", fitter: "Fitter", k: int, seed: int) -> bool:
    """Tell whether ``k`` clusters of the points stand apart more than pieces of one cloud would."""
    return Structure(points, fitter, seed).separation(k).exceeds
