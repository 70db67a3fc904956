"""A scope: the part of a data set that an analysis works on, as tables of one engine."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from textwrap import indent

from customer_segmentation.data.dataset import Column, Dataset, Grain
from customer_segmentation.data.filterables import other_names
from customer_segmentation.data.nobody import refuse_if_nobody
from customer_segmentation.data.period import read_period
from customer_segmentation.data.scoped_tables import make_tables
from customer_segmentation.data.selection import read_selection, source_table, told_words
from customer_segmentation.engine.duckdb_engine import DuckDB, duckdb_engine
from customer_segmentation.engine.where import nearest
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.reply import Finding
from customer_segmentation.kit.request import DataRequest
from customer_segmentation.workspace.workspace import Workspace


@dataclass(frozen=True)
class Scope:
    """What an analysis sees.

    Tables of ``engine``: ``buyers``, one row per customer with a valid order: customer_id, first_on DATE,
    last_on DATE, orders, days, lines BIGINT, revenue DECIMAL(18,4), net of every return of the customer (days
    and lines NULL and first_on perhaps NULL for aggregated data); ``transactions``, ``orders`` and ``returns``
    where the data hold single purchases; ``customers`` where they hold traits.

    Attributes:
        as_of: Recency is counted to this day; nothing on or after it is in the tables.
        filtered: Some rows of the data set are left out.
        words: The filter as the person may read it; empty when nothing was asked to be left out.
        findings: What a careful analyst would say about how the filter was read.
        steps: By table, the SQL that makes ``buyers`` out of the table ``transactions`` (or ``summary``).
    """

    dataset: Dataset
    engine: DuckDB
    as_of: date
    filtered: bool
    words: str = ""
    findings: tuple[Finding, ...] = ()
    steps: dict[str, str] = field(default_factory=dict)

    @property
    def has_orders(self) -> bool:
        """Tell whether the data hold single purchases: the tables transactions, orders and returns."""
        return self.dataset.grain in {Grain.LINES, Grain.ORDERS}

    @property
    def dimensions(self) -> list[Column]:
        """Columns of lines and traits that may be grouped by: none that tells who a person is."""
        columns = [column for column in self.dataset.columns if not column.personal]
        if self.has_orders and all(column.name != "product" for column in columns):
            header = self.dataset.roles.get("product", "product")
            columns.append(Column(name="product", header=header, table="transactions", type="text"))
        return columns

    def dimension(self, name: str) -> Column:
        """Return a dimension by name or header; raises InputError naming the nearest ones."""
        asked = name.strip().strip("\"'").casefold()
        for column in self.dimensions:
            if asked in _called(column):
                return column
        if any(asked in _called(column) for column in self.dataset.columns):
            raise InputError("scope_personal", column=name)
        headers = [column.header for column in self.dimensions]
        raise InputError("scope_unknown_dimension", column=name, nearest=nearest(name, headers))

    def reproduced(self, query: str) -> str:
        """Return one statement that answers ``query`` over ``buyers`` from the source tables alone."""
        if not self.steps:
            return query
        steps = ",\n".join(
            f"{name} AS (\n{indent(text.strip(), '  ')}\n)" for name, text in self.steps.items()
        )
        query = re.sub(r"\A(?:\s*--[^\n]*\n)+", "", query).strip()
        return f"WITH {steps},\n{query[5:]}" if query.startswith("WITH ") else f"WITH {steps}\n{query}"


def _called(column: Column) -> set[str]:
    return {name.casefold() for name in (column.name, column.header, *other_names(column.name))}


@contextmanager
def open_scope(
    request: DataRequest, workspace: Workspace, *, as_of: date | None = None, purchases: bool = True
) -> Iterator[Scope]:
    """Give the tables of the data that a request names, filtered by its where, from and to.

    With ``as_of`` only what happened before that day is seen: returns after it do not touch earlier orders.
    Conditions on lines filter ``transactions`` before orders are formed; those on customers choose among the
    customers of what is left, and every table is reduced to them.

    Args:
        request: Which data and which part of them.
        workspace: Where they are.
        as_of: The day to look from; the data's own unless given.
        purchases: The analysis needs purchases; without, data of traits alone will do.

    Raises:
        InputError: The filter or the days need mending, or leave no customer.
        MethodError: The data hold no purchases, or nobody with a valid order.
    """
    dataset = Dataset.read(workspace.result(request.data, "dataset").folder)
    if purchases and dataset.grain is Grain.ATTRIBUTES:
        raise MethodError("scope_no_purchases", source=dataset.source)
    period = read_period(request, dataset, as_of)
    scratch = workspace.root if workspace.output == Path() else workspace.output
    with duckdb_engine(scratch) as engine:
        source = source_table(dataset)
        engine.view(source, dataset.parquet(source.removeprefix("source_")))
        if dataset.has("customers"):
            engine.view("customers", dataset.parquet("customers"))
        selection = read_selection(request.where, dataset, period.as_of, engine)
        steps = make_tables(engine, dataset, period, selection)
        refuse_if_nobody(engine, dataset, period, selection)
        yield Scope(
            dataset=dataset,
            engine=engine,
            as_of=period.as_of,
            filtered=period.cuts or bool(selection.parts),
            words=told_words(selection, period, dataset),
            findings=selection.findings,
            steps=steps,
        )
