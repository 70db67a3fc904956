import json

import numpy as np
import pytest
from blobs import blobs, counted
from sklearn.metrics import adjusted_rand_score

from customer_segmentation.kit.errors import MethodError
from customer_segmentation.segment.cluster import dbscan, hdbscan
from customer_segmentation.segment.cluster.clustering import NOISE


def of_two_densities(seed=0):
    """Two groups near each other and dense, one far away and wide."""
    rng = np.random.default_rng(seed)
    near = [rng.normal(size=(200, 2)) * 0.15 + [x, 0.0] for x in (0.0, 1.5)]
    return np.concatenate([*near, rng.normal(size=(150, 2)) * 3 + [30.0, 30.0]]), np.repeat(
        [0, 1, 2], [200, 200, 150]
    )


def test_groups_of_different_density_are_found_where_one_radius_fails():
    points, truth = of_two_densities()
    found = hdbscan.fit(points, 0)
    assert found.clusters == 3
    assert adjusted_rand_score(truth, found.labels) > 0.9
    assert adjusted_rand_score(truth, dbscan.fit(points, 0, min_share=0.05).labels) < 0.8
    counted(found.labels, 3)


def test_details_are_json_and_tell_the_noise():
    points, _ = of_two_densities()
    found = hdbscan.fit(points, 0, min_share=0.1)
    assert json.loads(json.dumps(found.details)) == found.details
    assert (found.details["min_cluster_size"], found.details["min_samples"]) == (55, 4)
    assert found.details["noise_share"] == pytest.approx(np.mean(found.labels == NOISE))
    assert min(np.bincount(found.labels[found.labels != NOISE])) >= 55


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_changes_nothing(seed):
    points, _ = blobs(spread=1.5)
    order = np.random.default_rng(seed).permutation(len(points))
    assert hdbscan.fit(points, 0).labels[order].tolist() == hdbscan.fit(points[order], 0).labels.tolist()


def test_many_equal_customers_are_clusters_of_their_own():
    points = np.repeat([[0.0, 0.0], [1.0, 0.0], [9.0, 9.0]], [60, 50, 40], axis=0)
    assert counted(hdbscan.fit(points, 0).labels, 3) == [60, 50, 40]


@pytest.mark.parametrize(
    "points", [np.zeros((1, 2)), np.zeros((2, 3)), np.zeros((30, 2)), np.arange(3.0)[:, None]]
)
def test_tiny_and_equal_data_have_an_answer(points):
    assert hdbscan.fit(points, 0).labels.tolist() == [NOISE] * len(points)


def test_more_than_it_serves_is_refused_and_another_method_named(monkeypatch):
    monkeypatch.setattr(hdbscan, "LARGEST", 100)
    with pytest.raises(MethodError) as refused:
        hdbscan.fit(blobs()[0], 0)
    assert refused.value.code == "hdbscan_too_large"
    assert "dbscan" in refused.value.said("en")
    assert "dbscan" in refused.value.said("zh")
