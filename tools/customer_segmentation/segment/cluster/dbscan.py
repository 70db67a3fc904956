"""DBSCAN: clusters are where points lie dense; points in thin places are noise and belong to none.

M. Ester, H.-P. Kriegel, J. Sander, X. Xu, "A density-based algorithm for discovering clusters in large spatial
databases with noise", KDD 1996. Settings and signs of wrong ones follow E. Schubert et al., "DBSCAN revisited,
revisited", ACM TODS 42/3 (2017), article 19, section 4: two points per dimension, the radius at the knee.

Every point is compared while the neighbours to be held are at most ``_PAIRS``. Beyond that the points of a grid
cell a fraction of the radius wide stand together at their mean, each cell as heavy as the points it holds. Where a
data set is larger than ``REFERENCE`` its radius is that of a sample of this size, and the points asked for grow
with the data: the density that makes a cluster is then that of the sample, not one that more customers alone raise.
Where the cells do not fit either, as with many dimensions, the clusters are those of a sample of ``_FEW``, and any
other point goes with the nearest dense one of it within the radius.
"""

from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.segment.cluster.canonical import as_they_came, by_size, renumbered, row_order
from customer_segmentation.segment.cluster.clustering import NOISE, Clustering
from customer_segmentation.segment.cluster.grid import gather
from customer_segmentation.segment.cluster.knee import Knee, knee

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Labels, Points

REFERENCE: Final = 100_000
"""The most points among which a radius is sought."""
_PAIRS: Final = 30_000_000
_PROBES: Final = 1_000
_FEW: Final = 5_000
_FINENESS: Final = (4, 2, 1)
"""Cells whose diagonal is this part of the radius, the finest that fits."""
_MUCH_NOISE: Final = 0.3
_GIANT: Final = 0.9
_MANY_DIMENSIONS: Final = 10


def fit(
    points: "Points",
    seed: int,
    eps: float | None = None,
    min_samples: int | None = None,
    min_share: float = 0.0,
) -> Clustering:
    """Return the dense clusters of points of shape (points, features), and noise.

    Its details: ``eps``, ``min_samples``, ``noise_share``, ``dissolved`` (clusters too small), ``curve`` and
    ``knee_share`` of the k-distances, ``how`` (``exact``, ``cells`` or ``sample``), and ``why`` density says little here, empty where it serves:
    ``no_cluster``, ``mostly_noise`` (Schubert: more than 30%), ``one_giant_cluster`` (nine tenths of those in
    clusters), ``many_dimensions`` (distances grow alike from some ten on: K. Beyer et al., ICDT 1999).

    Args:
        points: Scaled, for one radius holds in every direction.
        seed: Of the sample in which a radius is sought.
        eps: The radius; None seeks it.
        min_samples: Points within the radius, itself among them, that make a place dense; None derives it.
        min_share: Clusters with a smaller share of the points become noise.
    """
    order = row_order(points)
    points = points[order]
    asked = min_samples or 2 * points.shape[1]
    reference = _sample(points, seed, REFERENCE)
    bend = knee(reference, asked) if eps is None else Knee(eps, 1.0, [])
    dense = min_samples or round(asked * len(points) / len(reference))
    found = _whole(points, bend.eps, dense)
    if found is None:
        few = _sample(points, seed, _FEW)
        bend = knee(few, asked) if eps is None else bend
        dense = asked if eps is None else max(2, round(dense * len(few) / len(points)))
        found = _by_sample(points, few, bend.eps, dense), "sample"
    old, dissolved = _large_enough(found[0], min_share)
    labels = renumbered(found[0], old)
    told = {
        "eps": bend.eps,
        "min_samples": dense,
        "knee_share": bend.share,
        "curve": bend.curve,
        "dissolved": dissolved,
        "how": found[1],
    }
    return Clustering(as_they_came(labels, order), len(old), told | density_says(labels, points.shape[1]))


def density_says(labels: "Labels", dimensions: int) -> dict[str, Any]:
    """Return the share of noise and ``why`` density says little here; empty where it serves."""
    import numpy as np

    sizes = np.bincount(labels[labels != NOISE])
    noise = float(np.mean(labels == NOISE))
    if not len(sizes):
        why = "no_cluster"
    elif noise > _MUCH_NOISE:
        why = "mostly_noise"
    elif sizes.max() >= _GIANT * sizes.sum():
        why = "one_giant_cluster"
    else:
        why = "many_dimensions" if dimensions > _MANY_DIMENSIONS else ""
    return {"noise_share": noise, "why": why}


def _sample(points: "Points", seed: int, most: int) -> "Points":
    import numpy as np

    if len(points) <= most:
        return points
    chosen = np.random.default_rng(seed).choice(len(points), most, replace=False)
    return points[np.sort(chosen)]


def _whole(points: "Points", eps: float, min_samples: int) -> tuple["Labels", str] | None:
    """Return the cluster of each point, compared itself or in its cell; None where neither fits."""
    import numpy as np

    if _fits(points, eps):
        return _dbscan(points, np.ones(len(points)), eps, min_samples)[0], "exact"
    for parts in _FINENESS:
        cells = gather(points, eps / parts / points.shape[1] ** 0.5)
        if _fits(cells.means, eps):
            return _dbscan(cells.means, cells.weights, eps, min_samples)[0][cells.cell], "cells"
    return None


def _by_sample(points: "Points", few: "Points", eps: float, min_samples: int) -> "Labels":
    """Return for each point the cluster of the nearest dense point of the sample within the radius."""
    import numpy as np
    from scipy.spatial import KDTree

    labels, dense = _dbscan(few, np.ones(len(few)), eps, min_samples)
    if not len(dense):
        return np.full(len(points), NOISE)
    _, nearest = KDTree(few[dense]).query(points, distance_upper_bound=np.nextafter(eps, np.inf))
    # A point without one within the radius is given the place after the last.
    found: Labels = np.append(labels[dense], NOISE)[nearest]
    return found


def _fits(points: "Points", eps: float) -> bool:
    """Return whether the neighbours of all points fit into memory, judged from evenly spaced ones."""
    from scipy.spatial import KDTree

    stride = -(-len(points) // REFERENCE)
    probes = points[:: -(-len(points) // _PROBES)]
    near = KDTree(points[::stride]).query_ball_point(probes, eps, return_length=True)
    return bool(near.mean() * stride * len(points) <= _PAIRS)


def _dbscan(points: "Points", weights: "Points", eps: float, min_samples: int) -> tuple["Labels", "Labels"]:
    """Return the cluster of each point and the places of the dense ones."""
    import numpy as np
    from sklearn.cluster import DBSCAN

    # A tree and one thread: sums of products by blocks would differ with the machine.
    method = DBSCAN(eps=eps, min_samples=min_samples, algorithm="kd_tree").fit(points, sample_weight=weights)
    return method.labels_.astype(np.int64), method.core_sample_indices_.astype(np.int64)


def _large_enough(labels: "Labels", min_share: float) -> tuple["Labels", int]:
    """Return the clusters with at least this share of the points, largest first, and how many are smaller."""
    import numpy as np

    old = by_size(labels)
    sizes = np.bincount(labels[labels != NOISE], minlength=len(old))[old]
    large = sizes >= min_share * len(labels)
    return old[large], int((~large).sum())
