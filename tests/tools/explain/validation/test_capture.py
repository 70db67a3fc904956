import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.explain.validation.capture import capture


def test_the_first_fifth_of_ten_customers_worked_by_hand():
    scores = np.arange(10.0)
    amounts = np.array([0, 0, 0, 0, 0, 1, 1, 2, 2, 4.0])
    assert capture(scores, amounts, 0.2) == pytest.approx(6 / 10)


def test_customers_of_equal_score_count_in_proportion():
    assert capture(np.zeros(10), np.arange(10.0), 0.2) == pytest.approx(0.2)
    assert capture(np.array([1.0, 1, 1, 0, 0]), np.array([3.0, 0, 0, 1, 0]), 0.2) == pytest.approx(0.25)


def test_nothing_spent_is_nothing_captured():
    assert capture(np.arange(3.0), np.zeros(3), 0.2) is None


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9)), min_size=2, max_size=30), st.floats(0, 1))
def test_it_rises_from_nothing_to_everything_whatever_the_order_of_rows(pairs, part):
    scores, amounts = (np.array(column, dtype=float) for column in zip(*pairs, strict=True))
    found = capture(scores, amounts, part)
    if found is None:
        assert not amounts.any()
        return
    assert 0 <= found <= 1 + 1e-12
    assert found == pytest.approx(capture(scores[::-1], amounts[::-1], part))
    assert capture(scores, amounts, 1.0) == pytest.approx(1.0)
    assert capture(scores, amounts, 0.0) == 0
