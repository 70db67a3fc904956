"""Numbers and categories as points whose distances are those of k-prototypes.

Each value of a category is a coordinate of its own, the square root of half of gamma where a customer has it: two
customers who differ in a category lie gamma apart in squared distance, as k-prototypes counts it (Huang 1998). What
judges clusters by distances can so judge mixed ones; the clusters themselves have modes and no mean of categories.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from customer_segmentation.segment.cluster import kprototypes
from customer_segmentation.segment.cluster.clustering import Clustering
from customer_segmentation.segment.features.preparation import UNKNOWN

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Labels, Points


@dataclass(frozen=True)
class MixedPoints:
    """The layout of the points.

    Attributes:
        numbers: How many coordinates are numbers; they come first.
        levels: How many values each category has.
        gamma: What one category that differs costs.
    """

    numbers: int
    levels: tuple[int, ...]
    gamma: float

    def joined(self, numbers: "Points", codes: "Labels") -> "Points":
        """Return the points; a value that is not known has no coordinate."""
        import numpy as np

        far = (self.gamma / 2) ** 0.5
        parts = [far * (codes[:, j, None] == np.arange(many)) for j, many in enumerate(self.levels)]
        return np.concatenate([numbers, *parts], axis=1)

    def parted(self, points: "Points") -> tuple["Points", "Labels"]:
        """Return the numbers and codes of points."""
        import numpy as np

        codes, start = [], self.numbers
        for many in self.levels:
            part = points[:, start : start + many]
            codes.append(np.where(part.any(axis=1), part.argmax(axis=1), UNKNOWN))
            start += many
        return points[:, : self.numbers], np.stack(codes, axis=1).astype(np.int64)

    def fit(self, points: "Points", k: int, seed: int) -> Clustering:
        """Divide points of this layout by k-prototypes."""
        return kprototypes.fit(*self.parted(points), k, seed, self.gamma)
