import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import is_valid_linkage, linkage

from customer_segmentation.segment.cluster.weighted_ward import weighted_ward


def test_three_points_on_a_line_by_hand():
    merges = weighted_ward(np.array([[0.0], [1.0], [4.0]]), np.array([1.0, 1.0, 2.0]))
    # 0 and 1 join at their distance 1; two points in 0.5 and two in 4 join at 3.5 √(2·2·2/4).
    assert merges[:, :2].tolist() == [[0, 1], [2, 3]]
    assert merges[:, 2].tolist() == pytest.approx([1.0, 3.5 * 2**0.5])
    assert merges[:, 3].tolist() == [2, 3]


@pytest.mark.parametrize("seed", range(5))
def test_with_weights_of_one_it_is_scipys_tree(seed):
    points = np.random.default_rng(seed).normal(size=(80, 3))
    np.testing.assert_allclose(weighted_ward(points, np.ones(80)), linkage(points, "ward"), rtol=1e-10)


@given(st.lists(st.integers(1, 6), min_size=2, max_size=20), st.integers(0, 1000))
def test_a_weight_is_as_good_as_so_many_equal_points(weights, seed):
    points = np.random.default_rng(seed).normal(size=(len(weights), 2))
    heavy = weighted_ward(points, np.array(weights, dtype=float))
    every = linkage(np.repeat(points, weights, axis=0), "ward")
    np.testing.assert_allclose(heavy[:, 2], every[-(len(weights) - 1) :, 2], rtol=1e-8)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=30))
def test_ties_still_give_a_tree(places):
    points = np.array(places, dtype=float)
    merges = weighted_ward(points, np.ones(len(points)))
    assert is_valid_linkage(merges)
    assert (np.diff(merges[:, 2]) >= 0).all()
    # The heights squared, halved, are the rises of the spread: together they are the spread of all points.
    spread = np.square(points - points.mean(axis=0)).sum()
    assert np.square(merges[:, 2]).sum() / 2 == pytest.approx(spread)


def test_one_point_has_no_merge():
    assert weighted_ward(np.array([[1.0, 2.0]]), np.array([3.0])).shape == (0, 4)
