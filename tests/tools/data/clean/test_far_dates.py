from datetime import date, timedelta

from customer_segmentation.data.clean.far_dates import usual_days

YEAR = {date(2024, 1, 1) + timedelta(days=n): 2 for n in range(300)}


def test_a_year_in_the_far_future_is_far():
    assert usual_days({**YEAR, date(2204, 1, 1): 1}) == (date(2024, 1, 1), date(2024, 10, 26))


def test_a_pause_of_a_year_is_needed():
    assert usual_days({**YEAR, date(2025, 10, 1): 1}) is None
    assert usual_days({**YEAR, date(2026, 1, 1): 1}) == (date(2024, 1, 1), date(2024, 10, 26))


def test_many_lines_are_no_slip():
    assert usual_days({**YEAR, date(2204, 1, 1): 4}) is None


def test_where_pauses_are_usual_one_more_is_not_far():
    sparse = {date(2000 + n, 1, 1): 1 for n in range(25)}
    assert usual_days({**sparse, date(2026, 6, 1): 1}) is None


def test_early_days_stay_but_placeholders_go():
    assert usual_days({**YEAR, date(2001, 10, 29): 1}) is None
    assert usual_days({**YEAR, date(1970, 1, 1): 50}) == (date(2024, 1, 1), date(2024, 10, 26))
    assert usual_days({**YEAR, date(1900, 1, 1): 5, date(1970, 1, 1): 5}) == (
        date(2024, 1, 1),
        date(2024, 10, 26),
    )


def test_a_few_lines_tell_nothing():
    assert usual_days({date(2024, 1, 1): 3, date(2204, 1, 1): 1}) is None
