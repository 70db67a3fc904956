from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.explain.validation.origins import rolling_origins
from customer_segmentation.kit.errors import MethodError

FIRST = date(2023, 1, 1)


def origins(history, horizon=90, most=3):
    return rolling_origins(FIRST, FIRST + timedelta(days=history), horizon, most)


def test_three_origins_and_one_to_learn_from():
    found = origins(720)
    assert [(w.split_on - FIRST).days for w in found.judged] == [630, 540, 450]
    assert (found.learnt.split_on - FIRST).days == 360


def test_with_a_year_the_learning_window_is_shorter():
    found = origins(374)
    assert [(w.split_on - FIRST).days for w in found.judged] == [284, 194, 104]
    assert found.learnt.days == 52


def test_the_earliest_origin_is_learnt_from_where_nothing_lies_before_it():
    found = origins(229)
    assert [(w.split_on - FIRST).days for w in found.judged] == [139]
    assert (found.learnt.split_on - FIRST).days == 70
    short = origins(95, horizon=30)
    assert [(w.split_on - FIRST).days for w in short.judged] == [65]
    assert (short.learnt.split_on - FIRST).days == 35


def test_a_single_split_teaches_nothing():
    assert origins(62, horizon=31).learnt is None


def test_a_history_too_short_for_two_windows_is_refused():
    with pytest.raises(MethodError):
        origins(59)


@given(st.integers(60, 3000), st.integers(30, 400), st.integers(1, 6))
def test_windows_follow_each_other_and_never_overlap(history, horizon, most):
    found = origins(history, horizon, most)
    windows = [*found.judged, *([found.learnt] if found.learnt else [])]
    assert 1 <= len(found.judged) <= most
    assert len({w.days for w in found.judged}) == 1
    for later, earlier in pairwise(windows):
        assert earlier.ends_on == later.split_on
    assert all((w.split_on - FIRST).days >= w.days for w in windows)
