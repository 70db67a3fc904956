import json

import numpy as np
import pytest
from blobs import blobs, counted, together
from hypothesis import given
from hypothesis import strategies as st
from sklearn.cluster import DBSCAN
from sklearn.metrics import adjusted_rand_score

from customer_segmentation.segment.cluster import dbscan
from customer_segmentation.segment.cluster.clustering import NOISE


def scattered(sizes=(120, 90, 60), far=12, seed=0):
    """Three dense groups and points far from everybody; the truth calls those noise."""
    points, truth = blobs(sizes, seed)
    corners = np.random.default_rng(seed).choice([-1.0, 1.0], size=(far, 3))
    lonely = corners * (20 + 15 * np.arange(far))[:, None]
    return np.concatenate([points, lonely]), np.append(truth, np.full(far, NOISE))


def dense_by_hand(points, eps, asked):
    """Return which points are dense and the component of each by breadth-first search."""
    near = np.sqrt(np.square(points[:, None, :] - points[None, :, :]).sum(axis=2)) <= eps
    dense = near.sum(axis=1) >= asked
    component = np.full(len(points), -1)
    for start in np.flatnonzero(dense):
        if component[start] >= 0:
            continue
        waiting, mark = [start], start
        while waiting:
            at = waiting.pop()
            if component[at] < 0:
                component[at] = mark
                waiting += np.flatnonzero(near[at] & dense).tolist()
    return near, dense, component


@given(st.integers(0, 1000), st.floats(0.2, 1.2), st.integers(2, 8))
def test_it_follows_the_definition(seed, eps, asked):
    points = np.random.default_rng(seed).normal(size=(60, 2))
    found = dbscan.fit(points, 0, eps=eps, min_samples=asked)
    near, dense, component = dense_by_hand(points, eps, asked)
    # Dense points: the same cluster exactly where a chain of dense neighbours joins them.
    assert (together(found.labels[dense]) == together(component[dense])).all()
    reached = (near & dense).any(axis=1)
    assert ((found.labels == NOISE) == ~reached).all()
    for point in np.flatnonzero(reached & ~dense):
        assert found.labels[point] in set(found.labels[near[point] & dense].tolist())


def test_planted_groups_and_the_scattered_are_found():
    points, truth = scattered()
    found = dbscan.fit(points, 0)
    assert found.clusters == 3
    assert adjusted_rand_score(truth, found.labels) > 0.9
    assert (found.labels[truth == NOISE] == NOISE).all()
    assert found.details["min_samples"] == 6
    assert found.details["why"] == ""
    assert found.details["how"] == "exact"
    assert json.loads(json.dumps(found.details)) == found.details


def test_the_radius_found_gives_what_scikit_learn_gives():
    points, _ = scattered(seed=2)
    found = dbscan.fit(points, 0)
    theirs = DBSCAN(eps=found.details["eps"], min_samples=6).fit(points).labels_
    assert adjusted_rand_score(theirs, found.labels) > 0.99
    assert ((theirs == NOISE) == (found.labels == NOISE)).all()


