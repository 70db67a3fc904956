"""Which tables are read: those a person names, those chosen before, or those proposed; one question where it is open."""

import json
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from customer_segmentation.data.database.address import DatabaseAddress
from customer_segmentation.data.database.glimpse import Glimpse, glimpse
from customer_segmentation.data.database.links import link_between
from customer_segmentation.data.database.picture import Picture
from customer_segmentation.data.database.proposal import Proposal, proposal
from customer_segmentation.data.database.reader import DatabaseReader
from customer_segmentation.data.database.table import Table
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.errors import InputError, NeedsAnswer
from customer_segmentation.workspace.workspace import Workspace

MOST_TABLES: Final = 200
_TWO: Final = 2
OFFERED: Final = 4
_LISTED: Final = 30
_EVERYWHERE: Final = ""
"""Choices are kept for the workspace, not for one thread."""


def glimpses_of(tables: Sequence[Table], reader: DatabaseReader, engine: DuckDB) -> list[Glimpse]:
    """Look at every table, at most ``MOST_TABLES``."""
    return [glimpse(table, reader, engine) for table in tables[:MOST_TABLES]]


def named_tables(text: str, tables: Sequence[Table], address: DatabaseAddress) -> list[Table]:
    """Return the tables that a text such as "order_items + orders" names; raises InputError for one not there."""
    exact = {table.name: table for table in tables}
    folded = {table.name.casefold(): table for table in tables}
    found = []
    for name in (part.strip().strip("\"'`") for part in text.split("+")):
        table = exact.get(name) or folded.get(name.casefold())
        if table is None:
            raise _no_such_table(name, tables, address)
        found.append(table)
    if not 1 <= len(found) <= _TWO:
        raise InputError("database_tables_two", tables=text)
    return found


def _no_such_table(name: str, tables: Sequence[Table], address: DatabaseAddress) -> InputError:
    names = [table.name for table in tables]
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    if not names:
        return InputError("database_no_tables", database=address.place)
    code = "database_table_missing_similar" if near else "database_table_missing"
    listed = ", ".join(names[:_LISTED]) + (" …" if len(names) > _LISTED else "")
    return InputError(code, table=name, database=address.place, similar="".join(near), tables=listed)


def told_picture(
    table: str, customers: str, address: DatabaseAddress, reader: DatabaseReader, engine: DuckDB
) -> Picture:
    """Return the picture of tables that a person named.

    Raises:
        InputError: There is no such table, or the tables do not belong together.
    """
    every = reader.tables()
    first, *second = [glimpse(one, reader, engine) for one in named_tables(table, every, address)]
    picture = Picture(first)
    if second:
        picture = _joined(first, second[0], reader)
    if not customers:
        return picture
    people = glimpse(named_tables(customers, every, address)[0], reader, engine)
    link = link_between(picture.orders, people, "customer_id", reader)
    if link is None:
        raise InputError("database_not_linked", first=picture.orders.table.name, second=people.table.name)
    return Picture(picture.orders, picture.lines, picture.by_order, people, link)


def _joined(first: Glimpse, second: Glimpse, reader: DatabaseReader) -> Picture:
    for lines, orders in ((first, second), (second, first)):
        link = link_between(lines, orders, "order_id", reader)
        if link:
            return Picture(orders, lines, link)
    raise InputError("database_not_linked", first=first.table.name, second=second.table.name)


def proposed_picture(address: DatabaseAddress, reader: DatabaseReader, engine: DuckDB) -> Picture:
    """Return the picture that a database most likely means.

    Raises:
        InputError: No table can hold orders.
        NeedsAnswer: Several could be meant.
    """
    tables = reader.tables()
    if not tables:
        raise InputError("database_no_tables", database=address.place)
    glimpses = glimpses_of(tables, reader, engine)
    if len(glimpses) == 1:
        return Picture(glimpses[0])
    found = proposal(glimpses, reader)
    if not found.pictures:
        names = [table.name for table in tables]
        listed = ", ".join(names[:_LISTED]) + (" …" if len(names) > _LISTED else "")
        raise InputError("database_no_orders", database=address.place, tables=listed)
    if not found.is_sure:
        raise _ask(found, address)
    return found.pictures[0]


def _ask(found: Proposal, address: DatabaseAddress) -> NeedsAnswer:
    offered = found.pictures[: min(found.rivals, OFFERED)]
    return NeedsAnswer(
        "database_which_tables",
        options=[
            (one.said, {"table": one.table} | ({"customers": one.people} if one.people else {}))
            for one in offered
        ],
        database=address.place,
        tables=", ".join(one.said for one in offered),
    )


def remember(picture: Picture, address: DatabaseAddress, workspace: Workspace) -> None:
    """Keep which tables a person chose, for the next time that the database is named without any."""
    kept = json.dumps({"table": picture.table, "customers": picture.people}, ensure_ascii=False)
    workspace.journal.set_setting(_EVERYWHERE, _setting(address), kept)


def forget(address: DatabaseAddress, workspace: Workspace) -> None:
    """Let go of which tables were chosen before."""
    workspace.journal.set_setting(_EVERYWHERE, _setting(address), "")


def remembered(address: DatabaseAddress, workspace: Workspace) -> tuple[str, str]:
    """Return the tables that were chosen before, of what was bought and of customers; nothing if none were."""
    kept = workspace.journal.setting(_EVERYWHERE, _setting(address))
    told = json.loads(kept) if kept else {}
    return str(told.get("table", "")), str(told.get("customers", ""))


def _setting(address: DatabaseAddress) -> str:
    return f"tables of {address.url}"
