"""The solver finds what trying every plan finds, holds every limit, and prices the budget rightly."""

from dataclasses import replace

import numpy as np
import pytest
from budget_cases import best_by_hand, is_feasible, small_problems
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from customer_segmentation.plan.budget.solve import Limit, NoPlan, Problem, solve, worst_average


def problem(value, cost, available, **told):
    n = len(value)
    fields = {
        "segment": np.arange(n),
        "value": np.array(value, dtype=float),
        "cost": np.array(cost, dtype=float),
        "allowed": np.ones(n, dtype=bool),
        "available": np.array(available),
        "least": np.zeros(len(available), dtype=int),
    }
    return Problem(**(fields | told))


@given(small_problems())
def test_it_is_as_good_as_trying_every_plan(one):
    best = best_by_hand(one)
    if best is None:
        with pytest.raises(NoPlan):
            solve(one)
        return
    found = solve(one)
    assert is_feasible(one, found)
    assert one.value @ found == pytest.approx(best, abs=1e-9)


@given(small_problems(), st.integers(1, 500))
def test_more_money_never_brings_less(one, more):
    if one.budget is None or best_by_hand(one) is None:
        return
    wider = replace(one, budget=one.budget + more / 100)
    assert one.value @ solve(wider) >= one.value @ solve(one) - 1e-9


@given(small_problems())
def test_scaled_money_changes_nothing(one):
    if best_by_hand(one) is None:
        return
    scaled = replace(
        one,
        value=one.value * 128,
        cost=one.cost * 128,
        budget=None if one.budget is None else one.budget * 128,
    )
    assert one.value @ solve(scaled) == pytest.approx(one.value @ solve(one), abs=1e-9)


def test_the_ratio_decides_not_the_value():
    found = solve(problem([10, 3], [10, 1], [5, 5], budget=10.0))
    assert found.tolist() == [0, 5]


def test_a_large_case_fills_the_last_cent():
    draw = np.random.default_rng(7)
    cost = np.round(draw.uniform(0.02, 4, 40), 2)
    one = problem(draw.uniform(0.1, 6, 40), cost, draw.integers(1000, 90_000, 40), budget=50_000.0)
    found = solve(one)
    assert is_feasible(one, found)
    relaxed = linprog(
        -one.value, A_ub=cost[None, :], b_ub=[one.budget], bounds=[(0, int(a)) for a in one.available]
    )
    assert 0 <= -relaxed.fun - one.value @ found < one.value.max()


def test_the_next_unit_is_worth_its_shadow_price():
    """The price of the budget in the linear program is what a larger budget brings, found by solving again."""
    draw = np.random.default_rng(11)
    cost = draw.integers(1, 9, 12).astype(float)
    value = draw.uniform(1, 12, 12)
    available = draw.integers(2000, 9000, 12)
    for budget in (5_000.0, 40_000.0, 90_000.0):
        one = problem(value, cost, available, budget=budget)
        relaxed = linprog(
            -value,
            A_ub=cost[None, :],
            b_ub=[budget],
            bounds=[(0, int(a)) for a in available],
            method="highs",
        )
        price = -relaxed.ineqlin.marginals[0]
        step = 500.0
        difference = value @ solve(replace(one, budget=budget + step)) - value @ solve(one)
        assert difference / step == pytest.approx(price, rel=0.02)


def test_capacity_binds():
    one = problem([5, 4], [1, 1], [10, 10], limits=[Limit(np.array([2.0, 0.0]), 7.0)])
    assert solve(one).tolist() == [3, 10]


def test_least_is_held_even_at_a_loss():
    assert solve(problem([5, -1], [1, 1], [3, 3], least=np.array([0, 2]), budget=4.0)).tolist() == [2, 2]


def test_least_beyond_the_budget_is_no_plan():
    with pytest.raises(NoPlan):
        solve(problem([5, 1], [1, 1], [3, 3], least=np.array([0, 2]), budget=1.0))


def test_nothing_allowed_is_nothing():
    assert solve(problem([5], [1], [3], allowed=np.array([False]))).tolist() == [0]
    with pytest.raises(NoPlan):
        solve(problem([5], [1], [3], allowed=np.array([False]), least=np.array([1])))


def drawn(seed, n=6, draws=500):
    random = np.random.default_rng(seed)
    shared = random.standard_normal((draws, 1))
    own = random.standard_normal((draws, n))
    return random.uniform(0.1, 1.5, n) + random.uniform(0.2, 2, n) * (0.7 * shared + 0.7 * own)


@pytest.mark.parametrize("seed", range(8))
def test_a_cautious_plan_does_not_lose_in_the_worst_tenth(seed):
    risked = drawn(seed)
    one = problem(risked.mean(axis=0), np.ones(6), np.full(6, 50), budget=200.0, risked=risked)
    found = solve(one)
    assert worst_average(risked, found) @ found >= -1e-6
    assert one.value @ found <= one.value @ solve(replace(one, risked=None)) + 1e-9


@pytest.mark.parametrize("seed", range(4))
def test_a_cautious_plan_is_the_best_of_those_that_do_not_lose(seed):
    """Against the linear program of Rockafellar and Uryasev with a variable per draw, up to whole customers."""
    risked = drawn(seed, n=4, draws=60)
    available, budget, tail = np.full(4, 5000), 12_000.0, 6
    one = problem(risked.mean(axis=0), np.ones(4), available, budget=budget, risked=risked)
    # Variables: customers, threshold t, shortfall of each draw; t - sum(shortfalls) / 6 >= 0.
    draws = len(risked)
    below = np.hstack([-risked, np.ones((draws, 1)), -np.eye(draws)])
    mean = np.hstack([np.zeros(4), [-1.0], np.full(draws, 1 / tail)])
    spent = np.hstack([np.ones(4), [0.0], np.zeros(draws)])
    relaxed = linprog(
        np.hstack([-one.value, np.zeros(draws + 1)]),
        A_ub=np.vstack([below, mean, spent]),
        b_ub=np.hstack([np.zeros(draws), [0.0], [budget]]),
        bounds=[(0, 5000)] * 4 + [(None, None)] + [(0, None)] * draws,
    )
    assert one.value @ solve(one) == pytest.approx(-relaxed.fun, abs=4 * one.value.max())


def test_a_cautious_plan_leaves_out_what_only_loses_now_and_then():
    safe, wild = np.full(100, 1.0), np.where(np.arange(100) < 15, -40.0, 10.0)
    risked = np.stack([safe, wild], axis=1)
    one = problem(risked.mean(axis=0), [1, 1], [10, 10], risked=risked)
    assert one.value[1] > one.value[0]
    assert solve(replace(one, risked=None)).tolist() == [10, 10]
    assert solve(one).tolist() == [10, 0]
