import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.segment.cluster.unimodal import nearest_unimodal, one_hump

SHARES = st.lists(st.integers(0, 50), min_size=1, max_size=7).filter(any)


def has_one_hump(shares):
    steps = np.sign(np.diff(np.round(shares, 12)))
    steps = steps[steps != 0]
    return bool((np.diff(steps) <= 0).all())


@given(SHARES)
def test_one_hump_and_all_of_it(counts):
    shares = np.array(counts) / sum(counts)
    found = one_hump(shares)
    assert has_one_hump(found)
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all()


@given(SHARES)
def test_what_has_one_hump_stays(counts):
    counts = sorted(counts[: len(counts) // 2]) + sorted(counts[len(counts) // 2 :], reverse=True)
    shares = np.array(counts) / sum(counts)
    if has_one_hump(shares):
        assert one_hump(shares) == pytest.approx(shares)


def test_two_humps_become_one_by_hand():
    """0.4, 0, 0.1, 0.5: the mode stays, and 0.4, 0, 0.1 rise at best as their mean, a sixth each."""
    assert one_hump(np.array([0.4, 0.0, 0.1, 0.5])) == pytest.approx([1 / 6, 1 / 6, 1 / 6, 0.5])


def test_a_feature_of_few_values_keeps_them():
    values = np.repeat([1.0, 2.0, 5.0], [60, 30, 10])
    found = nearest_unimodal(values)
    drawn = found.at(np.linspace(0.005, 0.995, 100))
    assert np.unique(drawn, return_counts=True)[1].tolist() == [60, 30, 10]
    assert set(drawn) == {1.0, 2.0, 5.0}


def test_a_continuous_feature_keeps_its_range_and_its_skew():
    values = np.random.default_rng(0).exponential(size=5000)
    drawn = nearest_unimodal(values).at(np.linspace(0, 1, 5001))
    assert (drawn.min(), drawn.max()) == (values.min(), values.max())
    assert np.quantile(drawn, [0.1, 0.5, 0.9]) == pytest.approx(
        np.quantile(values, [0.1, 0.5, 0.9]), abs=0.06
    )
    assert (np.diff(drawn) >= 0).all()
