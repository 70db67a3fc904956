"""The address of a database, such as ``sqlite:///shop.db``: one reading of it for sources and for tables written."""

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

import duckdb

from customer_segmentation.kit.errors import InputError
from customer_segmentation.workspace.credentials import without_passwords
from customer_segmentation.workspace.workspace import Workspace

POSTGRES: Final = "postgres"
_FILES: Final = frozenset({"sqlite", "duckdb"})
_SERVERS: Final = frozenset({"postgresql", "postgres"})
_SERVER: Final = re.compile(r"^postgres(ql)?(\+\w+)?://", re.IGNORECASE)
_MARKS: Final = {"sqlite": (0, b"SQLite format 3\0"), "duckdb": (8, b"DUCK")}
"""By kind, where a file's mark stands, and the mark."""
_HEAD: Final = 16
_LEADING: Final = re.compile(r"^.*\bfailed: (?:FATAL: +)?")
_LONGEST_PROBLEM: Final = 200


@dataclass(frozen=True)
class DatabaseAddress:
    """Where a database is.

    Attributes:
        kind: ``sqlite``, ``duckdb`` or ``postgres``.
        url: Without a password; of a file with its full path.
        path: Of a file; None for a server.
    """

    kind: str
    url: str
    path: Path | None = None

    @property
    def place(self) -> str:
        """What the database is called in a sentence: its file, or its host and name."""
        if self.path is not None:
            return self.path.name
        told = urlsplit(self.url)
        asked = dict(parse_qsl(told.query))
        host = told.hostname or asked.get("host", "")
        name = told.path.strip("/") or asked.get("dbname", "") or told.username or asked.get("user", "")
        return name if not host or host.startswith("/") else f"{host}/{name}"


def database_address(url: str) -> DatabaseAddress:
    """Return the database that an address without a password means; raises InputError if it means none."""
    scheme, separator, rest = url.strip().partition("://")
    kind = scheme.lower().split("+")[0]
    if separator and kind in _SERVERS:
        return DatabaseAddress(POSTGRES, f"postgresql://{rest}")
    if not separator or kind not in _FILES or not rest.startswith("/") or not rest.strip("/"):
        raise InputError("table_address_wrong", url=url)
    path = Path(rest[1:]).expanduser()
    path = path if path.is_absolute() else Path.cwd() / path
    return DatabaseAddress(kind, f"{kind}:///{path}", path)


def database_of(source: str) -> DatabaseAddress | None:
    """Return the database that a source means, by its address or as a file of one; None for any other source."""
    scheme, separator, _ = source.strip().partition("://")
    if separator:
        known = scheme.lower().split("+")[0] in _FILES | _SERVERS
        return database_address(source) if known else None
    path = Path(source.strip()).expanduser()
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return None
    kind = next((kind for kind, (at, mark) in _MARKS.items() if head[at:].startswith(mark)), "")
    return DatabaseAddress(kind, f"{kind}:///{path.absolute()}", path.absolute()) if kind else None


def is_typed(address: DatabaseAddress, workspace: Workspace) -> bool:
    """Tell whether a person typed the address of a server, with a password or without, in this thread."""
    typed = (without_passwords(one).strip() for one in workspace.typed)
    return address.url in {_SERVER.sub("postgresql://", one) for one in typed}


def errors_of(address: DatabaseAddress) -> tuple[type[Exception], ...]:
    """Return the errors that a database may raise; raises InputError where its driver is not installed."""
    if address.kind != POSTGRES:
        return (sqlite3.Error, duckdb.Error)
    try:
        import psycopg
    except ImportError as error:
        raise InputError("table_needs_psycopg") from error
    return (psycopg.Error,)


def problem_of(error: Exception) -> str:
    """Return the first line of what a database said, of a connection that failed the reason."""
    first = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return _LEADING.sub("", first)[:_LONGEST_PROBLEM]
