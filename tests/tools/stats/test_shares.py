import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from customer_segmentation.stats.shares import difference, p_value, ratio

TABLES = st.tuples(st.integers(1, 200), st.integers(1, 200)).flatmap(
    lambda n: st.tuples(st.integers(0, n[0]), st.just(n[0]), st.integers(0, n[1]), st.just(n[1]))
)


@pytest.mark.parametrize(
    ("table", "low", "high"),
    [((56, 70, 48, 80), 0.0524, 0.3339), ((9, 10, 3, 10), 0.1705, 0.8090), ((10, 10, 0, 20), 0.6791, 1.0)],
)
def test_the_difference_has_the_interval_that_newcombe_published(table, low, high):
    """Newcombe (1998), table II, method 10, examples a, b and f."""
    found = difference(*table)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(TABLES)
def test_the_difference_lies_within_its_interval_and_turns_its_sign_when_swapped(table):
    found, swapped = difference(*table), difference(*table[2:], *table[:2])
    assert -1 <= found.low <= found.value <= found.high <= 1
    assert swapped == pytest.approx((-found.value, -found.high, -found.low))


@given(TABLES)
def test_the_ratio_lies_within_its_interval(table):
    found = ratio(*table)
    if table[2] == 0:
        assert found is None
    else:
        assert found.value == pytest.approx((table[0] / table[1]) / (table[2] / table[3]))
        assert 0 <= found.low <= found.value <= found.high


def test_the_interval_of_a_ratio_of_many_is_katz():
    found = ratio(3000, 10_000, 2000, 10_000)
    half = 1.959964 * (1 / 3000 - 1 / 10_000 + 1 / 2000 - 1 / 10_000) ** 0.5
    assert found.low == pytest.approx(1.5 * 2.718281828**-half, rel=1e-3)
    assert found.high == pytest.approx(1.5 * 2.718281828**half, rel=1e-3)


@given(TABLES)
def test_the_p_value_is_that_of_the_chi_square(table):
    a, n, b, m = table
    found = p_value(a, n, b, m)
    if a + b in {0, n + m}:
        assert found == 1.0
    else:
        expected = chi2_contingency([[a, n - a], [b, m - b]], correction=False).pvalue
        assert found == pytest.approx(expected, abs=1e-9)
