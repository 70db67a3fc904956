"""Effects of actions on groups: limits in which the answer is known, and coverage on effects drawn as believed."""

import numpy as np
import pytest

from customer_segmentation.stats.two_way_pooling import Expected, pool_two_ways


def expected(groups, actions, mean=0.0, action_sd=0.02, spread=0.05, together=()):
    return Expected(np.full((groups, actions), mean), together, action_sd, spread)


def seen(groups, actions):
    return np.ones((groups, actions), dtype=bool)


def test_sure_estimates_stand_as_they_are():
    estimates = np.array([[0.3, -0.2], [0.1, 0.5]])
    found = pool_two_ways(estimates, 1e-10 * np.eye(4), seen(2, 2), expected(2, 2))
    assert found.means == pytest.approx(estimates, abs=1e-6)
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx([1e-5] * 4, rel=1e-3)


def test_estimates_without_worth_leave_what_was_expected():
    estimates = np.array([[0.3, -0.2], [0.1, 0.5]])
    found = pool_two_ways(estimates, 1e6 * np.eye(4), seen(2, 2), expected(2, 2, mean=0.04))
    assert found.means == pytest.approx(np.full((2, 2), 0.04), abs=1e-4)


def test_every_estimate_is_drawn_in_and_the_extreme_one_by_most():
    estimates = np.array([[0.2], [0.0], [0.0], [0.0], [0.0], [0.0]])
    found = pool_two_ways(estimates, 0.05**2 * np.eye(6), seen(6, 1), expected(6, 1))
    assert 0 < found.means[0, 0] < 0.15
    assert (np.abs(found.means[1:]) < 0.05).all()


def test_a_cell_not_seen_follows_its_action_and_its_group_and_is_less_sure():
    estimates = np.array([[0.2, 0.3], [0.2, 0.3], [0.2, 99.0]])
    known = np.array([[True, True], [True, True], [True, False]])
    found = pool_two_ways(estimates, 0.01**2 * np.eye(6), known, expected(3, 2, action_sd=0.2))
    assert found.means[2, 1] == pytest.approx(0.3, abs=0.03)
    errors = np.sqrt(np.diag(found.covariance)).reshape(3, 2)
    assert errors[2, 1] > 2 * errors[2, 0]


def test_what_is_wrong_everywhere_moves_cells_that_were_not_seen():
    everywhere = (np.full((2, 1), 0.5),)
    apart = pool_two_ways(
        np.array([[0.4], [0.0]]),
        0.01**2 * np.eye(2),
        np.array([[True], [False]]),
        expected(2, 1, action_sd=1e-6),
    )
    at_once = pool_two_ways(
        np.array([[0.4], [0.0]]),
        0.01**2 * np.eye(2),
        np.array([[True], [False]]),
        expected(2, 1, action_sd=1e-6, together=everywhere),
    )
    assert abs(apart.means[1, 0]) < 0.01
    assert at_once.means[1, 0] > 0.3


def test_intervals_hold_effects_drawn_as_believed():
    """Eight in ten, for spreads of groups and cells that the model has to find out."""
    draw = np.random.default_rng(11)
    hits = []
    for _ in range(150):
        action = 0.02 * draw.normal(size=3)
        group, own = draw.choice([0.025, 0.1, 0.3], 2)
        true = action + group * draw.normal(size=(6, 1)) + own * draw.normal(size=(6, 3))
        found = pool_two_ways(
            true + 0.06 * draw.normal(size=(6, 3)), 0.06**2 * np.eye(18), seen(6, 3), expected(6, 3)
        )
        error = np.sqrt(np.diag(found.covariance)).reshape(6, 3)
        hits.append(np.abs(found.means - true) < 1.2816 * error)
    assert 0.77 <= np.mean(hits) <= 0.84
