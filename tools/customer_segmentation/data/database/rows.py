"""The answer of a query as the raw table that a file gives."""

from pathlib import Path

from customer_segmentation.data.database.reader import DatabaseReader
from customer_segmentation.data.read.joined import joined
from customer_segmentation.data.read.raw_table import Part, RawTable, headers_of
from customer_segmentation.data.read.source import Found
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier
from customer_segmentation.kit.reply import Finding


def read_rows(
    reader: DatabaseReader, query: str, engine: DuckDB, source: str, table: str = "raw"
) -> RawTable:
    """Copy the answer of a query into the engine, readable as the view ``table``.

    Args:
        reader: The database.
        query: One that was checked, or one of ours.
        engine: Takes the rows.
        source: What the rows are called towards the person.
        table: Name of the view.

    Raises:
        InputError: There are too many columns.
    """
    fields = reader.fields(query)
    headers, notes = headers_of([field.header for field in fields], Path(source))
    held = f"{table}_rows"
    rows = reader.copy(query, fields, engine, held)
    zoned = [header for header, field in zip(headers, fields, strict=True) if field.zoned]
    said = [Finding(code="read_times_utc", values={"headers": ", ".join(zoned)})] if zoned else []
    part = Part(
        file=Path(source),
        headers=headers,
        types=tuple(field.type for field in fields),
        select=f"SELECT * FROM {held}",
        rows=rows,
        length=rows,
        notes=(*notes, *said),
        exact_to=tuple(field.exact_to for field in fields),
    )
    return joined(table, [part], Found(source, []), engine, notes=[])


def write_rows(raw: RawTable, engine: DuckDB, path: Path) -> None:
    """Write a raw table as a Parquet file under its headers."""
    cells = ", ".join(f"{column.name} AS {identifier(column.header)}" for column in raw.columns)
    engine.write_parquet(f"SELECT {cells} FROM {raw.table}", path)
