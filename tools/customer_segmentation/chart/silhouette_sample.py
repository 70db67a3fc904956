"""Silhouettes of a sample of customers, by group: distances as the method that formed the groups sees them.

P. J. Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis", J. Comput.
Appl. Math. 20 (1987) 53-65.
"""

from typing import TYPE_CHECKING, Final

from customer_segmentation.chart.material import Material
from customer_segmentation.data.scope import Scope
from customer_segmentation.segment.cluster.assigning import entries
from customer_segmentation.segment.cluster.kprototypes import gamma_of
from customer_segmentation.segment.cluster.mixed_points import MixedPoints
from customer_segmentation.segment.cluster.model import Model
from customer_segmentation.segment.features.choice import choose_features
from customer_segmentation.segment.features.matrix import FeatureMatrix, read_features

if TYPE_CHECKING:
    import numpy as np

    from customer_segmentation.segment.features.preparation import Points

DRAWN: Final = 3_000
"""Customers compared: the distances between all of them are computed."""
_PLACES: Final = 6


def silhouettes(material: Material) -> "dict[str, Points]":
    """Return the silhouettes of the customers drawn in each group, the highest first, in declared order; empty of fewer than two groups.

    Customers in no group and extreme ones are left out: they are no group.
    """
    import numpy as np
    from sklearn.metrics import silhouette_samples
    from threadpoolctl import threadpool_limits

    model = Model.read(material.segments.folder)
    with material.scope() as scope:
        features = choose_features(entries(model.features), scope)
        matrix = read_features(features, scope, sample=DRAWN, seed=model.seed)
        segment = _segments(matrix, scope)
    within = np.isin(segment, model.ids)
    points, own = _points(model, matrix, within), segment[within]
    present = [identity for identity in material.segmentation.ids() if identity in set(own.tolist())]
    if not 1 < len(present) < len(own):
        return {}
    with threadpool_limits(1):  # how sums are shared among threads changes their last digit
        found = np.round(silhouette_samples(points, own), _PLACES)
    return {identity: np.sort(found[own == identity])[::-1] for identity in present}


def _segments(matrix: FeatureMatrix, scope: Scope) -> "np.ndarray[tuple[int], np.dtype[np.str_]]":
    """Return the segment of each customer of a matrix, empty for none."""
    import numpy as np

    found = scope.engine.connection.execute(
        "SELECT a.customer_id, a.segment FROM assigned AS a WHERE a.customer_id IN (SELECT UNNEST($ids))",
        {"ids": matrix.ids.tolist()},
    ).fetchall()
    segment_of = dict(found)
    return np.array([segment_of.get(who, "") for who in matrix.ids], dtype=np.str_)


def _points(
    model: Model, matrix: FeatureMatrix, within: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> "Points":
    """Return the customers within groups as the points that the method compared."""
    preparation = model.preparation
    numbers, codes = preparation.points(matrix)[within], preparation.codes(matrix)[within]
    if not preparation.categories:
        return numbers
    levels = tuple(len(matrix.levels[name]) for name in preparation.categories)
    return MixedPoints(numbers.shape[1], levels, gamma_of(numbers)).joined(numbers, codes)
