import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency, chisquare
from statsmodels.stats.multitest import multipletests

from customer_segmentation.stats.multiple_testing import holm
from customer_segmentation.stats.sample_ratio import MISMATCH, planned_ratio, same_ratio


@given(st.integers(1, 5000), st.integers(1, 5000), st.floats(0.05, 0.95))
def test_the_planned_ratio_is_a_chi_square(held_out, contacted, planned):
    whole = held_out + contacted
    expected = chisquare([held_out, contacted], [planned * whole, (1 - planned) * whole]).pvalue
    assert planned_ratio(held_out, contacted, planned) == pytest.approx(expected, abs=1e-9)


def test_a_known_mismatch():
    """R. Kohavi, D. Tang, Y. Xu, "Trustworthy Online Controlled Experiments" (2020), chapter 3: p = 1.8E-6."""
    assert planned_ratio(821_588, 815_482, 0.5) == pytest.approx(1.8e-6, rel=0.05)
    assert planned_ratio(5_050, 4_950, 0.5) > MISMATCH


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(1, 300)), min_size=2, max_size=8))
def test_one_ratio_in_all_groups_is_a_chi_square_of_the_table(counts):
    assert same_ratio(counts) == pytest.approx(chi2_contingency(counts, correction=False).pvalue, abs=1e-9)


@pytest.mark.parametrize("counts", [[], [(3, 4)], [(0, 5), (0, 6)], [(5, 0), (6, 0)], [(0, 0), (1, 2)]])
def test_nothing_to_compare_is_no_mismatch(counts):
    assert same_ratio(counts) == 1.0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_holm_is_that_of_statsmodels(p_values):
    assert holm(p_values) == pytest.approx(list(multipletests(p_values, method="holm")[1]))


def test_holm_takes_probabilities_only():
    with pytest.raises(ValueError, match="between 0 and 1"):
        holm([0.5, 1.5])
