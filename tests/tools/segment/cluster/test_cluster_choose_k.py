import numpy as np
import pytest
from blobs import MIDDLES, blobs
from clouds import CLOUDS, cloud, standard
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score

from customer_segmentation.segment.cluster import gmm, hierarchical, kmeans
from customer_segmentation.segment.cluster.choose_k import choose
from customer_segmentation.segment.cluster.clustering import Clustering
from customer_segmentation.segment.cluster.stability import bootstrap_jaccard


@pytest.fixture(scope="module")
def three():
    points, _ = blobs((300, 250, 150), spread=1.2)
    points = standard(points)
    return points, choose(points, kmeans.fit, 0, range(2, 7))


def test_three_groups_are_three(three):
    _, choice = three
    assert (choice.k, choice.why) == (3, "stable_and_separated")


def test_every_k_has_its_indices(three):
    points, choice = three
    assert [score.k for score in choice.scores] == [2, 3, 4, 5, 6]
    score = choice.scores[1]
    labels = kmeans.fit(points, 3, 0).labels
    assert score.silhouette == pytest.approx(silhouette_score(points, labels))
    assert score.calinski_harabasz == pytest.approx(calinski_harabasz_score(points, labels))
    assert score.davies_bouldin == pytest.approx(davies_bouldin_score(points, labels))
    assert score.smallest_share == pytest.approx(np.bincount(labels).min() / len(labels))
    assert score.least_jaccard > 0.95
    assert score.separation.exceeds


def test_the_order_of_customers_changes_nothing(three):
    points, choice = three
    shuffled = points[np.random.default_rng(9).permutation(len(points))]
    again = choose(shuffled, kmeans.fit, 0, range(2, 7))
    assert (again.k, again.division) == (choice.k, choice.division)
    unlike = [(a.k, b.k) for a, b in zip(again.scores, choice.scores, strict=True) if a != b]
    assert unlike in ([], [(3, 3)])  # what is chosen is looked at as it came


def test_what_is_chosen_is_as_stable_as_it_will_be_told(three):
    points, choice = three
    found = kmeans.fit(points, 3, 0)
    told = min(bootstrap_jaccard(points, kmeans.fit, 3, 0, found=found))
    assert choice.scores[1].least_jaccard == told


def test_what_comes_back_in_a_sample_but_not_as_a_whole_is_not_chosen():
    """In all customers other clusters may be found than in a sample, and it is theirs that are told."""
    points, _ = blobs((900, 800, 700), spread=1.0)

    def unsteady_as_a_whole(some, k, seed):
        if k == 3 and len(some) == len(points):
            return Clustering(np.random.default_rng(seed).integers(3, size=len(some)), 3)
        return kmeans.fit(some, k, seed)

    choice = choose(standard(points), unsteady_as_a_whole, 0, [2, 3])
    assert choice.k != 3
    assert not choice.scores[1].stable


@pytest.mark.parametrize("fitter", [hierarchical.fit, gmm.fit])
def test_other_methods_find_them_too(fitter):
    points, _ = blobs((300, 250, 150), spread=0.8)
    assert choose(standard(points), fitter, 0, range(2, 6)).k == 3


def test_two_far_groups_are_not_cut_once_more():
    """Their halves come back too, and still lie apart because the groups do: a finer cut of what is clear."""
    rng = np.random.default_rng(0)
    points = rng.normal(size=(1500, 2))
    points[:700, 0] += 6
    choice = choose(standard(points), kmeans.fit, 0, range(2, 6))
    assert choice.k == 2
    assert choice.division > 2


def test_where_every_division_has_a_group_too_small_for_a_segment_there_is_none():
    middles = np.concatenate([MIDDLES, [[12.0, 12.0, 12.0]]])
    points, _ = blobs((400, 350, 300, 30), spread=0.8, middles=middles)
    choice = choose(standard(points), kmeans.fit, 0, range(2, 6), min_share=0.05)
    assert (choice.k, choice.why) == (None, "too_small")
    assert choose(standard(points), kmeans.fit, 0, range(2, 6), min_share=0.01).k == 4


@pytest.mark.parametrize("seed", range(2))
def test_uniform_noise_has_no_groups(seed):
    choice = choose(cloud("uniform square", seed), kmeans.fit, seed, range(2, 6))
    assert (choice.k, choice.why) == (None, "no_structure")
    assert choice.division >= 4  # the four quarters of a square come back, though nothing parts them


def test_what_never_comes_back_is_unstable():
    choice = choose(cloud("uniform in five", 0), kmeans.fit, 0, range(3, 6))
    assert (choice.k, choice.why, choice.division) == (None, "unstable", None)


@pytest.mark.parametrize("points", [np.zeros((50, 2)), np.eye(2)])
def test_points_that_allow_no_clusters(points):
    choice = choose(points, kmeans.fit, 0)
    assert (choice.k, choice.scores) == (None, ())


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", sorted(CLOUDS))
def test_no_cloud_has_groups_whatever_the_seed(name, seed):
    assert choose(cloud(name, 100 + seed, 2000), kmeans.fit, seed).k is None
