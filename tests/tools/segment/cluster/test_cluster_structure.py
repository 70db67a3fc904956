import numpy as np
import pytest
from blobs import blobs
from clouds import CLOUDS, cloud, standard
from sklearn.metrics import silhouette_score

from customer_segmentation.segment.cluster import gmm, hierarchical, kmeans
from customer_segmentation.segment.cluster.clustering import Clustering
from customer_segmentation.segment.cluster.indices import silhouette
from customer_segmentation.segment.cluster.structure import Structure, has_structure


@pytest.mark.parametrize("name", sorted(CLOUDS))
def test_pieces_of_one_cloud_do_not_stand_apart(name):
    structure = Structure(cloud(name, 5), kmeans.fit, 0)
    assert not structure.separation(3).exceeds


def test_a_method_that_is_poor_at_cutting_clouds_is_held_to_k_means():
    def at_random(points, k, seed):
        return Clustering(np.random.default_rng(seed).integers(k, size=len(points)), k)

    points = cloud("normal", 5)
    by_k_means = Structure(points, kmeans.fit, 0).separation(3)
    assert Structure(points, at_random, 0).separation(3).reference == by_k_means.reference


def test_a_mixture_of_six_shows_no_more_than_the_three_groups_there_are():
    """With a feature of noise six components cut one cloud badly, which alone once made six look better than three."""
    rng = np.random.default_rng(0)
    points, _ = blobs((500, 500, 500), middles=np.array([[0.0, 0.0], [6.0, 0.0], [0.0, 6.0]]), spread=1)
    structure = Structure(standard(np.column_stack([points, rng.normal(size=1500)])), gmm.fit, 0)
    assert structure.separation(3).excess > 1.5 * structure.separation(6).excess


@pytest.mark.parametrize("fitter", [kmeans.fit, hierarchical.fit])
def test_three_groups_do(fitter):
    points, _ = blobs((400, 300, 200), spread=1.2)
    found = Structure(standard(points), fitter, 0).separation(3)
    assert found.exceeds
    assert found.excess > 0.1


def test_groups_that_differ_in_one_of_many_features_do():
    rng = np.random.default_rng(1)
    points = rng.normal(size=(1500, 4))
    points[:700, 2] += 6
    assert has_structure(standard(points), kmeans.fit, 2, 0)


@pytest.mark.parametrize("seed", range(3))
def test_few_customers_need_a_wider_gap(seed):
    """Of sixty customers chance alone parts some well: what is needed grows with what the clouds wander."""
    few = Structure(cloud("normal", seed, 60), kmeans.fit, seed).separation(3)
    many = Structure(cloud("normal", seed, 3000), kmeans.fit, seed).separation(3)
    assert few.needed > 1.5 * many.needed
    assert not few.exceeds


def test_the_silhouette_is_that_of_the_points_in_clusters():
    points, truth = blobs()
    labels = truth.astype(np.int64)
    assert silhouette(points, labels) == pytest.approx(silhouette_score(points, labels))
    noisy = np.where(np.arange(len(labels)) % 7 == 0, -1, labels)
    inside = noisy >= 0
    assert silhouette(points, noisy) == pytest.approx(silhouette_score(points[inside], labels[inside]))


@pytest.mark.parametrize("labels", [[0, 0, 0], [-1, -1, 0], [0, 1, 2]])
def test_nothing_to_compare_is_no_separation(labels):
    assert silhouette(np.eye(3), np.array(labels)) == 0
