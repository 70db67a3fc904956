from datetime import date

import pytest

from customer_segmentation.plan.optimisation.calendar import Calendar, What

START = date(2025, 1, 1)


def test_the_most_urgent_begin_and_the_others_follow_two_weeks_later():
    plan = Calendar.of(START, ["a", "b", "c", "d", "e"], 90)
    assert (plan.first, plan.second) == (("a", "b", "c"), ("d", "e"))
    assert [plan.contacted_on(s) for s in "ad"] == [START, date(2025, 1, 15)]
    assert [plan.read_on(s) for s in "ad"] == [date(2025, 4, 1), date(2025, 4, 15)]


def test_days_come_in_order_and_checks_are_no_readings():
    assert Calendar.of(START, list("abcd"), 90).days() == {
        What.START: START,
        What.SECOND: date(2025, 1, 15),
        What.CHECK: date(2025, 1, 31),
        What.MIDWAY: date(2025, 3, 2),
        What.READ: date(2025, 4, 1),
        What.STOCK: date(2025, 4, 1),
        What.READ_SECOND: date(2025, 4, 15),
    }


@pytest.mark.parametrize("horizon", [1, 14, 30, 60, 90, 200, 365])
def test_nothing_is_read_before_its_days_are_over(horizon):
    plan = Calendar.of(START, list("abcdef"), horizon)
    assert all((plan.read_on(s) - plan.contacted_on(s)).days == horizon for s in "abcdef")
    days = list(plan.days().values())
    assert days == sorted(days)


def test_without_a_second_wave_there_are_no_days_for_one():
    assert not {What.SECOND, What.READ_SECOND} & set(Calendar.of(START, ["a"], 60).days())
