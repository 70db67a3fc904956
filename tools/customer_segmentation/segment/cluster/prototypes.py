"""The middle of mixed clusters: a mean for every number and the most frequent level of every category.

A category that is not known costs nothing in any cluster, so it draws a customer to none.
"""

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from customer_segmentation.segment.features.preparation import UNKNOWN

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Labels, Points

_CHUNK: Final = 100_000


class Prototypes(NamedTuple):
    """One prototype per cluster.

    Attributes:
        means: Shape (clusters, numbers).
        modes: Shape (clusters, categories), codes; ``UNKNOWN`` where no customer of the cluster has a known one.
        gamma: What one category that differs costs, in squared units of the numbers.
    """

    means: "Points"
    modes: "Labels"
    gamma: float

    def costs(self, numbers: "Points", categories: "Labels") -> "Points":
        """Return the cost of each row in each cluster, shape (rows, clusters)."""
        import numpy as np

        costs = np.zeros((len(numbers), len(self.means)))
        for j, mean in enumerate(self.means.T):
            costs += np.square(numbers[:, j, None] - mean)
        for j, mode in enumerate(self.modes.T):
            codes = categories[:, j, None]
            costs += self.gamma * ((codes != mode) & (codes != UNKNOWN))
        return costs

    def nearest(self, numbers: "Points", categories: "Labels") -> tuple["Labels", "Points"]:
        """Return the cheapest cluster of each row, the first of equal ones, and its cost."""
        import numpy as np

        labels = np.empty(len(numbers), dtype=np.int64)
        least = np.empty(len(numbers))
        for start in range(0, len(numbers), _CHUNK):
            rows = slice(start, start + _CHUNK)
            costs = self.costs(numbers[rows], categories[rows])
            labels[rows] = costs.argmin(axis=1)
            least[rows] = costs.min(axis=1)
        return labels, least

    def told(self) -> dict[str, Any]:
        """Return them in JSON's types; ``Prototypes.of`` reads them again."""
        return {"means": self.means.tolist(), "modes": self.modes.tolist(), "gamma": self.gamma}

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Prototypes":
        """Return the prototypes that were ``told``."""
        import numpy as np

        clusters = len(told["means"])
        means = np.array(told["means"], dtype=np.float64).reshape(clusters, -1)
        modes = np.array(told["modes"], dtype=np.int64).reshape(clusters, -1)
        return cls(means, modes, float(told["gamma"]))


def middle(numbers: "Points", categories: "Labels", labels: "Labels", gamma: float) -> Prototypes:
    """Return the prototypes of clusters 0 to the largest label, none of them empty.

    Of equally frequent levels the one of the lowest code is the mode.
    """
    import numpy as np

    sizes = np.bincount(labels)
    means = np.empty((len(sizes), numbers.shape[1]))
    for j, column in enumerate(numbers.T):
        means[:, j] = np.bincount(labels, weights=column) / sizes
    modes = np.full((len(sizes), categories.shape[1]), UNKNOWN, dtype=np.int64)
    for j, codes in enumerate(categories.T):
        known = codes != UNKNOWN
        levels = int(codes.max(initial=UNKNOWN)) + 1
        if not levels:
            continue
        counts = np.bincount(labels[known] * levels + codes[known], minlength=len(sizes) * levels)
        counts = counts.reshape(len(sizes), levels)
        modes[:, j] = np.where(counts.any(axis=1), counts.argmax(axis=1), UNKNOWN)
    return Prototypes(means, modes, gamma)
