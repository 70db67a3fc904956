import json
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.run import run
from rows_shop import aggregated, column, line, shop

COLUMNS = [
    column("country"),
    column("category"),
    column("tier", table="customers"),
    column("age", "number", table="customers"),
]
DE, FR = {"country": "Germany"}, {"country": "France"}
ROWS = [
    # twice shoes, long ago
    line("ann", "a1", "2024-01-05", 50, "Running Shoes", category="Footwear", **DE),
    line("ann", "a2", "2024-02-05", 60, "Ballet shoes", category="Footwear", **DE),
    # twice shoes, recently
    line("bob", "b1", "2024-01-05", 50, "Running Shoes", category="Footwear", **DE),
    line("bob", "b2", "2024-06-20", 60, "Ballet shoes", category="Footwear", **DE),
    # twice shoes, elsewhere
    line("cat", "c1", "2024-01-05", 50, "Running Shoes", category="Footwear", **FR),
    line("cat", "c2", "2024-02-06", 60, "Ballet shoes", category="Footwear", **FR),
    # shoes twice, one of them returned
    line("dan", "d1", "2024-01-05", 50, "Running Shoes", category="Footwear", **DE),
    line("dan", "d2", "2024-02-05", 60, "Ballet shoes", category="Footwear", **DE),
    line("dan", "d2", "2024-02-05", 5, "Socks", category="Basics", **DE),
    line("dan", "d3", "2024-02-09", -60, "Ballet shoes", category="Footwear", **DE),
    # two lines of shoes in one order
    line("eve", "e1", "2024-01-05", 50, "Running Shoes", category="Footwear", **DE),
    line("eve", "e1", "2024-01-05", 60, "Ballet shoes", category="Footwear", **DE),
    # nothing valid
    line("fay", "f1", "2024-01-05", 50, "Running Shoes", category="Footwear", **DE),
    line("fay", "f1", "2024-01-06", -50, "Running Shoes", category="Footwear", **DE),
    line("gus", "g1", "2024-06-30", 9, "Hat", category="Basics", **FR),
]
TRAITS = [
    {"customer_id": "ann", "tier": "gold", "age": 60},
    {"customer_id": "gus", "tier": "gold", "age": 20},
]
EVERYBODY = {"ann", "bob", "cat", "dan", "eve", "gus"}


@pytest.fixture
def loaded(workspace):
    shop(workspace, ROWS, COLUMNS, TRAITS)
    return workspace


def defined(workspace, **request):
    return run(tool_of(define_segment), request, workspace)


def chosen(result):
    rows = duckdb.sql(f"SELECT customer_id, segment FROM '{result.folder}/assignment.parquet'").fetchall()
    assert len({customer for customer, _ in rows}) == len(rows)
    assert {segment for _, segment in rows} <= {"chosen", "others"}
    return {customer for customer, segment in rows if segment == "chosen"}


def test_bought_shoes_twice_not_in_ninety_days_germany(loaded):
    result = defined(
        loaded,
        bought="shoes",
        bought_at_least=2,
        not_in_days=90,
        rule="country = 'germany'",
        name="Shoe lovers",
    )
    assert chosen(result) == {"ann"}
    reply = result.reply
    assert reply.names == {"chosen": "Shoe lovers"}
    assert reply.detail["rule"] == "country = 'Germany'"
    assert [finding.code for finding in reply.findings] == ["scope_value_respelt"]


@pytest.mark.parametrize(
    ("request_fields", "expected"),
    [
        ({"bought": "SHOES"}, {"ann", "bob", "cat", "dan", "eve"}),
        ({"bought": "footw"}, {"ann", "bob", "cat", "dan", "eve"}),
        ({"bought": "shoes", "bought_at_least": 2}, {"ann", "bob", "cat"}),
        ({"bought_at_least": 2}, {"ann", "bob", "cat", "dan"}),
        ({"bought": "ballet", "rule": "country = 'France'"}, {"cat"}),
        ({"rule": "category = 'Basics'", "bought_at_least": 1}, {"dan", "gus"}),
        ({"rule": "country = 'Germany' and revenue > 100"}, {"ann", "bob", "eve"}),
        ({"not_bought": "ballet"}, {"dan", "gus"}),
        ({"bought": "running", "not_bought": "socks"}, {"ann", "bob", "cat", "eve"}),
        ({"not_in_days": 10}, {"ann", "bob", "cat", "dan", "eve"}),
        ({"not_in_days": 11}, {"ann", "cat", "dan", "eve"}),
        ({"rule": "tier = 'gold' and age > 30"}, {"ann"}),
        ({"rule": "tier = 'gold' or orders >= 2"}, {"ann", "bob", "cat", "dan", "gus"}),
        ({"rule": "tier is null"}, EVERYBODY - {"ann", "gus"}),
        ({"rule": "aov >= 55 且 country = 'Germany'"}, {"ann", "bob", "eve"}),
    ],
)
def test_rules(loaded, request_fields, expected):
    assert chosen(defined(loaded, **request_fields)) == expected


