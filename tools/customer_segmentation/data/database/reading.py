"""Opening a database to read from it, and what may be asked there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from customer_segmentation.data.database.address import POSTGRES, DatabaseAddress, errors_of, problem_of
from customer_segmentation.data.database.reader import DatabaseReader
from customer_segmentation.engine.running import running
from customer_segmentation.kit.errors import InputError

_PATIENCE: Final = 900
_SELECT: Final = re.compile(
    r"(?:\s|--[^\n]*(?:\n|$)|/\*.*?\*/|\()*(?:select|with|values|table|from)\b", re.IGNORECASE | re.DOTALL
)


@contextmanager
def reading(address: DatabaseAddress, *, seconds: int = _PATIENCE) -> Iterator[DatabaseReader]:
    """Give a database from which only is read, each query for at most so many ``seconds`` on a server.

    Raises:
        InputError: It cannot be reached or read, or it refuses a query; the message never holds a password.
        KeyboardInterrupt: A query was stopped by ``stop_queries``.
    """
    errors = errors_of(address)
    if address.path is not None and not address.path.is_file():
        raise InputError("database_missing", path=address.path)
    stopped = False

    def stop() -> None:
        nonlocal stopped
        stopped = True
        reader.stop()

    try:
        reader = _open(address, seconds)
        try:
            with running(stop):
                yield reader
        finally:
            reader.close()
    except errors as error:
        if stopped:
            raise KeyboardInterrupt from error
        raise InputError("database_problem", url=address.url, problem=problem_of(error)) from error


def one_query(text: str, reader: DatabaseReader) -> str:
    """Return a person's query without the semicolon at its end; raises InputError if it is not one SELECT."""
    query = text.strip().rstrip(";").rstrip()
    if not _SELECT.match(query):
        raise InputError("database_one_select")
    reader.check(query)
    return query


def _open(address: DatabaseAddress, seconds: int) -> DatabaseReader:
    if address.kind == POSTGRES:
        from customer_segmentation.data.database.postgres_reader import PostgresReader

        return PostgresReader(address.url, seconds=seconds)
    if address.path is None:
        raise InputError("table_address_wrong", url=address.url)
    if address.kind == "duckdb":
        from customer_segmentation.data.database.duckdb_reader import DuckdbReader

        return DuckdbReader(address.path)
    from customer_segmentation.data.database.sqlite_reader import SqliteReader

    return SqliteReader(address.path)
