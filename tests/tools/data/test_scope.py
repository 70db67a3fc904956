from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest

from customer_segmentation.data.dataset import ReturnsPolicy
from customer_segmentation.data.scope import open_scope
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.request import DataRequest
from rows_shop import aggregated, column, line, shop

COLUMNS = [
    column("country", header="Land"),
    column("category"),
    column("tier", table="customers", header="Kunden Stufe"),
    column("age", "number", table="customers"),
    column("email", table="customers", personal=True),
]
ROWS = [
    line("a", "a1", "2024-01-05", 10, "boot", country="Germany", category="Shoes"),
    line("a", "a2", "2024-03-05", 20, "cap", country="Germany", category="Hats"),
    line("a", "a3", "2024-06-01", 30, "boot", country="GERMANY", category="Shoes"),
    line("b", "b1", "2024-02-05", 40, "boot", country="France", category="Shoes"),
    line("b", "b2", "2024-05-05", -40, "boot", country="France", category="Shoes"),
    line("b", "b3", "2024-05-06", 5, "cap", country="France", category="Hats"),
    line("c", "c1", "2024-04-05 18:30", 7, "sock", country=None, category="Socks"),
    line("d", "d1", "2024-01-02", 9, "cap", country="France", category="Hats"),
    line("d", "d2", "2024-01-03", -9, "cap", country="France", category="Hats"),
]
TRAITS = [
    {"customer_id": "a", "tier": "gold", "age": 30.0},
    {"customer_id": "b", "tier": "silver", "age": None},
    {"customer_id": "e", "tier": "gold", "age": 50.0},
]


@pytest.fixture
def loaded(workspace):
    shop(workspace, ROWS, COLUMNS, TRAITS)
    return workspace


@contextmanager
def scope_of(workspace, where="", *, first="", last="", **more):
    request = DataRequest(where=where, date_from=first, date_to=last)
    with open_scope(request, workspace, **more) as scope:
        yield scope


def buyers(workspace, where="", **more):
    """Return (orders, revenue) by customer."""
    with scope_of(workspace, where, **more) as scope:
        return {
            c: (n, m) for c, n, m in scope.engine.rows_of("SELECT customer_id, orders, revenue FROM buyers")
        }


def test_without_a_filter_everything_is_there(loaded):
    assert buyers(loaded) == {"a": (3, Decimal(60)), "b": (1, Decimal(5)), "c": (1, Decimal(7))}
    with scope_of(loaded) as scope:
        assert (scope.filtered, scope.words, scope.as_of) == (False, "", date(2024, 6, 2))
        assert scope.engine.rows_of("SELECT COUNT(*) FROM transactions") == [(9,)]
        assert scope.engine.rows_of("SELECT COUNT(*) FROM customers") == [(3,)]


def test_buyers_have_their_days_and_lines(loaded):
    with scope_of(loaded) as scope:
        found = scope.engine.rows_of("SELECT * FROM buyers WHERE customer_id = 'a'")
    assert found == [("a", date(2024, 1, 5), date(2024, 6, 1), 3, 3, 3, Decimal(60))]


def test_a_condition_on_lines_filters_before_orders_are_formed(loaded):
    assert buyers(loaded, "category = 'Shoes'") == {"a": (2, Decimal(40))}
    with scope_of(loaded, "category = 'Shoes'") as scope:
        assert scope.filtered
        assert scope.words == "category = 'Shoes'"
        assert scope.engine.rows_of("SELECT customer_id FROM customers") == [("a",)]


def test_case_does_not_matter_and_is_said(loaded):
    with scope_of(loaded, "land = germany") as scope:
        assert scope.words == "Land in ('GERMANY', 'Germany')"
        [finding] = scope.findings
        assert finding.code == "scope_value_respelt"
        assert finding.values == {"column": "Land", "typed": "germany", "used": "GERMANY, Germany"}
        assert scope.engine.rows_of("SELECT customer_id, orders FROM buyers") == [("a", 3)]


def test_unequal_keeps_what_is_unknown(loaded):
    assert set(buyers(loaded, "country <> 'France'")) == {"a", "c"}
    assert set(buyers(loaded, "not country = 'France'")) == {"a", "c"}


def test_a_condition_on_customers_chooses_among_them(loaded):
    with scope_of(loaded, "orders >= 2") as scope:
        engine = scope.engine
        assert engine.rows_of("SELECT customer_id FROM buyers") == [("a",)]
        assert engine.rows_of("SELECT DISTINCT customer_id FROM transactions") == [("a",)]
        assert engine.rows_of("SELECT COUNT(*) FROM orders") == [(3,)]
        assert engine.rows_of("SELECT COUNT(*) FROM returns") == [(0,)]
        assert engine.rows_of("SELECT customer_id FROM customers") == [("a",)]