def test_the_last_ninety_days_are_ninety_days(loaded):
    """Counted to 1 July: the last ten days are 21 to 30 June; an order on the 20th lies before them."""
    assert "bob" in chosen(defined(loaded, not_in_days=10))
    assert "bob" not in chosen(defined(loaded, not_in_days=11))


def test_everybody_is_in_exactly_one_segment(loaded):
    result = defined(loaded, bought="hat")
    rows = duckdb.sql(f"SELECT * FROM '{result.folder}/assignment.parquet' ORDER BY 1").fetchall()
    assert [row[0] for row in rows] == sorted(EVERYBODY)
    assert rows[-1] == ("gus", "chosen", 1, 1, Decimal(9), date(2024, 6, 30), date(2024, 6, 30))


def test_facts(loaded):
    facts = defined(loaded, bought="shoes", bought_at_least=2).reply.facts
    values = {key.removeprefix("define_segment."): fact.value for key, fact in facts.items()}
    assert values["chosen.customers"] == 3
    assert values["chosen.share"] == 0.5
    assert values["chosen.revenue"] == Decimal("330.00")
    assert values["chosen.revenue_share"] == pytest.approx(330 / 504)
    assert values["chosen.orders_each"] == 2
    assert values["chosen.aov"] == Decimal("55.00")
    assert values["others.customers"] == 3
    assert values["all.customers"] == 6


def test_the_scope_is_the_population(loaded):
    result = defined(loaded, where="country = 'France'", bought="shoes")
    assert chosen(result) == {"cat"}
    assert result.reply.facts["define_segment.all.customers"].value == 2
    assert result.reply.detail["filter"] == "country = 'France'"


def test_an_earlier_day_knows_nothing_later(loaded):
    result = defined(loaded, bought="shoes", bought_at_least=2, as_of="2024-02-06")
    assert chosen(result) == {"ann", "dan"}
    assert Segmentation.read(result.folder).as_of == date(2024, 2, 6)


@pytest.mark.parametrize(
    "request_fields",
    [
        {"bought": "shoes", "bought_at_least": 2, "rule": "tier is null and country = 'Germany'"},
        {
            "not_bought": "ballet",
            "not_in_days": 3,
            "where": "orders >= 1 and country in ('Germany', 'France')",
        },
        {"rule": "revenue > 100"},
    ],
)
def test_its_sql_reproduces_it_from_the_source_tables(loaded, request_fields):
    result = defined(loaded, **request_fields)
    source = loaded.result("latest", "dataset").folder
    connection = duckdb.connect()
    for table in ("transactions", "customers"):
        connection.execute(f"CREATE TABLE {table} AS SELECT * FROM '{source}/{table}.parquet'")
    again = connection.execute(Segmentation.read(result.folder).sql).fetchall()
    kept = duckdb.sql(f"SELECT * FROM '{result.folder}/assignment.parquet'").fetchall()
    assert sorted(again) == sorted(kept)


@pytest.mark.parametrize(
    ("request_fields", "code"),
    [
        ({}, "rule_empty"),
        ({"name": "VIPs"}, "rule_empty"),
        ({"bought": "umbrella"}, "rule_not_bought_at_all"),
        ({"rule": "orders > 99"}, "rule_nobody"),
        ({"rule": "country = 'Germnay'"}, "where_unknown_value"),
        ({"rule": "country = 'Germany' or orders > 1"}, "where_mixed_levels"),
        ({"rule": "orders > 1; drop table buyers"}, "where_conditions_only"),
        ({"bought": "shoes", "as_of": "yesterday"}, "scope_date_wrong"),
    ],
)
def test_what_it_refuses(loaded, request_fields, code):
    with pytest.raises(InputError) as caught:
        defined(loaded, **request_fields)
    assert caught.value.code == code


def test_a_rule_that_takes_everybody_is_said(loaded):
    reply = defined(loaded, rule="orders >= 1").reply
    assert [finding.code for finding in reply.findings] == ["rule_everybody"]
    assert "define_segment.others.customers" not in reply.facts


def test_aggregated_customers_have_measures_but_no_products(workspace):
    rows = [
        {"customer_id": "a", "last_on": date(2024, 5, 1), "orders": 3, "revenue": Decimal(60)},
        {"customer_id": "b", "last_on": date(2024, 12, 1), "orders": 1, "revenue": Decimal(5)},
    ]
    aggregated(workspace, rows)
    assert chosen(defined(workspace, bought_at_least=2, not_in_days=90)) == {"a"}
    with pytest.raises(InputError) as caught:
        defined(workspace, bought="shoes")
    assert caught.value.code == "rule_no_products"


def test_traits_alone_make_a_segment_without_money(workspace):
    aggregated(workspace, None, COLUMNS[2:], TRAITS)
    result = defined(workspace, rule="age > 30")
    assert chosen(result) == {"ann"}
    assert json.loads((result.folder / "segmentation.json").read_text())["method"] == "rules"
    measures = {key.split(".")[2] for key in result.reply.facts if key.split(".")[1] == "chosen"}
    assert measures == {"customers", "share", "customers_rank"}
