"""Three indices of how well clusters stand apart, each the higher the better.

- silhouette: P. J. Rousseeuw, J. Comput. Appl. Math. 20 (1987) 53-65: of each point, how much nearer its own cluster is;
- spread: the logarithm of T. Caliński, J. Harabasz, Communications in Statistics 3 (1974) 1-27: spread between clusters
  over spread within; a logarithm because it is a ratio, as the gap statistic takes one;
- compactness: less the index of D. L. Davies, D. W. Bouldin, IEEE PAMI 1 (1979) 224-227: how alike each cluster is to
  its nearest.

Each favours certain numbers of clusters on any data, so they are compared with those of clouds without groups.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Labels, Points


class Indices(NamedTuple):
    """The indices of one clustering; 0 where fewer than two clusters can be compared."""

    silhouette: float
    spread: float
    compactness: float


def indices(points: "Points", labels: "Labels") -> Indices:
    """Return the indices of the points in clusters; those in none, below 0, are left aside."""
    from math import log

    from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

    inside = labels >= 0
    apart = silhouette(points, labels)
    if apart == 0:
        return Indices(0.0, 0.0, 0.0)
    some, own = points[inside], labels[inside]
    return Indices(
        apart,
        log(max(float(calinski_harabasz_score(some, own)), 1e-12)),
        -float(davies_bouldin_score(some, own)),
    )


def silhouette(points: "Points", labels: "Labels") -> float:
    """Return the mean silhouette of the points in clusters; 0 where fewer than two clusters can be compared."""
    import numpy as np
    from sklearn.metrics import silhouette_score

    inside = labels >= 0
    clusters = len(np.unique(labels[inside]))
    if not 1 < clusters < int(inside.sum()):
        return 0.0
    return float(silhouette_score(points[inside], labels[inside]))
