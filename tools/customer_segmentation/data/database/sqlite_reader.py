"""SQLite, read only. It has few types and none of its own for dates and exact decimals: its cells tell what they are."""

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from customer_segmentation.data.database.reader import (
    AT_ONCE,
    QUERIED,
    DatabaseReader,
    Field,
    add_rows,
    make_table,
    named,
)
from customer_segmentation.data.database.table import Described, ForeignKey, Table, tables_of
from customer_segmentation.data.read.raw_table import DOUBLE_EXACT_TO, column_names
from customer_segmentation.engine.duckdb_engine import DuckDB

_SECONDS: Final = 10
_COLUMNS_AT_ONCE: Final = 200
_COLUMNS: Final = (
    "SELECT '', s.name, c.name, c.pk, s.type = 'view' FROM sqlite_schema s, pragma_table_info(s.name) c "
    "WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY s.name, c.cid"
)
_LINKS: Final = (
    'SELECT s.name, f."from", f."table", f."to" FROM sqlite_schema s, pragma_foreign_key_list(s.name) f '
    "WHERE s.type = 'table' AND f.id NOT IN (SELECT id FROM pragma_foreign_key_list(s.name) WHERE seq > 0)"
)


class SqliteReader(DatabaseReader):
    """A file of SQLite, opened read-only."""

    def __init__(self, path: Path) -> None:
        # Queries run where tools do, which need not be the thread that stops them.
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro",
            timeout=_SECONDS,
            isolation_level=None,
            uri=True,
            check_same_thread=False,
        )
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        super().__init__(connection)
        self._path = path
        connection.execute("PRAGMA query_only = ON")
        connection.execute("BEGIN")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the answer of a query of ours."""
        return [tuple(row) for row in self.connection.execute(sql)]

    def check(self, query: str) -> None:
        """Let SQLite read the query by itself: it takes but one statement."""
        self.connection.execute(f"EXPLAIN {query}").fetchall()

    def tables(self) -> list[Table]:
        """Return the tables and views."""
        columns = [
            Described(schema, table, column, key, bool(view))
            for schema, table, column, key, view in self.rows(_COLUMNS)
        ]
        keys = {column.table: column.column for column in columns if column.key}
        links = [
            ("", table, ForeignKey(column, other, referred or keys.get(other, "")))
            for table, column, other, referred in self.rows(_LINKS)
        ]
        return tables_of(columns, links)

    def fields(self, query: str) -> list[Field]:
        """Return the columns, each of the type that all its cells have."""
        answer = self.connection.execute(query)
        headers = [str(column[0]) for column in answer.description]
        answer.close()
        names = column_names(len(headers))
        kinds: list[tuple[Any, ...]] = []
        for start in range(0, len(names), _COLUMNS_AT_ONCE):
            tests = ", ".join(
                f"MAX(typeof({name}) = 'integer'), MAX(typeof({name}) = 'real'), MAX(typeof({name}) IN ('text', 'blob'))"
                for name in names[start : start + _COLUMNS_AT_ONCE]
            )
            found = self.rows(f"{named(query, len(names))} SELECT {tests} FROM {QUERIED}")[0]
            kinds += [found[at : at + 3] for at in range(0, len(found), 3)]
        return [
            _field(*told, *kind) for told, kind in zip(zip(headers, names, strict=True), kinds, strict=True)
        ]

    def copy(self, query: str, fields: Sequence[Field], engine: DuckDB, table: str) -> int:
        """Copy the rows of a query."""
        import pyarrow as pa

        schema = pa.schema(
            [
                (name, _arrow_type(field.stored))
                for name, field in zip(column_names(len(fields)), fields, strict=True)
            ]
        )
        make_table(engine, table, [field.stored for field in fields])
        listed = ", ".join(field.sql for field in fields)
        answer = self.connection.execute(f"{named(query, len(fields))} SELECT {listed} FROM {QUERIED}")
        done = 0
        while some := answer.fetchmany(AT_ONCE):
            cells = [
                [_text(cell) for cell in column] if field.type == "text" else column
                for field, column in zip(fields, zip(*some, strict=True), strict=True)
            ]
            arrays = [pa.array(column, kind) for column, kind in zip(cells, schema.types, strict=True)]
            done = add_rows(engine, table, pa.Table.from_arrays(arrays, schema=schema), done)
        return done

    def mark(self, queries: Sequence[tuple[str, Table | None]]) -> str:  # noqa: ARG002 - the file tells of all
        """Return a hash of the file, what is not yet written into it included."""
        return file_mark(self._path, "-wal")

    def stop(self) -> None:
        """Stop a running query."""
        with suppress(sqlite3.ProgrammingError):  # It is closed by now.
            self.connection.interrupt()


def file_mark(path: Path, further: str) -> str:
    """Return a hash of a database's file and of the file beside it that holds its latest changes."""
    whole = hashlib.sha256()
    for one in (path, path.with_name(path.name + further)):
        if one.is_file() and one.stat().st_size:
            with one.open("rb") as file:
                whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()


def _field(header: str, name: str, whole: int | None, real: int | None, other: int | None) -> Field:
    if other or not (whole or real):
        return Field(header, "text", name)
    if real:
        return Field(header, "number", f"CAST({name} AS REAL)", "DOUBLE", exact_to=DOUBLE_EXACT_TO)
    return Field(header, "number", name, "BIGINT")


def _arrow_type(stored: str) -> Any:
    import pyarrow as pa

    return {"VARCHAR": pa.string(), "DOUBLE": pa.float64(), "BIGINT": pa.int64()}[stored]


def _text(cell: object) -> str | None:
    if isinstance(cell, bytes):
        cell = cell.decode("utf-8", "replace")
    return None if cell is None or cell == "" else str(cell).replace("\0", "")
