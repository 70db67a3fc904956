import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.stats.means import Moments, p_value, standardised_difference

VALUES = st.lists(st.integers(-1000, 1000), min_size=2, max_size=30)


def moments(values):
    return Moments(len(values), statistics.fmean(values), statistics.variance(values))


def test_an_example_worked_by_hand():
    """Ten values of mean 12 and ten of mean 10, both of variance 4: d = 1, corrected by 1 - 3/71."""
    found = standardised_difference(Moments(10, 12.0, 4.0), Moments(10, 10.0, 4.0))
    g = 68 / 71
    error = (20 / 100 + g * g / 40) ** 0.5
    assert found.value == pytest.approx(g)
    assert (found.low, found.high) == (
        pytest.approx(g - 1.959964 * error),
        pytest.approx(g + 1.959964 * error),
    )


@given(VALUES, VALUES, st.integers(-50, 50), st.integers(1, 9))
def test_neither_a_shift_nor_a_unit_changes_the_difference(group, others, shift, unit):
    found = standardised_difference(moments(group), moments(others))
    moved = standardised_difference(
        moments([unit * v + shift for v in group]), moments([unit * v + shift for v in others])
    )
    assert (found is None) == (moved is None)
    if found:
        assert moved == pytest.approx(found, rel=1e-6, abs=1e-6)


@given(VALUES, VALUES)
def test_a_difference_of_equal_means_is_likely_and_swapping_turns_the_sign(group, others):
    one, other = moments(group), moments(others)
    assert 0 <= p_value(one, other) <= 1
    assert p_value(one, one) == 1.0
    found, swapped = standardised_difference(one, other), standardised_difference(other, one)
    if found:
        assert swapped == pytest.approx((-found.value, -found.high, -found.low))


def test_two_constants_that_differ_are_no_chance_and_have_no_standardised_difference():
    assert p_value(Moments(5, 1.0, 0.0), Moments(5, 2.0, 0.0)) == 0.0
    assert standardised_difference(Moments(5, 1.0, 0.0), Moments(5, 2.0, 0.0)) is None


def test_a_single_value_has_no_variance():
    with pytest.raises(ValueError, match="two values"):
        standardised_difference(Moments(1, 1.0, 0.0), Moments(5, 2.0, 1.0))


def test_the_p_value_is_that_of_the_normal_distribution():
    assert p_value(Moments(100, 1.959964, 50.0), Moments(100, 0.0, 50.0)) == pytest.approx(0.05, abs=1e-6)
