"""Where a table is: its name and the address of its database, and opening it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from customer_segmentation.act.database.database import Database
from customer_segmentation.data.database.address import (
    DatabaseAddress,
    database_address,
    errors_of,
    is_typed,
    problem_of,
)
from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.allowed import is_allowed
from customer_segmentation.workspace.workspace import Workspace

_TABLE: Final = re.compile(r"(?:(?P<schema>[^\W\d]\w{0,39})\.)?(?P<table>[^\W\d]\w{0,39})")
_LONGEST_NAME: Final = 40
"""In bytes: PostgreSQL cuts names off after 63, and the former table has the longer name."""


@dataclass(frozen=True)
class Address:
    """A table of a database."""

    database: DatabaseAddress
    schema: str
    table: str

    @property
    def url(self) -> str:
        """The address of the database, without a password."""
        return self.database.url

    @property
    def path(self) -> Path | None:
        """The file of the database, None for a server."""
        return self.database.path


def address_of(url: str, table: str, workspace: Workspace, *, approved: bool = False) -> Address:
    """Return the address of a table; a server is reached if a person ``approved`` it or typed its address.

    Raises:
        InputError: It is no address, a file outside the allowed folders, or a server that the person did not type.
    """
    named = _TABLE.fullmatch(table.strip())
    if named is None or len(named["table"].encode()) > _LONGEST_NAME:
        raise InputError("table_name_wrong", table=table)
    database = database_address(url)
    if database.path is None:
        if not approved and not is_typed(database, workspace):
            raise InputError("table_address_not_typed", url=database.url)
    else:
        _check_file(database.path, workspace)
    if named["schema"] and database.kind == "sqlite":
        raise InputError("table_name_wrong", table=table)
    return Address(database, named["schema"] or "", named["table"])


def _check_file(path: Path, workspace: Workspace) -> None:
    # The workspace holds the journal of approvals: nobody's table belongs there.
    if not is_allowed(path, workspace) or path.resolve().is_relative_to(workspace.root.resolve()):
        raise InputError("path_not_allowed", path=path)
    if path.exists() and not path.is_file():
        raise InputError("path_is_folder", path=path)


@contextmanager
def opened(address: Address, *, reading: bool = False) -> Iterator[Database]:
    """Give the database at an address, only for ``reading`` or for writing too; closed at the end.

    Raises:
        InputError: It cannot be reached or read, it is locked, or it refuses what is done.
    """
    errors = errors_of(address.database)
    try:
        database = _open(address, reading=reading)
        try:
            yield database
        finally:
            database.connection.close()
    except errors as error:
        raise InputError("table_database_problem", url=address.url, problem=problem_of(error)) from error


def _open(address: Address, *, reading: bool) -> Database:
    if address.path is None:
        from customer_segmentation.act.database.postgres import Postgres

        return Postgres(address.url, address.schema, reading=reading)
    if address.database.kind == "duckdb":
        from customer_segmentation.act.database.duckdb_file import DuckdbFile

        return DuckdbFile(address.path, address.schema, reading=reading)
    from customer_segmentation.act.database.sqlite_file import SqliteFile

    return SqliteFile(address.path, reading=reading)
