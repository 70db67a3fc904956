import numpy as np
import pytest
from blobs import blobs
from clouds import cloud

from customer_segmentation.segment.cluster.structureless import alike_by_axis, alike_by_feature


def drawn(kind, points, size=4000, seed=0):
    [found] = kind(points, size, np.random.default_rng(seed), 1)
    return found


@pytest.mark.parametrize("name", ["normal, elongated", "skewed and correlated", "answers of one to five"])
def test_features_and_their_correlations_stay(name):
    points = cloud(name, 1, 3000)
    found = drawn(alike_by_feature, points)
    assert np.corrcoef(found.T) == pytest.approx(np.corrcoef(points.T), abs=0.06)
    assert found.mean(axis=0) == pytest.approx(points.mean(axis=0), abs=0.08)
    assert found.std(axis=0) == pytest.approx(points.std(axis=0), abs=0.08)


def test_yes_and_no_stay_yes_and_no():
    points = cloud("yes or no", 1, 3000)
    found = drawn(alike_by_feature, points)
    for one, other in zip(found.T, points.T, strict=True):
        assert set(one) == set(other)


def test_axes_stay_and_are_independent():
    points = cloud("uniform aslant", 2, 4000)
    found = drawn(alike_by_axis, points)
    assert np.cov(found.T) == pytest.approx(np.cov(points.T), abs=0.08)
    _, axes = np.linalg.eigh(np.cov(points.T))
    assert abs(np.corrcoef((found @ axes).T)[0, 1]) < 0.05


@pytest.mark.parametrize("kind", [alike_by_axis, alike_by_feature])
def test_groups_are_gone(kind):
    """Of three far middles a third of the points lies at each; of a cloud without groups many lie between them."""
    points, _ = blobs((600, 600, 600), spread=0.2)
    wide = points.std(axis=0)

    def between(some):
        return ((some[:, 0] > 2) & (some[:, 0] < 4)).mean()

    assert between(points) == 0
    assert between(drawn(kind, points)) > 0.1
    assert drawn(kind, points).std(axis=0) == pytest.approx(wide, rel=0.35)


def test_a_seed_gives_the_same_clouds():
    points = cloud("skewed", 3, 400)
    assert (drawn(alike_by_feature, points, 50) == drawn(alike_by_feature, points, 50)).all()
    assert (drawn(alike_by_feature, points, 50) != drawn(alike_by_feature, points, 50, seed=1)).any()


def test_a_feature_that_never_varies_in_the_sample_is_no_obstacle():
    points = np.column_stack([np.random.default_rng(0).normal(size=300), np.ones(300)])
    found = drawn(alike_by_feature, points, 100)
    assert np.isfinite(found).all()
    assert set(found[:, 1]) == {1.0}
