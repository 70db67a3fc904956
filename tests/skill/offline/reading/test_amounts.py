from decimal import Decimal

import pytest

from customer_segmentation_skill.offline.reading.amounts import chinese_value, numbers
from customer_segmentation_skill.offline.reading.ordinals import LAST, ordinals

READ = {
    "i have 10,000, where should it go": [("10000", "count")],
    "a budget of 5k": [("5000", "count")],
    "€2,500 across": [("2500", "money")],
    "2.5m euros": [("2500000", "money")],
    "10 000 eur": [("10000", "money")],
    "a 20% holdout": [("20", "percent")],
    "my ten best customers": [("10", "count")],
    "twenty five thousand dollars": [("25000", "money")],
    "top5": [("5", "count")],
    "我有5万预算": [("50000", "count")],
    "一万块钱": [("10000", "money")],
    "前十名": [("10", "count")],
    "大概三成": [("30", "percent")],
    "两千元": [("2000", "money")],
    "128.4万": [("1284000", "count")],
    "order_no2 in q3": [],
    "看一下这一个": [],
    "the second one": [],
}


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_numbers_are_read_as_people_write_them(text, expected):
    found = numbers(text)
    assert [(n.value, n.kind) for n in found] == [(Decimal(value), kind) for value, kind in expected]


@pytest.mark.parametrize(
    ("text", "value"),
    [("三百五十", 350), ("一万二", 12_000), ("十", 10), ("两千零五", 2_005), ("一亿", 100_000_000)],
)
def test_chinese_numerals(text, value):
    assert chinese_value(text) == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("and the second one?", [2]),
        ("the last one", [LAST]),
        ("no. 3", [3]),
        ("第二个呢", [2]),
        ("最后一个", [LAST]),
        ("the last 3 months", []),
        ("last year", []),
        ("their first order", []),
        ("dates are month first", []),
    ],
)
def test_ordinals_are_places_in_a_list_and_nothing_else(text, expected):
    assert [value for value, *_ in ordinals(text)] == expected
