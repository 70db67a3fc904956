"""Which tables are read: proposed, asked for, remembered."""

import sqlite3

import pytest

from customer_segmentation.data.changed_source import changed_source
from customer_segmentation.data.database.table_words import table_meaning
from customer_segmentation.kit.errors import NeedsAnswer
from shop_database import ShopDatabase, flat_rows


@pytest.fixture
def shop(here):
    return ShopDatabase("sqlite", "sqlite:///shop.db", here / "shop.db")


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("orders", "orders"),
        ("order_items", "lines"),
        ("olist_order_items_dataset", "lines"),
        ("olist_order_payments_dataset", "other"),
        ("SalesOrderDetail", "lines"),
        ("customerOrders", "orders"),
        ("dim_customer", "customers"),
        ("public.tbl_users", "customers"),
        ("订单明细表", "lines"),
        ("订单表", "orders"),
        ("会员信息", "customers"),
        ("退款单", "other"),
        ("zebra", ""),
    ],
)
def test_names_of_tables_tell_what_they_hold(name, meaning):
    assert table_meaning(name) == meaning


def test_two_tables_of_orders_are_a_question_whose_answer_is_remembered(shop, load, workspace):
    shop.flat("orders")
    shop.flat("sales_orders")
    with pytest.raises(NeedsAnswer) as raised:
        load(shop.url)
    assert [fields for _, fields in raised.value.options] == [{"table": "orders"}, {"table": "sales_orders"}]
    assert "orders, sales_orders" in raised.value.said("en")
    assert load(shop.url, **raised.value.options[1][1]).reply.detail["source"] == "sales_orders (shop.db)"
    again = load(shop.url)
    assert again.reply.detail["tables"] == {"orders": "sales_orders", "before": "yes"}
    with pytest.raises(NeedsAnswer):
        load(shop.url, table="auto")
    with pytest.raises(NeedsAnswer):
        load(shop.url)


def test_what_is_remembered_of_a_table_that_is_gone_is_let_go(shop, load):
    shop.flat("orders")
    shop.flat("sales_orders")
    load(shop.url, table="sales_orders")
    shop.run("DROP TABLE sales_orders")
    assert load(shop.url).reply.detail["source"] == "orders (shop.db)"


def test_tables_without_declared_keys_are_joined_by_what_they_hold(shop, load):
    shop.shop()
    with sqlite3.connect(shop.path) as connection:
        for table in ("customers", "orders", "order_items"):
            connection.execute(f"CREATE TABLE plain_{table} AS SELECT * FROM {table}")
        for table in ("payments", "order_items", "orders", "customers", "notes"):
            connection.execute(f"DROP TABLE {table}")
    tables = load(shop.url).reply.detail["tables"]
    assert (tables["lines"], tables["orders"], tables["customers_table"]) == (
        "plain_order_items",
        "plain_orders",
        "plain_customers",
    )


def test_chinese_tables_are_found(shop, load):
    shop.run(
        "CREATE TABLE 会员表 (会员编号 TEXT PRIMARY KEY, 城市 TEXT)",
        "CREATE TABLE 订单表 (订单号 TEXT PRIMARY KEY, 会员编号 TEXT, 下单时间 TEXT)",
        "CREATE TABLE 订单明细 (订单号 TEXT, 商品名称 TEXT, 数量 INTEGER, 单价 NUMERIC)",
    )
    shop.insert("会员表", [[f"M{n}", ("上海", "北京")[n % 2]] for n in range(8)])
    shop.insert("订单表", [[f"D{n}", f"M{n % 8}", f"2024-0{n % 9 + 1}-11 10:00:00"] for n in range(24)])
    shop.insert("订单明细", [[f"D{n % 24}", f"商品{n % 3}", n % 2 + 1, f"{n}.50"] for n in range(50)])
    tables = load(shop.url).reply.detail["tables"]
    assert (tables["lines"], tables["by_order"], tables["orders"]) == ("订单明细", "订单号", "订单表")
    assert (tables["customers_table"], tables["by_customer"]) == ("会员表", "会员编号")


def test_a_changed_file_of_a_database_is_noticed(shop, load, workspace):
    shop.flat()
    load(shop.url, table="orders")
    assert changed_source(workspace) == ""
    shop.run("DELETE FROM orders WHERE order_no = 'A-003'")
    assert changed_source(workspace) == shop.url
    assert load(shop.url).reply.facts["load_data.all.lines_read"].value == len(flat_rows()) - 1


def test_text_and_numbers_in_one_column_of_sqlite_are_text(shop, load):
    shop.run("CREATE TABLE orders (customer_id, order_id, date TEXT, amount NUMERIC, code)")
    shop.run(
        "INSERT INTO orders VALUES (1, 7, '2024-01-01', 10, '007'), (2, 8, '2024-01-02', 2.5, 8), "
        "('x', 9, '2024-01-03', NULL, x'41'), (1, 9, '2024-01-04', 3, NULL)"
    )
    found = load(shop.url)
    kinds = {column["header"]: column["type"] for column in found.reply.detail["columns"]}
    assert (kinds["code"], kinds["amount"]) == ("text", "number")
    assert found.reply.facts["load_data.all.missing_price_lines"].value == 1
