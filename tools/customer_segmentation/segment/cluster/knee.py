"""The radius within which points count as neighbours: the knee of the sorted k-distance curve.

M. Ester, H.-P. Kriegel, J. Sander, X. Xu, "A density-based algorithm for discovering clusters", KDD 1996, 4.2: the
distance of each point to its k-th neighbour, sorted, bends where noise begins. The bend is found as in V. Satopaa
et al., "Finding a 'kneedle' in a haystack", ICDCSW 2011: the place farthest from the chord between the two ends.
"""

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Points

_ASKED: Final = 10_000
_SHOWN: Final = 51
# Where every point has equals enough, any radius below the least distance serves.
_LEAST: Final = 1e-9


class Knee(NamedTuple):
    """The bend of the curve.

    Attributes:
        eps: The distance there.
        share: The share of points whose neighbours are no farther.
        curve: The distances at even shares from none to all, for a chart.
    """

    eps: float
    share: float
    curve: list[float]


def knee(points: "Points", min_samples: int) -> Knee:
    """Return the knee of the distances within which each point has ``min_samples`` points, itself among them.

    Points of shape (points, features) in canonical order. Evenly spaced ones are asked, at most some ten thousand,
    for their neighbours among all. Distances of 0, which equal points have, tell nothing of a radius.
    """
    import numpy as np
    from scipy.spatial import KDTree

    asked = points[:: -(-len(points) // _ASKED)]
    near = min(min_samples, len(points))
    distances = np.sort(KDTree(points).query(asked, k=[near])[0][:, 0])
    shown = distances[np.linspace(0, len(distances) - 1, _SHOWN).astype(np.int64)].tolist()
    curve = distances[distances > 0]
    if not len(curve):
        return Knee(_LEAST, 1.0, shown)
    rise = curve[-1] - curve[0]
    above = np.linspace(0, 1, len(curve)) - (curve - curve[0]) / rise if rise else np.zeros(len(curve))
    eps = float(curve[np.argmax(above)]) if above.max() > 0 else float(curve[-1])
    return Knee(eps, float(np.mean(distances <= eps)), shown)
