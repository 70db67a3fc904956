"""What is measured, each run alone in a process: python -m benchmarks.tasks TASK ARGUMENT ..."""

import sys
from pathlib import Path

_SHOP = """
SELECT 'C' || CAST(hash(o * 7 + 1) % ({n} // 12) AS VARCHAR) AS customer,
       'O' || CAST(o AS VARCHAR) AS order_no,
       TIMESTAMP '2023-01-02' + to_minutes(CAST(hash(o * 7 + 2) % 1048000 AS INTEGER)) AS ordered_at,
       'P' || CAST(hash(i * 7 + 3) % 2000 AS VARCHAR) AS product,
       CAST(CASE WHEN hash(i * 7 + 4) % 50 = 0 THEN -1 ELSE 1 + hash(i * 7 + 5) % 4 END AS INTEGER) AS quantity,
       CAST(1 + hash(i * 7 + 6) % 9000 / 100.0 AS DECIMAL(10, 2)) AS unit_price
FROM (SELECT i, i // 4 AS o FROM range({n}) t(i))
"""
_CSV = "strftime(ordered_at, '%Y-%m-%d %H:%M:%S') AS ordered_at"


def generate(folder: str, lines: str) -> None:
    """Write a seeded shop of so many lines as CSV."""
    import duckdb

    shop = _SHOP.format(n=int(lines))
    duckdb.sql(f"COPY (SELECT * REPLACE ({_CSV}) FROM ({shop})) TO '{folder}/orders.csv' (HEADER)")


def read(folder: str) -> None:
    """Have DuckDB read every column of the same file."""
    import duckdb

    columns = ("customer", "order_no", "ordered_at", "product", "quantity", "unit_price")
    totals = ", ".join(f"max({column})" for column in columns)
    print(duckdb.sql(f"SELECT count(*), {totals} FROM read_csv('{folder}/orders.csv')").fetchall())


def load(folder: str) -> None:
    """Load and clean the file through the public tool."""
    from customer_segmentation import Workspace, find_tool, invoke

    workspace = Workspace.open(f"{folder}/workspace")
    source = f"{folder}/orders.csv"
    print(
        invoke(find_tool("load_data"), {"source": source}, workspace.with_(typed=frozenset({source}))).number
    )


def rfm(folder: str) -> None:
    """Score and name every customer of the loaded data through the public tool."""
    from customer_segmentation import Workspace, find_tool, invoke

    print(invoke(find_tool("rfm_segments"), {}, Workspace.open(f"{folder}/workspace")).number)


def _transactions(folder: str) -> str:
    return str(next(Path(folder).glob("workspace/results/*/transactions.parquet")))


def scan(folder: str) -> None:
    """Have DuckDB scan the columns of the loaded lines that RFM needs."""
    import duckdb

    columns = ("customer_id", "order_id", "ordered_at", "amount")
    # A plain maximum would be answered from the file's statistics without reading a row.
    totals = ", ".join(f"sum(hash({column}))" for column in columns)
    print(duckdb.sql(f"SELECT count(*), {totals} FROM '{_transactions(folder)}'").fetchall())


def pandas_rfm(folder: str) -> None:
    """The same scores in idiomatic pandas: two-level aggregation and quintiles, returns netted by money."""
    import pandas as pd

    columns = ["customer_id", "order_id", "ordered_at", "amount"]
    lines = pd.read_parquet(_transactions(folder), columns=columns)
    lines["amount"] = lines["amount"].astype("float64")
    orders = lines.groupby(["customer_id", "order_id"], sort=False).agg(
        at=("ordered_at", "min"), amount=("amount", "sum")
    )
    buyers = orders.groupby("customer_id").agg(
        at=("at", "max"), orders=("at", "size"), amount=("amount", "sum")
    )
    days = (lines["ordered_at"].max() - buyers["at"]).dt.days
    scores = [
        pd.cut(-days.rank(pct=True, method="average"), 5, labels=False),
        pd.cut(buyers["orders"].rank(pct=True, method="average"), 5, labels=False),
        pd.cut(buyers["amount"].rank(pct=True, method="average"), 5, labels=False),
    ]
    print(pd.concat([scores[0], scores[1]], axis=1).value_counts().size)


def nothing(*_arguments: str) -> None:
    """Start Python and DuckDB and stop: what every task pays."""
    import duckdb

    duckdb.sql("SELECT 1")


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
