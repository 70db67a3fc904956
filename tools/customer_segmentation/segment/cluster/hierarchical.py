"""Ward's hierarchical clustering: the two groups whose union spreads least are joined, again and again.

J. H. Ward, "Hierarchical grouping to optimize an objective function", JASA 58 (1963) 236-244. The tree is grown
once and cut for any number of clusters. Up to ``EXACT`` points it is the tree of every point, in memory linear in
them (D. Müllner, "fastcluster", Journal of Statistical Software 53/9 (2013), ``linkage_vector``). Above, K-Means
first gathers the points into ``GATHERED`` micro-clusters, and the tree joins those, each as heavy as the points it
holds (the idea of T. Zhang, R. Ramakrishnan, M. Livny, "BIRCH", SIGMOD 1996).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.segment.cluster.canonical import as_they_came, by_size, renumbered, row_order
from customer_segmentation.segment.cluster.clustering import Clustering
from customer_segmentation.segment.cluster.weighted_ward import weighted_ward

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Labels, Points

EXACT: Final = 20_000
"""The most points whose own tree is grown: its time is quadratic in them."""
GATHERED: Final = 1_000
"""Micro-clusters above that."""
_SAMPLE: Final = 100_000
_ROUNDS: Final = 25
_SHOWN: Final = 30


@dataclass(frozen=True)
class Tree:
    """Every merge, from single leaves to one cluster.

    Attributes:
        merges: Shape (leaves - 1, 4), as SciPy's linkage: the two joined, the height, the leaves in them. A leaf is
            below ``leaves``, the cluster of merge i is ``leaves`` + i. The height is the square root of twice the
            rise in the sum of squared distances to the means.
        leaf: The leaf of each point, in canonical order.
        weights: How many points each leaf holds.
        order: The canonical order of the points as they came.
    """

    merges: "Points"
    leaf: "Labels"
    weights: "Points"
    order: "Labels"

    def cut(self, k: int) -> Clustering:
        """Return at most ``k`` clusters; merges of equal height are undone together, so there may be fewer."""
        import numpy as np
        from scipy.cluster.hierarchy import fcluster

        if not len(self.merges):
            return Clustering(np.zeros_like(self.leaf), 1, self._details())
        of_leaf = fcluster(self.merges, k, "maxclust").astype(np.int64)
        labels = of_leaf[self.leaf]
        old = by_size(labels)
        return Clustering(as_they_came(renumbered(labels, old), self.order), len(old), self._details())

    def _details(self) -> dict[str, Any]:
        return {
            "leaves": len(self.weights),
            "exact": len(self.weights) == len(self.leaf),
            "merges": self._last(),
        }

    def _last(self) -> list[dict[str, float]]:
        """Return the last merges, the lowest first, for a dendrogram; ``size`` counts points."""
        import numpy as np

        leaves = len(self.weights)
        sizes = np.concatenate([self.weights, np.zeros(len(self.merges))])
        for i, (left, right) in enumerate(self.merges[:, :2].astype(np.int64)):
            sizes[leaves + i] = sizes[left] + sizes[right]
        first = max(0, len(self.merges) - _SHOWN)
        return [
            {
                "left": int(left),
                "right": int(right),
                "height": float(height),
                "size": int(sizes[leaves + first + i]),
                "cluster": leaves + first + i,
            }
            for i, (left, right, height, _) in enumerate(self.merges[first:])
        ]


def fit(points: "Points", k: int, seed: int) -> Clustering:
    """Return at most ``k`` clusters of points of shape (points, features)."""
    return grow(points, seed).cut(k)


def grow(points: "Points", seed: int) -> Tree:
    """Return the tree of points of shape (points, features); ``seed`` matters above ``EXACT`` points only."""
    import fastcluster
    import numpy as np

    order = row_order(points)
    points = np.ascontiguousarray(points[order])
    if len(points) > EXACT:
        centres, leaf, weights = _micro_clusters(points, seed)
        return Tree(weighted_ward(centres, weights), leaf, weights, order)
    leaf = np.arange(len(points))
    # It writes into what it is given.
    merges = fastcluster.linkage_vector(points.copy(), method="ward") if len(points) > 1 else np.empty((0, 4))
    return Tree(merges, leaf, np.ones(len(points)), order)


def _micro_clusters(points: "Points", seed: int) -> tuple["Points", "Labels", "Points"]:
    """Return their means (micro-clusters, features), the micro-cluster of each point, and how many each holds."""
    import numpy as np
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    sample = points
    if len(points) > _SAMPLE:
        chosen = np.random.default_rng(seed).choice(len(points), _SAMPLE, replace=False)
        sample = points[np.sort(chosen)]
    distinct = 1 + int((np.diff(sample, axis=0) != 0).any(axis=1).sum())
    many = min(GATHERED, distinct)
    # How sums are shared among threads changes their last digit, and with it a border.
    with threadpool_limits(1):
        fitted = KMeans(many, n_init=1, max_iter=_ROUNDS, random_state=seed, algorithm="lloyd").fit(sample)
        leaf = fitted.predict(points).astype(np.int64)
    leaf = np.unique(leaf, return_inverse=True)[1]
    weights = np.bincount(leaf).astype(np.float64)
    sums = [np.bincount(leaf, weights=column) for column in points.T]
    return np.stack(sums, axis=1) / weights[:, None], leaf, weights
