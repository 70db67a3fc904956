"""Where a table is: the address of a database, and opening it."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import duckdb

from customer_segmentation.act.database.database import Database
from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.allowed import is_allowed
from customer_segmentation.workspace.credentials import password_of, without_passwords
from customer_segmentation.workspace.workspace import Workspace

_FILES: Final = {"sqlite": "sqlite", "duckdb": "duckdb"}
_SERVERS: Final = {"postgresql", "postgres"}
_TABLE: Final = re.compile(r"(?:(?P<schema>[^\W\d]\w{0,39})\.)?(?P<table>[^\W\d]\w{0,39})")
_LONGEST_NAME: Final = 40
"""In bytes: PostgreSQL cuts names off after 63, and the former table has the longer name."""
_LONGEST_PROBLEM: Final = 200


@dataclass(frozen=True)
class Address:
    """A table of a database: ``url`` has no password; ``path`` is set for a file."""

    kind: str
    url: str
    schema: str
    table: str
    path: Path | None = None


def address_of(url: str, table: str, workspace: Workspace, *, approved: bool = False) -> Address:
    """Return the address of a table; a server is reached if a person ``approved`` it or typed its address.

    Raises:
        InputError: It is no address, a file outside the allowed folders, or a server that the person did not type.
    """
    scheme, separator, rest = url.strip().partition("://")
    kind = scheme.lower().split("+")[0]
    named = _TABLE.fullmatch(table.strip())
    if named is None or len(named["table"].encode()) > _LONGEST_NAME:
        raise InputError("table_name_wrong", table=table)
    schema, name = named["schema"] or "", named["table"]
    if separator and kind in _SERVERS:
        clean = f"postgresql://{rest}"
        if not approved and clean not in {_clean(typed) for typed in workspace.typed}:
            raise InputError("table_address_not_typed", url=clean)
        return Address("postgres", clean, schema, name)
    if not separator or kind not in _FILES or not rest.startswith("/") or not rest.strip("/"):
        raise InputError("table_address_wrong", url=url)
    if schema and kind == "sqlite":
        raise InputError("table_name_wrong", table=table)
    path = _file(rest[1:], workspace)
    return Address(kind, f"{kind}:///{path}", schema, name, path)


def _clean(typed: str) -> str:
    return re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", without_passwords(typed).strip())


def _file(name: str, workspace: Workspace) -> Path:
    path = Path(name).expanduser()
    path = path if path.is_absolute() else Path.cwd() / path
    # The workspace holds the journal of approvals: nobody's table belongs there.
    if not is_allowed(path, workspace) or path.resolve().is_relative_to(workspace.root.resolve()):
        raise InputError("path_not_allowed", path=name)
    if path.exists() and not path.is_file():
        raise InputError("path_is_folder", path=name)
    return path


@contextmanager
def opened(address: Address, *, reading: bool = False) -> Iterator[Database]:
    """Give the database at an address, only for ``reading`` or for writing too; closed at the end.

    Raises:
        InputError: It cannot be reached or read, it is locked, or it refuses what is done.
    """
    errors: tuple[type[Exception], ...] = (sqlite3.Error, duckdb.Error)
    if address.kind == "postgres":
        try:
            import psycopg
        except ImportError as error:
            raise InputError("table_needs_psycopg") from error
        errors = (psycopg.Error,)
    try:
        database = _open(address, reading=reading)
        try:
            yield database
        finally:
            database.connection.close()
    except errors as error:
        problem = (str(error).strip().splitlines() or [type(error).__name__])[0][:_LONGEST_PROBLEM]
        raise InputError("table_database_problem", url=address.url, problem=problem) from error


def _open(address: Address, *, reading: bool) -> Database:
    if address.path is None:
        from customer_segmentation.act.database.postgres import Postgres

        return Postgres(address.url, password_of(address.url), address.schema, reading=reading)
    if address.kind == "duckdb":
        from customer_segmentation.act.database.duckdb_file import DuckdbFile

        return DuckdbFile(address.path, address.schema, reading=reading)
    from customer_segmentation.act.database.sqlite_file import SqliteFile

    return SqliteFile(address.path, reading=reading)
