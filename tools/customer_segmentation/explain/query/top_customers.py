"""The customers with most of something: rows for the person, and for a model only what they are together."""

from decimal import Decimal
from typing import Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.query.facts import ALL, TOOL
from customer_segmentation.explain.query.request import Measure, QueryRequest
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.reply import Cell, Reply, RowTable

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
    query = (
        "SELECT b.customer_id, b.revenue, b.orders, b.last_on FROM buyers AS b "
        f"ORDER BY {_BY[request.measure]} DESC, b.customer_id LIMIT {request.top}"
    )
    found = scope.engine.rows_of(query)
    header = scope.dataset.roles.get("customer_id", "customer_id")
    rows: list[list[Cell]] = [
        [str(who), float(money), int(many), str(last)] for who, money, many, last in found
    ]
    return Reply(
        facts=_together(scope, [row[1] for row in found], [row[2] for row in found]),
        rows={"customers": RowTable(columns=[header, "revenue", "orders", "last_on"], rows=rows)},
        findings=list(scope.findings),
        currency=scope.dataset.currency,
        detail={
            "measure": request.measure.value,
            "by": "customer",
            "period": "",
            "as_of": scope.as_of.isoformat(),
            "filter": scope.words,
            "sql": scope.reproduced(query),
        },
    )


def _together(scope: Scope, revenue: list[Decimal], orders: list[int]) -> dict[str, Fact]:
    """Return what the first customers are together, and their share of all."""
    [(everybody, all_revenue, all_orders)] = scope.engine.rows_of(
        "SELECT COUNT(customer_id), SUM(revenue), SUM(orders) FROM buyers"
    )
    currency = scope.dataset.currency
    facts = {
        f"{ALL}.customers": Fact(value=everybody, unit="customers"),
        f"{ALL}.revenue": Fact(value=all_revenue, unit=currency),
        f"{ALL}.orders": Fact(value=int(all_orders), unit="orders"),
        f"{TOP}.customers": Fact(value=len(revenue), unit="customers"),
        f"{TOP}.revenue": Fact(value=sum(revenue), unit=currency),
        f"{TOP}.orders": Fact(value=sum(orders), unit="orders"),
    }
    shares = (
        ("customers", "share", len(revenue), everybody),
        ("revenue", "revenue_share", sum(revenue), all_revenue),
    )
    for measure, share, part, whole in shares:
        if whole > 0:
            basis = (f"{TOOL}.{TOP}.{measure}", f"{TOOL}.{ALL}.{measure}")
            facts[f"{TOP}.{share}"] = Fact(value=float(part / whole), unit="share", basis=basis)
    return {f"{TOOL}.{key}": fact for key, fact in facts.items()}
