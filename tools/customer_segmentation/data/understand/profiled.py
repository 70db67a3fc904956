"""A source opened to be understood: readable in the engine, sampled, its columns profiled."""

from customer_segmentation.data.read.raw_table import RawTable
from customer_segmentation.data.read.read_source import read_source
from customer_segmentation.data.understand.column_profile import ColumnProfile, profile_columns, take_sample
from customer_segmentation.data.understand.column_styles import Table
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.errors import InputError


def profiled(
    source: str, engine: DuckDB, *, table: str = "raw", sheet: str = ""
) -> tuple[Table, list[ColumnProfile]]:
    """Open a source under the name ``table`` and return it with a profile of each column.

    Raises:
        InputError: No table can be read, or it has no rows.
    """
    return profiled_table(read_source(source, engine, sheet=sheet, table=table), engine)


def profiled_table(raw: RawTable, engine: DuckDB) -> tuple[Table, list[ColumnProfile]]:
    """Return what was read of a source with a profile of each column; raises InputError where it has no rows."""
    if not raw.rows:
        raise InputError("data_no_rows", source=raw.source)
    covered = take_sample(engine, raw) == raw.rows
    return Table(engine, raw, covered=covered), profile_columns(engine, raw)
