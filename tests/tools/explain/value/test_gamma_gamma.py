import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import gamma, spearmanr

from customer_segmentation.explain.value.gamma_gamma import (
    Law,
    expected_spend,
    fit_spend,
    log_likelihood,
    rank_correlation,
)


def simulated(seed, customers, law):
    draw = np.random.default_rng(seed)
    occasions = draw.poisson(2, customers)
    rate = draw.gamma(law.q, 1 / law.v, customers)
    return draw.gamma(law.p * np.maximum(occasions, 1e-9), 1 / rate) * (occasions > 0), occasions


def test_the_published_parameters(published_spend):
    table = np.loadtxt(
        published_spend("cdnow_customers_summary_with_transactions.csv"), delimiter=",", skiprows=1
    )
    occasions = table[:, 1].astype(int)
    fit = fit_spend(table[:, 4] * occasions, occasions)
    assert fit.customers == 946
    assert [round(value, 2) for value in fit.law] == [6.25, 3.74, 15.45]


def test_known_parameters_are_found_again():
    true = Law(5.0, 4.0, 20.0)
    fit = fit_spend(*simulated(1, 8_000, true))
    gaps = np.abs(np.log(fit.law) - np.log(true))
    assert (gaps < 4 * np.sqrt(np.diag(fit.covariance))).all()


@pytest.mark.parametrize(("mean", "occasions"), [(20.0, 1), (35.0, 4)])
def test_the_likelihood_is_the_integral_over_customers_means(mean, occasions):
    law = Law(6.0, 3.5, 15.0)

    def at(rate):
        shape = law.p * occasions
        return gamma.pdf(mean, shape, scale=1 / (occasions * rate)) * gamma.pdf(rate, law.q, scale=1 / law.v)

    whole = quad(at, 0, 2)[0]
    values, _ = log_likelihood(law, np.array([mean]), np.array([float(occasions)]))
    assert np.exp(values[0]) == pytest.approx(whole, rel=1e-6)


def test_the_derivatives_are_those_of_the_likelihood():
    means, occasions, law = np.array([20.0, 35.0]), np.array([1.0, 4.0]), np.array([6.0, 3.5, 15.0])
    _, slopes = log_likelihood(Law(*law), means, occasions)
    for place in range(3):
        step = np.exp(np.eye(3)[place] * 1e-5)
        up, down = (log_likelihood(Law(*(law * s)), means, occasions)[0] for s in (step, 1 / step))
        assert slopes[place] == pytest.approx((up - down) / 2e-5, rel=1e-5)


def test_a_customer_is_expected_between_their_own_mean_and_that_of_all():
    fit = fit_spend(*simulated(2, 4_000, Law(5.0, 4.0, 20.0)))
    nothing, once, often = expected_spend(
        fit, fit.law, np.array([0.0, 100.0, 1_000.0]), np.array([0, 1, 10])
    ).mean
    p, q, v = fit.law
    assert nothing == pytest.approx(p * v / (q - 1))
    assert once == pytest.approx(p * (v + 100) / (p + q - 1))
    assert nothing < once < often < 100


def test_moments_are_those_of_simulated_means():
    law = Law(5.0, 6.0, 40.0)
    fit = fit_spend(*simulated(3, 4_000, law))
    spend = expected_spend(fit, law, np.array([90.0]), np.array([2]))
    rate = np.random.default_rng(4).gamma(law.q + 2 * law.p, 1 / (law.v + 90), 400_000)
    assert spend.mean[0] == pytest.approx((law.p / rate).mean(), rel=0.005)
    assert spend.mean_square[0] == pytest.approx(((law.p / rate) ** 2).mean(), rel=0.01)
    assert spend.within[0] == pytest.approx((law.p / rate**2).mean(), rel=0.01)


def test_another_currency_changes_v_alone():
    spent, occasions = simulated(5, 2_000, Law(5.0, 4.0, 20.0))
    one, other = fit_spend(spent, occasions), fit_spend(spent * 100, occasions)
    assert other.law.v == pytest.approx(100 * one.law.v, rel=1e-4)
    assert (other.law.p, other.law.q) == pytest.approx((one.law.p, one.law.q), rel=1e-4)


def test_too_few_customers_all_count_the_average():
    fit = fit_spend(np.array([10.0, 40.0, 0.0, -5.0]), np.array([1, 2, 0, 1]))
    assert (fit.law, fit.customers, fit.overall) == (None, 2, pytest.approx(50 / 3))
    assert expected_spend(fit, None, np.array([10.0, 0.0]), np.array([1, 0])).mean == pytest.approx(
        [50 / 3] * 2
    )


def test_spend_without_a_mean_counts_the_average():
    """Means that vary without bound (q of one or less) have no average to expect."""
    draw = np.random.default_rng(6)
    fit = fit_spend(np.exp(draw.normal(0, 8, 400)), np.ones(400, dtype=int))
    assert fit.law is None
    assert fit.overall > 0


def test_nothing_spent_is_nothing_expected():
    fit = fit_spend(np.zeros(50), np.ones(50, dtype=int))
    assert (fit.law, fit.overall) == (None, 0.0)


def test_the_rank_correlation():
    draw = np.random.default_rng(7)
    occasions = draw.integers(0, 6, 300)
    spent = occasions * draw.gamma(2, 10, 300) * (1 + occasions)
    known = occasions > 0
    expected = spearmanr(occasions[known], spent[known] / occasions[known]).statistic
    assert rank_correlation(spent, occasions) == pytest.approx(expected)
    assert rank_correlation(spent, np.ones(300, dtype=int)) is None
    assert rank_correlation(spent[:20], occasions[:20]) is None
