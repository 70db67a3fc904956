import itertools

import numpy as np
import pytest

from simulated.exact_allocation import best_within


def lp_value(gain, cost, weight, budget):
    from scipy.optimize import linprog

    items, actions = gain.shape
    rows = np.kron(np.eye(items), np.ones(actions))
    solved = linprog(
        -(gain * weight[:, None]).ravel(),
        A_ub=np.vstack([rows, (cost * weight[:, None]).ravel()]),
        b_ub=np.append(np.ones(items), budget),
        method="highs",
    )
    return -solved.fun


def instance(seed, items=7, actions=3):
    draw = np.random.default_rng(seed)
    gain = draw.normal(0.2, 1, (items, actions))
    cost = draw.uniform(0.05, 1, (items, actions))
    weight = draw.integers(1, 50, items).astype(float)
    return gain, cost, weight, float(draw.uniform(0.05, 0.9) * weight.sum())


@pytest.mark.parametrize("seed", range(40))
def test_it_is_worth_what_a_linear_program_finds_and_costs_no_more_than_the_budget(seed):
    gain, cost, weight, budget = instance(seed)
    shares = best_within(gain, cost, weight, budget)
    assert shares.min() >= 0
    assert shares.sum(axis=1).max() <= 1 + 1e-12
    assert weight @ (shares * cost).sum(axis=1) <= budget * (1 + 1e-9)
    assert weight @ (shares * gain).sum(axis=1) == pytest.approx(
        lp_value(gain, cost, weight, budget), rel=1e-9
    )


@pytest.mark.parametrize("seed", range(10))
def test_no_whole_choice_of_a_small_instance_is_worth_more(seed):
    gain, cost, weight, budget = instance(seed, items=5, actions=2)
    shares = best_within(gain, cost, weight, budget)
    best = 0.0
    for choice in itertools.product(range(3), repeat=5):
        taken = [(i, a - 1) for i, a in enumerate(choice) if a]
        if sum(weight[i] * cost[i, a] for i, a in taken) <= budget:
            best = max(best, sum(weight[i] * gain[i, a] for i, a in taken))
    assert weight @ (shares * gain).sum(axis=1) >= best - 1e-9


def test_nothing_is_bought_that_loses_and_not_more_than_is_worth_it():
    gain, cost = np.array([[-1.0, 0.5], [-0.1, -0.2]]), np.array([[0.1, 2.0], [0.1, 0.1]])
    assert best_within(gain, cost, np.array([10.0, 10.0]), 1e6).tolist() == [[0, 1], [0, 0]]


def test_equal_items_share_what_there_is():
    shares = best_within(np.ones((4, 1)), np.ones((4, 1)), np.ones(4), 1.0)
    assert shares.ravel().tolist() == pytest.approx([0.25] * 4)
