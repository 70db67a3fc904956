"""The middle of mixed clusters: a mean for every number and the most frequent level of every category.

A category that is not known costs nothing in any cluster, so it draws a customer to none.
"""

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from customer_segmentation.segment.features.preparation import UNKNOWN

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Labels, Points

_CHUNK: Final = 100_000


class Placed(NamedTuple):
    """Categories of rows as numbers of which sums count: exact, however they are shared among threads.

    Attributes:
        levels: 1 where a row has a level and 0 elsewhere, shape (rows, categories x ``width``).
        known: How many categories of each row are known.
        width: Above every code.
    """

    levels: "Points"
    known: "Points"
    width: int

    @classmethod
    def of(cls, categories: "Labels", width: int) -> "Placed":
        """Return the placed codes of rows, shape (rows, categories)."""
        import numpy as np

        found = np.zeros((len(categories), categories.shape[1], width))
        row, column = np.nonzero(categories != UNKNOWN)
        found[row, column, categories[row, column]] = 1
        levels = found.reshape(len(categories), categories.shape[1] * width)
        return cls(levels, levels.sum(axis=1), width)


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
        return self._costs(numbers, Placed.of(categories, _width(categories, self.modes)))

    def _costs(self, numbers: "Points", placed: Placed) -> "Points":
        import numpy as np
        from scipy.spatial.distance import cdist

        costs = np.zeros((len(numbers), len(self.means)))
        if numbers.shape[1]:
            costs = np.asarray(cdist(numbers, self.means, "sqeuclidean"))
        if self.modes.shape[1]:
            shared = placed.levels @ Placed.of(self.modes, placed.width).levels.T
            costs += self.gamma * (placed.known[:, None] - shared)
        return costs

    def nearest(
        self, numbers: "Points", categories: "Labels", placed: Placed | None = None
    ) -> tuple["Labels", "Points"]:
        """Return the cheapest cluster of each row, the first of equal ones, and its cost.

        ``placed`` are the categories where they are at hand as such.
        """
        import numpy as np

        labels = np.empty(len(numbers), dtype=np.int64)
        least = np.empty(len(numbers))
        for start in range(0, len(numbers), _CHUNK):
            rows = slice(start, start + _CHUNK)
            costs = (
                self.costs(numbers[rows], categories[rows])
                if placed is None
                else self._costs(numbers[rows], Placed(placed.levels[rows], placed.known[rows], placed.width))
            )
            labels[rows] = costs.argmin(axis=1)
            least[rows] = np.take_along_axis(costs, labels[rows, None], axis=1)[:, 0]
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


def _width(*codes: "Labels") -> int:
    return 1 + max(int(code.max(initial=0)) for code in codes)


def middle(
    numbers: "Points", categories: "Labels", labels: "Labels", gamma: float, placed: Placed | None = None
) -> Prototypes:
    """Return the prototypes of clusters 0 to the largest label, none of them empty.

    Of equally frequent levels the one of the lowest code is the mode. ``placed`` are the categories where they are at
    hand as such.
    """
    import numpy as np

    sizes = np.bincount(labels)
    means = np.empty((len(sizes), numbers.shape[1]))
    for j, column in enumerate(numbers.T):
        means[:, j] = np.bincount(labels, weights=column) / sizes
    told = placed or Placed.of(categories, _width(categories))
    inside = (labels[:, None] == np.arange(len(sizes))).astype(np.float64)
    counts = (inside.T @ told.levels).reshape(len(sizes), categories.shape[1], told.width)
    modes = np.where(counts.any(axis=2), counts.argmax(axis=2), UNKNOWN)
    return Prototypes(means, modes.astype(np.int64), gamma)
