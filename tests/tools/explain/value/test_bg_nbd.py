import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import beta, gamma

from customer_segmentation.explain.value.bg_nbd import (
    Model,
    Parameters,
    active_chance,
    chances,
    log_likelihood,
)
from customer_segmentation.explain.value.histories import Groups

PUBLISHED = Parameters(Model.BG_NBD, 0.2426, 4.4135, 0.7929, 2.4258)


def one(x, last, known):
    return Groups(np.array([x]), np.array([last]), np.array([known]), np.ones(1))


def test_the_published_likelihood(cdnow):
    values, _ = log_likelihood(PUBLISHED, cdnow)
    assert values.sum() == pytest.approx(-9582.43, abs=0.005)


def whole(parameters, x, last, known):
    """The likelihood by integrating over every customer's rate and leaving chance."""
    model, r, alpha, a, b = parameters

    def given_both(rate, leaves):
        active = rate**x * np.exp(-rate * known)
        gone = rate**x * np.exp(-rate * last)
        if model is Model.NBD:
            return active
        if model is Model.BG_NBD:
            left = leaves * (1 - leaves) ** (x - 1) * gone if x else 0.0
            return (1 - leaves) ** x * active + left
        return (1 - leaves) ** (x + 1) * active + leaves * (1 - leaves) ** x * gone

    def over_leaving(rate):
        if model is Model.NBD:
            return given_both(rate, 0.0)
        return quad(lambda p: given_both(rate, p) * beta.pdf(p, a, b), 0, 1)[0]

    return quad(lambda rate: over_leaving(rate) * gamma.pdf(rate, r, scale=1 / alpha), 0, np.inf)[0]


@pytest.mark.parametrize("model", list(Model))
@pytest.mark.parametrize(("x", "last", "known"), [(0, 0.0, 12.0), (1, 3.0, 12.0), (4, 9.5, 10.0)])
def test_the_likelihood_is_the_integral_over_rates_and_leaving(model, x, last, known):
    parameters = Parameters(model, 1.3, 5.0, *(() if model is Model.NBD else (1.2, 2.1)))
    values, _ = log_likelihood(parameters, one(x, last, known))
    assert np.exp(values[0]) == pytest.approx(whole(parameters, x, last, known), rel=1e-6)


HISTORIES = st.tuples(st.integers(0, 40), st.floats(0, 1), st.floats(0.1, 200)).map(
    lambda drawn: one(drawn[0], drawn[1] * drawn[2] if drawn[0] else 0.0, drawn[2])
)
SIZES = st.floats(-3, 3).map(np.exp)
LAWS = st.builds(Parameters, st.sampled_from([Model.BG_NBD, Model.MBG_NBD]), SIZES, SIZES, SIZES, SIZES)


@given(LAWS, HISTORIES)
def test_the_derivatives_are_those_of_the_likelihood(parameters, groups):
    _, slopes = log_likelihood(parameters, groups)
    for place in range(4):
        moved = [
            log_likelihood(
                Parameters(
                    parameters.model,
                    *(v * np.exp(s) if n == place else v for n, v in enumerate(parameters.free)),
                ),
                groups,
            )[0][0]
            for s in (1e-5, -1e-5)
        ]
        assert slopes[place, 0] == pytest.approx((moved[0] - moved[1]) / 2e-5, rel=1e-4, abs=1e-4)


@given(LAWS, HISTORIES)
def test_being_active_is_a_probability(parameters, groups):
    [chance] = active_chance(parameters, groups)
    assert 0 <= chance <= 1


@given(LAWS, st.integers(1, 20), st.floats(0, 30), st.floats(0, 30), st.floats(0, 30))
def test_longer_silence_makes_leaving_likelier(parameters, x, last, silence, more):
    sooner = active_chance(parameters, one(x, last, last + silence))
    later = active_chance(parameters, one(x, last, last + silence + more))
    assert later <= sooner + 1e-12


def test_who_bought_once_may_have_left_in_one_model_only():
    history = one(0, 0.0, 60.0)
    free = (0.5, 4.0, 1.0, 2.0)
    assert active_chance(Parameters(Model.BG_NBD, *free), history) == 1
    assert active_chance(Parameters(Model.MBG_NBD, *free), history) < 0.5
    assert active_chance(Parameters(Model.NBD, *free[:2]), history) == 1


def test_chances_to_leave():
    repeats = np.array([0, 3])
    assert [chances(model, repeats).tolist() for model in Model] == [[0, 3], [1, 4], [0, 0]]


def test_active_is_the_share_of_its_likelihood():
    """By Bayes: what being active contributes to the likelihood, divided by the whole."""
    history = one(3, 8.0, 20.0)
    parameters = Parameters(Model.BG_NBD, 0.9, 6.0, 0.8, 2.5)
    nobody_left = log_likelihood(parameters._replace(a=1e-12), history)[0][0]
    stays = beta.expect(lambda p: (1 - p) ** 3, (0.8, 2.5))
    whole_of_it = np.exp(log_likelihood(parameters, history)[0][0])
    assert active_chance(parameters, history)[0] == pytest.approx(np.exp(nobody_left) * stays / whole_of_it)


def test_nothing_is_lost_where_parameters_are_large():
    """With b at a thousand million, the difference of two gamma functions would have no digit left."""
    groups = one(5, 10.0, 12.0)
    large = log_likelihood(Parameters(Model.BG_NBD, 0.8, 9.0, 1e-3, 1e9), groups)[0]
    nobody = log_likelihood(Parameters(Model.NBD, 0.8, 9.0), groups)[0]
    assert large == pytest.approx(nobody, abs=1e-9)
