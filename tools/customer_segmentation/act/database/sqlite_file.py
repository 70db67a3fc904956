"""SQLite."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from customer_segmentation.act.database.database import Database
from customer_segmentation.act.database.parquet_rows import parquet_rows
from customer_segmentation.engine.sql_file import identifier, literal

_SECONDS = 10


class SqliteFile(Database):
    """A file of SQLite, which keeps dates as text and has no exact decimals."""

    types: ClassVar[dict[str, str]] = {
        "VARCHAR": "TEXT",
        "BIGINT": "INTEGER",
        "DATE": "TEXT",
        "DECIMAL(18,4)": "NUMERIC",
        "DOUBLE": "REAL",
        "BOOLEAN": "INTEGER",
    }

    def __init__(self, path: Path, *, reading: bool) -> None:
        target = f"{path.resolve().as_uri()}?mode={'ro' if reading else 'rwc'}"
        super().__init__(sqlite3.connect(target, timeout=_SECONDS, isolation_level=None, uri=True))
        # Views and triggers go on to mean the table of that name, not the one that had it before.
        self.execute("PRAGMA legacy_alter_table = ON")
        self.execute("PRAGMA synchronous = FULL")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the answer of a query."""
        return [tuple(row) for row in self.connection.execute(sql)]

    def execute(self, sql: str) -> None:
        """Execute a statement; a transaction takes the lock at once rather than in the middle."""
        self.connection.execute("BEGIN IMMEDIATE" if sql == "BEGIN" else sql)

    def stream(self, sql: str) -> Iterator[Sequence[Any]]:
        """Yield the rows of a query."""
        yield from self.connection.execute(sql)

    def columns(self, table: str) -> list[str]:
        """Return the columns of a table; none if there is no such table."""
        return [str(name) for (name,) in self.rows(f"SELECT name FROM pragma_table_info({literal(table)})")]

    def is_plain(self, table: str) -> bool:
        """Tell whether it is a table and no view."""
        found = self.rows(f"SELECT type FROM sqlite_schema WHERE lower(name) = lower({literal(table)})")
        return found == [("table",)]

    def fill(self, table: str, columns: Sequence[str], parquet: Path) -> None:
        """Add the rows of a Parquet file."""
        listed, marks = ", ".join(identifier(c) for c in columns), ", ".join("?" * len(columns))
        for some in parquet_rows(parquet):
            cells = [[value if _is_native(value) else str(value) for value in row] for row in some]
            self.connection.executemany(f"INSERT INTO {self.name(table)} ({listed}) VALUES ({marks})", cells)


def _is_native(value: Any) -> bool:
    return value is None or isinstance(value, (int, float, str))
