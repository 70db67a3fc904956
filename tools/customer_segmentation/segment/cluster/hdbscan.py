"""HDBSCAN: dense clusters at whichever density each of them stands out, without one radius for all.

R. Campello, D. Moulavi, J. Sander, "Density-based clustering based on hierarchical density estimates", PAKDD 2013.
"""

from math import ceil
from typing import TYPE_CHECKING, Final

from customer_segmentation.kit.errors import MethodError
from customer_segmentation.segment.cluster.canonical import as_they_came, by_size, renumbered, row_order
from customer_segmentation.segment.cluster.clustering import Clustering
from customer_segmentation.segment.cluster.dbscan import density_says

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Points

LARGEST: Final = 100_000
"""Its time is quadratic in the points: a minute there."""


def fit(points: "Points", seed: int, min_share: float = 0.05) -> Clustering:  # noqa: ARG001 - asked as the others
    """Return the dense clusters of points of shape (points, features), and noise.

    Its details: ``min_cluster_size``, ``min_samples``, ``noise_share`` and ``why``, see ``dbscan.fit``.

    Args:
        points: Scaled, for distances count every direction alike.
        seed: Nothing here is drawn.
        min_share: The least share of the points that makes a cluster.

    Raises:
        MethodError: More than ``LARGEST`` points: ``hdbscan_too_large``.
    """
    import numpy as np
    from sklearn.cluster import HDBSCAN

    if len(points) > LARGEST:
        raise MethodError("hdbscan_too_large", customers=len(points), most=LARGEST)
    size = max(2, ceil(min_share * len(points)))
    near = min(2 * points.shape[1], len(points))
    order = row_order(points)
    found = np.full(len(points), -1)
    if len(points) >= size:
        method = HDBSCAN(min_cluster_size=size, min_samples=near, algorithm="kd_tree", copy=True)
        found = method.fit(points[order]).labels_.astype(np.int64)
    old = by_size(found)
    labels = renumbered(found, old)
    told = {"min_cluster_size": size, "min_samples": near}
    return Clustering(as_they_came(labels, order), len(old), told | density_says(labels, points.shape[1]))
