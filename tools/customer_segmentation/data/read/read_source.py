"""Reading a source: every file of it in its own format, joined to the one raw table."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from customer_segmentation.data.read.content import Content, content_of
from customer_segmentation.data.read.delimited import read_delimited
from customer_segmentation.data.read.joined import joined
from customer_segmentation.data.read.json_objects import read_json
from customer_segmentation.data.read.parquet import read_parquet
from customer_segmentation.data.read.raw_table import Part, RawTable
from customer_segmentation.data.read.source import find_files
from customer_segmentation.data.read.workbook import read_workbook
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Finding, Severity

_READERS: Final[dict[Content, Callable[[Path, DuckDB, Path, str], Part]]] = {
    Content.TEXT: read_delimited,
    Content.JSON: read_json,
    Content.PARQUET: read_parquet,
}


def read_source(
    source: str, engine: DuckDB, *, sheet: str = "", base: Path | None = None, table: str = "raw"
) -> RawTable:
    """Make a source readable in the engine as the view ``table``, and say what was understood of it.

    Args:
        source: A file, a glob, or a folder of files of one shape.
        engine: Its scratch folder takes copies of files that need transcoding; they are gone at return.
        sheet: The sheet of a workbook; empty for the visible sheet with most rows.
        base: Where relative paths start; the current folder if not given.
        table: Name of the view. Facts stand under ``load_data.all``, for another name ``load_data.<table>``.

    Raises InputError, saying what is wrong, where, and how to mend it, when no table can be read.
    """
    engine.connection.execute(
        "SET autoinstall_known_extensions = false; SET autoload_known_extensions = false"
    )
    found = find_files(source, base)
    parts: list[Part] = []
    empty: list[Finding] = []
    for number, path in enumerate(found.files, 1):
        part = _part(path, engine, sheet, f"{table}_{number}", alone=len(found.files) == 1)
        if part:
            parts.append(part)
        else:
            empty.append(
                Finding(code="read_file_empty", severity=Severity.WARNING, values={"file": path.name})
            )
    if not parts:
        raise InputError("read_files_empty", source=source)
    return joined(table, parts, found, engine, notes=empty)


def _part(path: Path, engine: DuckDB, sheet: str, table: str, *, alone: bool) -> Part | None:
    """Return one file's rows; None for a file without rows that is not the only one."""
    try:
        content = content_of(path)
    except InputError as error:
        if error.code == "read_empty" and not alone:
            return None
        raise
    if content is Content.WORKBOOK:
        part = read_workbook(path, engine, sheet, table)
    elif sheet:
        raise InputError("read_sheet_not_here", path=path, sheet=sheet)
    else:
        part = _READERS[content](path, engine, _scratch(engine), table)
    if not part.rows and alone:
        raise InputError("read_header_only", path=path)
    return part if part.rows else None


def _scratch(engine: DuckDB) -> Path:
    """Return the engine's folder for what does not fit in memory."""
    folder = Path(engine.rows_of("SELECT current_setting('temp_directory')")[0][0])
    folder.mkdir(parents=True, exist_ok=True)
    return folder
