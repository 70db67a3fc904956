from datetime import date

import pytest

from customer_segmentation.kit.date_phrases import date_phrases
from customer_segmentation.kit.mentions import NameFinder, dates_named, is_date

NAMES = {
    "all": ("all customers",),
    "champions": ("Champions", "冠军客户", "VIPs"),
    "loyal_customers": ("Loyal customers", "忠诚客户"),
    "potential_loyalists": ("Potential loyalists", "潜力忠诚客户"),
    "cant_lose": ("Can't lose", "不能失去的客户"),
    "at_risk": ("At risk", "流失风险客户"),
    "promising": ("Promising", "有希望客户"),
    "g1": ("IT",),
    "g2": ("25-34",),
    "g3": ("37",),
    "g4": ("Wholesale",),
    "g5": ("Wholesale",),
}


class Names:
    def subjects(self):
        return list(NAMES)

    def names(self, subject):
        return NAMES[subject]


def named(text):
    return [(text[m.start : m.end], sorted(m.subjects)) for m in NameFinder(Names()).mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the champions and a champion", [("champions", ["champions"]), ("champion", ["champions"])]),
        ("our VIPs", [("VIPs", ["champions"])]),
        ("Can’t-Lose, cannot lose", [("Can’t-Lose", ["cant_lose"]), ("cannot lose", ["cant_lose"])]),
        ("Loyal and Champions", [("Loyal", ["loyal_customers"]), ("Champions", ["champions"])]),
        ("潜力忠诚客户", [("潜力忠诚客户", ["potential_loyalists"])]),
        ("冠军与忠诚客户", [("冠军", ["champions"]), ("忠诚客户", ["loyal_customers"])]),
        ("Wholesale buyers", [("Wholesale", ["g4", "g5"])]),
        ("IT and 25-34", [("IT", ["g1"]), ("25-34", ["g2"])]),
        ("at-risk customers", [("at-risk", ["at_risk"])]),
        ("“at risk”", [("at risk", ["at_risk"])]),
        ("Ask At risk", [("At risk", ["at_risk"])]),
    ],
)
def test_names_in_every_writing(text, expected):
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "money at risk",
        "a promising list",
        "loyal to you",
        "忠诚度",
        "it is so",
        "37 of them",
        "25-34%",
        "wholesale prices",
        "all customers",
        "championship",
    ],
)
def test_words_that_are_no_names(text):
    assert named(text) == []


def test_dates_of_one_grain():
    span = date(2009, 12, 1), date(2010, 12, 9)
    phrases = date_phrases("in 2010, in November 2010, on 9 December 2010", span)
    assert [m.subjects for m in dates_named(phrases, "2010-12")] == [{"2010-11"}]
    assert [m.subjects for m in dates_named(phrases, "2010-12-09")] == [{"2010-12-09"}]
    assert [m.subjects for m in dates_named(phrases, "2010")] == [{"2010"}]
    assert dates_named(phrases, "2010-Q4") == []


def test_date_subjects():
    assert [is_date(one) for one in ("2010", "2010-12", "2010-12-09", "2010-Q4", "champions", "c1")] == [
        *[True] * 4,
        False,
        False,
    ]
