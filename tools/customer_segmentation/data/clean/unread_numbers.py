"""Cells of number columns that say something but are no number: their value is missing in our tables, so they are counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from customer_segmentation.data.read.raw_table import RawTable
from customer_segmentation.data.understand.cell_values import Cell, with_values
from customer_segmentation.data.understand.column_use import UsedColumn
from customer_segmentation.data.understand.levels import Levels
from customer_segmentation.data.understand.parse_numbers import NumberStyle
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier, literal


@dataclass(frozen=True)
class UnreadNumbers:
    """A column with such cells."""

    header: str
    cells: int


def unread_numbers(
    engine: DuckDB,
    raw: RawTable,
    columns: Sequence[UsedColumn],
    numbers: Mapping[str, NumberStyle],
    written: Path,
) -> list[UnreadNumbers]:
    """Count the cells of a source that are neither numbers nor missing, by column of numbers that has any.

    Args:
        engine: Holds the raw table.
        raw: The source.
        columns: The columns of the table that was written.
        numbers: How the numbers of a raw column are written.
        written: The table, as Parquet. The source is read again only for columns that have gaps there.
    """
    cells = [
        Cell(f"d_{column.name}", column.profile.column, "number", number=numbers[column.profile.column.name])
        for column in _with_gaps(engine, [column for column in columns if column.kind == "number"], written)
        if column.profile.column.name in numbers
    ]
    if not cells:
        return []
    levels = Levels(raw.table).add({cell.column.name: identifier(cell.column.name) for cell in cells})
    asked = [
        f"COUNT(*) FILTER ({identifier(f'x_{cell.name}')} IS NOT NULL AND {identifier(cell.name)} IS NULL)"
        for cell in cells
    ]
    [found] = engine.rows_of(f"SELECT {', '.join(asked)} FROM ({with_values(levels, cells).sql()})")
    counts = zip(cells, found, strict=True)
    return [UnreadNumbers(cell.column.header, count) for cell, count in counts if count]


def _with_gaps(engine: DuckDB, columns: Sequence[UsedColumn], written: Path) -> list[UsedColumn]:
    if not columns:
        return []
    gaps = ", ".join(f"COUNT(*) > COUNT({identifier(column.name)})" for column in columns)
    [found] = engine.rows_of(f"SELECT {gaps} FROM read_parquet({literal(str(written))})")
    return [column for column, gap in zip(columns, found, strict=True) if gap]
