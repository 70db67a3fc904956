from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from customer_segmentation.stats.agreement import adjusted_rand

PAIRS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), min_size=1, max_size=60)


@given(PAIRS)
def test_it_equals_scikit_learn(pairs):
    expected = adjusted_rand_score(*zip(*pairs, strict=True))
    assert float(adjusted_rand(Counter(pairs))) == pytest.approx(expected)


@given(PAIRS)
def test_other_names_for_the_groups_change_nothing(pairs):
    renamed = [({"a": "d", "d": "a"}.get(row, row), column.upper()) for row, column in pairs]
    assert adjusted_rand(Counter(renamed)) == adjusted_rand(Counter(pairs))


def test_equal_groupings_agree_wholly():
    assert adjusted_rand({("a", "x"): 3, ("b", "y"): 4}) == 1


def test_an_example_worked_by_hand():
    """Hubert and Arabie: 2x2 with counts 2, 1, 1, 2: six pairs of fifteen in a row, two together."""
    found = adjusted_rand({("a", "x"): 2, ("a", "y"): 1, ("b", "x"): 1, ("b", "y"): 2})
    assert found == (Fraction(2) - Fraction(36, 15)) / (Fraction(6) - Fraction(36, 15))
