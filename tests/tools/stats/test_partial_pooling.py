import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from customer_segmentation.stats.partial_pooling import pool

SCHOOLS = np.array([28.0, 8, -3, 7, -1, 1, 18, 12]), np.array([15.0, 10, 16, 11, 9, 11, 10, 18])


def by_quadrature(estimates, errors, prior):
    """Integrate over the mean and the spread on a plain grid, with the density of the half-Cauchy prior."""
    spreads = np.concatenate([np.linspace(0.01, 60, 1200), np.geomspace(60.1, 20_000, 300)])
    centres = np.linspace(-150, 150, 1201)
    steps = np.gradient(spreads)
    total, means, squares = 0.0, np.zeros(len(estimates)), np.zeros(len(estimates))
    for spread, step in zip(spreads, steps, strict=True):
        density = norm.pdf(estimates[:, None], centres, np.hypot(errors, spread)[:, None]).prod(axis=0)
        weight = density * step / (1 + (spread / prior) ** 2)
        own = 1 / (1 / errors**2 + 1 / spread**2)
        mean = own[:, None] * (estimates[:, None] / errors[:, None] ** 2 + centres / spread**2)
        total += weight.sum()
        means += (weight * mean).sum(axis=1)
        squares += (weight * (mean**2 + own[:, None])).sum(axis=1)
    mean = means / total
    return mean, np.sqrt(squares / total - mean**2)


def test_eight_schools_by_plain_integration():
    """D. Rubin (1981), as in Gelman et al., BDA3, table 5.2."""
    found = pool(*SCHOOLS, 10.0)[:-1]
    means, deviations = by_quadrature(*SCHOOLS, 10.0)
    assert [one.estimate.value for one in found] == pytest.approx(means, rel=0.01, abs=0.05)
    assert [one.deviation for one in found] == pytest.approx(deviations, rel=0.01)


def test_without_spread_all_are_the_weighted_mean():
    estimates, errors = SCHOOLS
    found = pool(estimates, errors, 1e-6)
    weights = 1 / errors**2
    mean = weights @ estimates / weights.sum()
    assert [one.estimate.value for one in found] == pytest.approx([mean] * 9, abs=0.05)
    assert found[0].deviation == pytest.approx(weights.sum() ** -0.5, rel=0.01)
    assert found[0].shared == pytest.approx(found[0].deviation, rel=0.01)


def test_with_a_boundless_spread_all_stay_as_they_are():
    estimates, errors = SCHOOLS
    found = pool(estimates * 1e6, errors, 1e7)
    assert [one.estimate.value for one in found[:-1]] == pytest.approx(estimates * 1e6, abs=0.1)
    assert [one.deviation for one in found[:-1]] == pytest.approx(errors, rel=0.01)


def test_one_group_alone_is_what_was_measured():
    one, _ = pool(np.array([0.4]), np.array([0.1]), 0.05)
    assert one.estimate == pytest.approx((0.4, 0.4 - 0.196, 0.4 + 0.196), abs=1e-4)


def test_a_spread_of_zero_is_not_plugged_in():
    """Estimates all alike look like no spread; the intervals allow for some."""
    alike = pool(np.full(5, 0.02), np.full(5, 0.02), 0.03)[0]
    assert alike.deviation > 1.1 * 0.02 / np.sqrt(5)


@given(
    st.lists(st.tuples(st.floats(-1, 1), st.floats(0.01, 1)), min_size=2, max_size=12),
    st.floats(0.001, 1),
    st.randoms(use_true_random=False),
)
def test_it_draws_toward_the_others_whatever_their_order(groups, prior, chance):
    estimates, errors = (np.array(column) for column in zip(*groups, strict=True))
    found = pool(estimates, errors, prior)
    place = list(range(len(groups)))
    chance.shuffle(place)
    again = pool(estimates[place], errors[place], prior)
    for n, before in enumerate(place):
        assert again[n].estimate == pytest.approx(found[before].estimate, abs=1e-6)
    for one, error in zip(found, errors, strict=False):
        assert min(estimates) - 1e-9 <= one.estimate.value <= max(estimates) + 1e-9
        assert one.estimate.low < one.tenths[0] < one.tenths[1] < one.tenths[2] < one.estimate.high
        assert 0 <= one.shared <= one.deviation * (1 + 1e-9)
        assert one.deviation < 20 * error + 20


@pytest.mark.parametrize("spread", [0.0, 0.02, 0.06])
def test_intervals_cover_the_true_effects(spread):
    draw = np.random.default_rng(7)
    covered = seen = 0
    for _ in range(100):
        errors = draw.uniform(0.01, 0.05, 8)
        true = 0.02 + spread * draw.normal(size=8)
        for one, effect in zip(pool(true + errors * draw.normal(size=8), errors, 0.03), true, strict=False):
            covered += one.estimate.low <= effect <= one.estimate.high
            seen += 1
    # A spread of twice the prior's median is drawn together a little too much.
    assert 0.91 <= covered / seen <= 0.99
