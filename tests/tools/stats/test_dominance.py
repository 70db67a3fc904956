import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from customer_segmentation.stats.dominance import (
    dominance,
    grade_of,
    strength_of_delta,
    strength_of_shares,
)

VALUES = st.lists(st.integers(0, 6), min_size=2, max_size=25)


def compared(group, others):
    distinct = sorted({*group, *others})
    return dominance(*(np.array([Counter(part)[v] for v in distinct]) for part in (group, others)))


@given(VALUES, VALUES)
def test_delta_is_the_share_of_pairs_above_less_those_below(group, others):
    found = compared(group, others)
    pairs = [(a > b) - (a < b) for a in group for b in others]
    if len({*group, *others}) == 1:
        assert found is None
    else:
        assert found.delta.value == pytest.approx(sum(pairs) / len(pairs), abs=1e-12)
        assert -1 <= found.delta.low <= found.delta.value <= found.delta.high <= 1


@given(VALUES, VALUES)
def test_seen_from_the_other_side_it_is_the_same_with_the_other_sign(group, others):
    one, other = compared(group, others), compared(others, group)
    if one is not None:
        assert other.delta.value == pytest.approx(-one.delta.value)
        assert (other.delta.low, other.delta.high) == pytest.approx((-one.delta.high, -one.delta.low))
        assert other.p_value == pytest.approx(one.p_value)


@given(VALUES, VALUES)
def test_the_p_value_is_that_of_mann_and_whitney(group, others):
    found = compared(group, others)
    if found is not None:
        told = mannwhitneyu(group, others, use_continuity=False, method="asymptotic")
        assert found.p_value == pytest.approx(told.pvalue, abs=1e-9)


def test_complete_separation_of_few_proves_less_than_of_many():
    few, many = compared([8] * 2 + [9] * 3, [1] * 400), compared([9] * 400, [1] * 400)
    assert few.delta.value == many.delta.value == 1
    assert few.delta.low < 0.2
    assert many.delta.low > 0.97
    assert compared([1] * 5, [9] * 5).delta.low == -1


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    draw = random.Random(3)  # noqa: S311 - simulated values
    truth = 2 * 0.6382 - 1  # two normals half a standard deviation apart
    held = 0
    for _ in range(400):
        group = [draw.gauss(0.5, 1) for _ in range(40)]
        found = compared(group, [draw.gauss(0, 1) for _ in range(60)])
        held += found.delta.low <= truth <= found.delta.high
    assert 0.92 <= held / 400 <= 0.98


@pytest.mark.parametrize(("delta", "grade"), [(0.11, ""), (0.12, "small"), (0.28, "medium"), (0.43, "large")])
def test_grades_are_those_of_vargha_and_delaney(delta, grade):
    assert grade_of(strength_of_delta(delta)) == grade_of(strength_of_delta(-delta)) == grade


def test_shares_are_graded_by_the_arcsine():
    assert strength_of_shares(0.5, 0.5) == 0
    assert strength_of_shares(0.65, 0.45) == pytest.approx(0.4053, abs=1e-3)
    assert strength_of_shares(0.1, 0.3) == -strength_of_shares(0.3, 0.1)
    assert strength_of_delta(1.0) < 10