@given(st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing(seed):
    points = np.random.default_rng(3).normal(size=(80, 2))
    order = np.random.default_rng(seed).permutation(len(points))
    whole, shuffled = dbscan.fit(points, 0), dbscan.fit(points[order], 0)
    assert whole.labels[order].tolist() == shuffled.labels.tolist()
    assert whole.details == shuffled.details


def test_clusters_below_the_least_share_become_noise():
    points, _ = scattered(sizes=(150, 90, 8))
    every, large = dbscan.fit(points, 0, eps=2.0), dbscan.fit(points, 0, eps=2.0, min_share=0.05)
    assert (every.clusters, every.details["dissolved"]) == (3, 0)
    assert (large.clusters, large.details["dissolved"]) == (2, 1)
    assert (large.labels[every.labels == 2] == NOISE).all()
    assert large.labels[every.labels < 2].tolist() == every.labels[every.labels < 2].tolist()
    counted(large.labels, 2)


class TestWhenDensityIsTheWrongTool:
    def test_one_giant_cluster(self):
        points, _ = scattered()
        assert dbscan.fit(points, 0, eps=15.0).details["why"] == "one_giant_cluster"

    def test_a_single_cloud_is_one_giant_cluster(self):
        points = np.random.default_rng(0).normal(size=(2000, 3))
        assert dbscan.fit(points, 0, min_share=0.05).details["why"] == "one_giant_cluster"

    def test_mostly_noise(self):
        points = np.concatenate([blobs()[0], np.random.default_rng(0).uniform(-90, 90, (200, 3))])
        told = dbscan.fit(points, 0, eps=1.5).details
        assert told["why"] == "mostly_noise"
        assert told["noise_share"] == pytest.approx(200 / 470, abs=0.02)

    def test_no_cluster_at_all(self):
        found = dbscan.fit(np.arange(40.0)[:, None] ** 2, 0, eps=0.1, min_samples=3)
        assert (found.clusters, found.details["why"], found.details["noise_share"]) == (0, "no_cluster", 1.0)
        assert set(found.labels.tolist()) == {NOISE}

    def test_many_dimensions(self):
        middles = np.zeros((3, 12))
        middles[:, :3] = np.eye(3) * 20
        points, truth = blobs(middles=middles)
        found = dbscan.fit(points, 0)
        assert found.details["why"] == "many_dimensions"
        assert adjusted_rand_score(truth, found.labels) > 0.85


class TestMoreNeighboursThanFit:
    @pytest.fixture(autouse=True)
    def _small_memory(self, monkeypatch):
        monkeypatch.setattr(dbscan, "_PAIRS", 60_000)

    def test_cells_stand_for_their_points(self, monkeypatch):
        points, _ = scattered(sizes=(900, 700, 400), far=60)
        gathered = dbscan.fit(points, 0)
        assert gathered.details["how"] == "cells"
        monkeypatch.setattr(dbscan, "_PAIRS", 30_000_000)
        exact = dbscan.fit(points, 0)
        assert exact.details["how"] == "exact"
        assert exact.details["eps"] == gathered.details["eps"]
        assert adjusted_rand_score(exact.labels, gathered.labels) > 0.99

    def test_thousands_of_equal_customers_cost_one_cell(self):
        points = np.repeat([[0.0, 0.0], [0.3, 0.0], [9.0, 9.0]], 3000, axis=0)
        found = dbscan.fit(points, 0, eps=0.5)
        assert counted(found.labels, 2) == [6000, 3000]
        assert found.details["how"] == "cells"

    def test_the_order_of_rows_changes_nothing(self):
        points, _ = scattered(sizes=(900, 700, 400), far=60)
        order = np.random.default_rng(1).permutation(len(points))
        assert dbscan.fit(points, 0).labels[order].tolist() == dbscan.fit(points[order], 0).labels.tolist()

    def test_with_many_dimensions_a_sample_leads_the_others(self, monkeypatch):
        monkeypatch.setattr(dbscan, "_FEW", 400)
        middles = np.zeros((3, 8))
        middles[:, :3] = np.eye(3) * 15
        points, truth = blobs(sizes=(900, 700, 400), middles=middles)
        found = dbscan.fit(points, 0)
        assert found.details["how"] == "sample"
        assert found.clusters == 3
        assert adjusted_rand_score(truth, found.labels) > 0.85
        kept = found.labels != NOISE
        assert (together(found.labels[kept]) == together(truth[kept])).all()
        order = np.random.default_rng(1).permutation(len(points))
        assert dbscan.fit(points[order], 0).labels.tolist() == found.labels[order].tolist()

    def test_a_sample_without_a_dense_point_leaves_everybody_out(self, monkeypatch):
        monkeypatch.setattr(dbscan, "_FEW", 300)
        monkeypatch.setattr(dbscan, "_PAIRS", 100)
        points = np.random.default_rng(0).uniform(size=(900, 3))
        found = dbscan.fit(points, 0, eps=0.05, min_samples=60)
        assert found.clusters == 0
        assert found.details["why"] == "no_cluster"


def test_more_customers_of_the_same_kind_keep_radius_and_clusters(monkeypatch):
    monkeypatch.setattr(dbscan, "REFERENCE", 1_000)
    points, truth = scattered(sizes=(3000, 2000, 1000), far=40)
    found = dbscan.fit(points, 0)
    assert found.details["min_samples"] == round(6 * len(points) / 1_000)
    assert adjusted_rand_score(truth, found.labels) > 0.9
    few, _ = scattered(sizes=(500, 333, 167), far=7)
    assert found.details["eps"] == pytest.approx(dbscan.fit(few, 0).details["eps"], rel=0.4)


@pytest.mark.parametrize(
    ("points", "clusters"), [(np.zeros((1, 2)), 0), (np.zeros((30, 2)), 1), (np.array([[0.0], [1.0]]), 1)]
)
def test_tiny_and_equal_data_have_an_answer(points, clusters):
    found = dbscan.fit(points, 0)
    assert len(found.labels) == len(points)
    assert found.clusters == clusters
