"""Databases in the person's words: which tables there are, which to read, and which others instead."""

import pytest

from customer_segmentation.workspace.workspace import Workspace
from customer_segmentation_skill.chat.sources import sources_in
from customer_segmentation_skill.offline.reading.situation import Situation
from customer_segmentation_skill.offline.understanding.understand import understand
from shop_database import ShopDatabase

SERVER = "postgresql://ann@db.example/shop"


@pytest.mark.parametrize(
    ("said", "intent", "slots"),
    [
        ("which tables are there?", "browse_database", {}),
        ("what tables are in sqlite:///shop.db?", "browse_database", {"source": "sqlite:///shop.db"}),
        (f"what is in the database {SERVER}", "browse_database", {"source": SERVER}),
        ("which tables are there in my store database", "browse_database", {}),
        ("有哪些表？", "browse_database", {}),
        ("sqlite:///店铺.db里有哪些表", "browse_database", {"source": "sqlite:///店铺.db"}),
        ("数据库里有什么", "browse_database", {}),
        ("哪张表是订单？", "browse_database", {}),
        (f"analyse {SERVER}", "analyse", {"source": SERVER}),
        ("load shop.db", "load_data", {"source": "shop.db"}),
        (
            "load the table orders from sqlite:///shop.db",
            "load_data",
            {"source": "sqlite:///shop.db", "table": "orders"},
        ),
        (f"读取 {SERVER} 的 orders 表", "load_data", {"source": SERVER, "table": "orders"}),
        ("导入 duckdb:///a.duckdb", "load_data", {"source": "duckdb:///a.duckdb"}),
        ("use the sales_orders table instead", "use_table", {"table": "sales_orders"}),
        ("use order_items + orders", "use_table", {"table": "order_items + orders"}),
        ("改用 sales_orders 表", "use_table", {"table": "sales_orders"}),
        ("show the segment table", "list_segments", {}),
    ],
)
def test_what_is_said_of_databases(said, intent, slots):
    found = understand(said, Situation(has_data=True, has_segments=True))
    assert (found.intent, found.slots, found.is_sure) == (intent, slots, True)


@pytest.mark.parametrize("said", ["分析sqlite:///shop.db吧", "look at sqlite:///shop.db, please"])
def test_the_address_of_a_file_is_typed_by_the_person(said):
    assert "sqlite:///shop.db" in sources_in(said)


@pytest.fixture
def shop(here):
    return ShopDatabase("sqlite", "sqlite:///shop.db", here / "shop.db")


@pytest.fixture
def speak(fresh, here):
    """A conversation that stands in the folder of the database."""
    fresh.workspace = Workspace.open(here / "w")
    return fresh


def test_tables_are_looked_at_then_read_then_others(speak, shop):
    shop.shop()
    shop.flat("old_sales")
    said = speak.say("which tables are there in sqlite:///shop.db?")
    assert "order_items + orders + customers" in said
    assert speak.problems() == []
    assert "order_items joined with orders by order_id" in speak.say("analyse this database")
    assert speak.calls == [("analyse_customers", {"source": "sqlite:///shop.db"})]
    assert "I read old_sales (shop.db)" in speak.say("use the old_sales table instead")
    assert "I read old_sales (shop.db)" in speak.say("load sqlite:///shop.db")


def test_the_answer_to_the_question_is_read_and_kept(speak, shop):
    speak.language = "zh"
    shop.flat("orders")
    shop.flat("sales_orders")
    asked = speak.say("读取 sqlite:///shop.db")
    assert "可能是：orders, sales_orders" in asked
    assert "已读取 sales_orders (shop.db)" in speak.say("2")
    assert speak.calls == [("load_data", {"source": "sqlite:///shop.db", "table": "sales_orders"})]
    assert "沿用之前的选择" in speak.say("读取 sqlite:///shop.db")


def test_without_a_database_its_address_is_asked_for(speak):
    assert "sqlite:///shop.db" in speak.say("which tables are there?")
