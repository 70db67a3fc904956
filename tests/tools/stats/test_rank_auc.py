from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.stats.rank_auc import rank_auc


@pytest.mark.parametrize(
    ("classes", "area"),
    [
        ([(3, 3), (4, 0)], Fraction(1)),
        ([(4, 0), (3, 3)], Fraction(0)),
        ([(10, 4)], Fraction(1, 2)),
        ([(2, 1), (2, 1)], Fraction(1, 2)),
        ([(2, 2), (3, 1), (5, 0)], Fraction(2 * 7 + 1 * 5 + 1, 3 * 7)),
    ],
)
def test_small_cases(classes, area):
    assert rank_auc(classes) == area


@pytest.mark.parametrize("classes", [[], [(5, 5)], [(5, 0), (3, 0)]])
def test_without_two_kinds_there_is_no_area(classes):
    assert rank_auc(classes) is None


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=6))
def test_it_counts_pairs(drawn):
    classes = [(came + absent, came) for came, absent in drawn]
    came = [place for place, (c, _) in enumerate(drawn) for _ in range(c)]
    absent = [place for place, (_, a) in enumerate(drawn) for _ in range(a)]
    pairs = [
        Fraction(1) if c < a else Fraction(1, 2) if c == a else Fraction(0) for c, a in product(came, absent)
    ]
    assert rank_auc(classes) == (sum(pairs) / len(pairs) if pairs else None)
