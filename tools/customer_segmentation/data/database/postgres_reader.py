"""PostgreSQL in one read-only transaction: everything is seen as of one moment."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from customer_segmentation.data.database.postgres_session import postgres_session
from customer_segmentation.data.database.reader import QUERIED, DatabaseReader, Field, make_table, named
from customer_segmentation.data.database.table import Described, ForeignKey, Table, tables_of
from customer_segmentation.data.read.raw_table import (
    DOUBLE_EXACT_TO,
    FLOAT_EXACT_TO,
    LINE,
    NativeType,
    column_names,
)
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.kit.errors import InputError

_SETTINGS: Final = (
    "SET timezone = 'UTC'",
    "SET datestyle = 'ISO, YMD'",
    # The rows of a table come in one order: line numbers and samples are the same each time.
    "SET synchronize_seqscans = off",
    "SET max_parallel_workers_per_gather = 0",
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
)
_NUMERIC: Final = 1700
_MONEY: Final = 790
_ZONED: Final = 1184
_TYPES: Final[dict[int, tuple[NativeType, str, int]]] = {
    16: ("boolean", "BOOLEAN", 0),
    20: ("number", "BIGINT", 0),
    21: ("number", "BIGINT", 0),
    23: ("number", "BIGINT", 0),
    26: ("number", "BIGINT", 0),
    700: ("number", "DOUBLE", FLOAT_EXACT_TO),
    701: ("number", "DOUBLE", DOUBLE_EXACT_TO),
    _MONEY: ("number", "", 0),
    1082: ("date", "DATE", 0),
    1114: ("timestamp", "TIMESTAMP", 0),
    _ZONED: ("timestamp", "TIMESTAMP", 0),
    _NUMERIC: ("number", "", 0),
}
"""By the server's type: ours, the engine's, and up to where it holds every whole number. All else is text."""
_READ_AS: Final = {
    _MONEY: "CAST({name} AS numeric)",
    1082: "CASE WHEN isfinite({name}) THEN {name} END",
    1114: "CASE WHEN isfinite({name}) THEN {name} END",
    _ZONED: "CASE WHEN isfinite({name}) THEN {name} AT TIME ZONE 'UTC' END",
}
_MOST_DIGITS: Final = 38
_COLUMNS: Final = """
SELECT n.nspname, c.relname, a.attname, COALESCE(array_position(k.conkey, a.attnum), 0), c.relkind IN ('v', 'm')
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
    AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg~_t%' ESCAPE '~'
    AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C", a.attnum
"""
_LINKS: Final = """
SELECT n.nspname, c.relname, a.attname,
    CASE WHEN m.nspname = 'public' THEN f.relname ELSE m.nspname || '.' || f.relname END, b.attname
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class f ON f.oid = k.confrelid
JOIN pg_namespace m ON m.oid = f.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
JOIN pg_attribute b ON b.attrelid = f.oid AND b.attnum = k.confkey[1]
WHERE k.contype = 'f' AND array_length(k.conkey, 1) = 1
ORDER BY k.conname COLLATE "C"
"""


class PostgresReader(DatabaseReader):
    """A session on a server; what it may not read it does not list."""

    def __init__(self, url: str, *, seconds: int) -> None:
        super().__init__(postgres_session(url, reading=True, seconds=seconds))
        for setting in _SETTINGS:
            self.connection.execute(setting)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the answer of a query of ours."""
        found: list[tuple[Any, ...]] = self.connection.execute(sql.encode()).fetchall()
        return found

    def check(self, query: str) -> None:
        """Let the server read the query by itself: it prepares but one statement."""
        self._prepared(query)

    def _prepared(self, query: str) -> Any:
        from psycopg.errors import error_from_result
        from psycopg.pq import ExecStatus

        session = self.connection.pgconn
        for result in (session.prepare(b"", query.encode()), session.describe_prepared(b"")):
            if result.status != ExecStatus.COMMAND_OK:
                raise error_from_result(result)
        return result

    def tables(self) -> list[Table]:
        """Return the tables and views."""
        links = [(schema, table, ForeignKey(*link)) for schema, table, *link in self.rows(_LINKS)]
        return tables_of([Described(*row) for row in self.rows(_COLUMNS)], links, usual="public")

    def fields(self, query: str) -> list[Field]:
        """Return the columns as the server describes them, without running the query."""
        described = self._prepared(query)
        if not described.nfields:
            raise InputError("database_one_select")
        return [
            _field(described.fname(at).decode(), name, described.ftype(at), described.fmod(at))
            for at, name in enumerate(column_names(described.nfields))
        ]

    def copy(self, query: str, fields: Sequence[Field], engine: DuckDB, table: str) -> int:
        """Copy the rows of a query, as text that is exact for every type."""
        listed = ", ".join(field.sql for field in fields)
        asked = f"COPY ({named(query, len(fields))} SELECT {listed} FROM {QUERIED}) TO STDOUT (FORMAT csv)"
        path = Path(engine.rows_of("SELECT current_setting('temp_directory')")[0][0]) / f"{table}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with path.open("wb") as file, self.connection.cursor() as cursor:
                with cursor.copy(asked.encode()) as copy:
                    for block in copy:
                        file.write(block)
                rows = int(cursor.rowcount)
            _filled(engine, table, fields, path, rows)
        finally:
            path.unlink(missing_ok=True)
        return rows

    def mark(self, queries: Sequence[tuple[str, Table | None]]) -> str:
        """Return rows and the latest change of each plain table, and a hash of the answer of any other query."""
        return "; ".join(self._mark(query, table) for query, table in queries)

    def _mark(self, query: str, table: Table | None) -> str:
        if table is not None and not table.is_view:
            text = f"SELECT count(*), COALESCE(max(CAST(CAST(xmin AS text) AS bigint)), 0) FROM {table.sql}"
        else:
            text = (
                "SELECT count(*), COALESCE(sum(CAST(hashtextextended(CAST(q AS text), 0) AS numeric)), 0) "
                f"FROM ({query}\n) q"
            )
        return ", ".join(str(value) for value in self.rows(text)[0])

    def stop(self) -> None:
        """Stop a running query."""
        self.connection.cancel_safe()


