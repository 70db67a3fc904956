from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.explain.cohort.request import CohortPeriod
from customer_segmentation.explain.cohort.timeline import chosen_period, timeline

UNITS = [unit for unit in CohortPeriod if unit is not CohortPeriod.AUTO]
DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("unit", "day", "start", "name", "next_start"),
    [
        ("day", date(2024, 2, 29), date(2024, 2, 29), "2024-02-29", date(2024, 3, 1)),
        ("week", date(2024, 2, 1), date(2024, 1, 29), "2024-W05", date(2024, 2, 5)),
        ("week", date(2024, 12, 31), date(2024, 12, 30), "2025-W01", date(2025, 1, 6)),
        ("week", date(2021, 1, 3), date(2020, 12, 28), "2020-W53", date(2021, 1, 4)),
        ("month", date(2024, 1, 31), date(2024, 1, 1), "2024-01", date(2024, 2, 1)),
        ("quarter", date(2024, 11, 5), date(2024, 10, 1), "2024-Q4", date(2025, 1, 1)),
        ("year", date(2024, 12, 31), date(2024, 1, 1), "2024", date(2025, 1, 1)),
    ],
)
def test_periods_begin_where_the_calendar_says(unit, day, start, name, next_start):
    line = timeline(CohortPeriod(unit), day, day + timedelta(days=1))
    assert (line.start(0), line.name(0), line.start(1)) == (start, name, next_start)


def test_weeks_begin_on_sunday_where_the_shop_says_so():
    line = timeline(CohortPeriod.WEEK, date(2024, 2, 1), date(2024, 3, 1), sunday=True)
    assert (line.start(0), line.name(0)) == (date(2024, 1, 28), "2024-W05")
    on_sunday = timeline(CohortPeriod.WEEK, date(2024, 2, 4), date(2024, 3, 1), sunday=True)
    assert (on_sunday.start(0), on_sunday.name(0)) == (date(2024, 2, 4), "2024-W06")


@given(DAYS, st.sampled_from(UNITS), st.booleans(), st.integers(0, 40))
def test_periods_follow_each_other_and_have_names_of_their_own(first, unit, sunday, place):
    line = timeline(unit, first, first, sunday=sunday)
    assert line.start(0) <= first < line.start(1)
    assert line.start(place) < line.start(place + 1)
    assert len({line.name(n) for n in range(place + 1)}) == place + 1
    season = line.periods_a_year
    if season:
        days = (line.start(place + season) - line.start(place)).days
        assert 364 <= days <= 366


def test_a_period_is_over_when_the_data_reach_its_last_day():
    line = timeline(CohortPeriod.MONTH, date(2024, 1, 1), date(2024, 3, 1))
    assert [line.over(n) for n in range(3)] == [True, True, False]
    assert line.over_for(0, 29)
    assert not line.over_for(0, 30)


@pytest.mark.parametrize(
    ("history", "each_day", "unit"),
    [
        (1, 99, "day"),
        (28, 99, "day"),
        (29, 99, "week"),
        (180, 99, "week"),
        (181, 99, "month"),
        (1098, 99, "month"),
        (1099, 99, "quarter"),
        (2929, 99, "year"),
        (366, 1, "month"),
        (400, 0.4, "quarter"),
        (2000, 0.1, "year"),
        (100, 0.1, "week"),
    ],
)
def test_the_period_is_chosen_by_length_and_size(history, each_day, unit):
    begin = date(2020, 1, 1)
    step = 1 if each_day >= 1 else round(1 / each_day)
    first_days = {begin + timedelta(days=n): max(1, int(each_day)) for n in range(0, history, step)}
    assert chosen_period(first_days, begin, begin + timedelta(days=history)) == unit
