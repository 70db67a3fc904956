"""A test on newcomers: the weeks it takes, and two looks that together err no more often than one."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from customer_segmentation.explain.second_order import SecondOrder
from customer_segmentation.plan.experiment.rolling import rolling, two_looks

CLOCK = SecondOrder(
    first_from=date(2024, 1, 1),
    first_to=date(2024, 4, 8),  # 98 days: 14 weeks
    newcomers=140,
    ordered_again=50,
    silent=100,
    ordered_after_silence=20,
    may_be_older=False,
)


def test_the_weeks_are_those_until_enough_came():
    found = rolling(CLOCK, customers=40, needed=141, alpha=0.05)
    assert found.weekly == 10
    assert found.weeks == 11
    assert rolling(CLOCK, customers=40, needed=140, alpha=0.05).weeks == 10
    assert rolling(CLOCK, customers=40, needed=40, alpha=0.05) is None


@pytest.mark.parametrize(("alpha", "constant"), [(0.01, 2.580), (0.05, 1.977), (0.10, 1.678)])
def test_the_boundaries_are_the_published_ones(alpha, constant):
    # Jennison & Turnbull 2000, table 2.3: C_B(2, alpha).
    first, last = two_looks(alpha)
    assert norm.isf(last / 2) == pytest.approx(constant, abs=0.001)
    assert norm.isf(first / 2) == pytest.approx(constant * 2**0.5, abs=0.0015)


@given(alpha=st.floats(0.001, 0.2))
def test_a_first_look_is_strict_and_the_last_hardly_stricter_than_one_look(alpha):
    first, last = two_looks(alpha)
    assert first < last < alpha
    assert first + last > alpha


@pytest.mark.parametrize("alpha", [0.01, 0.05, 0.2])
def test_two_looks_at_chance_call_it_an_effect_as_often_as_one(alpha):
    draw = np.random.default_rng(8)
    half, rest = draw.standard_normal((2, 400_000))
    end = (half + rest) / np.sqrt(2)
    first, last = two_looks(alpha)
    called = (np.abs(half) > norm.isf(first / 2)) | (np.abs(end) > norm.isf(last / 2))
    assert called.mean() == pytest.approx(alpha, abs=0.002)


def test_two_looks_cost_hardly_any_power():
    draw = np.random.default_rng(9)
    drift = norm.isf(0.025) + norm.ppf(0.8)
    half, rest = draw.standard_normal((2, 400_000)) + drift / np.sqrt(2)
    first, last = two_looks(0.05)
    end = (half + rest) / np.sqrt(2)
    seen = (np.abs(half) > norm.isf(first / 2)) | (np.abs(end) > norm.isf(last / 2))
    assert seen.mean() == pytest.approx(0.8, abs=0.01)
