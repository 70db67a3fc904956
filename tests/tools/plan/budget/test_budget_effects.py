"""Draws of effects: the percentiles told, one shared part, one seed, nobody below nought or above everybody."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from customer_segmentation.kit.fact import Kind
from customer_segmentation.plan.budget.effects import SHARED, Drawn, Effect, draw_effects, draw_order_values


def drawn(segment="s1", action="a", worst=0.0, likely=0.02, best=0.08, base=0.3):
    return Drawn(segment, action, Effect(worst, likely, best, Kind.ASSUMED), base)


@given(
    st.tuples(st.floats(-0.05, 0.05), st.floats(0, 0.1), st.floats(0, 0.1)),
    st.integers(0, 100),
)
def test_the_three_figures_are_the_percentiles(told, seed):
    worst, likely, best = told[0], told[0] + told[1], told[0] + told[1] + told[2]
    draws = draw_effects([drawn(worst=worst, likely=likely, best=best, base=0.5)], 2000, seed)[:, 0]
    assert np.quantile(draws, [0.1, 0.5, 0.9]) == pytest.approx([worst, likely, best], abs=2e-4)


def test_the_mean_is_that_of_the_two_halves():
    """Of a normal of two halves: likely + (upper spread - lower spread) x density at nought."""
    draws = draw_effects([drawn(base=0.5)], 5000, 3)[:, 0]
    z = norm.ppf(0.9)
    expected = 0.02 + (0.06 / z - 0.02 / z) * norm.pdf(0)
    assert draws.mean() == pytest.approx(expected, rel=1e-3)


def test_the_mean_does_not_hang_on_the_seed():
    means = {round(float(draw_effects([drawn()], 1000, seed).mean()), 9) for seed in range(5)}
    assert len(means) == 1


def test_half_of_the_variance_is_shared():
    many = [drawn(f"s{n}", worst=-0.02, likely=0.0, best=0.02, base=0.5) for n in range(12)]
    draws = draw_effects(many, 5000, 1)
    correlations = np.corrcoef(draws.T)[np.triu_indices(12, 1)]
    assert correlations.mean() == pytest.approx(SHARED, abs=0.03)


def test_a_total_of_shared_errors_is_wider_than_one_of_independent_ones():
    """What independence would make of the sum: its spread falls with the root of the number of segments."""
    many = [drawn(f"s{n}", worst=-0.02, likely=0.0, best=0.02, base=0.5) for n in range(10)]
    draws = draw_effects(many, 5000, 1)
    independent = np.sqrt((draws.std(axis=0) ** 2).sum())
    assert draws.sum(axis=1).std() > 2 * independent


def test_the_same_seed_draws_the_same_and_another_does_not():
    many = [drawn("a"), drawn("b")]
    assert (draw_effects(many, 300, 5) == draw_effects(many, 300, 5)).all()
    assert (draw_effects(many, 300, 5) != draw_effects(many, 300, 6)).any()


def test_leaving_one_out_changes_none_of_the_others():
    a, b, c = (drawn(name) for name in "abc")
    whole, part = draw_effects([a, b, c], 300, 5), draw_effects([c, a], 300, 5)
    assert (whole[:, [2, 0]] == part).all()


def test_nobody_orders_less_than_not_at_all_or_more_than_surely():
    draws = draw_effects([drawn(worst=-0.2, likely=0.0, best=0.5, base=0.1)], 2000, 1)[:, 0]
    assert draws.min() == pytest.approx(-0.1)
    assert draws.max() <= 0.9
    unknown = draw_effects([drawn(worst=-0.2, likely=0.0, best=0.5, base=None)], 2000, 1)[:, 0]
    assert unknown.min() < -0.1


def test_an_effect_without_range_is_certain():
    one = replace(drawn(), effect=Effect(0.03, 0.03, 0.03, Kind.GIVEN))
    assert draw_effects([one], 200, 1) == pytest.approx(0.03)


def test_nothing_to_draw():
    assert draw_effects([], 200, 1).shape == (200, 0)


def test_order_values_are_one_on_average_as_unsure_as_told_and_one_per_segment():
    found = draw_order_values([("a", 0.3), ("a", 0.3), ("b", 0.3), ("c", 0.0)], 4_000, 7)
    assert found.mean(axis=0) == pytest.approx([1, 1, 1, 1], abs=1e-3)
    assert found.std(axis=0) == pytest.approx([0.3, 0.3, 0.3, 0], abs=5e-3)
    assert found.min() > 0
    assert (found[:, 0] == found[:, 1]).all()
    assert abs(np.corrcoef(found[:, 0], found[:, 2])[0, 1]) < 0.05
    assert (found == draw_order_values([("a", 0.3), ("a", 0.3), ("b", 0.3), ("c", 0.0)], 4_000, 7)).all()
    assert draw_order_values([], 5, 1).shape == (5, 0)
