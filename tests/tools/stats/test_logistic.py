import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from customer_segmentation.stats.logistic import fit_logistic


def made(seed, size=500, features=3):
    draw = np.random.default_rng(seed)
    known = draw.normal(size=(size, features))
    odds = 0.5 - known @ np.arange(1, features + 1) / 2
    return known, (draw.random(size) < 1 / (1 + np.exp(-odds))).astype(float)


@pytest.mark.parametrize("penalty", [0.1, 1.0, 10.0])
def test_the_coefficients_are_those_of_scikit_learn(penalty):
    features, outcomes = made(1)
    found = fit_logistic(features, outcomes, penalty=penalty)
    peer = LogisticRegression(C=1 / penalty, tol=1e-10, max_iter=10_000).fit(features, outcomes)
    assert found == pytest.approx(np.r_[peer.intercept_, peer.coef_[0]], abs=1e-4)


def test_separated_outcomes_have_finite_coefficients():
    features = np.array([[-2.0], [-1.0], [1.0], [2.0]])
    found = fit_logistic(features, np.array([0.0, 0.0, 1.0, 1.0]))
    assert np.isfinite(found).all()
    assert found[1] > 0


def test_columns_that_say_the_same_share_the_coefficient():
    features, outcomes = made(2, features=1)
    found = fit_logistic(np.column_stack([features, features]), outcomes)
    assert found[1] == pytest.approx(found[2])


def test_the_gradient_vanishes_at_the_answer():
    features, outcomes = made(3)
    weights = fit_logistic(features, outcomes, penalty=2.0)
    design = np.column_stack([np.ones(len(features)), features])
    gradient = design.T @ (1 / (1 + np.exp(-design @ weights)) - outcomes) + 2.0 * np.r_[0, weights[1:]]
    assert np.abs(gradient).max() < 1e-3


def test_without_a_relation_the_intercept_is_the_log_odds():
    outcomes = np.array([1.0, 0, 0, 0] * 50)
    assert fit_logistic(np.zeros((200, 1)), outcomes) == pytest.approx([np.log(1 / 3), 0.0])
