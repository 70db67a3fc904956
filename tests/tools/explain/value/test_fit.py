import numpy as np
import pytest
from simulated_buyers import groups_of, lives

from customer_segmentation.explain.value.bg_nbd import Model, Parameters, log_likelihood
from customer_segmentation.explain.value.fit import chosen, fitted
from customer_segmentation.explain.value.histories import Groups

DAYS = 730


def test_the_published_parameters(cdnow):
    fit = fitted(cdnow, Model.BG_NBD)
    _, r, alpha, a, b = fit.parameters
    assert (round(r, 4), round(alpha, 4), round(a, 4), round(b, 4)) == (0.2426, 4.4135, 0.7929, 2.4258)
    assert round(fit.log_likelihood, 2) == -9582.43


@pytest.mark.parametrize("model", [Model.BG_NBD, Model.MBG_NBD])
def test_known_parameters_are_found_again(model):
    true = {"r": 0.9, "alpha": 6.0, "a": 0.8, "b": 2.5}
    found = lives(1, 6_000, days=DAYS, once=model is Model.MBG_NBD, **true)
    fit = fitted(groups_of(found, DAYS), model)
    errors = np.sqrt(np.diag(fit.covariance))
    gaps = np.log(fit.parameters.free) - np.log(list(true.values()))
    # Days instead of moments merge purchases of one day: a little bias is in the data.
    assert (np.abs(gaps) < 4 * errors + 0.1).all()


def test_no_neighbour_is_likelier(cdnow):
    fit = fitted(cdnow, Model.MBG_NBD)
    for place in range(4):
        for factor in (0.98, 1.02):
            free = [v * factor if n == place else v for n, v in enumerate(fit.parameters.free)]
            assert log_likelihood(Parameters(Model.MBG_NBD, *free), cdnow)[0].sum() < fit.log_likelihood


def test_another_unit_of_time_changes_alpha_alone(cdnow):
    weeks = fitted(cdnow, Model.BG_NBD)
    days = fitted(cdnow._replace(last=cdnow.last * 7, known=cdnow.known * 7), Model.BG_NBD)
    assert days.parameters.alpha == pytest.approx(7 * weeks.parameters.alpha, rel=1e-4)
    for name in ("r", "a", "b"):
        assert getattr(days.parameters, name) == pytest.approx(getattr(weeks.parameters, name), rel=1e-4)
    assert days.covariance == pytest.approx(weeks.covariance, rel=1e-2, abs=1e-5)


def test_customers_of_equal_history_may_be_counted_together(cdnow):
    columns = np.column_stack([cdnow.repeats, cdnow.last, cdnow.known])
    distinct, many = np.unique(columns, axis=0, return_counts=True)
    together = Groups(distinct[:, 0].astype(int), distinct[:, 1], distinct[:, 2], many.astype(float))
    one_by_one, grouped = fitted(cdnow, Model.BG_NBD), fitted(together, Model.BG_NBD)
    assert grouped.parameters.free == pytest.approx(one_by_one.parameters.free, rel=1e-5)
    assert grouped.log_likelihood == pytest.approx(one_by_one.log_likelihood)
    assert grouped.covariance == pytest.approx(one_by_one.covariance, rel=1e-3)


def test_the_likelier_model_is_used():
    once = groups_of(lives(2, 4_000, r=0.9, alpha=6, a=0.8, b=1.5, days=DAYS), DAYS)
    later = groups_of(lives(2, 4_000, r=0.9, alpha=6, a=0.8, b=1.5, days=DAYS, once=False), DAYS)
    assert chosen(once, None).fit.parameters.model is Model.MBG_NBD
    assert chosen(later, None).fit.parameters.model is Model.BG_NBD
    assert chosen(once, Model.BG_NBD).fit.parameters.model is Model.BG_NBD


def test_where_the_data_do_not_tell_it_is_the_one_that_judges_one_time_buyers(cdnow):
    choice = chosen(cdnow, None)
    likelihoods = choice.log_likelihoods
    assert abs(likelihoods[Model.BG_NBD] - likelihoods[Model.MBG_NBD]) < 3
    assert choice.fit.parameters.model is Model.MBG_NBD
    assert not choice.nobody_leaves


@pytest.mark.parametrize("asked", [None, Model.BG_NBD])
def test_nobody_leaves_where_nobody_left(asked):
    found = lives(4, 1_500, r=1.2, alpha=6, a=1e-9, b=1, days=DAYS)
    choice = chosen(groups_of(found, DAYS), asked)
    assert choice.nobody_leaves
    assert choice.fit.parameters.model is Model.NBD
    assert choice.fit.parameters.r == pytest.approx(1.2, rel=0.1)


def test_customers_of_one_rhythm_are_said_to_be_alike():
    draw = np.random.default_rng(5)
    known = np.full(2_000, 50.0)
    repeats = draw.poisson(known * 0.1)
    last = np.where(repeats > 0, known * draw.beta(np.maximum(repeats, 1), 1), 0.0)
    choice = chosen(Groups(repeats, last, known, np.ones(2_000)), None)
    assert choice.fit.alike
    assert np.isfinite(choice.fit.covariance).all()
