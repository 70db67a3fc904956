"""K-Means: each customer belongs to the nearest of k centres, the centres being the means of those near them.

S. Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28 (1982) 129-137; D. Arthur,
S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007; as scikit-learn computes it.
"""

from typing import TYPE_CHECKING, Final

from customer_segmentation.segment.cluster.canonical import distinct
from customer_segmentation.segment.cluster.clustering import Clustering

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Points

STARTS: Final = 10
_ROUNDS: Final = 300


def fit(points: "Points", k: int, seed: int) -> Clustering:
    """Return at most ``k`` clusters, the best of ``STARTS`` runs.

    Its details: ``centres``, shape (clusters, features), and ``inertia``, the sum of squared distances to them.
    """
    import numpy as np
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    k = min(k, distinct(points, k))
    # How sums are shared among threads changes their last digit, and with it a border.
    with threadpool_limits(1):
        fitted = KMeans(k, n_init=STARTS, max_iter=_ROUNDS, random_state=seed).fit(points)
    kept, labels = np.unique(fitted.labels_, return_inverse=True)
    details = {"centres": fitted.cluster_centers_[kept].tolist(), "inertia": float(fitted.inertia_)}
    return Clustering(labels.astype(np.int64), len(kept), details)
