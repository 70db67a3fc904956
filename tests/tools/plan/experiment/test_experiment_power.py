"""Power and sample size against published values, against simulation, and against each other."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nct, norm
from scipy.stats import t as student

from customer_segmentation.plan.experiment.power import (
    Demands,
    Groups,
    customers_for_mean,
    customers_for_share,
    detectable_mean,
    detectable_share,
    divided,
    power_of_mean,
    power_of_share,
)

HALF = 0.5
NINETY = Demands(power=0.9)


def test_the_examples_of_r_for_shares():
    # stats::power.prop.test(n = 50, p1 = .50, p2 = .75): power 0.740; (p1 = .50, p2 = .75, power = .90): n 76.7
    assert power_of_share(0.5, 0.25, Groups(50, 50), 0.05) == pytest.approx(0.740, abs=0.0005)
    assert customers_for_share(0.5, 0.25, HALF, NINETY) == 2 * 77


def test_the_examples_of_r_for_means():
    # stats::power.t.test(n = 20, delta = 1, sd = 1): power 0.8689528; (power = .90, delta = 1): n 22.02110
    assert power_of_mean(1, 1, Groups(20, 20), 0.05) == pytest.approx(0.8689528, abs=5e-7)
    found = customers_for_mean(1, 1, HALF, NINETY)
    assert found == 2 * 22 + 1  # 22 and 23: as near to 44.04 as whole customers come


@pytest.mark.parametrize(
    ("alpha", "power", "effect", "each"),
    [  # Cohen 1988, tables 2.4.1: two-sided, n of each group
        (0.05, 0.8, 0.2, 393),
        (0.05, 0.8, 0.5, 64),
        (0.05, 0.8, 0.8, 26),
        (0.05, 0.9, 0.5, 85),
        (0.01, 0.8, 0.5, 95),
        (0.10, 0.8, 0.5, 50),
    ],
)
def test_the_tables_of_cohen(alpha, power, effect, each):
    found = customers_for_mean(1, effect, HALF, Demands(alpha, power))
    assert abs(found / 2 - each) <= 1.5


@pytest.mark.parametrize(
    ("base", "lift", "alpha", "power"),
    [(0.1, 0.05, 0.05, 0.8), (0.6, 0.1, 0.05, 0.9), (0.02, 0.02, 0.01, 0.8), (0.3, 0.02, 0.1, 0.8)],
)
def test_equal_groups_of_shares_follow_the_formula_of_the_book(base, lift, alpha, power):
    # Fleiss, Levin & Paik 2003, (4.14), without continuity correction.
    other, middle = base + lift, base + lift / 2
    spread = norm.isf(alpha / 2) * math.sqrt(2 * middle * (1 - middle))
    spread += norm.ppf(power) * math.sqrt(base * (1 - base) + other * (1 - other))
    found = customers_for_share(base, lift, HALF, Demands(alpha, power))
    assert abs(found - 2 * math.ceil(spread**2 / lift**2)) <= 2


def simulated_shares(base, lift, groups, draws, seed=3):
    draw = np.random.default_rng(seed)
    one = draw.binomial(groups.contacted, base + lift, draws) / groups.contacted
    other = draw.binomial(groups.held_out, base, draws) / groups.held_out
    share = groups.held_out / (groups.contacted + groups.held_out)
    pooled = (1 - share) * one + share * other
    error = np.sqrt(pooled * (1 - pooled) * (1 / groups.contacted + 1 / groups.held_out))
    return float(np.mean(np.abs(one - other) > norm.isf(0.025) * error))


@pytest.mark.parametrize(
    ("base", "lift", "groups"),
    [
        (0.33, 0.132, Groups(202, 136)),
        (0.68, 0.153, Groups(561, 62)),
        (0.1, 0.096, Groups(1174, 130)),
        (0.27, 0.08, Groups(1337, 334)),
        (0.05, 0.02, Groups(2000, 2000)),
        (0.45, 0.2, Groups(120, 80)),
        (0.3, 0.0, Groups(500, 100)),
    ],
)
def test_simulated_tests_of_shares_show_an_effect_as_often_as_said(base, lift, groups):
    said = power_of_share(base, lift or 1e-9, groups, 0.05)
    assert simulated_shares(base, lift, groups, 200_000) == pytest.approx(said, abs=0.02)


def simulated_means(values, difference, groups, draws, seed=4):
    draw = np.random.default_rng(seed)
    one = draw.choice(values, (draws, groups.contacted)) + difference
    other = draw.choice(values, (draws, groups.held_out))
    n, m = groups.contacted, groups.held_out
    pooled = ((n - 1) * one.var(1, ddof=1) + (m - 1) * other.var(1, ddof=1)) / (n + m - 2)
    statistic = (one.mean(1) - other.mean(1)) / np.sqrt(pooled * (1 / n + 1 / m))
    return float(np.mean(np.abs(statistic) > student.isf(0.025, n + m - 2)))


@pytest.mark.parametrize("groups", [Groups(150, 150), Groups(800, 200)])
def test_simulated_tests_of_means_show_an_effect_as_often_as_said(groups):
    # Revenue of people of whom most buy nothing, some a little and few much: skewed, as money is.
    values = np.concatenate([np.zeros(600), np.linspace(5, 120, 380), np.linspace(150, 400, 20)])
    difference = detectable_mean(values.std(), groups, Demands())
    assert simulated_means(values, difference, groups, 5_000) == pytest.approx(0.8, abs=0.02)


@pytest.mark.slow
@pytest.mark.parametrize("base", [0.08, 0.2, 0.5, 0.8])
@pytest.mark.parametrize("share", [0.1, 0.2, 0.3, 0.5])
@pytest.mark.parametrize("customers", [300, 1_000, 20_000])
def test_what_is_called_detectable_is_detected_with_the_power_demanded(base, share, customers):
    groups = divided(customers, share)
    lift = detectable_share(base, groups, Demands())
    if lift is not None and min(groups.held_out, groups.contacted) * min(base, 1 - base - lift) >= 5:
        assert simulated_shares(base, lift, groups, 400_000) == pytest.approx(0.8, abs=0.025)


bases = st.floats(0.02, 0.9)
shares = st.sampled_from([0.1, 0.2, 0.3, 0.5])
powers = st.sampled_from([0.5, 0.8, 0.9, 0.99])


@given(base=bases, share=shares, power=powers, customers=st.integers(400, 200_000))
def test_detectable_and_needed_are_inverses_for_shares(base, share, power, customers):
    demands = Demands(power=power)
    groups = divided(customers, share)
    lift = detectable_share(base, groups, demands)
    if lift is None:
        assert power_of_share(base, (1 - base) * 0.999999, groups, 0.05) < power
        return
    assert power_of_share(base, lift, groups, 0.05) == pytest.approx(power, abs=1e-6)
    found = customers_for_share(base, lift, share, demands)
    assert found == pytest.approx(customers, abs=1 / share + 1)


@given(deviation=st.floats(0.1, 1e5), share=shares, power=powers, customers=st.integers(100, 200_000))
def test_detectable_and_needed_are_inverses_for_means(deviation, share, power, customers):
    demands = Demands(power=power)
    groups = divided(customers, share)
    rise = detectable_mean(deviation, groups, demands)
    assert power_of_mean(deviation, rise, groups, 0.05) == pytest.approx(power, abs=1e-6)
    assert customers_for_mean(deviation, rise, share, demands) == pytest.approx(customers, abs=1 / share + 1)


@given(base=bases, customers=st.integers(100, 50_000), share=shares)
def test_more_customers_and_a_more_even_division_show_smaller_lifts(base, customers, share):
    def shown(many, held):
        return detectable_share(base, divided(many, held), Demands()) or 1.0

    assert shown(2 * customers, share) < shown(customers, share) or shown(2 * customers, share) == 1.0
    if share < HALF and (1 - base) * customers * share > 20:
        assert shown(customers, 0.5) <= shown(customers, share) + 1e-9


@given(lift=st.floats(0.001, 0.3), base=st.floats(0.05, 0.6), alpha=st.floats(0.001, 0.2))
def test_a_larger_lift_and_a_laxer_test_are_seen_more_often(lift, base, alpha):
    groups = Groups(800, 200)
    least = power_of_share(base, lift, groups, alpha)
    assert power_of_share(base, lift, groups, alpha * 1.1) >= least
    if least > 0.25:  # below, the approximation is not one, and nothing is read of it
        assert power_of_share(base, lift * 1.1, groups, alpha) >= least


@given(
    each=st.sampled_from([2, 3, 10, 30, 84, 500]),
    effect=st.sampled_from([0.01, 0.5, 1, 2, 2.5, 3, 5, 8, 10, 20, 50, 100]),
)
def test_the_chance_is_a_number_also_where_the_library_gives_none(each, effect):
    found = power_of_mean(1, effect, Groups(each, each), 0.05)
    assert 0 <= found <= 1
    away = effect * math.sqrt(each / 2)
    critical = student.isf(0.025, 2 * each - 2)
    if math.isnan(nct.sf(critical, 2 * each - 2, away)):
        # Far from the critical value: at most this share of samples falls so much short of the effect.
        draw = np.random.default_rng(1)
        spread = np.sqrt(draw.chisquare(2 * each - 2, 100_000) / (2 * each - 2))
        assert np.mean((away + draw.standard_normal(100_000)) / spread > critical) > 0.99
        assert found == 1.0


def test_groups_of_one_show_nothing():
    assert detectable_share(0.3, Groups(100, 1), Demands()) is None
    assert detectable_mean(5, Groups(1, 100), Demands()) is None
    assert detectable_mean(0, Groups(100, 100), Demands()) is None


def test_a_lift_too_small_for_mankind_takes_no_number_of_customers():
    assert customers_for_share(0.5, 1e-6, HALF, Demands()) is None
    assert customers_for_mean(1e6, 0.001, HALF, Demands()) is None


@pytest.mark.parametrize(
    ("customers", "share", "held_out"), [(10, 0.25, 3), (7, 0.5, 4), (3, 0.1, 0), (0, 0.5, 0)]
)
def test_a_share_is_held_out_to_the_nearest_customer(customers, share, held_out):
    assert divided(customers, share) == Groups(customers - held_out, held_out)