def test_measures_are_those_of_the_lines_kept(loaded):
    assert buyers(loaded, "1 < orders and category = 'Shoes'") == {"a": (2, Decimal(40))}
    with pytest.raises(InputError) as caught:
        buyers(loaded, "category = 'Hats' and orders >= 2")
    assert caught.value.code == "scope_nobody"
    assert caught.value.values["counts"] == "category = 'Hats': <5; orders >= 2: 0"


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("recency_days <= 1", {"a"}),
        ("recency > 1", {"b", "c"}),
        ("aov > 7", {"a"}),
        ("客单价 >= 7 且 订单数 = 1", {"c"}),
        ("first_on between '2024-04-05' and '2024-05-06'", {"b", "c"}),
        ("last_on < 2024-05-06", {"c"}),
        ("lines = 1", {"b", "c"}),
        ("revenue in (5, 7)", {"b", "c"}),
        ("customer_id in ('A', 'c')", {"a", "c"}),
        ("tier = gold", {"a"}),
        ('"Kunden Stufe" = "Silver"', {"b"}),
        ("age is null", {"b", "c"}),
        ("tier = 'silver' or orders >= 3", {"a", "b"}),
        ("product contains 'OO'", {"a"}),
        ("product like 's_ck'", {"c"}),
        ("ordered_on = '2024-04-05'", {"c"}),
    ],
)
def test_what_a_filter_can_say(loaded, where, expected):
    assert set(buyers(loaded, where)) == expected


def test_a_column_that_is_a_trait_as_well_may_stand_in_an_or_with_measures(workspace):
    both = [column("country"), column("country", table="customers")]
    rows = [
        line("a", "1", "2024-01-01", 5, country="DE"),
        line("a", "2", "2024-01-02", 5, country="DE"),
        line("b", "3", "2024-01-01", 5, country="FR"),
        line("c", "4", "2024-01-01", 5, country="IT"),
    ]
    traits = [
        {"customer_id": who, "country": where} for who, where in (("a", "DE"), ("b", "FR"), ("c", "IT"))
    ]
    shop(workspace, rows, both, traits)
    assert set(buyers(workspace, "country = 'fr' or orders >= 2")) == {"a", "b"}


def test_customers_without_a_purchase_stay_where_traits_alone_choose(loaded):
    with scope_of(loaded, "tier = 'gold'") as scope:
        assert scope.engine.rows_of("SELECT customer_id FROM customers ORDER BY 1") == [("a",), ("e",)]


def test_days_are_included_at_both_ends(loaded):
    assert buyers(loaded, first="2024-03-05", last="2024-04-05") == {
        "a": (1, Decimal(20)),
        "c": (1, Decimal(7)),
    }
    with scope_of(loaded, "land = 'Germany'", first="2024-03-05", last="2024-04-05") as scope:
        assert scope.as_of == date(2024, 4, 6)
        assert scope.words == (
            "Land in ('GERMANY', 'Germany') and ordered_on >= '2024-03-05' and ordered_on <= '2024-04-05'"
        )


def test_days_around_all_data_change_nothing(loaded):
    with scope_of(loaded, first="2020-01-01", last="2030-01-01") as scope:
        assert (scope.filtered, scope.as_of) == (False, date(2024, 6, 2))


def test_looking_from_an_earlier_day_a_later_return_has_not_happened(loaded):
    assert buyers(loaded, as_of=date(2024, 5, 5)) == {
        "a": (2, Decimal(30)),
        "b": (1, Decimal(40)),
        "c": (1, Decimal(7)),
    }
    with scope_of(loaded, as_of=date(2024, 5, 5)) as scope:
        assert (scope.filtered, scope.words, scope.as_of) == (True, "", date(2024, 5, 5))


def test_the_steps_reproduce_the_buyers_from_the_transactions_alone(loaded):
    for where in (
        "",
        "category = 'Shoes'",
        "orders >= 1 and revenue >= 6",
        "land = 'France' and tier is null",
    ):
        try:
            expected = buyers(loaded, where)
        except InputError:
            expected = {}
        if not expected:
            continue
        with scope_of(loaded, where) as scope:
            text = scope.reproduced("SELECT customer_id, orders, revenue FROM buyers")
        import duckdb

        folder = loaded.result("latest", "dataset").folder
        connection = duckdb.connect()
        for table in ("transactions", "customers"):
            connection.execute(f"CREATE TABLE {table} AS SELECT * FROM '{folder}/{table}.parquet'")
        assert {c: (n, m) for c, n, m in connection.execute(text).fetchall()} == expected


