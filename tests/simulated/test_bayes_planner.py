import numpy as np
import pytest

from simulated.bayes_planner import bayes_plan, believe
from simulated.budget_shop import draw_shop
from simulated.measure_signal import earned
from simulated.past_test import past_test
from simulated.shop_prior import SIGNALS


def beliefs(signal, shops, tested):
    """Return posterior means and true effects in standard deviations of ordering."""
    means, truths = [], []
    for seed in range(shops):
        shop = draw_shop(seed, signal)
        scale = np.sqrt(shop.truth.base_rate * (1 - shop.truth.base_rate))[:, None]
        belief = believe(shop, past_test(shop, tested) if tested else None)
        means.append((belief.effect / scale).ravel())
        truths.append((shop.truth.effect / scale).ravel())
    return np.concatenate(means), np.concatenate(truths)


@pytest.mark.parametrize("signal", SIGNALS)
def test_beliefs_are_calibrated(signal):
    """Truths regressed on posterior means have slope 1 and no offset."""
    means, truths = beliefs(signal, shops=30, tested=10_000)
    slope, offset = np.polyfit(means, truths, 1)
    assert slope == pytest.approx(1, abs=0.12)
    assert offset == pytest.approx(0, abs=0.02)


def test_a_test_tells_more_than_the_prior_and_a_larger_one_more():
    errors = []
    for tested in (0, 2_000, 10_000, 20_000):
        means, truths = beliefs("strong", shops=8, tested=tested)
        errors.append(np.mean((means - truths) ** 2))
    assert errors == sorted(errors, reverse=True)


def test_without_a_test_the_belief_is_the_stated_prior():
    shop = draw_shop(2, "weak")
    assert believe(shop).effect == pytest.approx(shop.stated_prior().mean, rel=0.1, abs=2e-4)


def test_with_everything_tested_many_times_it_finds_the_oracle():
    shop = draw_shop(4, "strong", noise="low", customers=200_000)
    counts = bayes_plan(shop, past_test(shop, customers=200_000))
    truth = shop.truth
    oracle = truth.worth(truth.oracle_by_segment()).contribution
    assert truth.worth(truth.executed(counts)).contribution > 0.97 * oracle


@pytest.mark.parametrize("by", ["segment", "engagement"])
def test_plans_stay_within_sizes_and_the_budget_as_believed(by):
    shop = draw_shop(6, "strong")
    plan = bayes_plan(shop, past_test(shop), by=by)
    limit = shop.known.sizes if by == "segment" else 1
    assert plan.min() >= 0
    assert np.all(plan.sum(axis=1) <= limit + 1e-9)


@pytest.mark.slow
@pytest.mark.parametrize(("signal", "low", "high"), [("strong", 0.9, 1.0), ("weak", 0.25, 0.85)])
def test_strong_and_weak_signals_are_what_they_are_called(signal, low, high):
    rows = [earned(draw_shop(seed, signal)) for seed in range(30)]
    top = sum(row["oracle_by_segment"] for row in rows)
    assert low < sum(row["bayes_by_segment"] for row in rows) / top < high
    assert all(row["oracle_by_score"] >= row["oracle_by_segment"] - 1e-6 for row in rows)
