"""DuckDB."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import duckdb

from customer_segmentation.act.database.database import Database
from customer_segmentation.engine.sql_file import identifier, literal

_AT_ONCE = 10_000


class DuckdbFile(Database):
    """A file of DuckDB."""

    types: ClassVar[dict[str, str]] = {
        kind: kind for kind in ("VARCHAR", "BIGINT", "DATE", "DECIMAL(18,4)", "DOUBLE", "BOOLEAN")
    }

    def __init__(self, path: Path, schema: str, *, reading: bool) -> None:
        super().__init__(duckdb.connect(str(path), read_only=reading), schema)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the answer of a query."""
        found: list[tuple[Any, ...]] = self.connection.execute(sql).fetchall()
        return found

    def execute(self, sql: str) -> None:
        """Execute a statement."""
        self.connection.execute(sql)

    def stream(self, sql: str) -> Iterator[Sequence[Any]]:
        """Yield the rows of a query."""
        answer = self.connection.execute(sql)
        while some := answer.fetchmany(_AT_ONCE):
            yield from some

    def columns(self, table: str) -> list[str]:
        """Return the columns of a table; none if there is no such table."""
        return [
            str(name)
            for (name,) in self.rows(
                f"SELECT column_name FROM duckdb_columns() WHERE {self._here(table)} ORDER BY column_index"
            )
        ]

    def is_plain(self, table: str) -> bool:
        """Tell whether it is a table and no view."""
        return bool(self.rows(f"SELECT 1 FROM duckdb_tables() WHERE {self._here(table)}"))

    def fill(self, table: str, columns: Sequence[str], parquet: Path) -> None:
        """Add the rows of a Parquet file."""
        listed = ", ".join(identifier(column) for column in columns)
        self.execute(
            f"INSERT INTO {self.name(table)} ({listed}) "
            f"SELECT {listed} FROM read_parquet({literal(str(parquet))})"
        )

    def _here(self, table: str) -> str:
        return (
            "database_name = current_database() AND "
            f"schema_name = {literal(self._schema or 'main')} AND lower(table_name) = lower({literal(table)})"
        )
