import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu
from sklearn.metrics import roc_auc_score

from customer_segmentation.stats.paired_auc import area, averaged


def made(seed, size=400, classes=None):
    draw = np.random.default_rng(seed)
    came = draw.random(size) < 0.4
    scores = draw.normal(size=size) + 0.8 * came
    return (np.floor(scores * classes) if classes else scores), came


def of(scores, came):
    return area(scores, came, np.arange(len(scores)), len(scores))


@pytest.mark.parametrize("classes", [None, 1, 3])
def test_the_area_is_that_of_scikit_learn_and_of_mann_whitney(classes):
    scores, came = made(1, classes=classes)
    found = of(scores, came).value
    assert found == pytest.approx(roc_auc_score(came, scores), abs=1e-12)
    u = mannwhitneyu(scores[came], scores[~came]).statistic
    assert found == pytest.approx(u / (came.sum() * (~came).sum()), abs=1e-12)


def delong(scores, came):
    """The variance of DeLong et al. from its definition: every pair compared."""
    ahead = scores[came][:, None] - scores[~came][None, :]
    right = (ahead > 0) + 0.5 * (ahead == 0)
    v10, v01 = right.mean(axis=1), right.mean(axis=0)
    return v10.var(ddof=1) / len(v10) + v01.var(ddof=1) / len(v01)


@pytest.mark.parametrize("classes", [None, 1, 2])
def test_the_error_is_delongs_pair_by_pair(classes):
    scores, came = made(2, classes=classes)
    found = of(scores, came).estimate
    half = 1.959963984540054 * delong(scores, came) ** 0.5
    assert (found.low, found.high) == pytest.approx((found.value - half, found.value + half), abs=1e-12)


def test_a_paired_bootstrap_finds_the_same_interval():
    """Two scores over the same customers, resampled together: DeLong's interval without the waiting."""
    one, came = made(3, size=1500)
    other = np.round(one + np.random.default_rng(4).normal(size=1500))
    found = of(one, came).minus(of(other, came))
    draw = np.random.default_rng(5)
    gains = []
    for _ in range(600):
        again = draw.integers(0, len(came), len(came))
        gains.append(of(one[again], came[again]).value - of(other[again], came[again]).value)
    assert (found.high - found.low) / 2 / 1.96 == pytest.approx(np.std(gains), rel=0.1)
    assert found.value == pytest.approx(np.mean(gains), abs=0.003)


def test_a_customer_seen_on_two_days_counts_as_one():
    """The same day twice tells no more than once; two days of different customers tell more."""
    scores, came = made(6)
    day = of(scores, came)
    twice = averaged([day, day])
    assert twice.estimate == pytest.approx(day.estimate)
    size = len(scores)
    apart = [area(scores, came, np.arange(size) + start, 2 * size) for start in (0, size)]
    narrow, wide = averaged(apart).estimate, day.estimate
    assert (narrow.high - narrow.low) * 2**0.5 == pytest.approx(wide.high - wide.low)


def test_a_score_is_no_better_than_itself():
    scores, came = made(7)
    assert of(scores, came).minus(of(scores, came)) == (0, 0, 0)


@pytest.mark.parametrize("came", [[True] * 4, [False] * 4, [True, False, False, False]])
def test_without_two_of_each_there_is_no_area(came):
    assert of(np.arange(4.0), np.array(came)) is None


def test_no_areas_have_no_average():
    assert averaged([]) is None


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), min_size=4, max_size=40))
def test_turning_a_score_round_mirrors_the_area(pairs):
    scores, came = (np.array(column) for column in zip(*pairs, strict=True))
    one, other = of(scores.astype(float), came), of(-scores.astype(float), came)
    assert (one is None) == (other is None)
    if one:
        assert one.value == pytest.approx(1 - other.value)
        assert 0 <= one.estimate.low <= one.estimate.high <= 1
