"""The index of a group against everybody: by hand, by its invariances, and how often its interval holds."""

import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.stats.index_numbers import index_of_means, index_of_shares
from customer_segmentation.stats.means import Moments

SPENT = st.lists(st.integers(1, 1000), min_size=2, max_size=40)


def moments(values):
    return Moments(len(values), statistics.fmean(values), statistics.variance(values))


def test_an_index_worked_by_hand():
    """Ten buyers spend 30 each on average, thirty spend 10: all together 15, so the group stands at 2."""
    found = index_of_means(Moments(10, 30.0, 0.0), Moments(30, 10.0, 0.0))
    assert found == pytest.approx((2.0, 2.0, 2.0))


def test_an_index_of_shares_worked_by_hand():
    """5 of 10 against 5 of 30: everybody 10 of 40, so the group stands at 2."""
    found = index_of_shares(5, 10, 5, 30)
    assert found.value == pytest.approx(2.0)
    assert found.low < 2 < found.high


@given(SPENT, SPENT)
def test_it_is_the_groups_mean_over_the_mean_of_all(group, others):
    found = index_of_means(moments(group), moments(others))
    assert found.value == pytest.approx(statistics.fmean(group) / statistics.fmean(group + others))
    assert found.low <= found.value * (1 + 1e-12)
    assert found.value <= found.high * (1 + 1e-12)


@given(SPENT, SPENT, st.integers(2, 9))
def test_the_unit_of_money_does_not_matter(group, others, factor):
    one = index_of_means(moments(group), moments(others))
    other = index_of_means(moments([factor * v for v in group]), moments([factor * v for v in others]))
    assert one == pytest.approx(other)


def test_nothing_is_said_where_a_mean_is_not_above_zero():
    assert index_of_means(Moments(5, 0.0, 1.0), Moments(5, 3.0, 1.0)) is None
    assert index_of_means(Moments(5, 3.0, 1.0), Moments(5, -1.0, 1.0)) is None
    assert index_of_shares(3, 5, 0, 5) is None
    with pytest.raises(ValueError, match="two values"):
        index_of_means(Moments(1, 3.0, 0.0), Moments(5, 1.0, 1.0))


@pytest.mark.parametrize(("spread", "least"), [(0.5, 0.93), (1.0, 0.90)])
def test_the_interval_holds_about_as_often_as_it_says(spread, least):
    """Lognormal turnover, 60 of 460 buyers: 2,000 draws; heavy tails cost some, as they do every such interval."""
    draw = np.random.default_rng(7)
    group = draw.lognormal(0.3, spread, (2000, 60))
    others = draw.lognormal(0.0, spread, (2000, 400))
    ratio, part = np.exp(0.3), 60 / 460
    truth = ratio / (part * ratio + 1 - part)
    held = 0
    for one, other in zip(group, others, strict=True):
        found = index_of_means(
            Moments(60, float(one.mean()), float(one.var(ddof=1))),
            Moments(400, float(other.mean()), float(other.var(ddof=1))),
        )
        held += found.low <= truth <= found.high
    assert least <= held / 2000 <= 0.97
