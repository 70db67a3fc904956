"""Other ways to spend the money, by hand; none breaks a limit, none is expected to beat the plan."""

import numpy as np
import pytest
from budget_cases import option, settings_and_worth
from hypothesis import given

from customer_segmentation.plan.budget.allocation import allocate
from customer_segmentation.plan.budget.comparison import (
    BY_REVENUE,
    EVERYBODY,
    NOTHING,
    PLAYBOOK,
    other_plans,
)
from customer_segmentation.plan.budget.gain import worth_of
from customer_segmentation.plan.budget.setting import Setting

OPTIONS = [
    option("s1", "call", contact_cost=4.0, channel="phone"),
    option("s1", "mail", contact_cost=1.0),
    option("s2", "mail", contact_cost=1.0),
]


def plans(setting, proposed=None, revenue=None):
    worth = worth_of(setting.options, np.full((10, len(setting.options)), 0.1), np.ones(len(setting.options)))
    found = other_plans(setting, worth, proposed or {}, revenue or {"s1": 3.0, "s2": 1.0})
    return {name: plan.tolist() for name, plan in found.items()}


def test_with_enough_money_everybody_gets_the_usual_action():
    setting = Setting(OPTIONS, {"s1": 10, "s2": 20})
    found = plans(setting, {"s1": "mail", "s2": "mail"})
    assert found[NOTHING] == [0, 0, 0]
    assert found[EVERYBODY] == [0, 10, 20]
    assert found[BY_REVENUE] == [0, 10, 20]
    assert found[PLAYBOOK] == [0, 10, 20]


def test_the_first_action_stands_where_none_is_proposed():
    assert plans(Setting(OPTIONS, {"s1": 10, "s2": 20}))[EVERYBODY] == [10, 0, 20]


def test_a_small_budget_is_shared_divided_or_used_up_in_turn():
    setting = Setting(OPTIONS, {"s1": 10, "s2": 20}, budget=12.0)
    found = plans(setting, {"s1": "mail", "s2": "mail"})
    assert found[EVERYBODY] == [0, 4, 8]
    assert found[BY_REVENUE] == [0, 9, 3]
    assert found[PLAYBOOK] == [0, 10, 2]


def test_what_a_full_segment_cannot_use_goes_to_the_others():
    setting = Setting(OPTIONS, {"s1": 10, "s2": 20}, budget=20.0)
    assert plans(setting, {"s1": "mail", "s2": "mail"})[BY_REVENUE] == [0, 10, 10]


def test_only_proposed_segments_are_in_the_order_of_the_playbooks():
    assert plans(Setting(OPTIONS, {"s1": 10, "s2": 20}), {"s2": "mail"})[PLAYBOOK] == [0, 0, 20]


def test_capacities_and_most_hold_for_them_too():
    setting = Setting(OPTIONS, {"s1": 10, "s2": 20}, most={"s2": 5}, capacity={"phone": 3})
    found = plans(setting, {"s1": "call", "s2": "mail"})
    assert found[EVERYBODY] == found[PLAYBOOK] == [3, 0, 5]


@given(settings_and_worth())
def test_none_breaks_a_limit_and_none_is_expected_to_beat_the_plan(case):
    setting, worth, proposed = case
    plan = allocate(setting, worth)
    others = other_plans(setting, worth, proposed, {"s1": 5.0, "s2": 0.0, "s3": 1.0})
    for found in (plan, *others.values()):
        assert (found >= 0).all()
        for segment in setting.segments:
            of = [n for n, one in enumerate(setting.options) if one.segment == segment]
            assert found[of].sum() <= setting.room(segment)
        if setting.budget is not None:
            assert worth.cost @ found <= setting.budget * (1 + 1e-8)
        for channel, most in setting.capacity.items():
            used = sum(
                int(found[n]) * o.contacts for n, o in enumerate(setting.options) if o.channel == channel
            )
            assert used <= most
        assert worth.expected @ found <= worth.expected @ plan + 1e-6
    assert worth.expected @ plan >= 0
    assert (worth.expected[plan > 0] > 0).all()


def test_a_zero_cost_action_is_not_divided_by():
    free = [option("s1", "site", contact_cost=0.0), option("s2", "mail", contact_cost=1.0)]
    setting = Setting(free, {"s1": 10, "s2": 20}, budget=4.0)
    assert plans(setting)[BY_REVENUE] == [10, 4]
    assert plans(setting)[PLAYBOOK] == [0, 0]


@pytest.mark.parametrize("budget", [0.3, 0.999999])
def test_money_for_less_than_one_contact_contacts_nobody(budget):
    setting = Setting(OPTIONS[1:], {"s1": 10, "s2": 20}, budget=budget)
    assert all(sum(plan) == 0 for plan in plans(setting).values())
