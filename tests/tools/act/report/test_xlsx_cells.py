"""What a cell holds and how it reads: exact values, formats that read as the report does, heads and heights."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from workbook_read import shown

from customer_segmentation.act.report.xlsx.cells import Number, as_written, in_full, number_format
from customer_segmentation.act.report.xlsx.contents import told_apart
from customer_segmentation.act.report.xlsx.text_height import lines
from customer_segmentation.kit.fact import COUNTS, OTHER_UNITS, Fact
from customer_segmentation.kit.figures import Figures
from customer_segmentation.kit.format import formatted
from customer_segmentation.kit.reply import SMALLEST_GROUP, Reply

NUMBERS = sorted((COUNTS | OTHER_UNITS | {"EUR", "CNY", "CHF", "JPY", "XXX"}) - {"date", "text"})
KEY = "rfm_segments.all.revenue"


def _figure(value, unit, language="en", **others):
    reply = Reply(facts={KEY: Fact(value=value, unit=unit), **others})
    return Figures(language).figure(KEY, reply, "table")


@given(
    st.sampled_from(NUMBERS),
    st.sampled_from(["en", "zh"]),
    st.one_of(
        st.integers(-(10**9), 10**9),
        st.decimals(-(10**7), 10**7, places=2),
        st.floats(-3, 3, allow_nan=False),
    ),
)
def test_a_number_reads_as_in_every_other_report(unit, language, value):
    if unit in COUNTS | {"rank"}:
        value = int(value)
    assume(unit != "customers" or not 0 < value < SMALLEST_GROUP)
    cell = as_written(_figure(value, unit, language), language)
    fact = Fact(value=value, unit=unit)
    assert shown(cell.value, cell.form).replace("-", "−") == formatted(fact, language, "table").replace(
        "-", "−"
    )
    exact = fact.number * 100 if unit == "points" else fact.number
    assert cell.value == float(exact)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_no_digit_is_lost_in_writing(value):
    assert float(f"{Number(value):.16G}") == value


@pytest.mark.parametrize(
    ("text", "unit", "value", "other"),
    [
        ("€1,284", "EUR", -1284.4, "−€1,284"),
        ("−€84.20", "EUR", 84.2, "€84.20"),
        ("41%", "share", 0.4149, "41%"),
        ("+3%", "change", -0.03, "−3%"),
        ("−3%", "change", 0.03, "+3%"),
        ("+6.2 points", "points", 0.0, "0.0 points"),
        ("<1%", "share", 0.001, "<1%"),
        ("1 day", "days", 1, "1 day"),
        ("1,204 天", "days", 1204, "1,204 天"),
        ("2.1 times", "ratio", 2.1, "2.1 times"),
    ],
)
def test_formats_know_signs_and_units(text, unit, value, other):
    assert shown(value, number_format(text, unit)) == other


def test_days_are_days_and_those_before_workbooks_are_words():
    assert as_written(_figure(date(2024, 12, 31), "date"), "en").value == date(2024, 12, 31)
    assert as_written(_figure(date(1888, 1, 2), "date"), "en").value == "2 Jan 1888"
    assert as_written(_figure("=A1", "text"), "en").value == "=A1"


def test_what_is_not_told_has_no_value():
    few = {"rfm_segments.all.customers": Fact(value=3, unit="customers")}
    figure = _figure(Decimal("12.30"), "EUR", **few)
    assert as_written(figure, "en").value == "not shown"
    assert in_full(figure, "en") is None


@given(st.lists(st.text(max_size=300), min_size=1, max_size=12))
def test_no_two_heads_are_alike(heading):
    said = told_apart(heading, ": ")
    assert len({head.casefold() for head in said}) == len(heading)
    assert all(0 < len(head) <= 255 for head in said)


def test_a_head_that_stands_twice_follows_the_one_before_it():
    heading = ["Segment", "Customers", "Share", "Turnover", "Share"]
    assert told_apart(heading, ": ") == [
        "Segment",
        "Customers",
        "Customers: Share",
        "Turnover",
        "Turnover: Share",
    ]
    assert told_apart(["a", "b", "B", "b"], ": ") == ["a", "a: b", "b: B", "B: b 2"]
    assert told_apart(["x_x0041_"], ": ") == ["x_ x0041_"]


@given(st.text(alphabet="abc 客群，", max_size=200), st.integers(5, 100))
def test_words_need_no_fewer_lines_where_it_is_narrower(text, size):
    assert lines(text, size) >= lines(text, size * 2) >= 1


def test_chinese_takes_about_twice_the_room():
    assert lines("客" * 50, 50) == 3
    assert lines("a" * 50, 50) == 1
