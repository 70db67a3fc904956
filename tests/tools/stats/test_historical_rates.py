"""Rates of those held out, made surer by an earlier period: as far as both agree."""

import numpy as np
import pytest

from customer_segmentation.stats.historical_rates import with_history


def test_an_earlier_period_that_says_the_same_makes_the_rate_surer():
    rates, variances = np.full(5, 0.4), np.full(5, 0.04**2)
    found, covariance = with_history(rates, variances, rates, np.full(5, 0.001**2))
    assert found == pytest.approx(rates)
    assert (np.sqrt(np.diag(covariance)) < 0.03).all()


def test_an_earlier_period_that_is_unknown_changes_nothing():
    rates, variances = np.array([0.2, 0.5]), np.array([0.03**2, 0.05**2])
    found, covariance = with_history(rates, variances, np.zeros(2), np.full(2, 1e6))
    assert found == pytest.approx(rates, abs=1e-4)
    assert covariance == pytest.approx(np.diag(variances), rel=1e-3)


def test_an_earlier_period_that_disagrees_is_hardly_listened_to():
    variances, sure = np.full(6, 0.03**2), np.full(6, 0.001**2)
    rates = np.full(6, 0.5)
    draw = np.random.default_rng(3)
    elsewhere = rates + 0.4 * draw.normal(size=6)
    found, _ = with_history(rates, variances, elsewhere, sure)
    assert np.abs(found - rates).max() < 0.015
    assert np.abs(found - rates).max() < 0.1 * np.abs(elsewhere - rates).max()


def test_a_shift_that_all_groups_share_is_seen_through():
    """All rates rose alike since: the one group without anybody held out is taken to have risen too."""
    earlier = np.array([0.1, 0.2, 0.3, 0.4, 0.5])
    variances = np.array([*np.full(4, 0.005**2), 1e6])
    rates = np.array([*(earlier[:4] + 0.1), 0.0])
    found, covariance = with_history(rates, variances, earlier, np.full(5, 0.005**2))
    assert found[4] == pytest.approx(0.6, abs=0.02)
    assert np.sqrt(covariance[4, 4]) < 0.1


def test_the_covariance_is_one():
    draw = np.random.default_rng(1)
    _, covariance = with_history(draw.random(4), draw.random(4) * 0.01, draw.random(4), draw.random(4) * 0.01)
    assert (covariance == covariance.T).all()
    assert np.linalg.eigvalsh(covariance).min() > 0
