"""Writing rows of an audience as CSV, Excel, Parquet or JSON lines."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb

from customer_segmentation.act.audience import HELD_OUT, Audience
from customer_segmentation.act.audience_columns import AudienceColumn, unlike
from customer_segmentation.engine.duckdb_engine import disk_error
from customer_segmentation.engine.sql_file import identifier, literal
from customer_segmentation.kit.errors import InputError

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

MEDIA_TYPES: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
    "jsonl": "application/jsonl",
}
MOST_ROWS: Final = 1_048_575
"""Rows of a worksheet under its heading."""
_LONGEST_CELL: Final = 32_767
_MOST_DIGITS: Final = 15
"""Longer numbers are kept as text: a workbook holds numbers in floating point."""
_FORMULA: Final = r"^[=+@\t\r\n＝＋＠－-]"
_AT_ONCE: Final = 10_000
_MARK: Final = b"\xef\xbb\xbf"

Write = Callable[[Path], None]


def written(
    audience: Audience, form: str, *, aside: bool | None, flagged: bool, bom: bool, scratch: Path
) -> Write:
    """Return what writes the rows of ``Audience.rows(aside)`` to a path in one of ``MEDIA_TYPES``.

    ``flagged`` adds a last column that tells who is held out; a workbook is put together in ``scratch``.
    """
    flag = [AudienceColumn(HELD_OUT, "BOOLEAN", "held_out")] if flagged else []
    columns = unlike([*audience.columns, *flag])
    spoken = [f"{_cell(c, form)} AS {identifier(c.heading)}" for c in columns]
    query = audience.rows(aside=aside, columns=spoken)
    if form == "xlsx":
        return lambda path: _workbook(path, audience, query, columns, scratch)
    options = {
        "csv": "FORMAT csv, HEADER",
        "parquet": "FORMAT parquet, COMPRESSION zstd",
        "jsonl": "FORMAT json",
    }[form]

    def write(path: Path) -> None:
        try:
            audience.engine.connection.execute(
                f"COPY ({query}) TO {literal(str(path))} ({options}, USE_TMP_FILE FALSE)"
            )
        except duckdb.IOException as error:
            raise disk_error(error) from error
        if bom and form == "csv":
            _marked(path)

    return write


def _cell(column: AudienceColumn, form: str) -> str:
    """Return a column; in CSV no text cell can be taken for a formula (OWASP: CSV injection)."""
    if form != "csv" or not column.is_text:
        return column.sql
    return (
        f"CASE WHEN regexp_matches({column.sql}, {literal(_FORMULA)}) "
        f"THEN '''' || {column.sql} ELSE {column.sql} END"
    )


def _marked(path: Path) -> None:
    """Put the byte order mark before a file, a piece at a time."""
    plain = path.with_name(f"{path.name}.plain")
    path.rename(plain)
    try:
        with plain.open("rb") as source, path.open("wb") as target:
            path.chmod(0o600)
            target.write(_MARK)
            while piece := source.read(1 << 20):
                target.write(piece)
    finally:
        plain.unlink()


def _workbook(
    path: Path, audience: Audience, query: str, columns: list[AudienceColumn], scratch: Path
) -> None:
    """Write a workbook of one sheet: text is text and never a formula, numbers and dates are such."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(scratch)})
    # The day of the file is not that of the data; without it the same audience gives the same bytes.
    book.set_properties({"created": dt.datetime(2000, 1, 1)})  # noqa: DTZ001
    sheet = book.add_worksheet("customers")
    heading, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    for n, column in enumerate(columns):
        sheet.set_column(n, n, min(40, max(12, len(column.heading) + 2)))
        _put(sheet, 0, n, column.heading, heading)
    answer = audience.engine.connection.execute(query)
    row = 0
    while some := answer.fetchmany(_AT_ONCE):
        for cells in some:
            row += 1
            for n, value in enumerate(cells):
                _put(sheet, row, n, value, day)
    sheet.autofilter(0, 0, max(row, 1), len(columns) - 1)
    try:
        book.close()
    except FileCreateError as error:
        (cause,) = error.args
        raise (cause if isinstance(cause, OSError) else OSError(str(error))) from error


def _put(sheet: "Worksheet", row: int, column: int, value: Any, look: "Format") -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, dt.date):
        if value.year < 1900:  # noqa: PLR2004 - where the calendar of workbooks begins
            sheet.write_string(row, column, value.isoformat())
        else:
            sheet.write_datetime(row, column, value, look)
    elif isinstance(value, (int, float, Decimal)) and _is_exact(value):
        sheet.write_number(row, column, float(value))
    else:
        text = str(value)
        if len(text) > _LONGEST_CELL:
            raise InputError("export_cell_too_long")
        sheet.write_string(row, column, text, look if row == 0 else None)


def _is_exact(value: float | Decimal) -> bool:
    digits = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return "n" not in digits and len(digits.strip("-").replace(".", "").strip("0")) <= _MOST_DIGITS
