"""From options to a plan: what is in question, objectives, the next money, and what a plan rests on."""

from dataclasses import replace

import numpy as np
import pytest
from budget_cases import option
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.kit.fact import Kind
from customer_segmentation.plan.budget.allocation import (
    allocate,
    is_bound,
    outlook,
    spend_more,
    step_of,
)
from customer_segmentation.plan.budget.effects import Effect
from customer_segmentation.plan.budget.gain import worth_of
from customer_segmentation.plan.budget.request import Objective
from customer_segmentation.plan.budget.sensitivity import assumptions_of, swayed, would_drop
from customer_segmentation.plan.budget.setting import Setting, in_question

ALIKE = Effect(0.0, 0.05, 0.1, Kind.ASSUMED)
APART = Effect(0.0, 0.05, 0.1, Kind.GIVEN, apart=True)


def worth(options, *means):
    """What options are worth when each brings exactly so many extra buyers per contact."""
    return worth_of(options, np.tile(np.array(means), (20, 1)), np.ones(len(options)))


def test_of_actions_that_nothing_tells_apart_the_first_that_pays_is_in_question():
    options = [
        option("s1", "call", effect=ALIKE, contact_cost=4.0),
        option("s1", "letter", effect=ALIKE, contact_cost=1.1),
        option("s1", "mail", effect=ALIKE, contact_cost=0.02),
    ]
    setting = Setting(options, {"s1": 10})
    assert in_question(setting, worth(options, 0.05, 0.05, 0.05)).tolist() == [False, True, False]
    assert in_question(setting, worth(options, 0.2, 0.2, 0.2)).tolist() == [True, False, False]
    assert in_question(setting, worth(options, 0.0, 0.0, 0.0)).tolist() == [False, False, True]


def test_an_action_with_an_effect_of_its_own_competes():
    options = [
        option("s1", "call", effect=APART, contact_cost=4.0),
        option("s1", "letter", effect=ALIKE, contact_cost=1.1),
        option("s1", "mail", effect=ALIKE, contact_cost=0.02),
    ]
    setting, found = Setting(options, {"s1": 10}), worth(options, 0.3, 0.05, 0.05)
    assert in_question(setting, found).tolist() == [True, True, False]
    assert allocate(setting, found).tolist() == [10, 0, 0]


def test_nobody_gets_two_actions():
    options = [option("s1", "a"), option("s1", "b"), option("s2", "a")]
    plan = allocate(Setting(options, {"s1": 7, "s2": 4}), worth(options, 0.1, 0.1, 0.1))
    assert plan[:2].sum() == 7
    assert plan[2] == 4


def test_what_is_expected_to_lose_is_never_chosen():
    options = [option("s1", "a", contact_cost=5.0), option("s2", "a")]
    assert allocate(Setting(options, {"s1": 7, "s2": 4}), worth(options, 0.1, 0.1)).tolist() == [0, 4]


def test_orders_count_whom_they_are_from_only_where_retention_is_asked():
    options = [option("s1", "a", earned=100.0), option("s2", "a", earned=20.0, lapsed=True)]
    setting = Setting(options, {"s1": 10, "s2": 10}, budget=5.0)
    found = worth(options, 0.1, 0.2)
    assert allocate(setting, found).tolist() == [10, 0]
    assert allocate(replace(setting, objective=Objective.ORDERS), found).tolist() == [0, 10]
    assert allocate(replace(setting, objective=Objective.RETAINED), found).tolist() == [0, 10]
    free = replace(setting, objective=Objective.RETAINED, budget=None)
    assert allocate(free, found).tolist() == [0, 10]


def test_what_loses_is_not_chosen_for_orders_either():
    options = [option("s1", "a", contact_cost=50.0)]
    setting = Setting(options, {"s1": 10}, objective=Objective.ORDERS)
    assert allocate(setting, worth(options, 0.9)).tolist() == [0]


def test_the_next_money_goes_to_the_next_best():
    """s1 brings 4 for 0.5 and s2 2 for 0.5; five of s1 are bought, ten more contacts take the other five of each."""
    options = [option("s1", "a"), option("s2", "a")]
    setting = Setting(options, {"s1": 10, "s2": 10}, budget=2.5)
    found = worth(options, 0.1, 0.05)
    plan = allocate(setting, found)
    assert plan.tolist() == [5, 0]
    assert is_bound(setting, found, plan)
    assert spend_more(setting, found, plan, 5.0, bound=True) == pytest.approx(5 * 4 + 5 * 2)


def test_beyond_the_plan_the_next_money_returns_less_than_itself():
    options = [option("s1", "a"), option("s2", "a", contact_cost=5.0)]
    setting = Setting(options, {"s1": 10, "s2": 10}, budget=100.0)
    found = worth(options, 0.1, 0.1)
    plan = allocate(setting, found)
    assert plan.tolist() == [10, 0]
    assert not is_bound(setting, found, plan)
    assert spend_more(setting, found, plan, 10.0, bound=False) == pytest.approx(2 * 4)
    assert spend_more(setting, found, plan, 1000.0, bound=False) == pytest.approx(10 * 4)


@given(st.floats(1, 1e9), st.floats(0.001, 1e4))
def test_the_next_step_is_round_and_pays_for_some_contacts(budget, cost):
    step = step_of(budget, [option(contact_cost=cost)])
    assert np.log10(step) == pytest.approx(round(np.log10(step)))
    assert step >= 10 * cost * (1 - 1e-9)
    assert step >= budget / 400


def test_ten_thousand_is_asked_about_by_the_hundred():
    assert step_of(10_000, [option(contact_cost=4.0)]) == 100


def test_an_outlook_is_counted_over_the_draws():
    found = outlook(np.arange(-10.0, 91.0))
    assert (found.expected, found.low, found.median, found.high) == (40.0, 0.0, 40.0, 80.0)
    assert found.loss == pytest.approx(10 / 101)


def test_a_plan_rests_most_on_the_effect_that_moves_it_most():
    options = [
        option("s1", "a", effect=Effect(0.04, 0.05, 0.06, Kind.GIVEN, apart=True)),
        option("s2", "a", effect=Effect(0.0, 0.05, 0.2, Kind.GIVEN, apart=True)),
    ]
    setting, found = Setting(options, {"s1": 10, "s2": 10}), worth(options, 0.05, 0.08)
    plan = allocate(setting, found)
    first, second, third = assumptions_of(setting, found, plan, 0.4)
    assert (first.option, second.option, third.option) == (1, None, 0)
    others = 10 * (40 * 0.05 - 0.5)
    assert first.if_worse == pytest.approx(others + 10 * (0 - 0.5))
    assert first.if_better == pytest.approx(others + 10 * (40 * 0.2 - 0.5))
    assert would_drop(setting, found, plan, 0.4, first)
    assert not would_drop(setting, found, plan, 0.4, second)
    assert second.if_worse == pytest.approx(10 * 40 * 0.13 * 0.75 - 10)
    assert not would_drop(setting, found, plan, 0.4, third)


def test_a_margin_cannot_rise_above_all_there_is():
    assert swayed(0.4) == (pytest.approx(0.3), pytest.approx(0.5))
    assert swayed(0.9) == (pytest.approx(0.675), 1.0)


def test_an_empty_plan_rests_on_nothing():
    options = [option()]
    setting, found = Setting(options, {"s1": 10}), worth(options, 0.0)
    assert assumptions_of(setting, found, allocate(setting, found), 0.4) == []
