"""DuckDB, read only: nothing but the file itself is within reach of a query."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import duckdb

from customer_segmentation.data.database.reader import (
    AT_ONCE,
    QUERIED,
    DatabaseReader,
    Field,
    add_rows,
    make_table,
    named,
)
from customer_segmentation.data.database.sqlite_reader import file_mark
from customer_segmentation.data.database.table import Described, ForeignKey, Table, tables_of
from customer_segmentation.data.read.native_type import EXACT_TO, native_type
from customer_segmentation.data.read.raw_table import column_names
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.errors import InputError

_LOCKED: Final = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}
_COLUMNS: Final = (
    "SELECT c.schema_name, c.table_name, c.column_name, COALESCE(list_position((SELECT ANY_VALUE("
    "k.constraint_column_names) FROM duckdb_constraints() k WHERE k.constraint_type = 'PRIMARY KEY' AND "
    "k.table_oid = c.table_oid), c.column_name), 0), v.view_name IS NOT NULL FROM duckdb_columns() c LEFT JOIN "
    "duckdb_views() v ON v.view_oid = c.table_oid AND v.database_oid = c.database_oid WHERE NOT c.internal AND "
    "c.database_name = current_database() ORDER BY c.schema_name, c.table_name, c.column_index"
)
_LINKS: Final = (
    "SELECT schema_name, table_name, constraint_column_names[1], referenced_table, referenced_column_names[1] "
    "FROM duckdb_constraints() WHERE constraint_type = 'FOREIGN KEY' AND len(constraint_column_names) = 1 AND "
    "database_name = current_database() ORDER BY ALL"
)


class DuckdbReader(DatabaseReader):
    """A file of DuckDB, opened read-only and locked in."""

    def __init__(self, path: Path) -> None:
        super().__init__(duckdb.connect(str(path), read_only=True, config=dict(_LOCKED)))
        self._path = path

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the answer of a query of ours."""
        found: list[tuple[Any, ...]] = self.connection.execute(sql).fetchall()
        return found

    def check(self, query: str) -> None:
        """Refuse anything but one SELECT."""
        kinds = [statement.type for statement in self.connection.extract_statements(query)]
        if kinds != [duckdb.StatementType.SELECT]:
            raise InputError("database_one_select")

    def tables(self) -> list[Table]:
        """Return the tables and views."""
        columns = [Described(*row) for row in self.rows(_COLUMNS)]
        links = [(schema, table, ForeignKey(*link)) for schema, table, *link in self.rows(_LINKS)]
        return tables_of(columns, links, usual="main")

    def fields(self, query: str) -> list[Field]:
        """Return the columns of a query."""
        described = self.rows(f"DESCRIBE SELECT * FROM ({query}\n)")
        fields = []
        for (header, kind, *_), name in zip(described, column_names(len(described)), strict=True):
            native, sql = native_type(str(kind), name)
            zoned = kind == "TIMESTAMP WITH TIME ZONE"
            fields.append(Field(str(header), native, sql, "", zoned, EXACT_TO.get(str(kind), 0)))
        return fields

    def copy(self, query: str, fields: Sequence[Field], engine: DuckDB, table: str) -> int:
        """Copy the rows of a query."""
        import pyarrow as pa

        listed = zip(fields, column_names(len(fields)), strict=True)
        asked = f"SELECT {', '.join(f'{field.sql} AS {name}' for field, name in listed)} FROM {QUERIED}"
        whole = f"{named(query, len(fields))} {asked}"
        make_table(engine, table, [kind for _, kind, *_ in self.rows(f"DESCRIBE {whole}")])
        done = 0
        with self.connection.sql(whole).to_arrow_reader(AT_ONCE) as reader:
            for batch in reader:
                done = add_rows(engine, table, pa.Table.from_batches([batch]), done)
        return done

    def mark(self, queries: Sequence[tuple[str, Table | None]]) -> str:  # noqa: ARG002 - the file tells of all
        """Return a hash of the file, what is not yet written into it included."""
        return file_mark(self._path, ".wal")

    def stop(self) -> None:
        """Stop a running query."""
        self.connection.interrupt()
