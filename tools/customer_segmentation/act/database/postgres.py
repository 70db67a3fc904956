"""PostgreSQL, through psycopg."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from customer_segmentation.act.database.database import Database
from customer_segmentation.act.database.parquet_rows import parquet_rows
from customer_segmentation.data.database.postgres_session import postgres_session
from customer_segmentation.engine.sql_file import identifier, literal

_AT_ONCE = 10_000


class Postgres(Database):
    """A server of PostgreSQL."""

    types: ClassVar[dict[str, str]] = {
        "VARCHAR": "TEXT",
        "BIGINT": "BIGINT",
        "DATE": "DATE",
        "DECIMAL(18,4)": "NUMERIC(18,4)",
        "DOUBLE": "DOUBLE PRECISION",
        "BOOLEAN": "BOOLEAN",
    }

    def __init__(self, url: str, schema: str, *, reading: bool) -> None:
        super().__init__(postgres_session(url, reading=reading), schema)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the answer of a query."""
        found: list[tuple[Any, ...]] = self.connection.execute(sql.encode()).fetchall()
        return found

    def execute(self, sql: str) -> None:
        """Execute a statement."""
        self.connection.execute(sql.encode())

    def stream(self, sql: str) -> Iterator[Sequence[Any]]:
        """Yield the rows of a query within a transaction, from a cursor of the server."""
        with self.connection.cursor(name="segments") as cursor:
            cursor.itersize = _AT_ONCE
            yield from cursor.execute(sql.encode())

    def columns(self, table: str) -> list[str]:
        """Return the columns of a table; none if there is no such table."""
        return [
            str(name)
            for (name,) in self.rows(
                "SELECT attname FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped "
                f"AND attrelid = to_regclass({literal(self.name(table))}) ORDER BY attnum"
            )
        ]

    def is_plain(self, table: str) -> bool:
        """Tell whether it is a table that no view or foreign key refers to: those would follow its new name."""
        here = f"to_regclass({literal(self.name(table))})"
        found = self.rows(
            f"SELECT 1 FROM pg_class WHERE oid = {here} AND relkind = 'r' "
            "AND NOT EXISTS (SELECT 1 FROM pg_depend d JOIN pg_rewrite r ON r.oid = d.objid "
            f"WHERE d.classid = 'pg_rewrite'::regclass AND d.refobjid = {here} AND r.ev_class <> {here}) "
            f"AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE confrelid = {here})"
        )
        return bool(found)

    def fill(self, table: str, columns: Sequence[str], parquet: Path) -> None:
        """Add the rows of a Parquet file; PostgreSQL's text cannot hold the character NUL."""
        listed = ", ".join(identifier(column) for column in columns)
        with (
            self.connection.cursor() as cursor,
            cursor.copy(f"COPY {self.name(table)} ({listed}) FROM STDIN".encode()) as copy,
        ):
            for some in parquet_rows(parquet):
                for row in some:
                    copy.write_row([v.replace("\0", "") if isinstance(v, str) else v for v in row])
