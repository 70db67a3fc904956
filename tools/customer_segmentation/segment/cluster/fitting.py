"""Clusters fitted to the customers of a scope, or to a sample of them where the method allows one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.segment.cluster import dbscan, gmm, hdbscan, hierarchical, kmeans
from customer_segmentation.segment.cluster.choose_k import K_RANGE, Choice, NoGroups, choose
from customer_segmentation.segment.cluster.clustering import NOISE, Clustering, Fitter
from customer_segmentation.segment.cluster.kprototypes import gamma_of
from customer_segmentation.segment.cluster.mixed_points import MixedPoints
from customer_segmentation.segment.cluster.model import Model
from customer_segmentation.segment.cluster.prototypes import Prototypes
from customer_segmentation.segment.cluster.request import ClusterRequest, Method, Outliers
from customer_segmentation.segment.cluster.scores import Scores, cheapest, likeliest, nearest_centre
from customer_segmentation.segment.features.feature import Feature
from customer_segmentation.segment.features.matrix import EVERYBODY, FeatureMatrix, read_features
from customer_segmentation.segment.features.preparation import Preparation, prepare

if TYPE_CHECKING:
    import numpy as np

    from customer_segmentation.segment.cluster.clustering import Labels, Points

SAMPLE: Final = 100_000
FEWEST: Final = 50
"""Of fewer customers chance alone makes groups."""
_FITTERS: Final[dict[Method, Fitter]] = {
    Method.KMEANS: kmeans.fit,
    Method.GMM: gmm.fit,
    Method.HIERARCHICAL: hierarchical.fit,
}
DENSITY: Final = frozenset({Method.DBSCAN, Method.HDBSCAN})
"""Methods that find the number of groups themselves and leave customers in none."""


@dataclass(frozen=True)
class Fitted:
    """What was fitted.

    Attributes:
        matrix: The customers that were compared, outliers among them.
        within: Which of them are no outliers, shape (customers,).
        points: Those within, as points.
        found: Their clusters.
        fitter: What found them.
        choice: How the number of clusters was chosen; None where the method finds it itself.
    """

    model: Model
    matrix: FeatureMatrix
    within: "np.ndarray[Any, np.dtype[np.bool_]]"
    points: "Points"
    found: Clustering
    fitter: Fitter
    choice: Choice | None = None

    @property
    def labels(self) -> "Labels":
        """The cluster of each point; ``NOISE`` for none."""
        return self.found.labels

    @property
    def labels_of_all(self) -> "Labels":
        """The cluster of each customer of the matrix; ``NOISE`` for none and for outliers."""
        import numpy as np

        labels = np.full(len(self.matrix.ids), NOISE, dtype=np.int64)
        labels[self.within] = self.labels
        return labels

    @property
    def clusters(self) -> int:
        """How many clusters there are."""
        return len(self.model.ids)


def method_for(asked: Method, features: Sequence[Feature]) -> Method:
    """Return the method that is meant.

    Raises:
        MethodError: The method cannot compare such features.
    """
    categories = [feature for feature in features if feature.kind == "category"]
    if asked is Method.AUTO:
        return Method.KPROTOTYPES if categories else Method.KMEANS
    if categories and asked is not Method.KPROTOTYPES:
        raise MethodError("cluster_categories", method=asked.value, feature=categories[0].words("en"))
    if asked is Method.KPROTOTYPES and not categories:
        raise MethodError("cluster_no_categories")
    return asked


def fit(request: ClusterRequest, scope: Scope, features: Sequence[Feature]) -> Fitted:
    """Return the clusters of the customers of a scope.

    Raises:
        InputError: A number of groups is asked of a method that finds it itself.
        MethodError: Too few customers, nothing in which they differ, no clusters, or too many for the method.
    """
    method = method_for(request.method, features)
    dense = method in DENSITY
    if dense and request.groups:
        raise InputError("cluster_density_k", method=method.value)
    matrix = read_features(features, scope, sample=EVERYBODY if dense else SAMPLE, seed=request.seed)
    if matrix.customers < FEWEST:
        raise MethodError("cluster_few_customers", customers=matrix.customers, fewest=FEWEST)
    fences = request.outliers is Outliers.AUTO and not dense
    preparation = prepare(matrix, request.scaling, fences=fences)
    _refuse_if_nothing_is_left(preparation, method, features)
    model = Model(
        method=method.value,
        features=[feature.name for feature in features],
        preparation=preparation,
        fences=fences,
        seed=request.seed,
    )
    return _by_density(request, model, matrix) if dense else _by_number(request, model, matrix)


def _refuse_if_nothing_is_left(preparation: Preparation, method: Method, features: Sequence[Feature]) -> None:
    """Raise MethodError where what was asked for is known of too few customers, or the same for all."""
    categories = {feature.name for feature in features if feature.kind == "category"}
    mixed = method is Method.KPROTOTYPES
    if preparation.names and not (mixed and not preparation.categories):
        return
    dropped = preparation.unknown or preparation.constant
    told = [f.words("en") for f in features if f.name in dropped and (not mixed or f.name in categories)]
    code = "cluster_known_of_few" if preparation.unknown else "cluster_all_alike"
    raise MethodError(code, features=", ".join(told))


def _by_number(request: ClusterRequest, model: Model, matrix: FeatureMatrix) -> Fitted:
    preparation = model.preparation
    within = ~preparation.outliers(matrix) if model.fences else _everybody(matrix)
    numbers, codes = preparation.points(matrix)[within], preparation.codes(matrix)[within]
    points, fitter = numbers, _FITTERS.get(Method(model.method), kmeans.fit)
    if preparation.categories:
        levels = tuple(len(matrix.levels[name]) for name in preparation.categories)
        mixed = MixedPoints(numbers.shape[1], levels, gamma_of(numbers))
        points, fitter = mixed.joined(numbers, codes), mixed.fit
    k_range = [request.groups] if request.groups else K_RANGE
    choice = choose(points, fitter, request.seed, k_range, request.min_share)
    k = request.groups or choice.k
    if k is None:
        raise NoGroups(choice, matrix.customers)
    found = choice.clustering or fitter(points, k, request.seed)
    return _fitted(model, matrix, within, points, found, fitter, choice, _scores(model, found, matrix))


def _by_density(request: ClusterRequest, model: Model, matrix: FeatureMatrix) -> Fitted:
    points = model.preparation.points(matrix)

    def fitter(points: "Points", k: int, seed: int) -> Clustering:  # noqa: ARG001 - the method finds k itself
        if model.method == Method.DBSCAN:
            return dbscan.fit(points, seed, min_share=request.min_share)
        return hdbscan.fit(points, seed, min_share=request.min_share)

    found = fitter(points, 0, request.seed)
    if found.clusters < 2:  # noqa: PLR2004 - one cluster divides nobody
        raise MethodError("cluster_density_none", method=model.method)
    return _fitted(model, matrix, _everybody(matrix), points, found, fitter, None, None)


def _everybody(matrix: FeatureMatrix) -> "np.ndarray[Any, np.dtype[np.bool_]]":
    import numpy as np

    return np.ones(len(matrix.ids), dtype=bool)


def _scores(model: Model, found: Clustering, matrix: FeatureMatrix) -> Scores | None:
    if model.method == Method.KMEANS:
        return nearest_centre(found.details["centres"])
    if model.method == Method.GMM:
        return likeliest(found.details)
    if model.method == Method.KPROTOTYPES:
        levels = [matrix.levels[name] for name in model.preparation.categories]
        return cheapest(Prototypes.of(found.details), levels)
    return None


def _fitted(
    model: Model,
    matrix: FeatureMatrix,
    within: "np.ndarray[Any, np.dtype[np.bool_]]",
    points: "Points",
    found: Clustering,
    fitter: Fitter,
    choice: Choice | None,
    scores: Scores | None,
) -> Fitted:
    numbers = points[:, : len(model.preparation.numbers)]
    centres = [numbers[found.labels == j].mean(axis=0).tolist() for j in range(found.clusters)]
    ids = [f"k{j}" for j in range(found.clusters)]
    model = model.model_copy(update={"centres": centres, "scores": scores, "ids": ids})
    return Fitted(model, matrix, within, points, found, fitter, choice)
