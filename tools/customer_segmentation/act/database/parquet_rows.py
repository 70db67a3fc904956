"""Rows of a Parquet file, some thousands at a time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from customer_segmentation.engine.sql_file import literal

_AT_ONCE = 10_000


def parquet_rows(path: Path) -> Iterator[list[tuple[Any, ...]]]:
    """Yield the rows in the order of the file."""
    with duckdb.connect() as connection:
        answer = connection.execute(f"SELECT * FROM read_parquet({literal(str(path))})")
        while some := answer.fetchmany(_AT_ONCE):
            yield some
