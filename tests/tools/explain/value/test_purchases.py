import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import hyp2f1
from scipy.stats import beta

from customer_segmentation.explain.value.bg_nbd import Model, Parameters, active_chance, chances
from customer_segmentation.explain.value.histories import Groups
from customer_segmentation.explain.value.purchases import beta_nodes, purchases

PUBLISHED = Parameters(Model.BG_NBD, 0.2426, 4.4135, 0.7929, 2.4258)
SIZES = st.floats(-1.5, 1.5).map(np.exp)
LAWS = st.builds(Parameters, st.sampled_from([Model.BG_NBD, Model.MBG_NBD]), SIZES, SIZES, SIZES, SIZES)


def one(x, last, known):
    return Groups(np.array([x]), np.array([last]), np.array([known]), np.ones(1))


def published(parameters, groups, weeks):
    """The closed form of Fader, Hardie and Lee (equation 10), and its like for MBG/NBD."""
    model, r, alpha, a, b = parameters
    x = groups.repeats
    more = int(model is Model.MBG_NBD)
    shape, total = b + x + more, a + b + x - 1 + more
    reach = weeks / (alpha + groups.known + weeks)
    gone = (1 - reach) ** (r + x) * hyp2f1(r + x, shape, total, reach)
    return active_chance(parameters, groups) * total / (a - 1) * (1 - gone)


def test_the_published_customer_is_expected_to_buy_1_226_times():
    found = purchases(PUBLISHED, one(2, 30.43, 38.86), 39)
    assert found.mean[0] == pytest.approx(1.226, abs=0.0005)


@given(LAWS, st.integers(0, 12), st.floats(0, 1), st.floats(0.5, 60), st.floats(0.5, 80))
def test_the_mean_is_the_published_closed_form(parameters, x, part, known, weeks):
    groups = one(x, part * known if x else 0.0, known)
    if abs(parameters.a - 1) < 0.05:
        return  # The closed form divides by a - 1.
    expected = published(parameters, groups, weeks)[0]
    assert purchases(parameters, groups, weeks).mean[0] == pytest.approx(expected, rel=1e-4, abs=1e-9)


@given(LAWS, st.integers(0, 12), st.floats(0.5, 60), st.floats(0.5, 80), st.floats(0.5, 80))
def test_more_time_brings_more_purchases(parameters, x, known, weeks, more):
    groups = one(x, known / 2 if x else 0.0, known)
    short, long = purchases(parameters, groups, weeks), purchases(parameters, groups, weeks + more)
    assert 0 < short.mean[0] < long.mean[0]
    assert short.variance[0] > 0


@pytest.mark.parametrize("b", [1.0, 1e5, 1e9])
def test_nothing_turns_negative_where_leaving_all_but_vanishes(b):
    groups = one(3, 20.0, 25.0)
    found = purchases(Parameters(Model.BG_NBD, 0.8, 9.0, 1e-4, b), groups, 26)
    nobody = purchases(Parameters(Model.NBD, 0.8, 9.0), groups, 26)
    assert nobody.mean[0] == pytest.approx((0.8 + 3) / (9 + 25) * 26)
    assert found.mean[0] == pytest.approx(nobody.mean[0], rel=2e-3)


def test_without_leaving_purchases_are_negative_binomial():
    shape, rate = 0.8 + 3, (9 + 25) / 26
    found = purchases(Parameters(Model.NBD, 0.8, 9.0), one(3, 20.0, 25.0), 26)
    assert found.variance[0] == pytest.approx(shape / rate + shape / rate**2)


@pytest.mark.parametrize("model", [Model.BG_NBD, Model.MBG_NBD])
def test_mean_and_variance_are_those_of_simulated_customers(model):
    parameters, x, known, weeks = Parameters(model, 0.8, 6.0, 0.9, 2.2), 2, 30.0, 40.0
    groups = one(x, 25.0, known)
    draw, many = np.random.default_rng(3), 200_000
    rate = draw.gamma(parameters.r + x, 1 / (parameters.alpha + known), many)
    leaves = draw.beta(parameters.a, parameters.b + chances(model, groups.repeats)[0], many)
    stays = draw.random(many) < active_chance(parameters, groups)[0]
    bought, place = np.zeros(many), np.zeros(many)
    while stays.any():
        place = np.where(stays, place + draw.exponential(1 / rate), place)
        bought += (stays := stays & (place < weeks))
        stays = stays & (draw.random(many) > leaves)
    found = purchases(parameters, groups, weeks)
    assert found.mean[0] == pytest.approx(bought.mean(), abs=4 * bought.std() / many**0.5)
    assert found.variance[0] == pytest.approx(bought.var(), rel=0.05)


@pytest.mark.parametrize(("a", "b"), [(0.3, 2.0), (1.0, 1.0), (0.5, 0.5), (4.0, 900.0), (1e-3, 1e5)])
def test_nodes_average_over_a_beta_law(a, b):
    places, weights = beta_nodes(a, b)
    assert weights.sum() == pytest.approx(1)
    assert ((places >= 0) & (places <= 1)).all()
    for power in (1, 2, 5):
        assert places**power @ weights == pytest.approx(beta.moment(power, a, b), rel=1e-6)


def test_histories_do_not_disturb_each_other():
    several = Groups(
        np.array([4, 0, 1, 4]), np.array([9.0, 0, 3, 2]), np.array([12.0, 30, 9, 40]), np.ones(4)
    )
    together = purchases(PUBLISHED, several, 52)
    alone = [
        purchases(PUBLISHED, Groups(*(column[n : n + 1] for column in several)), 52).mean[0] for n in range(4)
    ]
    assert together.mean == pytest.approx(alone)
