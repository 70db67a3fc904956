from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.stats.association import cramers_v

CELLS = st.lists(st.integers(0, 30), min_size=6, max_size=6)


def table(cells):
    return {pair: n for pair, n in zip(product("ab", "xyz"), cells, strict=True) if n}


def test_one_grouping_that_tells_the_other_is_wholly_associated():
    assert cramers_v({("a", "x"): 50, ("b", "y"): 50}) == pytest.approx(1.0)


def test_unrelated_groupings_are_not_associated():
    assert cramers_v(dict.fromkeys(product("ab", "xy"), 25)) == 0.0
    assert cramers_v({("a", "x"): 9, ("a", "y"): 4}) == 0.0
    assert cramers_v({}) == 0.0


def test_an_example_worked_by_hand():
    """30, 10, 10, 30: phi squared 0.25; less 1/79, over 2 - 1/79 - 1."""
    found = cramers_v({("a", "x"): 30, ("a", "y"): 10, ("b", "x"): 10, ("b", "y"): 30})
    assert found == pytest.approx(((0.25 - 1 / 79) / (1 - 1 / 79)) ** 0.5)


@given(CELLS)
def test_it_lies_between_none_and_all_and_does_not_care_which_is_first(cells):
    counts = table(cells)
    found = cramers_v(counts)
    assert 0 <= found <= 1
    assert cramers_v({(b, a): n for (a, b), n in counts.items()}) == pytest.approx(found)
