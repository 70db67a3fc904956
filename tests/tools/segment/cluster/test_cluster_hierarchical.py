import json

import numpy as np
import pytest
from blobs import blobs, counted, together
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.metrics import adjusted_rand_score

from customer_segmentation.segment.cluster import hierarchical


@pytest.mark.parametrize("k", [1, 2, 3, 5, 9])
@pytest.mark.parametrize("seed", range(3))
def test_it_is_scipys_ward_cut_by_scipy(k, seed):
    points = np.random.default_rng(seed).normal(size=(300, 4))
    found = hierarchical.fit(points, k, seed=0)
    theirs = fcluster(linkage(points, "ward"), k, "maxclust")
    assert (together(found.labels) == together(theirs)).all()
    assert found.clusters == k
    counted(found.labels, k)


def test_planted_groups_are_found():
    points, truth = blobs()
    found = hierarchical.fit(points, 3, seed=0)
    assert found.labels.tolist() == truth.tolist()
    assert found.details["exact"] is True


def test_one_tree_is_cut_for_any_number():
    points, _ = blobs()
    tree = hierarchical.grow(points, seed=0)
    for k in range(2, 8):
        assert tree.cut(k).labels.tolist() == hierarchical.fit(points, k, seed=0).labels.tolist()


def test_a_finer_cut_divides_the_clusters_of_a_coarser_one():
    points, _ = blobs(seed=3)
    tree = hierarchical.grow(points, seed=0)
    coarse, fine = tree.cut(3).labels, tree.cut(7).labels
    assert all(len(set(coarse[fine == label])) == 1 for label in range(7))


@given(st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing(seed):
    points, _ = blobs(sizes=(20, 15, 10), spread=3.0)
    order = np.random.default_rng(seed).permutation(len(points))
    whole, shuffled = hierarchical.fit(points, 4, seed=0), hierarchical.fit(points[order], 4, seed=0)
    assert whole.labels[order].tolist() == shuffled.labels.tolist()
    assert whole.details == shuffled.details


def test_the_dendrogram_tells_the_last_merges():
    points, _ = blobs()
    told = hierarchical.fit(points, 3, seed=0).details
    merges = told["merges"]
    assert json.loads(json.dumps(told)) == told
    assert len(merges) == 30
    assert merges[-1]["size"] == len(points)
    assert merges[-1]["cluster"] == 2 * len(points) - 2
    size = {merge["cluster"]: merge["size"] for merge in merges}
    # 120 and 90 lie √37 apart, 120 and 60 √50: 2·120·90/210·37 is below 2·120·60/180·50, so those join first.
    assert sorted((size[merges[-1]["left"]], size[merges[-1]["right"]])) == [60, 210]
    assert [merge["height"] for merge in merges] == sorted(merge["height"] for merge in merges)


def test_equal_customers_are_never_parted():
    points = np.repeat([[0.0, 0.0], [5.0, 5.0]], 10, axis=0)
    found = hierarchical.fit(points, 4, seed=0)
    assert found.clusters == 2
    assert counted(found.labels, 2) == [10, 10]


def test_merges_of_equal_height_are_undone_together():
    square = np.array([[0.0, 0.0], [0.0, 1.0], [9.0, 0.0], [9.0, 1.0]])
    assert hierarchical.fit(square, 3, seed=0).clusters == 2


def test_one_point_is_one_cluster():
    found = hierarchical.fit(np.array([[1.0, 2.0]]), 3, seed=0)
    assert (found.labels.tolist(), found.clusters, found.details["merges"]) == ([0], 1, [])


def test_what_it_is_given_stays_as_it_is():
    points, _ = blobs()
    before = points.copy()
    hierarchical.fit(points, 3, seed=0)
    assert (points == before).all()


class TestMicroClusters:
    @pytest.fixture(autouse=True)
    def _few_are_many(self, monkeypatch):
        monkeypatch.setattr(hierarchical, "EXACT", 2_000)

    def test_planted_groups_are_found(self):
        points, truth = blobs(sizes=(2000, 1500, 1000))
        found = hierarchical.fit(points, 3, seed=0)
        assert found.labels.tolist() == truth.tolist()
        assert found.details["exact"] is False
        assert found.details["leaves"] == hierarchical.GATHERED
        assert found.details["merges"][-1]["size"] == len(points)

    def test_the_order_of_rows_changes_nothing(self):
        points, _ = blobs(sizes=(1500, 1000, 500), spread=2.5)
        order = np.random.default_rng(1).permutation(len(points))
        whole, shuffled = hierarchical.fit(points, 5, seed=4), hierarchical.fit(points[order], 5, seed=4)
        assert whole.labels[order].tolist() == shuffled.labels.tolist()
        counted(whole.labels, 5)

    def test_it_comes_near_the_tree_of_every_point(self, monkeypatch):
        points, _ = blobs(sizes=(1500, 1000, 500), spread=1.5)
        gathered = hierarchical.fit(points, 3, seed=0).labels
        monkeypatch.setattr(hierarchical, "EXACT", 20_000)
        assert adjusted_rand_score(hierarchical.fit(points, 3, seed=0).labels, gathered) > 0.85

    def test_a_few_places_with_many_customers_each(self):
        points = np.repeat([[0.0, 0.0], [1.0, 0.0], [9.0, 9.0]], [1500, 1000, 500], axis=0)
        assert counted(hierarchical.fit(points, 2, seed=0).labels, 2) == [2500, 500]
        assert hierarchical.fit(points, 8, seed=0).clusters == 3

    def test_more_than_the_sample_reads_every_point(self, monkeypatch):
        monkeypatch.setattr(hierarchical, "_SAMPLE", 1_500)
        points, truth = blobs(sizes=(2000, 1500, 1000))
        found = hierarchical.fit(points, 3, seed=0)
        assert found.labels.tolist() == truth.tolist()
        assert found.details["merges"][-1]["size"] == 4500
