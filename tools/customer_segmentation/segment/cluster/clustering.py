"""A clustering: points divided into groups, and what divides them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    import numpy as np

    Points = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Labels = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

NOISE: Final = -1
"""The label of a point in no cluster."""


@dataclass(frozen=True)
class Clustering:
    """Points in groups.

    Attributes:
        labels: Shape (points,); ``NOISE`` for a point in no cluster.
        clusters: The labels are 0 to ``clusters`` - 1, each of at least one point.
        details: What the method can tell besides, in JSON's types: inertia, eps, merges.
    """

    labels: "Labels"
    clusters: int
    details: dict[str, Any] = field(default_factory=dict)


class Fitter(Protocol):
    """Divides points of shape (points, features) into k clusters, always alike for a seed."""

    def __call__(self, points: "Points", k: int, seed: int) -> Clustering:
        """Return the clustering; it may have fewer than ``k`` clusters where the points do not allow so many."""
        ...
