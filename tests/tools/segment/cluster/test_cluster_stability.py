import numpy as np
import pytest
from blobs import blobs
from clouds import cloud
from sklearn.metrics import adjusted_rand_score

from customer_segmentation.segment.cluster import kmeans
from customer_segmentation.segment.cluster.clustering import Clustering
from customer_segmentation.segment.cluster.stability import agreement, bootstrap_jaccard, over_seeds


def by_sign(points, k, seed):
    """Divide by the sign of the first feature: what no resampling changes."""
    return Clustering((points[:, 0] > 0).astype(np.int64), 2)


def by_chance(points, k, seed):
    return Clustering(np.random.default_rng(seed).integers(k, size=len(points)), k)


def test_what_is_always_found_is_wholly_stable():
    points = cloud("normal", 0, 300)
    assert bootstrap_jaccard(points, by_sign, 2, 0) == [1.0, 1.0]
    assert over_seeds(points, by_sign, 2, 0) == 1


def test_labels_by_chance_are_not():
    """Two random halves share a third of what either holds; the better of two is a little more."""
    points = cloud("normal", 0, 1000)
    assert bootstrap_jaccard(points, by_chance, 2, 0) == pytest.approx([1 / 3, 1 / 3], abs=0.05)
    assert over_seeds(points, by_chance, 2, 0) == pytest.approx(0, abs=0.01)


def test_far_groups_are_stable_and_pieces_of_a_ball_are_not():
    points, _ = blobs((200, 150, 100))
    assert min(bootstrap_jaccard(points, kmeans.fit, 3, 0)) > 0.99
    assert min(bootstrap_jaccard(cloud("uniform in five", 1, 600), kmeans.fit, 6, 0)) < 0.6


def test_each_cluster_has_its_own_stability():
    """One far group, and one cloud in which a border is drawn anywhere."""
    rng = np.random.default_rng(3)
    points = np.concatenate([rng.normal(size=(500, 4)), rng.normal(size=(200, 4)) + 15])
    found = kmeans.fit(points, 3, 0)
    stability = bootstrap_jaccard(points, kmeans.fit, 3, 0, found=found)
    far = found.labels[-1]
    assert stability[far] > 0.99
    assert all(value < 0.8 for cluster, value in enumerate(stability) if cluster != far)


def test_renumbered_clusters_have_the_same_stability():
    points, _ = blobs((200, 150, 100), spread=2.5)
    found = kmeans.fit(points, 3, 0)
    turned = Clustering((found.labels + 1) % 3, 3)
    first = bootstrap_jaccard(points, kmeans.fit, 3, 0, found=found)
    again = bootstrap_jaccard(points, kmeans.fit, 3, 0, found=turned)
    assert [again[(label + 1) % 3] for label in range(3)] == first


def test_noise_is_no_cluster():
    """Refits that call everything noise find no cluster again."""

    def once(points, k, seed):
        return Clustering(np.full(len(points), -1), 0)

    found = Clustering(np.array([0, 0, 0, 1, 1, -1]), 2)
    assert bootstrap_jaccard(np.zeros((6, 2)), once, 2, 0, found=found) == [0.0, 0.0]


def test_the_jaccard_of_one_round_by_hand():
    """Every refit takes the drawn points below 5 for one cluster; the cluster judged holds those below 4."""
    values = np.arange(10.0)[:, None]
    found = Clustering((values[:, 0] >= 4).astype(np.int64), 2)

    def lower(points, k, seed):
        return Clustering((points[:, 0] >= 5).astype(np.int64), 2)

    draw = np.random.default_rng([7, 2])
    looked_at = values[draw.choice(10, 10, replace=False)][:, 0]
    drawn = looked_at[draw.integers(10, size=10)]
    expected = [(drawn < 4).sum() / (drawn < 5).sum(), (drawn >= 5).sum() / (drawn >= 4).sum()]
    assert bootstrap_jaccard(values, lower, 2, 7, rounds=1, found=found) == pytest.approx(expected)


def test_a_large_file_is_looked_at_in_part():
    seen = []

    def watched(points, k, seed):
        seen.append(len(points))
        return by_sign(points, k, seed)

    bootstrap_jaccard(cloud("normal", 0, 3000), watched, 2, 0, rounds=3, sample=500)
    assert seen == [500] * 4


def test_agreement_equals_scikit_learn():
    rng = np.random.default_rng(0)
    one, other = rng.integers(-1, 4, 500), rng.integers(0, 3, 500)
    assert agreement(one, other) == pytest.approx(adjusted_rand_score(one, other))
    assert agreement(one, (one + 2) * 7) == 1
