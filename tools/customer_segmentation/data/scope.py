"""A scope: the part of a data set that an analysis works on, as tables of one engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from customer_segmentation.data.dataset import Dataset
from customer_segmentation.data.orders import derive_buyers, derive_orders
from customer_segmentation.engine.duckdb_engine import DuckDB, duckdb_engine
from customer_segmentation.kit.request import DataRequest
from customer_segmentation.workspace.workspace import Workspace


@dataclass(frozen=True)
class Scope:
    """What an analysis sees.

    Tables of ``engine``: ``transactions``, ``orders``, ``returns``, ``buyers`` (one row per customer with a
    valid order) and ``customers`` where the data have traits.

    Attributes:
        as_of: Recency is counted to this day; nothing on or after it is in the tables.
        filtered: Some rows of the data set are left out.
        words: The filter as the person may read it; empty when nothing is left out.
    """

    dataset: Dataset
    engine: DuckDB
    as_of: date
    filtered: bool
    words: str = ""


@contextmanager
def open_scope(request: DataRequest, workspace: Workspace, *, as_of: date | None = None) -> Iterator[Scope]:
    """Give the tables of the data that a request names, filtered by its where, from and to.

    With ``as_of`` only what happened before that day is seen: returns after it do not touch earlier orders.
    """
    dataset = Dataset.read(workspace.result(request.data, "dataset").folder)
    scratch = workspace.root if workspace.output == Path() else workspace.output
    with duckdb_engine(scratch) as engine:
        until = as_of or dataset.as_of
        whole = dataset.last_on is None or dataset.last_on < until
        if dataset.has("customers"):
            engine.view("customers", dataset.parquet("customers"))
        if whole:
            for table in ("transactions", "orders", "returns"):
                engine.view(table, dataset.parquet(table))
        else:
            engine.view("all_transactions", dataset.parquet("transactions"))
            engine.connection.execute(
                "CREATE VIEW transactions AS SELECT * FROM all_transactions "
                f"WHERE ordered_at < CAST('{until}' AS TIMESTAMP)"
            )
            derive_orders(engine, dataset.returns)
        derive_buyers(engine)
        yield Scope(dataset=dataset, engine=engine, as_of=until, filtered=not whole)
