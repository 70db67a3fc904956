from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.engine.condition import Filterable, conjuncts, sql_of, words_of
from customer_segmentation.engine.where import check_levels, nearest, parse_where
from customer_segmentation.kit.errors import InputError

FIELDS = [
    Filterable("country", "text", "line", header="Land", others=("国家",)),
    Filterable("order", "text", "line", header="Order Value (EUR)"),
    Filterable("orders", "number", "customer", others=("订单数",)),
    Filterable("aov", "number", "customer", expression='"revenue"', per='"orders"'),
    Filterable("last_on", "date", "customer"),
    Filterable("consent", "boolean", "customer"),
    Filterable("email", "text", "customer", header="E-Mail", personal=True),
]


def words(text):
    return words_of(parse_where(text, FIELDS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("country = 'Germany' and orders >= 2", "Land = 'Germany' and orders >= 2"),
        ("LAND = 'Germany' AND Orders>=2", "Land = 'Germany' and orders >= 2"),
        ("国家='德国' 且 订单数>=2", "Land = '德国' and orders >= 2"),
        ("国家＝“德国”或者（订单数大于等于2且不 consent）", "Land = '德国' or (orders >= 2 and not consent)"),
        ("订单数 不少于 2 而且 国家 不包含 '德'", "orders >= 2 and Land not contains '德'"),
        ("国家 属于 (「德国」、‘法国’)", "Land in ('德国', '法国')"),
        ("订单数 介于 1 和 3 并且 国家 不为空", "orders between 1 and 3 and Land is not null"),
        ("not (country = Germany or orders < 3)", "not (Land = 'Germany' or orders < 3)"),
        (
            "order = 5 and \"order value (eur)\" <> 'x'",
            "\"Order Value (EUR)\" = '5' and \"Order Value (EUR)\" <> 'x'",
        ),
        ("5 < orders", "orders > 5"),
        ("'Germany' = country", "Land = 'Germany'"),
        ("last_on between 2024-01-01 and '2024-02-01'", "last_on between '2024-01-01' and '2024-02-01'"),
        ("country in (Germany, 'France', \"U K\")", "Land in ('Germany', 'France', 'U K')"),
        (
            "country not like '%x%' or country contains 'it''s'",
            "Land not like '%x%' or Land contains 'it''s'",
        ),
        ("consent is not true && country is Germany", "consent <> true and Land = 'Germany'"),
        ("consent = 是", "consent = true"),
        ("orders = -1.50", "orders = -1.50"),
        ("orders >= 2 and (consent and (orders < 9))", "orders >= 2 and (consent and orders < 9)"),
    ],
)
def test_what_it_understands(text, expected):
    assert words(text) == expected
    assert words(expected) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("lower(country) = 'x'", "where_conditions_only"),
        ("country = (select 1)", "where_conditions_only"),
        ("(select 1) = country", "where_conditions_only"),
        ("country = 'x'; drop table t", "where_conditions_only"),
        ("country = 'x' -- and orders > 1", "where_conditions_only"),
        ("country = 'x' /* */", "where_conditions_only"),
        ("orders > (1 + 1)", "where_not_understood"),
        ("orders + 1 > 2", "where_not_understood"),
        ("country = upper('x')", "where_not_understood"),
        ("country || 'x' = 'y'", "where_not_understood"),
        ("1 = 1", "where_unknown_column"),
        ("true", "where_unknown_column"),
        ("contry = 'x'", "where_unknown_column"),
        ("orders > many", "where_number_value"),
        ("orders > '1e999999999'", "where_number_value"),
        ("orders > 'NaN'", "where_number_value"),
        ("orders like '1%'", "where_number_comparison"),
        ("country > 'x'", "where_text_comparison"),
        ("last_on = '2024-02-30'", "where_date_value"),
        ("last_on contains '2024'", "where_date_comparison"),
        ("consent > true", "where_boolean_comparison"),
        ("consent = maybe", "where_boolean_value"),
        ("email = 'a@b.c'", "where_personal"),
        ("E-Mail is not null", "where_personal"),
        ("email is null", "where_personal"),
        ("country", "where_unfinished"),
        ("orders >=", "where_unfinished"),
        ("(orders > 1", "where_unfinished"),
        ("orders > 1)", "where_not_understood"),
        ("orders > 1 orders < 2", "where_not_understood"),
        ("country in ()", "where_not_understood"),
        ("country = and orders > 1", "where_not_understood"),
        ("orders = null", "where_null"),
        ("(" * 60 + "orders > 1" + ")" * 60, "where_too_deep"),
        ("not " * 60 + "consent", "where_too_deep"),
    ],
)
def test_what_it_refuses(text, code):
    with pytest.raises(InputError) as caught:
        parse_where(text, FIELDS)
    assert caught.value.code == code
    assert caught.value.said("en") != caught.value.said("zh")


