"""Workbooks (xlsx, xlsm, xls, ods), read by calamine.

Every cell is taken as text first, which writes a number as ``12345`` or ``12.5`` and a date as ISO; a column
whose cells are all of one such form gets that type back.
"""

import logging
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.data.read.header_row import table_start
from customer_segmentation.data.read.raw_table import (
    DOUBLE_EXACT_TO,
    Part,
    check_width,
    column_names,
    headers_of,
    selected,
)
from customer_segmentation.data.read.stored_types import stored_types
from customer_segmentation.data.read.workbook_safety import check_workbook
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Finding, Severity

if TYPE_CHECKING:
    import pyarrow as pa

_HEAD: Final = 200


@dataclass(frozen=True)
class _Sheet:
    name: str
    visible: bool
    rows: int
    cells: "pa.RecordBatch"

    @property
    def weight(self) -> tuple[bool, int]:
        """What makes a sheet the likelier table: that it is shown, and its rows."""
        return self.visible and self.rows > 0, self.rows

    def emptied(self) -> "_Sheet":
        """Return the sheet without its cells, which take much memory."""
        return replace(self, cells=self.cells.slice(0, 0))


def read_workbook(path: Path, engine: DuckDB, sheet: str, table: str) -> Part:
    """Fill the temporary table ``table`` with one sheet; ``_line`` counts the sheet's rows below the header.

    Raises InputError when the workbook is locked, broken, dangerous or empty, or has no sheet of that name.
    """
    check_workbook(path)
    chosen, others = _chosen(path, sheet)
    rows = chosen.cells.slice(0, _HEAD).to_pylist()
    head = [list(row.values()) for row in rows]
    if not any(cell for row in head for cell in row):
        raise InputError("read_workbook_empty", path=path)
    first, named = table_start(head)
    kept = _filled_columns(chosen.cells)
    start = first + named
    check_width(len(kept), path)
    _store(chosen.cells.slice(start), kept, engine, table)
    cells = [head[first][column] if named else "" for column in kept]
    headers, notes = headers_of(cells, path)
    names = column_names(len(kept))
    types = stored_types(engine, table, names, dates=True)
    rows_left = int(engine.rows_of(f"SELECT count(*) FROM {table}")[0][0])
    columns = ", ".join(f"{types[name][1]} AS {name}" for name in names)
    return Part(
        file=path,
        headers=headers,
        types=tuple(types[name][0] for name in names),
        select=f"SELECT _line, {columns} FROM {table}",
        rows=rows_left,
        length=chosen.cells.num_rows - start,
        notes=(*_notes(chosen, others, first, named=named), *(notes if named else ())),
        exact_to=tuple(DOUBLE_EXACT_TO if types[name][0] == "number" else 0 for name in names),
    )


def _chosen(path: Path, wanted: str) -> tuple[_Sheet, list[_Sheet]]:
    """Return the sheet asked for, else the visible one with most rows, and the other sheets that hold cells."""
    import fastexcel

    logging.getLogger("calamine").setLevel(logging.ERROR)  # it warns of every sheet that is a chart
    try:
        book = fastexcel.read_excel(str(path))
        names = list(book.sheet_names)
        best, others = _best(book, _asked(path, names, wanted))
    except (InputError, KeyboardInterrupt, MemoryError):
        raise
    except BaseException as error:  # a panic of the Rust reader is no Exception
        raise InputError("read_workbook_broken", path=path) from error
    if best is None or not best.rows:
        raise InputError("read_workbook_empty", path=path)
    return best, sorted((sheet for sheet in others if sheet.rows), key=lambda sheet: names.index(sheet.name))


def _asked(path: Path, names: list[str], wanted: str) -> list[str]:
    if not wanted:
        return names
    same = [name for name in names if name == wanted]
    alike = [name for name in names if name.casefold() == wanted.strip().casefold()]
    if not same and not alike:
        raise InputError("read_sheet_unknown", path=path, sheet=wanted, sheets=", ".join(names))
    return (same or alike)[:1]


def _best(book: Any, names: list[str]) -> tuple[_Sheet | None, list[_Sheet]]:
    best: _Sheet | None = None
    others: list[_Sheet] = []
    for name in names:
        sheet = _loaded(book, name)
        if best is None:
            best = sheet
        elif sheet.weight > best.weight:
            best, sheet = sheet, best
            others.append(sheet.emptied())
        else:
            others.append(sheet.emptied())
    return best, others


def _loaded(book: Any, name: str) -> _Sheet:
    sheet = book.load_sheet(
        name,
        header_row=None,
        skip_rows=0,
        dtypes="string",
        skip_whitespace_tail_rows=True,
        whitespace_as_null=True,
    )
    cells = sheet.to_arrow()
    return _Sheet(name, sheet.visible == "visible", cells.num_rows if cells.num_columns else 0, cells)


def _store(cells: "pa.RecordBatch", kept: list[int], engine: DuckDB, table: str) -> None:
    """Keep a sheet's rows that are not wholly empty, numbered as they stand."""
    import pyarrow as pa

    names = column_names(len(kept))
    body = pa.table([cells.column(column) for column in kept], names=names)
    numbered = body.append_column("_line", pa.array(range(1, body.num_rows + 1), pa.int64()))
    engine.connection.register("workbook_cells", numbered)
    try:
        engine.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT _line, {selected(names)} FROM workbook_cells "
            f"WHERE coalesce({selected(names)}) IS NOT NULL ORDER BY _line"
        )
    finally:
        engine.connection.unregister("workbook_cells")


def _filled_columns(cells: "pa.RecordBatch") -> list[int]:
    return [index for index in range(cells.num_columns) if cells.column(index).null_count < cells.num_rows]


def _notes(chosen: _Sheet, others: list[_Sheet], first: int, *, named: bool) -> list[Finding]:
    notes = []
    if others or not chosen.visible:
        notes.append(Finding(code="read_sheet", values={"sheet": chosen.name}))
    for code, severity, visible in (
        ("read_sheets_other", Severity.WARNING, True),
        ("read_sheets_hidden", Severity.INFO, False),
    ):
        names = [sheet.name for sheet in others if sheet.visible is visible]
        if names:
            notes.append(Finding(code=code, severity=severity, values={"sheets": ", ".join(names)}))
    if not named:
        notes.append(Finding(code="read_header_none", severity=Severity.WARNING))
    elif first:
        notes.append(Finding(code="read_header_row", values={"row": str(first + 1)}))
    return notes
