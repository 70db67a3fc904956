"""A database of the person: what writing a table needs, alike in SQLite, DuckDB and PostgreSQL.

Every change is made within one transaction, so that a killed process leaves all of it or nothing.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar

from customer_segmentation.engine.sql_file import identifier, literal


class Database(ABC):
    """An open connection; ``schema`` is where its tables are, empty for the usual place."""

    types: ClassVar[dict[str, str]]
    """By type of our column, the type it has there."""

    def __init__(self, connection: Any, schema: str = "") -> None:
        self.connection = connection
        self._schema = schema

    @abstractmethod
    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the answer of a query."""

    @abstractmethod
    def execute(self, sql: str) -> None:
        """Execute a statement."""

    @abstractmethod
    def stream(self, sql: str) -> Iterator[Sequence[Any]]:
        """Yield the rows of a query a few at a time."""

    @abstractmethod
    def columns(self, table: str) -> list[str]:
        """Return the columns of a table in their order; none if there is no such table."""

    @abstractmethod
    def is_plain(self, table: str) -> bool:
        """Tell whether it is a table that nothing else, such as a view, would follow under another name."""

    @abstractmethod
    def fill(self, table: str, columns: Sequence[str], parquet: Path) -> None:
        """Add the rows of a Parquet file to a table."""

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do what follows whole or not at all."""
        self.execute("BEGIN")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            with suppress(Exception):  # What broke off is told, not that nothing was left to roll back.
                self.execute("ROLLBACK")
            raise

    def name(self, table: str) -> str:
        """Return the name of a table for SQL."""
        return f"{identifier(self._schema)}.{identifier(table)}" if self._schema else identifier(table)

    def count(self, table: str, run: str = "") -> int:
        """Return the number of rows, of one run where one is given."""
        where = f" WHERE run_id = {literal(run)}" if run else ""
        return int(self.rows(f"SELECT count(*) FROM {self.name(table)}{where}")[0][0])

    def create(self, table: str, types: dict[str, str]) -> None:
        """Make an empty table."""
        columns = ", ".join(
            f"{identifier(name)} {self.types.get(kind, self.types['VARCHAR'])}"
            for name, kind in types.items()
        )
        self.execute(f"CREATE TABLE {self.name(table)} ({columns})")

    def rename(self, table: str, new: str) -> None:
        """Give a table another name."""
        self.execute(f"ALTER TABLE {self.name(table)} RENAME TO {identifier(new)}")

    def drop(self, table: str) -> None:
        """Remove a table; raises the database's own error where others depend on it."""
        self.execute(f"DROP TABLE {self.name(table)}")

    def fingerprint(self, table: str, columns: Sequence[str], run: str) -> str:
        """Return a hash of what a run's rows hold, as the database gives them back."""
        digest = hashlib.sha256()
        listed = ", ".join(identifier(column) for column in columns)
        query = f"SELECT {listed} FROM {self.name(table)} WHERE run_id = {literal(run)} ORDER BY customer_id"
        for row in self.stream(query):
            digest.update(repr(tuple(row)).encode())
        return digest.hexdigest()
