"""A shop made of rows in memory, with dimensions and traits, laid down as load_data would."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pyarrow as pa

from customer_segmentation.data.dataset import Column, Dataset, Grain, ReturnsPolicy
from customer_segmentation.data.orders import derive_buyers, derive_orders
from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.kit.reply import Reply
from customer_segmentation.workspace.store import Stored

_TYPES = {"text": "VARCHAR", "number": "DOUBLE", "date": "DATE", "boolean": "BOOLEAN"}
_CORE = {
    "line": "BIGINT",
    "customer_id": "VARCHAR",
    "order_id": "VARCHAR",
    "ordered_at": "TIMESTAMP",
    "quantity": "DECIMAL(18, 4)",
    "amount": "DECIMAL(18, 4)",
    "product": "VARCHAR",
}


def line(customer, order, day, amount, product="p", quantity=None, **dimensions):
    """One row of transactions; ``day`` is ISO text or a date; a negative amount is a return."""
    at = datetime.fromisoformat(str(day))
    units = quantity if quantity is not None else (1 if amount >= 0 else -1)
    return {
        "customer_id": customer,
        "order_id": order,
        "ordered_at": at,
        "quantity": Decimal(str(units)),
        "amount": Decimal(str(amount)),
        "product": product,
        **dimensions,
    }


def create(connection, table, types, rows):
    """Make a table from rows given as dictionaries; what a row does not say is NULL."""
    columns = ", ".join(f'"{name}" {kind}' for name, kind in types.items())
    connection.execute(f"CREATE TABLE {table} ({columns})")
    if rows:
        # Row by row, DuckDB's own way of inserting from Python would take a hundred times as long.
        values = pa.table({name: [row.get(name) for row in rows] for name in types})
        connection.register("rows_to_insert", values)
        connection.execute(f"INSERT INTO {table} SELECT * FROM rows_to_insert")
        connection.unregister("rows_to_insert")


def column(name, kind="text", table="transactions", header="", *, personal=False):
    return Column(name=name, header=header or name, table=table, type=kind, personal=personal)


def shop(
    workspace,
    rows,
    columns=(),
    traits=None,
    *,
    policy=ReturnsPolicy.NET,
    as_of=None,
    roles=None,
    currency="EUR",
    identity="d" * 24,
):
    """Lay down transactions (and customers, from ``traits``) and return the id of the data set."""
    lines = {**_CORE, **{c.name: _TYPES[c.type] for c in columns if c.table == "transactions"}}
    people = {"customer_id": "VARCHAR"} | {c.name: _TYPES[c.type] for c in columns if c.table == "customers"}
    days = [row["ordered_at"].date() for row in rows]
    with workspace.store.draft() as folder:
        with duckdb_engine(folder) as engine:
            create(engine.connection, "transactions", lines, [{"line": n, **r} for n, r in enumerate(rows)])
            derive_orders(engine, policy)
            derive_buyers(engine)
            made = ["transactions", "orders", "returns", "buyers"]
            if traits is not None:
                create(engine.connection, "customers", people, traits)
                made.append("customers")
            for table in made:
                engine.write_parquet(f"SELECT * FROM {table}", folder / f"{table}.parquet")
        dataset = Dataset(
            source="shop.csv",
            grain=Grain.LINES,
            roles=roles or {},
            currency=currency,
            returns=policy,
            as_of=as_of or max(days) + timedelta(days=1),
            first_on=min(days),
            last_on=max(days),
            columns=list(columns),
        )
        _keep(workspace, folder, dataset, identity)
    return identity


def aggregated(workspace, rows, columns=(), traits=None, *, as_of=date(2025, 1, 1), identity="5" * 24):
    """Lay down an aggregated customer table, or one of traits alone where ``rows`` is None."""
    summary = {
        "customer_id": "VARCHAR",
        "first_on": "DATE",
        "last_on": "DATE",
        "orders": "BIGINT",
        "revenue": "DECIMAL(18, 4)",
    }
    people = {"customer_id": "VARCHAR"} | {c.name: _TYPES[c.type] for c in columns}
    with workspace.store.draft() as folder:
        with duckdb_engine(folder) as engine:
            for table, types, values in (("summary", summary, rows), ("customers", people, traits)):
                if values is not None:
                    create(engine.connection, table, types, values)
                    engine.write_parquet(f"SELECT * FROM {table}", folder / f"{table}.parquet")
        grain = Grain.ATTRIBUTES if rows is None else Grain.CUSTOMERS
        dataset = Dataset(source="people.csv", grain=grain, roles={}, as_of=as_of, columns=list(columns))
        _keep(workspace, folder, dataset, identity)
    return identity


def _keep(workspace, folder, dataset, identity):
    dataset.write(folder)
    stored = Stored(id=identity, tool="load_data", version=1, request={}, inputs={}, reply=Reply())
    workspace.store.keep(folder, stored)
    workspace.journal.record(workspace.thread, identity, "load_data", "dataset", identity)
