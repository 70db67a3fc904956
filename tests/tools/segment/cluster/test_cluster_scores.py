"""K-Means and mixtures equal scikit-learn's, and the scores that stand for them put every point alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.mixture import GaussianMixture

from customer_segmentation.segment.cluster import gmm, kmeans, kprototypes
from customer_segmentation.segment.cluster.mixed_points import MixedPoints
from customer_segmentation.segment.cluster.prototypes import Prototypes
from customer_segmentation.segment.cluster.scores import cheapest, likeliest, nearest_centre


def blobs(seed, many=300, dimensions=3):
    rng = np.random.default_rng(seed)
    centres = rng.normal(0, 3, (4, dimensions))
    return centres[rng.integers(4, size=many)] + rng.normal(size=(many, dimensions))


@pytest.mark.parametrize(("seed", "k"), [(0, 2), (1, 4), (7, 9)])
def test_kmeans_is_that_of_scikit_learn(seed, k):
    points = blobs(seed)
    ours = kmeans.fit(points, k, seed)
    theirs = KMeans(k, n_init=10, random_state=seed).fit(points)
    assert ours.labels.tolist() == theirs.labels_.tolist()
    assert ours.details["inertia"] == pytest.approx(theirs.inertia_)
    assert np.array(ours.details["centres"]) == pytest.approx(theirs.cluster_centers_)


def test_fewer_distinct_points_make_fewer_clusters():
    points = np.array([[0.0], [0.0], [1.0], [1.0]])
    for method in (kmeans, gmm):
        found = method.fit(points, 4, 0)
        assert found.clusters == 2
        assert found.labels[0] == found.labels[1] != found.labels[2] == found.labels[3]


@given(st.integers(0, 500), st.integers(2, 7))
def test_the_nearest_centre_has_the_highest_score(seed, k):
    points = blobs(seed, many=120)
    found = kmeans.fit(points, k, seed)
    scores = nearest_centre(found.details["centres"]).of(points)
    assert scores.argmax(axis=1).tolist() == found.labels.tolist()


@pytest.mark.parametrize("seed", range(4))
def test_the_likeliest_distribution_has_the_highest_score(seed):
    points = blobs(seed) @ np.array([[1, 0.6, 0], [0, 2, 0.3], [0, 0, 0.5]])
    found = gmm.fit(points, 4, seed)
    theirs = GaussianMixture(4, n_init=3, max_iter=200, reg_covar=1e-3, random_state=seed).fit(points)
    assert found.labels.tolist() == np.unique(theirs.predict(points), return_inverse=True)[1].tolist()
    scores = likeliest(found.details)
    assert scores.of(points).argmax(axis=1).tolist() == found.labels.tolist()


@given(st.integers(0, 500), st.booleans())
def test_scores_of_the_features_themselves_equal_those_of_scaled_ones(seed, tilted):
    rng = np.random.default_rng(seed)
    centres, scales = rng.normal(100, 50, 3), rng.uniform(0.1, 30, 3)
    values = centres + scales * blobs(seed, many=60)
    points = (values - centres) / scales
    scores = likeliest(gmm.fit(points, 3, 0).details) if tilted else nearest_centre(points[:3].tolist())
    assert scores.unscaled(centres, scales).of(values) == pytest.approx(scores.of(points), rel=1e-9, abs=1e-6)


def test_scores_of_mixed_clusters_are_half_their_cost():
    rng = np.random.default_rng(4)
    numbers, codes = blobs(4, many=200), rng.integers(-1, 3, (200, 2))
    found = kprototypes.fit(numbers, codes, 3, 0)
    prototypes = Prototypes.of(found.details)
    levels = [["x", "y", "z"], ["u", "v", "w"]]
    scores = cheapest(prototypes, levels)
    total = scores.of(numbers)
    for j, modes in enumerate(scores.modes):
        for column, mode in enumerate(modes):
            told = [levels[column][code] if code >= 0 else None for code in codes[:, column]]
            total[:, j] -= [0 if mode is not None and value == mode else scores.mismatch for value in told]
    expected = -prototypes.costs(numbers, codes) / 2
    # What every cluster loses alike, such as a value that is not known, moves nobody.
    assert total - total[:, :1] == pytest.approx(expected - expected[:, :1])


def test_mixed_points_lie_as_far_apart_as_k_prototypes_counts():
    rng = np.random.default_rng(5)
    numbers, codes = rng.normal(size=(40, 2)), rng.integers(-1, 3, (40, 2))
    layout = MixedPoints(2, (3, 3), 0.7)
    points = layout.joined(numbers, codes)
    back = layout.parted(points)
    assert back[0].tolist() == numbers.tolist()
    assert back[1].tolist() == codes.tolist()
    known = (codes >= 0).all(axis=1)
    squared = np.square(points[known][:, None] - points[known][None]).sum(axis=2)
    plain = np.square(numbers[known][:, None] - numbers[known][None]).sum(axis=2)
    differing = (codes[known][:, None] != codes[known][None]).sum(axis=2)
    assert squared == pytest.approx(plain + 0.7 * differing)
