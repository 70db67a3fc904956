"""What more and more money brings: concave, ending where nothing pays, and never below any whole plan."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from budget_cases import option, settings_and_worth
from hypothesis import given

from customer_segmentation.plan.budget.allocation import allocate
from customer_segmentation.plan.budget.frontier import frontier
from customer_segmentation.plan.budget.gain import worth_of
from customer_segmentation.plan.budget.request import Objective
from customer_segmentation.plan.budget.setting import Setting


@given(settings_and_worth())
def test_it_rises_ever_more_slowly_to_what_the_best_plan_without_limit_brings(case):
    setting, worth, _ = case
    points = frontier(setting, worth)
    assert [cost for cost, _ in points] == sorted(cost for cost, _ in points)
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.pairwise(points) if b[0] > a[0] + 1e-6]
    assert all(after <= before + 1e-5 for before, after in itertools.pairwise(slopes))
    freely = allocate(replace(setting, budget=None), worth)
    assert points[-1][1] == pytest.approx(float(worth.expected @ freely), abs=1e-4)


@given(settings_and_worth())
def test_no_plan_of_whole_customers_lies_above_one_of_parts(case):
    setting, worth, _ = case
    parts = allocate(setting, worth, whole=False)
    assert worth.expected @ parts >= worth.expected @ allocate(setting, worth) - 1e-6


def test_two_pieces_by_hand():
    options = [
        option("s1", "a", earned=40.0, contact_cost=1.0),
        option("s2", "a", earned=20.0, contact_cost=1.0),
    ]
    worth = worth_of(options, np.full((5, 2), 0.1), np.ones(2))
    setting = Setting(options, {"s1": 10, "s2": 20})
    assert frontier(setting, worth) == [(0.0, 0.0), (10.0, pytest.approx(30.0)), (30.0, pytest.approx(50.0))]


def test_other_aims_have_none():
    options = [option()]
    worth = worth_of(options, np.full((5, 1), 0.1), np.ones(1))
    setting = Setting(options, {"s1": 10})
    assert frontier(setting, worth)
    for other in (
        replace(setting, cautious=True),
        replace(setting, objective=Objective.ORDERS),
        replace(setting, least={"s1": 1}),
    ):
        assert frontier(other, worth) == []
