from datetime import date

import pytest

from customer_segmentation_skill.offline.reading.dates import periods

UNTIL = date(2024, 12, 30)
READ = {
    "since march": ("2024-03-01", None),
    "last year": ("2023-01-01", "2023-12-31"),
    "this year": ("2024-01-01", "2024-12-31"),
    "in december": ("2024-12-01", "2024-12-31"),
    "from 2024-03-01 to 2024-06-30": ("2024-03-01", "2024-06-30"),
    "between jan and jun 2023": ("2023-01-01", "2023-06-30"),
    "between october and march 2024": ("2023-10-01", "2024-03-31"),
    "last 12 months": ("2023-12-31", "2024-12-30"),
    "the past three weeks": ("2024-12-10", "2024-12-30"),
    "last month": ("2024-11-01", "2024-11-30"),
    "last quarter": ("2024-07-01", "2024-09-30"),
    "q3 2023": ("2023-07-01", "2023-09-30"),
    "after 15 march 2023": ("2023-03-16", None),
    "before june 2023": (None, "2023-05-31"),
    "until end of june": (None, "2024-06-30"),
    "restrict it to 2024": ("2024-01-01", "2024-12-31"),
    "30.06.2024": ("2024-06-30", "2024-06-30"),
    "may 2024": ("2024-05-01", "2024-05-31"),
    "去年": ("2023-01-01", "2023-12-31"),
    "三月以来的": ("2024-03-01", None),
    "2024年1月到6月": ("2024-01-01", "2024-06-30"),
    "最近90天": ("2024-10-02", "2024-12-30"),
    "最近三个月": ("2024-10-01", "2024-12-30"),
    "去年12月": ("2023-12-01", "2023-12-31"),
    "2023年之前": (None, "2022-12-31"),
    "第二季度": ("2024-04-01", "2024-06-30"),
    "上半年": ("2024-01-01", "2024-06-30"),
}


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_periods_count_from_the_last_day_of_the_data(text, expected):
    (period,) = periods(text, UNTIL)
    read = tuple(day.isoformat() if day else None for day in (period.first, period.last))
    assert read == expected


@pytest.mark.parametrize(
    "text", ["you may do it", "2000 customers", "€2,024", "三个月", "order 20240101x", "31 february"]
)
def test_what_is_no_date_is_none(text):
    assert [p for p in periods(text, UNTIL) if p.first or p.last] == []


def test_without_data_a_relative_period_stays_open():
    (period,) = periods("since last month", None)
    assert (period.first, period.last, period.known) == (None, None, False)
