"""A loaded shop for tests: plain rows laid down as the typed tables of a data set, without the readers."""

import csv
import hashlib
from datetime import date, datetime, timedelta
from pathlib import Path

from customer_segmentation.data.dataset import Dataset, Grain, ReturnsPolicy
from customer_segmentation.data.orders import derive_buyers, derive_orders
from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.request import Request
from customer_segmentation.kit.tool import tool, tool_of
from customer_segmentation.workspace.run import run

_LINES = """
SELECT CAST(row_number() OVER () AS BIGINT) AS line, column0 AS customer_id, column1 AS order_id,
       CAST(column2 AS TIMESTAMP) AS ordered_at, CAST(column3 AS DECIMAL(18,4)) AS quantity,
       CAST(column4 AS DECIMAL(18,4)) AS amount, NULLIF(column5, '') AS product
FROM read_csv('{path}', header = false, all_varchar = true)
"""
_SUMMARY = """
SELECT column0 AS customer_id, CAST(NULL AS DATE) AS first_on, CAST(column1 AS DATE) AS last_on,
       CAST(column2 AS BIGINT) AS orders, CAST(column3 AS DECIMAL(18,4)) AS revenue
FROM read_csv('{path}', header = false, all_varchar = true)
"""


class ShopRequest(Request):
    path: str
    as_of: date
    last_on: date
    grain: Grain = Grain.LINES
    currency: str = "EUR"


@tool(produces="dataset")
def lay_down(request: ShopRequest, workspace) -> Reply:
    """Write the tables of a shop."""
    with duckdb_engine(workspace.root) as engine:
        if request.grain is Grain.CUSTOMERS:
            engine.write_parquet(_SUMMARY.format(path=request.path), workspace.output / "summary.parquet")
        else:
            engine.connection.execute(f"CREATE TEMP TABLE transactions AS {_LINES.format(path=request.path)}")
            derive_orders(engine, ReturnsPolicy.NET)
            derive_buyers(engine)
            for name in ("transactions", "orders", "returns", "buyers"):
                engine.write_parquet(f"SELECT * FROM {name}", workspace.output / f"{name}.parquet")
    Dataset(
        source="shop.csv",
        grain=request.grain,
        roles={},
        currency=request.currency,
        as_of=request.as_of,
        last_on=request.last_on,
    ).write(workspace.output)
    return Reply(currency=request.currency)


def sale(customer, order, day, amount, product="p", quantity=None):
    """One line: a purchase, or a return where the amount is negative."""
    if quantity is None:
        quantity = -1 if float(amount) < 0 else 1
    when = f"{day:%Y-%m-%d %H:%M:%S}" if isinstance(day, datetime) else f"{day} 12:00:00"
    return (customer, order, when, str(quantity), str(amount), product)


def load_shop(workspace, rows, *, as_of=None, grain=Grain.LINES, currency="EUR"):
    """Lay rows of ``sale`` (or customer, last day, orders, revenue) down and return the result."""
    text = "\n".join(",".join(str(value) for value in row) for row in rows)
    path = Path(workspace.root) / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    days = [str(row[2 if grain is not Grain.CUSTOMERS else 1])[:10] for row in rows]
    last_on = date.fromisoformat(max(days))
    asked = ShopRequest(
        path=str(path),
        as_of=as_of or last_on + timedelta(days=1),
        last_on=last_on,
        grain=grain,
        currency=currency,
    )
    return run(tool_of(lay_down), asked, workspace)
