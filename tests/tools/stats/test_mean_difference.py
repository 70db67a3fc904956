import numpy as np
import pytest
from scipy.stats import ttest_ind

from customer_segmentation.stats.mean_difference import welch
from customer_segmentation.stats.means import Moments


def moments(values):
    return Moments(len(values), float(np.mean(values)), float(np.var(values, ddof=1)))


@pytest.mark.parametrize("seed", range(5))
def test_it_is_welchs_test(seed):
    draw = np.random.default_rng(seed)
    one, other = draw.lognormal(3, 1, 40), draw.lognormal(3.2, 1.5, 15 + seed)
    found = welch(moments(one), moments(other))
    expected = ttest_ind(one, other, equal_var=False)
    interval = expected.confidence_interval()
    assert found.p_value == pytest.approx(expected.pvalue)
    assert found.estimate == pytest.approx((one.mean() - other.mean(), interval.low, interval.high))


def test_where_nothing_varies_the_difference_is_exact():
    assert welch(Moments(5, 2.0, 0.0), Moments(9, 2.0, 0.0)).p_value == 1.0
    assert welch(Moments(5, 3.0, 0.0), Moments(9, 2.0, 0.0)).estimate == (1.0, 1.0, 1.0)


def test_one_value_has_no_variance():
    with pytest.raises(ValueError, match="two values"):
        welch(Moments(1, 2.0, 0.0), Moments(9, 2.0, 1.0))


def test_tiny_variances_do_not_vanish():
    found = welch(Moments(50, 1e-200, 1e-290), Moments(50, 0.0, 1e-290))
    assert found.estimate.low < found.estimate.value < found.estimate.high