def _field(header: str, name: str, kind: int, modifier: int) -> Field:
    native, stored, exact_to = _TYPES.get(kind, ("text", "VARCHAR", 0))
    if kind == _NUMERIC and modifier >= 0:
        digits, decimals = (modifier - 4) >> 16 & 0xFFFF, (modifier - 4) & 0x7FF
        stored = f"DECIMAL({digits}, {decimals})" if decimals <= digits <= _MOST_DIGITS else ""
    sql = _READ_AS.get(kind, "{name}").format(name=name)
    return Field(header, native, sql, stored, zoned=kind == _ZONED, exact_to=exact_to)


def _filled(engine: DuckDB, table: str, fields: Sequence[Field], path: Path, rows: int) -> None:
    """Fill a table from the server's text, in which NULL is an empty cell."""
    names = column_names(len(fields))
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names)
    # One thread: rows with line ends inside keep whole and in order.
    text = (
        f"read_csv({literal(str(path))}, columns = {{{columns}}}, auto_detect = false, header = false, delim = ',', "
        "quote = '\"', escape = '\"', nullstr = '', strict_mode = true, parallel = false, max_line_size = 67108864)"
    )
    if not rows:
        make_table(engine, table, [field.stored or "DOUBLE" for field in fields])
        return
    stored = [
        field.stored or _decimals(engine, text, name) for field, name in zip(fields, names, strict=True)
    ]
    cells = ", ".join(
        f"{name}" if kind == "VARCHAR" else f"TRY_CAST({name} AS {kind}) AS {name}"
        for name, kind in zip(names, stored, strict=True)
    )
    engine.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT row_number() OVER () AS {LINE}, {cells} FROM {text}"
    )
    found = int(engine.rows_of(f"SELECT count(*) FROM {table}")[0][0])
    if found != rows:
        raise InputError("database_rows_lost", sent=rows, read=found)


def _decimals(engine: DuckDB, text: str, name: str) -> str:
    """Return the type for numbers of any precision: exact where 38 digits hold all of them."""
    whole, decimals, plain = engine.rows_of(
        f"SELECT MAX(LENGTH(REGEXP_EXTRACT({name}, '^-?(\\d+)', 1))), "
        f"MAX(LENGTH(REGEXP_EXTRACT({name}, '\\.(\\d+)$', 1))), "
        f"BOOL_AND(REGEXP_FULL_MATCH({name}, '-?\\d+(\\.\\d+)?')) FROM {text}"
    )[0]
    digits = (whole or 1) + (decimals or 0)
    return f"DECIMAL({digits}, {decimals or 0})" if plain and digits <= _MOST_DIGITS else "DOUBLE"
