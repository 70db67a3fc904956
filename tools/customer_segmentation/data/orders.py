"""From transactions to orders, returns and buyers, under the returns policy of the data set.

A return is matched to its order id first (same customer, order and product), else to the customer's latest
earlier purchases of the product, up to the quantity bought; unmatched returns reduce money only. An order
wholly returned is no order (PRACTICE, practice 1). The SQL stands in ``engine/sql``.
"""

from customer_segmentation.data.dataset import ReturnsPolicy
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import sql

RECEIPT = (
    "return_lines",
    "matched",
    "unmatched_returns",
    "wholly_returned_orders",
    "customers_without_valid_purchase",
)


def derived_sql(policy: ReturnsPolicy) -> dict[str, str]:
    """Return by table, in the order of making, the SQL that leads from ``transactions`` to ``buyers``."""
    return {
        "matching": sql("matching", policy=policy.value),
        "orders": sql("orders"),
        "returns": sql("returns", policy=policy.value),
        "buyers": sql("buyers"),
    }


def derive_orders(engine: DuckDB, policy: ReturnsPolicy) -> None:
    """Make the tables ``matching``, ``orders`` and ``returns`` from the table ``transactions``.

    ``net`` matches returns to purchases; ``keep`` lets returns reduce money without matching them;
    ``exclude`` ignores every return line.
    """
    engine.table("matching", "matching", policy=policy.value)
    engine.table("orders", "orders")
    engine.table("returns", "returns", policy=policy.value)


def derive_buyers(engine: DuckDB) -> None:
    """Make the table ``buyers`` from ``orders`` and ``returns``: one row per customer with a valid order."""
    engine.table("buyers", "buyers")


def returns_receipt(engine: DuckDB) -> dict[str, int]:
    """Return the counts of ``RECEIPT``, after ``derive_orders``.

    A return line is matched when the whole quantity that its order returned of the product was bought
    before; ``return_lines`` = ``matched`` + ``unmatched_returns``.
    """
    return dict(zip(RECEIPT, engine.rows("returns_receipt")[0], strict=True))
