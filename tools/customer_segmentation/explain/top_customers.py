"""The customers with most of something: rows for the person, and for a model only what they are together."""

from typing import Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.query_facts import ALL, TOOL
from customer_segmentation.explain.query_request import Measure, QueryRequest
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.reply import Reply, RowTable

TOP: Final = "top"
_BY: Final = {
    Measure.REVENUE: "b.revenue",
    Measure.ORDERS: "b.orders",
    Measure.AOV: "CAST(b.revenue AS DOUBLE) / b.orders",
    Measure.LINES: "b.lines",
}


def top_customers(request: QueryRequest, scope: Scope) -> Reply:
    """Return the first customers by a measure, ties by id; their ids stand in rows only.

    Raises:
        MethodError: The measure says nothing of a single customer.
    """
    if request.measure not in _BY:
        raise MethodError("query_not_per_customer", measure=request.measure.value)
    by = _BY[request.measure]
    query = (
        "SELECT b.customer_id, b.revenue, b.orders, b.last_on FROM buyers AS b "
        f"ORDER BY {by} DESC, b.customer_id LIMIT {request.top}"
    )
    found = scope.engine.rows_of(query)
    [(customers, revenue, orders)] = scope.engine.rows_of(
        "SELECT COUNT(customer_id), SUM(revenue), SUM(orders) FROM buyers"
    )
    currency = scope.dataset.currency
    top_revenue, top_orders = sum(row[1] for row in found), sum(row[2] for row in found)
    facts = {
        f"{ALL}.customers": Fact(value=customers, unit="customers"),
        f"{ALL}.revenue": Fact(value=revenue, unit=currency),
        f"{ALL}.orders": Fact(value=int(orders), unit="orders"),
        f"{TOP}.customers": Fact(value=len(found), unit="customers"),
        f"{TOP}.revenue": Fact(value=top_revenue, unit=currency),
        f"{TOP}.orders": Fact(value=top_orders, unit="orders"),
    }
    for measure, share, part, whole in (
        ("customers", "share", len(found), customers),
        ("revenue", "revenue_share", top_revenue, revenue),
    ):
        if whole > 0:
            basis = (f"{TOOL}.{TOP}.{measure}", f"{TOOL}.{ALL}.{measure}")
            facts[f"{TOP}.{share}"] = Fact(value=float(part / whole), unit="share", basis=basis)
    header = scope.dataset.roles.get("customer_id", "customer_id")
    rows = [[str(who), float(money), int(many), str(last)] for who, money, many, last in found]
    return Reply(
        facts={f"{TOOL}.{key}": fact for key, fact in facts.items()},
        rows={"customers": RowTable(columns=[header, "revenue", "orders", "last_on"], rows=rows)},
        findings=list(scope.findings),
        currency=currency,
        detail={
            "measure": request.measure.value,
            "by": "customer",
            "period": "",
            "as_of": scope.as_of.isoformat(),
            "filter": scope.words,
            "sql": scope.reproduced(query),
        },
    )
