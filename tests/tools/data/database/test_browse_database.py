"""Which tables a database has, and what is proposed to be read."""

import pytest

from customer_segmentation.data.browse_database import browse_database
from customer_segmentation.kit.errors import ApprovalRequired, InputError
from customer_segmentation.kit.for_model import for_model
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.render import Renderer, ReplyLedger
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.workspace.run import run
from shop_database import ShopDatabase

BROWSE = tool_of(browse_database)


def browsed(workspace, source):
    return run(BROWSE, {"source": source}, workspace.with_(typed=frozenset({source}))).reply


def said(reply, language):
    return Renderer(ReplyLedger(reply), language).text(prose("browse_database", reply, language))


def test_tables_are_counted_and_their_joins_proposed(database, workspace):
    database.shop()
    reply = browsed(workspace, database.url)
    counted = {
        reply.names[key.split(".")[1]]: fact.value
        for key, fact in reply.facts.items()
        if key.endswith(".rows")
    }
    assert counted == {"customers": 12, "notes": 0, "order_items": 70, "orders": 30, "payments": 30}
    [finding] = reply.findings
    assert finding.code == "browse_joined"
    assert finding.values == {
        "tables": "order_items + orders + customers",
        "joins": "order_items.order_id = orders.id, orders.customer_id = customers.id",
    }
    assert "- orders: id, customer_id, created_at, total, discount" in said(reply, "en")
    assert "有 5 张表" in said(reply, "zh")
    assert "我会把 order_items + orders + customers 一起读取" in said(reply, "zh")


@pytest.fixture
def shop(here):
    return ShopDatabase("sqlite", "sqlite:///shop.db", here / "shop.db")


def test_a_model_reads_of_tables_and_never_of_rows(shop, workspace):
    shop.shop()
    told = for_model(browsed(workspace, shop.url), "r1", "en")
    assert "rows of the table order_items" in told
    assert "joined by order_items.order_id" in told
    assert "example.com" not in told


def test_several_are_named_and_what_was_chosen_is_known(shop, workspace, load):
    shop.flat("orders")
    shop.flat("sales_orders")
    [finding] = browsed(workspace, shop.url).findings
    assert (finding.code, finding.values) == ("browse_several", {"tables": "orders; sales_orders"})
    load(shop.url, table="orders")
    [finding] = browsed(workspace, "").findings
    assert (finding.code, finding.values) == ("browse_chosen", {"tables": "orders"})


def test_no_orders_are_said_to_be_none(shop, workspace):
    shop.run("CREATE TABLE stock (sku TEXT, pieces INTEGER)", "CREATE TABLE staff (name TEXT)")
    assert [finding.code for finding in browsed(workspace, shop.url).findings] == ["browse_none"]


def test_what_is_no_database_is_refused(workspace, here):
    (here / "orders.csv").write_text("a\n1\n", encoding="utf-8")
    for source, code in (("", "browse_no_database"), ("orders.csv", "browse_not_a_database")):
        with pytest.raises(InputError) as raised:
            browsed(workspace, source)
        assert raised.value.code == code
    with pytest.raises(ApprovalRequired):
        run(BROWSE, {"source": "postgresql://db.example.com/shop"}, workspace)
