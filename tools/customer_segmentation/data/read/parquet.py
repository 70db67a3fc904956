"""Parquet files, read where they stand with their own types."""

from pathlib import Path
from typing import Final

import duckdb

from customer_segmentation.data.read.line_account import without_glob
from customer_segmentation.data.read.native_type import EXACT_TO, native_type
from customer_segmentation.data.read.raw_table import (
    Part,
    check_width,
    column_names,
    headers_of,
)
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier, literal
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Finding

_ROW: Final = "file_row_number"


def read_parquet(path: Path, engine: DuckDB, _scratch: Path, _table: str) -> Part:
    """Return a Parquet file; nested values, times and bytes as text, times with a zone in UTC.

    Raises InputError when the file is damaged or encrypted.
    """
    source = f"read_parquet([{literal(without_glob(path))}], hive_partitioning = false)"
    try:
        columns = engine.rows_of(f"DESCRIBE SELECT * FROM {source}")
        check_width(len(columns), path)
        rows = int(engine.rows_of(f"SELECT count(*) FROM {source}")[0][0])
    except duckdb.Error as error:
        raise InputError("read_parquet_broken", path=path) from error
    headers, notes = headers_of([column[0] for column in columns], path)
    natives = [native_type(column[1], identifier(column[0])) for column in columns]
    names = column_names(len(columns))
    chosen = ", ".join(f"{sql} AS {name}" for name, (_, sql) in zip(names, natives, strict=True))
    taken = any(column[0].casefold() == _ROW for column in columns)
    line = "row_number() OVER ()" if taken else f"{_ROW} + 1"
    return Part(
        file=path,
        headers=headers,
        types=tuple(kind for kind, _ in natives),
        select=f"SELECT {line} AS _line, {chosen} FROM {source}",
        rows=rows,
        length=rows,
        notes=(*notes, *_type_notes(columns, headers)),
        exact_to=tuple(EXACT_TO.get(column[1], 0) for column in columns),
    )


def _type_notes(columns: list[tuple[str, ...]], headers: tuple[str, ...]) -> list[Finding]:
    zoned = [h for h, c in zip(headers, columns, strict=True) if c[1] == "TIMESTAMP WITH TIME ZONE"]
    return [Finding(code="read_times_utc", values={"headers": ", ".join(zoned)})] if zoned else []
