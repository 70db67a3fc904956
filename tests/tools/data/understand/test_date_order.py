import pytest

from customer_segmentation.data.understand.date_order import (
    contradicts_itself,
    date_evidence,
    order_implied,
    order_told,
    usual_format,
    zone_of,
)
from customer_segmentation.engine.duckdb_engine import DuckDB


def cells(values):
    rows = ", ".join(f"({n}, '{value}')" for n, value in enumerate(values))
    return f"SELECT * FROM (VALUES {rows}) t(_line, x)"


@pytest.fixture
def engine(tmp_path):
    return DuckDB(tmp_path)


def told(engine, *values):
    return order_told(date_evidence(engine, cells(values)))


def implied(engine, *values):
    return order_implied(date_evidence(engine, cells(values)), engine, cells(values))


def test_a_day_over_twelve_tells_the_order_of_the_whole_column(engine):
    assert told(engine, "03/04/2024", "13/04/2024 10:00") == "dmy"
    assert told(engine, "03/04/2024", "03/14/2024") == "mdy"
    assert told(engine, "24-03-05", "99-01-02") == "ymd"
    assert told(engine, "03/04/2024", "05/06/2024") is None


def test_iso_dates_need_no_order(engine):
    assert date_evidence(engine, cells(["2024-03-05", "2024-13-05"])).digits == 0


def test_both_orders_in_one_column_are_a_contradiction(engine):
    assert contradicts_itself(date_evidence(engine, cells(["13/04/2024", "03/14/2024"])))


def test_a_rare_slip_does_not_change_the_order(engine):
    values = ["13/04/2024"] * 40 + ["04/13/2024"]
    assert told(engine, *values) == "dmy"


def test_one_day_in_every_month_is_the_day(engine):
    assert implied(engine, "01/02/2024", "01/03/2024", "01/04/2024") == "dmy"
    assert implied(engine, "02/01/2024", "03/01/2024", "04/01/2024") == "mdy"


def test_rows_in_order_of_time_under_one_reading_tell_it(engine):
    days = [(month, day) for month in (1, 2, 3) for day in range(1, 13)]
    assert implied(engine, *(f"{day:02d}/{month:02d}/2024" for month, day in days)) == "dmy"
    assert implied(engine, *(f"{month:02d}/{day:02d}/2024" for month, day in days)) == "mdy"


def test_rows_in_no_order_tell_nothing(engine):
    days = [(7 * n % 12 + 1, 5 * n % 11 + 1) for n in range(40)]
    assert implied(engine, *(f"{day:02d}/{month:02d}/2024" for month, day in days)) is None


def test_dots_are_day_first(engine):
    assert implied(engine, "03.04.2024", "05.06.2024") == "dmy"
    assert implied(engine, "03/04/2024", "05/06/2024") is None


def test_offsets_of_one_place_stay_on_its_wall(engine):
    summer = cells(["2024-07-01 10:00:00 +0200", "2024-01-01 10:00:00 +0100"])
    places = cells(["2024-07-01 10:00:00+02:00", "2024-01-01 10:00:00-05:00", "2024-01-01 10:00:00Z"])
    assert zone_of(engine, summer) == ("wall", 2)
    assert zone_of(engine, places) == ("utc", 3)
    assert zone_of(engine, cells(["2024-07-01 10:00:00"])) == ("", 0)


@pytest.mark.parametrize(
    ("cell", "order", "expected"),
    [
        ("2024-03-05 10:00:00", "dmy", "cast"),
        ("05/03/2024 10:00", "dmy", "%d/%m/%Y %H:%M"),
        ("3/5/24 1:02 PM", "mdy", "%m/%d/%y %I:%M %p"),
        ("05.03.2024", "dmy", "%d.%m.%Y"),
        ("20240305", "dmy", "%Y%m%d"),
        ("5 March 2024", "dmy", ""),
        ("2024.03.05", "dmy", ""),
    ],
)
def test_the_usual_shape_is_read_quickly(engine, cell, order, expected):
    assert usual_format(engine, cells([cell]), order) == expected
