"""An open database from which only is read, alike in SQLite, DuckDB and PostgreSQL."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from customer_segmentation.data.database.table import Table
from customer_segmentation.data.read.raw_table import LINE, NativeType, column_names
from customer_segmentation.engine.duckdb_engine import DuckDB

AT_ONCE: Final = 50_000
"""Rows that are held in memory at a time."""
QUERIED: Final = "queried"


@dataclass(frozen=True)
class Field:
    """A column of a query's answer.

    Attributes:
        type: Ours, see ``RawColumn``.
        sql: Reads it in the database as that type, as a column ``c1`` … ``cn`` of ``queried``.
        stored: The type of the engine that holds it; empty where its cells must be seen first.
        zoned: Its times had a zone and are read in UTC.
        exact_to: See ``RawColumn``.
    """

    header: str
    type: NativeType
    sql: str
    stored: str = "VARCHAR"
    zoned: bool = False
    exact_to: int = 0


class DatabaseReader(ABC):
    """A connection that can change nothing."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    @abstractmethod
    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the answer of a query of ours."""

    @abstractmethod
    def check(self, query: str) -> None:
        """Refuse what is not one query; raises InputError, or the database's own error."""

    @abstractmethod
    def tables(self) -> list[Table]:
        """Return the tables and views that may be read, by name."""

    @abstractmethod
    def fields(self, query: str) -> list[Field]:
        """Return the columns of a query that was checked."""

    @abstractmethod
    def copy(self, query: str, fields: Sequence[Field], engine: DuckDB, table: str) -> int:
        """Copy the rows of a query into a table made with ``make_table`` and return their number."""

    @abstractmethod
    def mark(self, queries: Sequence[tuple[str, Table | None]]) -> str:
        """Return what changes when the answers of queries do, each with the table it reads where it is but one."""

    @abstractmethod
    def stop(self) -> None:
        """Stop a running query, from any thread."""

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()


def named(query: str, width: int) -> str:
    """Return the head of a statement that gives a query the name ``queried`` and its columns ours."""
    # The line end closes a comment with which a person's query may end.
    return f"WITH {QUERIED}({', '.join(column_names(width))}) AS ({query}\n)"


def make_table(engine: DuckDB, table: str, stored: Sequence[str]) -> None:
    """Make an empty table in the engine for a line number and columns of the given types."""
    columns = zip(column_names(len(stored)), stored, strict=True)
    listed = ", ".join(f"{name} {kind}" for name, kind in columns)
    engine.connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({LINE} BIGINT, {listed})")


def add_rows(engine: DuckDB, table: str, rows: Any, before: int) -> int:
    """Add an Arrow table of rows after so many before, and return how many there are now."""
    engine.connection.register("arrived", rows)
    engine.connection.execute(f"INSERT INTO {table} SELECT {before} + row_number() OVER (), * FROM arrived")
    engine.connection.unregister("arrived")
    return before + int(rows.num_rows)
