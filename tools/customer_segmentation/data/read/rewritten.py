"""A text table that DuckDB cannot take as it stands, put in order by Python's CSV parser.

Columns apart by blanks, mixed line ends, broken quoting: the parser takes them all, at about a microsecond a
field. Where quotes do not pair up, other readings of them are tried, and the one that loses fewest lines is kept.
"""

import csv
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from customer_segmentation.data.read.encoding import TextFile
from customer_segmentation.data.read.layout import BACKSLASH, PLAIN, STANDARD, Layout, Quoting, tidied
from customer_segmentation.data.read.line_account import malformed_note, read_csv
from customer_segmentation.data.read.raw_table import Part, column_names, selected, text_types
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Finding

_END: Final = "\0end"
_LONGEST_ROW: Final = 400_000
"""Characters; four bytes each at most, which DuckDB's longest line must hold."""
_NUMBERS_KEPT: Final = 10


@dataclass
class _Attempt:
    """What came of one reading of the quotes: ``lost`` counts lines, ``open_from`` a row whose quote stays open."""

    quoting: Quoting
    rows: int = 0
    lost: int = 0
    first_lost: tuple[int, ...] = ()
    open_from: int = 0


def rewritten(text: TextFile, layout: Layout, engine: DuckDB, scratch: Path, table: str) -> Part:
    """Fill the temporary table ``table`` with the rows of a text table, and return it.

    Raises InputError when a quotation mark is opened and never closed, however quotes are read.
    """
    copy = scratch / f"{table}-rewritten.csv"
    try:
        best = _best_attempt(text, layout, copy)
        tidy = replace(layout, separator=",", quoting=STANDARD, newline="\n", head_records=0)
        columns = selected(column_names(layout.width))
        source = read_csv(copy, tidy, numbered=True)
        engine.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT _line, {columns} FROM {source}"
        )
    finally:
        copy.unlink(missing_ok=True)
    stored = engine.rows_of(f"SELECT count(*) FROM {table}")[0][0]
    if stored != best.rows:
        raise InputError("read_shapeless", path=text.path, fields=layout.width)
    plain = (Finding(code="read_quotes_plain"),) if not best.quoting.quote and layout.quoting.quote else ()
    return Part(
        file=text.path,
        headers=(),
        types=text_types(layout.width),
        select=f"SELECT * FROM {table}",
        rows=best.rows,
        length=best.rows + best.lost,
        counts={"rows_malformed": best.lost} if best.lost else {},
        notes=(*plain, *((malformed_note(list(best.first_lost)),) if best.lost else ())),
    )


def _best_attempt(text: TextFile, layout: Layout, copy: Path) -> _Attempt:
    """Write the reading that loses fewest lines, the first of equals."""
    readings = list(dict.fromkeys([layout.quoting, STANDARD, BACKSLASH, PLAIN]))
    best: _Attempt | None = None
    open_from = 0
    for quoting in readings:
        attempt = _write(text, layout, quoting, copy)
        open_from = open_from or attempt.open_from
        if not attempt.open_from and (best is None or attempt.lost < best.lost):
            best = attempt
        if best and not best.lost:
            return best
    if best is None:
        raise InputError("read_quote_open", path=text.path, row=open_from)
    return _write(text, layout, best.quoting, copy)


def _write(text: TextFile, layout: Layout, quoting: Quoting, copy: Path) -> _Attempt:
    """Write the rows of the right width, numbered; stop where a quote stays open."""
    attempt = _Attempt(quoting)
    number = 0
    lost: list[int] = []
    with (
        text.path.open(encoding="utf-8-sig", newline="") as file,
        copy.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out, lineterminator="\n")
        for row, lines in _records(file, layout, quoting):
            if row is None:
                attempt.open_from = number + 1
                break
            if len(row) == layout.width and sum(map(len, row)) <= _LONGEST_ROW:
                number += 1
                attempt.rows += 1
                writer.writerow([number, *row])
            elif any(cell.strip() for cell in row):
                lost.append(number + 1)
                number += lines
                attempt.lost += lines
    attempt.first_lost = tuple(lost[:_NUMBERS_KEPT])
    return attempt


def _records(file: Iterator[str], layout: Layout, quoting: Quoting) -> Iterator[tuple[list[str] | None, int]]:
    """Give each record after the header with the lines it takes; None instead of one whose quote stays open."""
    lines = (tidied(line, layout.separator) for line in file) if layout.separator == " " else file
    reader = quoting.reader(itertools.chain(lines, [_END]), layout.separator)
    before = 0
    try:
        for row in reader:
            if row == [_END]:
                return
            if reader.line_num > layout.head_lines:
                yield (None if row and _END in row[-1] else row), reader.line_num - before
            before = reader.line_num
    except csv.Error:
        yield None, 0
