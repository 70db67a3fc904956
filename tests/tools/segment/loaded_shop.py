"""Workspaces with loaded data, made from rows in memory instead of files."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from customer_segmentation.data.dataset import Dataset, Grain, ReturnsPolicy
from customer_segmentation.data.orders import derive_orders
from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm import rfm_segments
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.store import Stored
from customer_segmentation.workspace.workspace import Result, Workspace

_TRANSACTIONS = """
CREATE TABLE transactions (line BIGINT, customer_id VARCHAR, order_id VARCHAR, ordered_at TIMESTAMP,
  quantity DECIMAL(18, 4), amount DECIMAL(18, 4), product VARCHAR)
"""


def line(customer, order, day, amount, product="p1", quantity=None):
    """One row of ``transactions``; a negative amount is a return."""
    at = datetime.combine(day, datetime.min.time()) + timedelta(hours=12)
    return (customer, order, at, quantity or (1 if amount >= 0 else -1), Decimal(str(amount)), product)


def one_order_each(customers):
    """Lines from {customer: [(day, amount), …]}: every pair is an order of one line."""
    return [
        line(customer, f"{customer}-{n}", day, amount)
        for customer, orders in customers.items()
        for n, (day, amount) in enumerate(orders)
    ]


def load(workspace: Workspace, rows, *, policy=ReturnsPolicy.NET, identity="d" * 24, as_of=None) -> str:
    """Store rows of ``transactions`` as a loaded data set and return the id of its result."""
    with workspace.store.draft() as folder:
        with duckdb_engine(folder) as engine:
            engine.connection.execute(_TRANSACTIONS)
            numbered = [(n, *row) for n, row in enumerate(rows)]
            engine.connection.executemany("INSERT INTO transactions VALUES (?, ?, ?, ?, ?, ?, ?)", numbered)
            derive_orders(engine, policy)
            for table in ("transactions", "orders", "returns"):
                engine.write_parquet(f"SELECT * FROM {table}", folder / f"{table}.parquet")
        last = max(row[2] for row in rows).date()
        dataset = Dataset(
            source="rows.csv",
            grain=Grain.LINES,
            roles={},
            currency="EUR",
            returns=policy,
            as_of=as_of or last + timedelta(days=1),
            first_on=min(row[2] for row in rows).date(),
            last_on=last,
        )
        _keep(workspace, folder, dataset, identity)
    return identity


def load_summary(workspace: Workspace, rows, *, as_of: date, identity="5" * 24) -> str:
    """Store an aggregated customer table: (customer, first day or None, last day, orders, revenue)."""
    with workspace.store.draft() as folder:
        with duckdb_engine(folder) as engine:
            engine.connection.execute(
                "CREATE TABLE summary (customer_id VARCHAR, first_on DATE, last_on DATE, orders BIGINT, "
                "revenue DECIMAL(18, 4))"
            )
            engine.connection.executemany("INSERT INTO summary VALUES (?, ?, ?, ?, ?)", rows)
            engine.write_parquet("SELECT * FROM summary", folder / "summary.parquet")
        dataset = Dataset(source="customers.csv", grain=Grain.CUSTOMERS, roles={}, as_of=as_of)
        _keep(workspace, folder, dataset, identity)
    return identity


def _keep(workspace: Workspace, folder: Path, dataset: Dataset, identity: str) -> None:
    dataset.write(folder)
    stored = Stored(id=identity, tool="load_data", version=1, request={}, inputs={}, reply=Reply())
    workspace.store.keep(folder, stored)
    workspace.journal.record(workspace.thread, identity, "load_data", "dataset", identity)


def segmented(workspace: Workspace, **request) -> Result:
    """Run the tool through the one way to run tools."""
    return run(tool_of(rfm_segments), request, workspace)


def assignment(result: Result) -> dict[str, dict]:
    """Return the rows of ``assignment.parquet`` by customer."""
    with duckdb_engine(result.folder) as engine:
        engine.view("assignment", result.folder / "assignment.parquet")
        found = engine.connection.execute("SELECT * FROM assignment")
        names = [column[0] for column in found.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}


def values(result: Result, subject: str) -> dict:
    """Return the facts of a subject by measure."""
    facts = result.reply.facts.items()
    return {key.split(".")[2]: fact.value for key, fact in facts if key.split(".")[1] == subject}
