import numpy as np
import pytest
from blobs import blobs
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.segment.cluster import knee as module
from customer_segmentation.segment.cluster.canonical import row_order
from customer_segmentation.segment.cluster.knee import knee


def distances_by_hand(points, near):
    every = np.sqrt(np.square(points[:, None, :] - points[None, :, :]).sum(axis=2))
    return np.sort(np.sort(every, axis=1)[:, near - 1])


def test_the_place_farthest_below_the_chord_by_hand():
    # Distances to the nearest other: 1, 1, 1, 1, 2, 9. Of the rise of 8 from first to last the fourth has made 0 at
    # 3/5 of the way (0.6 below the chord), the fifth 1/8 at 4/5 (0.675 below).
    points = np.array([[0.0], [1.0], [2.0], [3.0], [5.0], [14.0]])
    found = knee(points, 2)
    assert found.eps == 2.0
    assert found.share == pytest.approx(5 / 6)
    assert found.curve == [distances_by_hand(points, 2)[int(i)] for i in np.linspace(0, 5, 51)]


@given(st.integers(0, 1000), st.integers(2, 8))
def test_it_is_the_knee_of_the_brute_force_curve(seed, near):
    points = np.random.default_rng(seed).normal(size=(60, 2))
    points = points[row_order(points)]
    curve = distances_by_hand(points, near)
    x = np.linspace(0, 1, 60)
    chord = curve[0] + (curve[-1] - curve[0]) * x
    assert knee(points, near).eps == pytest.approx(curve[np.argmax(chord - curve)])


def test_the_radius_grows_with_the_unit():
    points, _ = blobs()
    assert knee(points * 10, 6).eps == pytest.approx(knee(points, 6).eps * 10)


def test_equal_points_tell_no_radius():
    points = np.concatenate([np.zeros((50, 2)), blobs(middles=np.zeros((3, 2)))[0]])
    assert knee(points, 4).eps > 0


def test_where_everybody_has_equals_enough_any_small_radius_serves():
    found = knee(np.repeat([[0.0, 0.0], [1.0, 1.0]], 10, axis=0), 4)
    assert 0 < found.eps < 1
    assert found.share == 1.0


def test_fewer_points_than_neighbours_asked():
    assert knee(np.array([[0.0], [1.0], [2.0]]), 10).eps > 0


def test_even_distances_have_their_only_value_as_knee():
    assert knee(np.arange(10.0)[:, None], 2).eps == 1.0


def test_of_many_points_evenly_spaced_ones_are_asked(monkeypatch):
    points, _ = blobs(sizes=(1500, 1000, 500))
    points = points[row_order(points)]
    every = knee(points, 6)
    monkeypatch.setattr(module, "_ASKED", 1_000)
    assert knee(points, 6).eps == pytest.approx(every.eps, rel=0.15)
