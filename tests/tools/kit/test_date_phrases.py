from datetime import date

import pytest

from customer_segmentation.kit.date_phrases import clock_times, date_phrases

SPAN = date(2009, 12, 1), date(2010, 12, 9)


def said(text, span=SPAN):
    return [(text[p.start : p.end], sorted(p.ids), p.within(span)) for p in date_phrases(text, span)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("2010-12-09", ["2010-12-09"]),
        ("2010/12/9", ["2010-12-09"]),
        ("20.5.2010", ["2010-05-20"]),
        ("9 December 2010", ["2010-12-09"]),
        ("December 9, 2010", ["2010-12-09"]),
        ("Dec 2010", ["2010-12"]),
        ("2010-12", ["2010-12"]),
        ("Q4 2010", ["2010-Q4"]),
        ("2010年12月9日", ["2010-12-09"]),
        ("2010年第四季度", ["2010-Q4"]),
        ("二〇一〇年十二月", ["2010-12"]),
        ("2010", ["2010"]),
        ("12月", ["2009-12", "2010-12"]),
        ("十二月", ["2009-12", "2010-12"]),
        ("5 December", ["2009-12-05", "2010-12-05"]),
    ],
)
def test_dates_of_every_writing(text, ids):
    assert said(text) == [(text, ids, True)]


@pytest.mark.parametrize("text", ["March 2024", "2011-01", "2010-12-10", "30 November 2009", "2024年"])
def test_dates_outside_the_data(text):
    assert [within for _, _, within in said(text)] == [False]


@pytest.mark.parametrize(
    "text",
    ["2010 customers", "€2010", "EUR 2010", "December 41", "may 5", "三个月", "12 months", "2010位", "3.12"],
)
def test_what_only_looks_like_a_date(text):
    assert said(text) == []


def test_a_year_after_in_counts_nothing():
    assert said("In 2010 customers bought") == [("2010", ["2010"], True)]


def test_years_together():
    assert said("in 2009–2010") == [("2009–2010", [], True)]


def test_a_lone_month_is_found_after_a_preposition_and_holds_no_number():
    (phrase,) = date_phrases("in December", SPAN)
    assert phrase.ids == {"2009-12", "2010-12"}
    assert not phrase.has_numbers


def test_nothing_is_within_no_data():
    assert said("in 2010", None) == [("2010", ["2010"], False)]


def test_times_of_day():
    assert clock_times("at 08:00, 9:30 pm, 3:1, 25:00") == [(3, 8), (10, 17)]
