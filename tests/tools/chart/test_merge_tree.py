"""The merge tree says which branch is which cluster, and what the cut costs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import leaves_list, to_tree

from customer_segmentation.chart.merge_tree import Join, MergeTree, clusters_of
from customer_segmentation.segment.cluster.hierarchical import grow

SHOWN = 30


def points_of(seed, sizes):
    """Return round groups of given sizes at places drawn by chance."""
    draw = np.random.default_rng(seed)
    return np.concatenate([draw.normal(draw.uniform(-9, 9, 2), draw.uniform(0.3, 2), (n, 2)) for n in sizes])


def members(tree):
    """Return by branch of SciPy's numbering which points it holds."""
    _, nodes = to_tree(tree.merges, rd=True)
    return {node.id: frozenset(tree.order[node.pre_order()].tolist()) for node in nodes}


def laid(points, k):
    """Return the branches of a cut with their clusters, and both as sets of points."""
    tree = grow(points, 0)
    cut = tree.cut(k)
    own = [points[cut.labels == j] for j in range(cut.clusters)]
    merges = MergeTree.read(cut.details["merges"], cut.clusters)
    asked = []

    def own_height(cluster):
        asked.append(cluster)
        return grow(own[cluster], 0).merges[-1, 2] if len(own[cluster]) > 1 else 0.0

    centres = np.array([group.mean(axis=0) for group in own])
    found = clusters_of(merges, centres, np.array([float(len(group)) for group in own]), own_height)
    held = members(tree)
    told = {held[branch]: frozenset(np.flatnonzero(cut.labels == j).tolist()) for branch, j in found.items()}
    return merges, told, asked


@given(seed=st.integers(0, 10_000), k=st.integers(2, 8))
def test_each_branch_is_the_cluster_whose_points_it_holds(seed, k):
    sizes = np.random.default_rng(seed).integers(8, 20, 5)
    merges, told, _ = laid(points_of(seed, sizes), k)
    assert len(told) == merges.clusters
    assert all(branch == cluster for branch, cluster in told.items())


@given(seed=st.integers(0, 10_000))
def test_clusters_of_equal_size_are_told_apart(seed):
    _, told, _ = laid(points_of(seed, [12, 12, 12, 12]), 4)
    assert all(branch == cluster for branch, cluster in told.items())


def test_two_of_equal_size_that_join_each_other_are_told_apart_by_their_own_height():
    draw = np.random.default_rng(3)
    tight, wide = draw.normal(0, 0.1, (20, 2)), draw.normal((9, 0), 1.5, (20, 2))
    for points in (np.concatenate([tight, wide]), np.concatenate([wide, tight])):
        _, told, asked = laid(points, 2)
        assert all(branch == cluster for branch, cluster in told.items())
        assert sorted(asked) == [0, 1]


@pytest.fixture
def small():
    """A tree of three joins above bundles: (a + b) + (c + d), cut in two."""
    joins = {10: Join(1, 2, 1.0, 30), 11: Join(3, 10, 2.0, 50), 12: Join(4, 11, 6.0, 60)}
    return MergeTree(joins, 2)


def test_the_cut_takes_the_highest_joins_apart(small):
    assert (small.root, small.undone, set(small.branches)) == (12, {12}, {4, 11})
    assert small.edge == (2.0, 6.0)


def test_sizes_of_bundles_follow_from_what_they_were_joined_to(small):
    assert [small.size(branch) for branch in (12, 11, 4, 3, 10, 1)] == [60, 50, 10, 20, 30, None]
    assert [small.bundles(branch) for branch in (12, 11, 4)] == [4, 3, 1]


def test_the_shown_joins_are_the_last_of_the_whole_tree():
    tree = grow(points_of(5, [40, 40]), 0)
    read = MergeTree.read(tree.cut(2).details["merges"], 2)
    assert len(read.joins) == SHOWN
    assert [join.height for join in read.joins.values()] == pytest.approx(tree.merges[-SHOWN:, 2])
    assert read.bundles(read.root) == SHOWN + 1
    assert len(leaves_list(tree.merges)) == read.size(read.root)
