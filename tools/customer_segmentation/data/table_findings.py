"""What there is to say about the tables of a database that were read together."""

from customer_segmentation.data.clean.receipt import ALL
from customer_segmentation.data.findings import add
from customer_segmentation.data.sources import Sources
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.reply import Reply, Severity


def table_findings(sources: Sources, reply: Reply) -> None:
    """Say which orders are not counted, and whose sums were not read."""
    orders, lines = sources.tables.get("orders", ""), sources.tables.get("lines", "")
    if sources.lineless:
        reply.facts[f"{ALL}.orders_without_lines"] = Fact(value=sources.lineless, unit="orders")
        add(reply, "database_orders_without_lines", Severity.WARNING, orders=orders, lines=lines)
    if "leaves_money" in sources.tables:
        add(reply, "database_money_of_lines", orders=orders, lines=lines)
