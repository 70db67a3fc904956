import numpy as np
import pytest
import statsmodels.api as sm

from customer_segmentation.stats.adjusted_difference import adjusted_difference


def trial(seed, n=400, effect=0.5, held=0.3):
    draw = np.random.default_rng(seed)
    known = np.column_stack([draw.normal(size=n), draw.poisson(2, n)])
    treated = draw.random(n) > held
    outcome = 1 + known @ [1.0, 0.5] + treated * (effect + 0.4 * known[:, 0]) + draw.normal(0, 1 + treated, n)
    return outcome, treated, known


def by_statsmodels(outcome, treated, known):
    centred = known - known.mean(axis=0)
    design = np.column_stack([np.ones(len(outcome)), treated, centred, centred * treated[:, None]])
    fitted = sm.OLS(outcome, design).fit(cov_type="HC2", use_t=True)
    return fitted.params[1], fitted.bse[1], fitted.conf_int()[1], fitted.pvalues[1]


@pytest.mark.parametrize("seed", range(4))
def test_it_is_lins_regression_with_hc2_errors(seed):
    outcome, treated, known = trial(seed)
    value, error, ends, p_value = by_statsmodels(outcome, treated, known)
    found = adjusted_difference(outcome, treated, known)
    assert found.estimate == pytest.approx((value, *ends))
    assert (found.error, found.p_value) == (pytest.approx(error), pytest.approx(p_value))


def test_columns_that_repeat_others_or_never_vary_change_nothing():
    outcome, treated, known = trial(9)
    more = np.column_stack([known, known[:, 0] * 3 + 1, np.ones(len(known)), known.sum(axis=1)])
    assert adjusted_difference(outcome, treated, more).estimate == pytest.approx(
        adjusted_difference(outcome, treated, known).estimate
    )


def test_the_scale_of_a_column_does_not_matter():
    outcome, treated, known = trial(3)
    assert adjusted_difference(outcome, treated, known * [1e6, 1e-6]).estimate == pytest.approx(
        adjusted_difference(outcome, treated, known).estimate
    )


def test_too_few_customers_or_nothing_known_is_not_adjusted():
    outcome, treated, known = trial(1, n=60, held=0.5)
    assert adjusted_difference(outcome, treated, np.tile(known, 2)[:, :2]) is None or treated.sum() >= 30
    assert adjusted_difference(outcome[:20], treated[:20], known[:20]) is None
    assert adjusted_difference(outcome, treated, np.ones((60, 2))) is None


def test_intervals_cover_the_true_effect_and_are_narrower_than_plain_ones():
    covered, narrower = 0, 0
    for seed in range(300):
        outcome, treated, known = trial(1000 + seed, n=200)
        found = adjusted_difference(outcome, treated, known)
        true = 0.5 + 0.4 * known[:, 0].mean()
        covered += found.estimate.low <= true <= found.estimate.high
        plain = np.sqrt(sum(outcome[g].var(ddof=1) / g.sum() for g in (treated, ~treated)))
        narrower += found.error < plain
    assert 0.92 <= covered / 300 <= 0.98
    assert narrower > 290
