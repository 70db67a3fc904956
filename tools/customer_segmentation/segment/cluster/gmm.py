"""A mixture of normal distributions: clusters may be stretched, tilted and of unequal spread.

A. P. Dempster, N. M. Laird, D. B. Rubin, "Maximum likelihood from incomplete data via the EM algorithm", JRSS B 39
(1977) 1-38; as scikit-learn computes it, from a K-Means start.
"""

from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.segment.cluster.canonical import distinct
from customer_segmentation.segment.cluster.clustering import Clustering

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Points

_STARTS: Final = 3
_ROUNDS: Final = 200
_LEAST_VARIANCE: Final = 1e-3
"""Added to every variance of standardised features, or a cluster could shrink onto equal customers."""


def fit(points: "Points", k: int, seed: int) -> Clustering:
    """Return at most ``k`` clusters; a component that is the likeliest of no point is left out.

    Its details, per cluster: ``weights``, ``means``, ``precisions`` (inverse covariances) and ``log_det`` (half the
    logarithm of the determinant of each); and ``bic`` and ``converged``.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits

    k = min(k, distinct(points, k))
    with threadpool_limits(1):
        fitted = _fitted(points, k, seed)
        kept, labels = np.unique(fitted.predict(points), return_inverse=True)
        bic = float(fitted.bic(points))
    halves = np.log(np.diagonal(fitted.precisions_cholesky_, axis1=1, axis2=2)).sum(axis=1)
    details = {
        "weights": fitted.weights_[kept].tolist(),
        "means": fitted.means_[kept].tolist(),
        "precisions": fitted.precisions_[kept].tolist(),
        "log_det": halves[kept].tolist(),
        "bic": bic,
        "converged": bool(fitted.converged_),
    }
    return Clustering(labels.astype(np.int64), len(kept), details)


def _fitted(points: "Points", k: int, seed: int) -> Any:
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.mixture import GaussianMixture

    method = GaussianMixture(
        k, n_init=_STARTS, max_iter=_ROUNDS, reg_covar=_LEAST_VARIANCE, random_state=seed
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # told in the details instead
        return method.fit(points)
