"""A database gives what the same rows give as a file."""

from decimal import Decimal

import pytest

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from shop_database import HEADER, flat_rows, shop_rows, write_csv


def facts(result, *but):
    """Return the figures of a result, those about tables left out."""
    return {key: fact.value for key, fact in result.reply.facts.items() if key.rpartition(".")[2] not in but}


def as_file(result):
    return {name: (result.folder / f"{name}.parquet") for name in ("transactions", "orders", "buyers")}


def rows(path):
    import duckdb

    return duckdb.execute(f"SELECT * FROM read_parquet('{path}') ORDER BY ALL").fetchall()


def test_a_table_gives_the_facts_and_rows_of_the_same_csv(database, load, here):
    database.flat()
    found = load(database.url, table="orders")
    told = load(str(write_csv(here / "orders.csv", HEADER, flat_rows())))
    assert facts(found) == facts(told)
    assert found.reply.detail["roles"] == told.reply.detail["roles"]
    assert facts(found)["load_data.all.missing_customer_lines"] == 1
    for name, path in as_file(found).items():
        assert rows(path) == rows(as_file(told)[name]), name


@pytest.mark.parametrize("money", ["DOUBLE PRECISION", "NUMERIC(18, 6)"])
def test_money_is_exact_in_whatever_type_it_stands(database, load, here, money):
    database.flat(money=money)
    told = load(str(write_csv(here / "orders.csv", HEADER, flat_rows())))
    found = load(database.url, table="orders")
    revenue = found.reply.facts["load_data.all.revenue"].value
    assert (revenue, type(revenue)) == (told.reply.facts["load_data.all.revenue"].value, Decimal)


def test_a_query_gives_what_its_rows_give(database, load, here):
    database.flat()
    query = "SELECT customer_id, ordered_at, amount, order_no FROM orders WHERE amount > 20 -- large ones;"
    found = load(database.url, query=query)
    kept = [[r[1], r[2], r[3], r[0]] for r in flat_rows() if r[3] is not None and Decimal(r[3]) > Decimal(20)]
    told = load(str(write_csv(here / "o.csv", ["customer_id", "ordered_at", "amount", "order_no"], kept)))
    assert facts(found) == facts(told)


def test_orders_lines_and_customers_are_found_and_joined(database, load, here):
    database.shop()
    found = load(database.url)
    tables = found.reply.detail["tables"]
    assert (tables["lines"], tables["orders"], tables["customers_table"]) == (
        "order_items",
        "orders",
        "customers",
    )
    assert (tables["by_order"], tables["by_customer"]) == ("order_id", "customer_id")
    shop = shop_rows()
    order = {row[0]: row for row in shop["orders"]}
    flat = [[i[1], i[2], i[3], i[4], i[0], order[i[1]][1], order[i[1]][2]] for i in shop["order_items"]]
    header = ["order_id", "product", "quantity", "unit_price", "order_items id", "customer_id", "created_at"]
    people = [[row[0], *row[1:]] for row in shop["customers"]]
    told = load(
        str(write_csv(here / "lines.csv", header, flat)),
        customers=str(write_csv(here / "people.csv", ["customer_id", "email", "country", "age"], people)),
    )
    assert facts(found, "orders_without_lines") == facts(told)
    assert found.reply.facts["load_data.all.orders_without_lines"].value == 1
    assert found.reply.facts["load_data.all.people_listed"].value == 12
    assert rows(found.folder / "customers.parquet") == rows(told.folder / "customers.parquet")
    assert not (found.folder / "people.parquet").exists()


def test_the_reply_says_what_was_joined_in_both_languages(database, load):
    database.shop()
    reply = load(database.url).reply
    said = {
        language: Renderer(ReplyLedger(reply), language).text(prose("load_data", reply, language))
        for language in ("en", "zh")
    }
    assert "order_items joined with orders by order_id" in said["en"]
    assert "1 orders in orders have no lines in order_items" in said["en"]
    assert "order_items 按 order_id 关联 orders；客户资料取自 customers" in said["zh"]


def test_a_file_of_customers_may_stand_beside_a_table(database, load, here):
    database.shop()
    path = write_csv(here / "who.csv", ["customer_id", "city"], [[n, f"town {n % 3}"] for n in range(1, 11)])
    found = load(database.url, customers=str(path))
    assert "customers_table" not in found.reply.detail["tables"]
    assert found.reply.facts["load_data.all.people_listed"].value == 10


def test_a_changed_table_is_another_answer_and_an_unchanged_one_the_same(database, load):
    database.flat()
    first = load(database.url, table="orders")
    assert load(database.url, table="orders").id == first.id
    database.run("UPDATE orders SET amount = 1 WHERE order_no = 'A-001'")
    second = load(database.url, table="orders")
    assert second.id != first.id
    assert facts(second)["load_data.all.revenue"] != facts(first)["load_data.all.revenue"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"table": "nothing_like_it"}, "database_table_missing"),
        ({"table": "order"}, "database_table_missing_similar"),
        ({"table": "customers + payments"}, "database_not_linked"),
        ({"table": "orders + order_items + payments"}, "database_tables_two"),
        ({"table": "orders", "query": "SELECT 1"}, "database_query_or_table"),
        ({"query": "DELETE FROM orders"}, "database_one_select"),
        ({"query": "SELECT * FROM nowhere"}, "database_problem"),
        ({"query": "SELECT 1) x, (SELECT 2"}, "database_problem"),
        ({"table": "notes"}, "data_no_rows"),
    ],
)
def test_what_cannot_be_read_is_said(database, load, fields, code):
    database.shop()
    with pytest.raises(InputError) as raised:
        load(database.url, **fields)
    assert raised.value.code == code
    assert "{" not in raised.value.said("en") + raised.value.said("zh")


@pytest.mark.parametrize(
    "query",
    [
        "WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone",
        "SELECT 1; DROP TABLE orders",
        "SELECT 1 INTO stolen",
    ],
)
def test_nothing_can_be_changed(database, load, query):
    database.flat()
    with pytest.raises(InputError):
        load(database.url, query=query)
    assert load(database.url, table="orders").reply.facts["load_data.all.lines_read"].value == 60


def test_a_database_without_orders_names_its_tables(database, load):
    database.run(
        "CREATE TABLE stock (sku VARCHAR(9), pieces INTEGER)", "CREATE TABLE staff (name VARCHAR(9))"
    )
    with pytest.raises(InputError, match="staff, stock") as raised:
        load(database.url)
    assert raised.value.code == "database_no_orders"


def test_an_empty_database_is_said_to_be_empty(database, load):
    database.run("CREATE TABLE t (a INTEGER)", "DROP TABLE t")
    with pytest.raises(InputError) as raised:
        load(database.url)
    assert raised.value.code == "database_no_tables"


@pytest.mark.parametrize("database", ["sqlite", "duckdb"], indirect=True)
def test_a_file_of_a_database_is_known_without_its_address(database, load):
    database.flat()
    assert load(database.path.name).reply.detail["source"] == f"orders ({database.path.name})"