def test_excluded_returns_are_out_of_the_lines_too(workspace):
    shop(workspace, ROWS, COLUMNS, policy=ReturnsPolicy.EXCLUDE)
    assert buyers(workspace)["b"] == (2, Decimal(45))
    with scope_of(workspace) as scope:
        assert scope.engine.rows_of("SELECT MIN(amount) FROM transactions") == [(Decimal(5),)]


@pytest.mark.parametrize(
    ("where", "code"),
    [
        ("land = 'Germnay'", "where_unknown_value"),
        ("land <> 'Germnay'", "where_unknown_value"),
        ("customer_id = 'zz'", "where_unknown_id"),
        ("email = 'x'", "where_personal"),
        ("land = 'Germany' or orders > 1", "where_mixed_levels"),
        ("colour = 'red'", "where_unknown_column"),
        ("orders > 99", "scope_nobody"),
    ],
)
def test_what_a_filter_cannot_say(loaded, where, code):
    with pytest.raises(InputError) as caught:
        buyers(loaded, where)
    assert caught.value.code == code
    assert "[" not in caught.value.said("zh")


def test_suggestions_name_no_value_of_a_few_people(workspace):
    rows = [line(f"c{n}", f"o{n}", "2024-01-01", 1, city="Hamburg") for n in range(5)]
    shop(workspace, [*rows, line("x", "x", "2024-01-01", 1, city="Homburg")], [column("city")])
    with pytest.raises(InputError) as caught:
        buyers(workspace, "city = 'Hombrug'")
    assert caught.value.values["nearest"] == "Hamburg"


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ({"first": "5 May"}, "scope_date_wrong"),
        ({"last": "2024-02-30"}, "scope_date_wrong"),
        ({"first": "2024-05-01", "last": "2024-04-01"}, "scope_dates_crossed"),
        ({"last": "2020-01-01"}, "scope_nothing_then"),
    ],
)
def test_days_are_checked(loaded, days, code):
    with pytest.raises(InputError) as caught:
        buyers(loaded, **days)
    assert caught.value.code == code


SUMMARY = [
    {"customer_id": "a", "last_on": date(2024, 5, 1), "orders": 3, "revenue": Decimal(60)},
    {"customer_id": "b", "last_on": date(2024, 6, 1), "orders": 1, "revenue": Decimal(5)},
    {"customer_id": "n", "last_on": None, "orders": 0, "revenue": Decimal(0)},
]


def test_aggregated_customers_are_buyers_without_days_and_lines(workspace):
    aggregated(workspace, SUMMARY)
    with scope_of(workspace, "recency_days < 400 and aov >= 20") as scope:
        assert not scope.has_orders
        assert scope.engine.rows_of("SELECT * FROM buyers") == [
            ("a", None, date(2024, 5, 1), 3, None, None, Decimal(60))
        ]


def test_aggregated_customers_have_no_lines_to_filter(workspace):
    aggregated(workspace, SUMMARY)
    with pytest.raises(InputError) as caught:
        buyers(workspace, first="2024-01-01")
    assert caught.value.code == "scope_no_days"
    with pytest.raises(InputError) as caught:
        buyers(workspace, "product = 'x'")
    assert caught.value.code == "scope_no_lines"


def test_traits_alone_need_no_purchases_only_where_that_is_said(workspace):
    aggregated(workspace, None, COLUMNS[2:4], TRAITS)
    with pytest.raises(MethodError) as caught:
        buyers(workspace)
    assert caught.value.code == "scope_no_purchases"
    with scope_of(workspace, "tier = 'gold' and age > 40", purchases=False) as scope:
        assert scope.engine.rows_of("SELECT customer_id FROM customers") == [("e",)]


def test_dimensions_are_found_by_header_and_never_personal(loaded):
    with scope_of(loaded) as scope:
        assert scope.dimension("LAND").name == "country"
        assert [c.name for c in scope.dimensions] == ["country", "category", "tier", "age", "product"]
        for name, code in (("email", "scope_personal"), ("categroy", "scope_unknown_dimension")):
            with pytest.raises(InputError) as caught:
                scope.dimension(name)
            assert caught.value.code == code
