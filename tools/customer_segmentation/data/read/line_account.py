"""A text table read by DuckDB where it stands, with every line of the file accounted for."""

import re
from pathlib import Path
from typing import Final

import duckdb

from customer_segmentation.data.read.encoding import LONGEST_LINE, TextFile
from customer_segmentation.data.read.layout import Layout
from customer_segmentation.data.read.raw_table import Part, column_names, selected, text_types
from customer_segmentation.data.read.source import opened
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.kit.reply import Finding, Severity

_COMPARED: Final = 50
_MOST_SET_ASIDE: Final = 2000
"""With more rows set aside, numbering the others in SQL gets slow."""
_LINES_TOLD: Final = 5
_BLANK: Final = re.compile(rb"\n(?=\r?\n)|\r(?=\r)")
_ERRORS: Final = "read_errors"
_SCANS: Final = "read_scans"


def accounted(text: TextFile, layout: Layout, engine: DuckDB) -> Part | None:
    """Return a text table read where it stands, or None when its lines do not add up that way."""
    try:
        rows = _counted(text, layout, engine)
        aside = _set_aside(layout, engine)
        if aside is None or not _adds_up(text, layout, engine, rows, aside):
            return None
        if not _same_start(text, layout, engine, skipping=bool(aside)):
            return None
    except duckdb.Error:
        return None
    finally:
        for name in (_ERRORS, _SCANS):
            engine.connection.execute(f"DROP TABLE IF EXISTS {name}")
    return Part(
        file=text.path,
        headers=(),
        types=text_types(layout.width),
        select=_select(text.path, layout, aside),
        rows=rows,
        length=rows + len(aside),
        counts={"rows_malformed": len(aside)} if aside else {},
        notes=(malformed_note(aside),) if aside else (),
    )


def malformed_note(lines: list[int]) -> Finding:
    """Say that rows were set aside, with the numbers of the first of them."""
    told = ", ".join(str(line) for line in lines[:_LINES_TOLD]) + (" …" if len(lines) > _LINES_TOLD else "")
    return Finding(code="read_rows_malformed", severity=Severity.WARNING, values={"rows": told})


def read_csv(path: Path, layout: Layout, *options: str, numbered: bool = False) -> str:
    """Return the DuckDB table function that reads a file so laid out, every column as VARCHAR.

    A ``numbered`` file has ``_line`` before its columns.
    """
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in column_names(layout.width))
    columns = f"'_line': 'BIGINT', {columns}" if numbered else columns
    settings = [
        f"[{literal(without_glob(path))}], auto_detect = false, columns = {{{columns}}}, header = false",
        f"skip = {layout.head_records}, delim = {literal(layout.separator)}",
        f"quote = {literal(layout.quoting.quote)}, escape = {literal(layout.quoting.escape)}",
        f"new_line = {literal(layout.newline.encode('unicode_escape').decode())}",
        f"max_line_size = {LONGEST_LINE // 4}, compression = 'none', hive_partitioning = false",
        *options,
    ]
    return f"read_csv({', '.join(settings)})"


def without_glob(path: Path) -> str:
    """Return a path that DuckDB takes by letter, whatever stars and brackets its name holds."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))


def _counted(text: TextFile, layout: Layout, engine: DuckDB) -> int:
    reject = f"store_rejects = true, rejects_table = '{_ERRORS}', rejects_scan = '{_SCANS}'"
    return int(engine.rows_of(f"SELECT count(*) FROM {read_csv(text.path, layout, reject)}")[0][0])


def _set_aside(layout: Layout, engine: DuckDB) -> list[int] | None:
    """Return the data-row numbers of rows with another number of fields; None when anything else was wrong."""
    found = engine.rows_of(
        "SELECT line, bool_and(error_type IN ('MISSING COLUMNS', 'TOO MANY COLUMNS') AND trim(csv_line) <> '') "
        f"FROM {_ERRORS} GROUP BY line ORDER BY line LIMIT {_MOST_SET_ASIDE + 1}"
    )
    if len(found) > _MOST_SET_ASIDE or not all(plain for _, plain in found):
        return None
    return [int(line) - layout.head_records for line, _ in found]


def _adds_up(text: TextFile, layout: Layout, engine: DuckDB, rows: int, aside: list[int]) -> bool:
    missing = text.lines(layout.newline) - layout.head_lines - rows - len(aside)
    if missing <= 0 or aside:
        return missing == 0
    inside = _line_ends_inside(text, layout, engine)
    blank = missing - inside
    return blank == 0 or 0 < blank <= _blank_lines(text.path)


def _line_ends_inside(text: TextFile, layout: Layout, engine: DuckDB) -> int:
    """Return how many line ends stand inside quoted fields."""
    end = f"'{layout.newline}'"
    sums = " + ".join(
        f"coalesce(sum(length({name}) - length(replace({name}, {end}, ''))), 0)"
        for name in column_names(layout.width)
    )
    total = engine.rows_of(f"SELECT {sums} FROM {read_csv(text.path, layout)}")[0][0]
    return int(total) // len(layout.newline)


def _blank_lines(path: Path) -> int:
    """Return how many lines of a file are empty, those inside quotes included."""
    blank, last = 0, b""
    with opened(path) as file:
        while chunk := file.read(1 << 20):
            blank += len(_BLANK.findall(last + chunk))
            last = (last + chunk)[-2:]
    return blank


def _same_start(text: TextFile, layout: Layout, engine: DuckDB, *, skipping: bool) -> bool:
    """Tell whether DuckDB and Python read the first rows alike."""
    options = ["ignore_errors = true"] if skipping else []
    columns = selected(column_names(layout.width))
    read = engine.rows_of(f"SELECT {columns} FROM {read_csv(text.path, layout, *options)} LIMIT {_COMPARED}")
    return all(
        [(cell or "").strip() for cell in row] == [cell.strip() for cell in expected]
        for row, expected in zip(read, layout.first_rows, strict=False)
    )


def _select(path: Path, layout: Layout, aside: list[int]) -> str:
    options = ["ignore_errors = true"] if aside else []
    inner = f"SELECT row_number() OVER () AS n, * FROM {read_csv(path, layout, *options)}"
    columns = selected(column_names(layout.width))
    return f"SELECT n + {_shift(aside)} AS _line, {columns} FROM ({inner})"


def _shift(aside: list[int]) -> str:
    """Return SQL for how many of the rows set aside come before the ``n``-th row that is left."""
    starts = [row - before for before, row in enumerate(aside)]

    def between(low: int, high: int) -> str:
        if low == high:
            return str(low)
        middle = (low + high) // 2
        return (
            f"CASE WHEN n < {starts[middle]} THEN {between(low, middle)} ELSE {between(middle + 1, high)} END"
        )

    return between(0, len(starts))
