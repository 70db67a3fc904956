"""Ward's tree of points that each stand for several, by chains of nearest neighbours.

F. Murtagh, "A survey of recent advances in hierarchical clustering algorithms", The Computer Journal 26 (1983)
354-359: follow nearest neighbours until two are each other's; Ward's distance never falls when others join, so that
pair belongs to the tree.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    from customer_segmentation.segment.cluster.clustering import Points

    Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def weighted_ward(points: "Points", weights: "Points") -> "Points":
    """Return the merges as SciPy's linkage, shape (points - 1, 4), lowest first.

    Two clusters of weights v and w whose means lie d apart join at the height d √(2vw / (v + w)): for weights of one
    this is SciPy's. Time is quadratic in the points, memory linear.

    Args:
        points: Shape (points, features).
        weights: Shape (points,), positive.
    """
    import numpy as np

    means, weight = points.copy(), weights.copy()
    alive = np.ones(len(points), dtype=bool)
    chain: list[int] = []
    joined: list[tuple[int, int, float]] = []
    while len(joined) < len(points) - 1:
        if not chain:
            chain.append(int(np.argmax(alive)))
        top = chain[-1]
        heights = _heights(means, weight, alive, top)
        nearest = int(np.argmin(heights))
        # Of equal neighbours the one below in the chain, or the chain could run in a circle.
        if len(chain) > 1 and heights[chain[-2]] <= heights[nearest]:
            nearest = chain[-2]
        if len(chain) == 1 or nearest != chain[-2]:
            chain.append(nearest)
            continue
        del chain[-2:]
        joined.append((top, nearest, float(heights[nearest])))
        both = weight[top] + weight[nearest]
        means[nearest] = (weight[top] * means[top] + weight[nearest] * means[nearest]) / both
        weight[nearest], alive[top] = both, False
    return _as_linkage(joined, len(points))


def _heights(means: "Points", weight: "Points", alive: "Flags", top: int) -> "Points":
    """Return the height at which each cluster would join ``top``; infinite for itself and for those gone."""
    import numpy as np

    squared = np.square(means - means[top]).sum(axis=1)
    heights: Points = np.sqrt(2 * weight * weight[top] / (weight + weight[top]) * squared)
    heights[~alive] = np.inf
    heights[top] = np.inf
    return heights


def _as_linkage(joined: list[tuple[int, int, float]], leaves: int) -> "Points":
    """Return the merges by height, each naming the clusters of the merges before it."""
    import numpy as np

    parent, cluster, size = list(range(leaves)), list(range(leaves)), [1] * leaves
    merges = np.empty((leaves - 1, 4))

    def root(leaf: int) -> int:
        while parent[leaf] != leaf:
            parent[leaf] = leaf = parent[parent[leaf]]
        return leaf

    for i, (left, right, height) in enumerate(sorted(joined, key=lambda merge: merge[2])):
        a, b = root(left), root(right)
        parent[a], size[b] = b, size[a] + size[b]
        merges[i] = (*sorted((cluster[a], cluster[b])), height, size[b])
        cluster[b] = leaves + i
    return merges
