"""What segments are compared by when nobody says by what, and how it is told."""

from datetime import date

import pytest

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.format import formatted
from laid_segments import lay_segments
from profiled_shop import COLUMNS, lay_shop, people, profiled, told
from rows_shop import aggregated, column, shop

T = "profile_segments."


def test_what_is_protected_is_compared_only_by_its_name(workspace):
    lay_segments(workspace, lay_shop(workspace))
    unasked, asked = (
        profiled(workspace, segment="c1"),
        profiled(workspace, segment="c1", features="Age, orders"),
    )
    age = {"en": "age", "zh": "年龄"}
    assert age not in unasked.detail["alike"]["c1"]
    assert [f.code for f in unasked.findings] == ["profile_protected_left_out"]
    assert unasked.findings[0].values == {"headers": "Age"}
    assert age in asked.detail["alike"]["c1"]
    assert [f.code for f in asked.findings] == ["profile_protected"]


def test_nothing_but_protected_traits_is_a_question_of_naming_them(workspace):
    _, traits, groups = people()
    aggregated(workspace, None, [c for c in COLUMNS if c.name == "age"], traits, identity="e" * 24)
    lay_segments(workspace, groups, data="e" * 24)
    with pytest.raises(InputError) as raised:
        profiled(workspace)
    assert raised.value.code == "profile_only_protected"
    assert profiled(workspace, features="Age").findings[0].code == "profile_protected"


def test_a_year_is_told_as_a_year(workspace):
    rows, traits, groups = people()
    born = column("birth_year", "number", table="customers", header="birth_year")
    for person in traits:
        person["birth_year"] = 1950 + len(person["city"]) * 10 + int(person["age"]) % 7
    shop(workspace, rows, (*COLUMNS, born), traits, as_of=date(2025, 1, 1))
    lay_segments(workspace, groups)
    reply = profiled(workspace, segment="c1", features="birth_year, orders")
    year = told(reply, "c1")["birth year"]
    fact = reply.facts[f"{T}c1.{year['id']}_median"]
    assert fact.unit == "year"
    assert formatted(fact, "en", "table") == formatted(fact, "zh") == str(int(fact.value))
    assert f"{T}c1.{year['id']}_ratio" not in reply.facts
    assert year["name"]["zh"] == "出生年份"
