"""A database as the source of ``load_data``: what is read of it is settled first, then read in one session."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from customer_segmentation.data.database.address import DatabaseAddress
from customer_segmentation.data.database.choice import (
    forget,
    proposed_picture,
    remember,
    remembered,
    told_picture,
)
from customer_segmentation.data.database.picture import Picture
from customer_segmentation.data.database.reader import DatabaseReader
from customer_segmentation.data.database.reading import one_query, reading
from customer_segmentation.data.database.rows import read_rows, write_rows
from customer_segmentation.data.load_request import LoadRequest
from customer_segmentation.data.read.raw_table import RawTable
from customer_segmentation.engine.duckdb_engine import DuckDB, duckdb_engine
from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.workspace import Workspace

AUTO: Final = "auto"
"""Named instead of a table: what was chosen before is let go."""
PEOPLE: Final = "people.parquet"
"""The rows of the table of customers, while they are needed."""
_GLANCE: Final = 3
"""Seconds that looking whether a database has changed may take on a server."""


def settled(request: LoadRequest, address: DatabaseAddress, workspace: Workspace) -> dict[str, str]:
    """Return what the answer depends on: the queries that are read, what they are called, and a mark of their answers.

    Raises:
        InputError: The database cannot be read, or has nothing of what was asked.
        NeedsAnswer: Several tables could be meant.
    """
    if request.query and request.table:
        raise InputError("database_query_or_table")
    with reading(address) as reader, duckdb_engine(workspace.root) as engine:
        if request.query:
            query = one_query(request.query, reader)
            return {"query": query, "called": address.place, "source": reader.mark([(query, None)])}
        if request.table.strip().casefold() == AUTO:
            forget(address, workspace)
        before = None if request.table else _before(address, workspace, reader, engine)
        picture = _picture(request, before, address, reader, engine)
        tables = [one.table for one in (picture.lines, picture.orders, picture.customers) if one]
        mark = reader.mark([(f"SELECT * FROM {table.sql}", table) for table in tables])
        if _names(request):
            remember(picture, address, workspace)
        return {**_told(picture, address), "source": mark, **({"before": "yes"} if before else {})}


def _names(request: LoadRequest) -> str:
    """Return the tables that a person names, nothing where they are to be found out."""
    named = request.table.strip()
    return "" if named.casefold() == AUTO else named


def _picture(
    request: LoadRequest,
    before: Picture | None,
    address: DatabaseAddress,
    reader: DatabaseReader,
    engine: DuckDB,
) -> Picture:
    is_file = bool(request.customers) and Path(request.customers).expanduser().exists()
    people = "" if is_file else request.customers
    if _names(request):
        return told_picture(_names(request), people, address, reader, engine)
    found = before or proposed_picture(address, reader, engine)
    if people:
        return told_picture(found.table, people, address, reader, engine)
    return replace(found, customers=None, by_customer=None) if is_file else found


def _before(
    address: DatabaseAddress, workspace: Workspace, reader: DatabaseReader, engine: DuckDB
) -> Picture | None:
    """Return the tables that a person chose before; None where there are none, or they are no longer there."""
    table, people = remembered(address, workspace)
    try:
        return told_picture(table, people, address, reader, engine) if table else None
    except InputError:
        return None


def _told(picture: Picture, address: DatabaseAddress) -> dict[str, str]:
    found = {
        "query": picture.query(),
        "called": f"{picture.table} ({address.place})",
        "lines": picture.lines.table.name if picture.lines else "",
        "orders": picture.orders.table.name,
        "by_order": picture.by_order.column if picture.by_order else "",
        "people": picture.people_query(),
        "customers_table": picture.people,
        "by_customer": picture.by_customer.column if picture.by_customer else "",
        "without_lines": picture.without_lines(),
        "leaves_money": "yes" if picture.leaves_money else "",
    }
    return {name: value for name, value in found.items() if value}


@dataclass(frozen=True)
class Taken:
    """What was read of a database.

    Attributes:
        people: The file with the rows of the customers' table, None without one.
        lineless: Orders that no line refers to, which are not in the raw table.
    """

    raw: RawTable
    people: Path | None
    lineless: int


def taken(address: DatabaseAddress, inputs: dict[str, str], engine: DuckDB, folder: Path) -> Taken:
    """Read what was settled; the rows of customers go into ``folder``."""
    people = folder / PEOPLE
    with reading(address) as reader:
        raw = read_rows(reader, inputs["query"], engine, inputs["called"])
        lineless = int(reader.rows(inputs["without_lines"])[0][0]) if "without_lines" in inputs else 0
        if "people" not in inputs:
            return Taken(raw, None, lineless)
        rows = read_rows(reader, inputs["people"], engine, inputs["customers_table"], "listed")
        if not rows.rows:
            return Taken(raw, None, lineless)
        write_rows(rows, engine, people)
        return Taken(raw, people, lineless)


def mark_now(address: DatabaseAddress, inputs: dict[str, str]) -> str:
    """Return the mark of what was read as it is now; raises InputError where that cannot be told soon."""
    with reading(address, seconds=_GLANCE) as reader:
        if "orders" not in inputs:
            return reader.mark([(inputs["query"], None)])
        wanted = [inputs.get("lines"), inputs["orders"], inputs.get("customers_table")]
        tables = {table.name: table for table in reader.tables()}
        found = [tables[name] for name in wanted if name in tables]
        return reader.mark([(f"SELECT * FROM {table.sql}", table) for table in found])
