# ruff: noqa: DTZ001, DTZ007 - the shop's clock has no zone
from datetime import datetime, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer_segmentation.data.read.raw_table import RawColumn
from customer_segmentation.data.understand.cell_values import Cell, with_values
from customer_segmentation.data.understand.date_order import usual_format
from customer_segmentation.data.understand.levels import Levels
from customer_segmentation.data.understand.parse_dates import DateStyle
from customer_segmentation.engine.duckdb_engine import DuckDB


def read(cells, style):
    """Return the timestamps that a style reads in some cells."""
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t (n INTEGER, c1 VARCHAR)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", list(enumerate(cells)))
        levels = Levels("t").add({"n": "n", "c1": "c1"})
        with_values(levels, [Cell("day", RawColumn("c1", "day"), "date", date=style)])
        return [
            row[0] for row in connection.execute(f"SELECT day FROM ({levels.sql()}) ORDER BY n").fetchall()
        ]


AT_NOON = datetime(2024, 3, 5, 12, 0)
DAY = datetime(2024, 3, 5)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2024-03-05", DAY),
        ("2024/3/5", DAY),
        ("2024.03.05", DAY),
        ("20240305", DAY),
        ("20240305.0", DAY),
        ("20240305120000", AT_NOON),
        ("2024-03-05T12:00:00", AT_NOON),
        ("2024-03-05 12:00:00.123", AT_NOON.replace(microsecond=123_000)),
        ("2024-03-05T12:00:00Z", AT_NOON),
        ("2024-03-05 12:00:00 PM", AT_NOON),
        ("2024-03-05 12:00:00 AM", DAY),
        ("5/3/2024", DAY),
        ("05.03.24", DAY),
        ("5-3-2024 12:00", AT_NOON),
        (" 05/03/2024 ", DAY),
        ("5 Mar 2024", DAY),
        ("05-MAR-24", DAY),
        ("5. März 2024", DAY),
        ("5 août 2024", datetime(2024, 8, 5)),
        ("March 5, 2024", DAY),
        ("Mar 5th, 2024 12:00 PM", AT_NOON),
        ("Tue, 05 Mar 2024 12:00:00 +0000", AT_NOON),
        ("Tue Mar 05 2024 12:00:00 GMT+0800 (China Standard Time)", AT_NOON),
        ("2024年3月5日", DAY),
        ("2024年3月5号", DAY),
        ("2024年3月5日 下午3:05", datetime(2024, 3, 5, 15, 5)),
        ("2024年3月5日12时00分", AT_NOON),
        ("2024/03/05 上午 9:08:07", datetime(2024, 3, 5, 9, 8, 7)),
        ("45356", DAY),
        ("45356.5", AT_NOON),
        ("1709640000", AT_NOON),
        ("1709640000000", AT_NOON),
    ],
)
def test_dates_as_people_write_them(cell, expected):
    assert read([cell], DateStyle("dmy")) == [expected]


@pytest.mark.parametrize(
    "cell",
    [
        "soon",
        "12:30",
        "2024-02-30",
        "31/02/2024",
        "00/00/0000",
        "2024-13-01",
        "12.50",
        "1893-01-01",
        "2350-01-01",
        "N/A",
        "",
        "infinity",
        "epoch",
        "5/2024",
    ],
)
def test_what_is_no_date_is_not_read(cell):
    for style in (DateStyle("dmy"), DateStyle("dmy", format="cast"), DateStyle("mdy", format="%m/%d/%Y")):
        assert read([cell], style) == [None]


def test_the_order_is_that_of_the_column():
    assert read(["03/04/2024"], DateStyle("dmy")) == [datetime(2024, 4, 3)]
    assert read(["03/04/2024"], DateStyle("mdy")) == [datetime(2024, 3, 4)]
    assert read(["24-03-05"], DateStyle("ymd")) == [DAY]
    assert read(["13/01/2024"], DateStyle("mdy")) == [None]


def test_a_wall_clock_keeps_its_day_and_utc_does_not():
    cell = "2024-03-05 00:30:00 +0800"
    assert read([cell], DateStyle(zone="wall", format="cast")) == [datetime(2024, 3, 5, 0, 30)]
    assert read([cell], DateStyle(zone="utc")) == [datetime(2024, 3, 4, 16, 30)]


def test_two_digit_years_mean_1969_to_2068():
    assert read(["05/03/69", "05/03/68"], DateStyle("dmy")) == [datetime(1969, 3, 5), datetime(2068, 3, 5)]


FORMATS = {
    "%Y-%m-%d": "dmy",
    "%Y-%m-%d %H:%M:%S": "dmy",
    "%Y/%m/%d %H:%M": "mdy",
    "%d/%m/%Y": "dmy",
    "%d/%m/%Y %H:%M": "dmy",
    "%m/%d/%Y %I:%M %p": "mdy",
    "%m/%d/%y": "mdy",
    "%d.%m.%Y %H:%M:%S": "dmy",
    "%d-%b-%Y": "mdy",
    "%d %B %Y": "dmy",
    "%b %d, %Y": "dmy",
    "%Y年%m月%d日": "dmy",
    "%Y%m%d": "dmy",
    "%Y%m%d%H%M%S": "dmy",
}


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(FORMATS)),
    st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2068, 12, 31)), min_size=1, max_size=20),
)
def test_what_was_written_is_read_back(pattern, moments):
    cells = [moment.strftime(pattern) for moment in moments]
    expected = [datetime.strptime(cell, pattern) for cell in cells]
    assert read(cells, DateStyle(FORMATS[pattern])) == expected
    assert read(cells, DateStyle(FORMATS[pattern], format=quick(cells, FORMATS[pattern]))) == expected


def quick(cells, order):
    values = ", ".join(f"('{cell}')" for cell in cells)
    return usual_format(DuckDB("unused"), f"SELECT * FROM (VALUES {values}) t(x)", order)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 39_999), min_size=1, max_size=20))
def test_excel_counts_days_since_1900(days):
    cells = [str(20_000 + day) for day in days]
    expected = [datetime(1899, 12, 30) + timedelta(days=int(cell)) for cell in cells]
    assert read(cells, DateStyle()) == expected
