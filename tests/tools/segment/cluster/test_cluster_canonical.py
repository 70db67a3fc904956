import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.segment.cluster.canonical import as_they_came, by_size, renumbered, row_order


def test_rows_are_sorted_by_column_after_column():
    points = np.array([[2.0, 1.0], [1.0, 9.0], [2.0, 0.0], [1.0, 3.0]])
    assert row_order(points).tolist() == [3, 1, 2, 0]


def test_a_second_table_decides_between_equal_rows_of_the_first():
    numbers, codes = np.array([[1.0], [1.0], [0.0]]), np.array([[2, 0], [1, 9], [5, 5]])
    assert row_order(numbers, codes).tolist() == [2, 1, 0]


@given(st.permutations(range(8)))
def test_whatever_the_order_the_sorted_rows_are_the_same(order):
    points = np.array([[0.0, 1], [0, 1], [0, 2], [3, 1], [3, 1], [3, 3], [5, 0], [6, 0]])
    shuffled = points[order]
    assert shuffled[row_order(shuffled)].tolist() == points.tolist()


@given(st.permutations(range(6)))
def test_labels_go_back_to_the_rows_they_belong_to(order):
    order = np.array(order)
    assert as_they_came(order * 10, order).tolist() == [0, 10, 20, 30, 40, 50]


def test_the_largest_cluster_comes_first_and_of_equal_ones_the_one_met_first():
    labels = np.array([7, 2, 2, -1, -1, -1, 4, 9, 4, 9, 9])
    old = by_size(labels)
    assert old.tolist() == [9, 2, 4, 7]
    assert renumbered(labels, old).tolist() == [3, 1, 1, -1, -1, -1, 2, 0, 2, 0, 0]


def test_weights_count_instead_of_rows():
    assert by_size(np.array([0, 0, 1]), np.array([1.0, 1.0, 3.0])).tolist() == [1, 0]


def test_a_cluster_that_is_not_kept_becomes_noise():
    assert renumbered(np.array([0, 1, 5, -1]), np.array([5])).tolist() == [-1, -1, 0, -1]


def test_noise_alone_has_no_cluster():
    labels = np.array([-1, -1])
    old = by_size(labels)
    assert old.tolist() == []
    assert renumbered(labels, old).tolist() == [-1, -1]