def test_an_unknown_column_names_the_nearest_and_no_personal_one():
    with pytest.raises(InputError) as caught:
        parse_where("emial = 'x'", FIELDS)
    assert "E-Mail" not in caught.value.values["nearest"]
    with pytest.raises(InputError) as caught:
        parse_where("odrers > 1", FIELDS)
    assert caught.value.values["nearest"].split(", ")[0] == "orders"


@pytest.mark.parametrize(
    ("name", "near"),
    [("age", "Age group"), ("Kundenland", "Land"), ("Contry", "Country"), ("country of birth", "Country")],
)
def test_what_holds_a_name_or_is_held_by_it_is_near(name, near):
    assert nearest(name, ["Amount", "Age group", "Land", "Country"]) == near


def test_nearest_falls_back_to_the_first():
    assert nearest("qqq", ["a", "b", "c"], most=2) == "a, b"
    assert nearest("qqq", []) == "–"


def test_lines_and_customers_are_not_mixed_in_one_or():
    mixed = parse_where("orders > 1 and (country = 'x' or consent)", FIELDS)
    first, second = conjuncts(mixed)
    check_levels(first)
    with pytest.raises(InputError) as caught:
        check_levels(second)
    assert caught.value.values == {"part": "Land = 'x' or consent"}


def test_a_negated_or_is_two_conditions():
    parts = conjuncts(parse_where("not (country = 'x' or orders > 1)", FIELDS))
    assert [words_of(part) for part in parts] == ["Land <> 'x'", "not (orders > 1)"]


def test_a_quotient_is_compared_exactly():
    assert sql_of(parse_where("aov >= 33.3", FIELDS)) == '"revenue" >= 33.3 * "orders"'


def test_hostile_values_stay_values():
    hostile = "x'; DROP TABLE rows; --"
    condition = parse_where(f"country = '{hostile.replace(chr(39), chr(39) * 2)}'", FIELDS)
    assert sql_of(condition) == "\"country\" = 'x''; DROP TABLE rows; --'"
    assert words_of(condition) == "Land = 'x''; DROP TABLE rows; --'"


@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    "country",
                    "orders",
                    "国家",
                    "and",
                    "or",
                    "not",
                    "(",
                    ")",
                    "=",
                    "<",
                    ">=",
                    "in",
                    "between",
                    "且",
                    "'x'",
                    '"',
                    "5",
                    "2024-01-01",
                    "is",
                    "null",
                    ",",
                    "--",
                    ";",
                    "不",
                    "%",
                    "select",
                ]
            ),
            max_size=12,
        ).map(" ".join),
    )
)
def test_whatever_is_typed_is_understood_or_explained(text):
    try:
        condition = parse_where(text, FIELDS)
    except InputError:
        return
    assert words_of(condition) == words_of(parse_where(words_of(condition), FIELDS))


def test_numbers_are_exact():
    [test] = conjuncts(parse_where("orders = 0.1", FIELDS))
    assert test.values == (Decimal("0.1"),)
