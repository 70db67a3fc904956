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
from customer_segmentation.data.read.layout import (
    BACKSLASH,
    BLANKS,
    PLAIN,
    STANDARD,
    Layout,
    Quoting,
    tidied,
)
from customer_segmentation.data.read.line_account import malformed_note, read_csv
from customer_segmentation.data.read.raw_table import Part, column_names, selected, text_types
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Finding, Severity

_END: Final = "\0end"
_LONGEST_ROW: Final = 400_000
"""Characters; four bytes each at most, which DuckDB's longest line must hold."""
_NUMBERS_KEPT: Final = 10
_NEWLINE: Final = "\r\n"
"""Python quotes just the characters of the line end that it writes; so it quotes both."""


@dataclass
class _Attempt:
    """What came of one reading of the quotes.

    Attributes:
        lost: Lines of rows of another width, and after a quote that is never closed.
        doubtful: Lines inside quotes that look like rows of their own.
        first_lost, first_doubtful: Numbers of the first such data rows.
    """

    quoting: Quoting
    rows: int = 0
    lost: int = 0
    doubtful: int = 0
    first_lost: tuple[int, ...] = ()
    first_doubtful: int = 0


def rewritten(text: TextFile, layout: Layout, engine: DuckDB, scratch: Path, table: str) -> Part:
    """Fill the temporary table ``table`` with the rows of a text table, and return it.

    Raises InputError when what was written does not come back whole.
    """
    copy = scratch / f"{table}-rewritten.csv"
    try:
        best = _best_attempt(text, layout, copy)
        tidy = replace(layout, separator=",", quoting=STANDARD, newline=_NEWLINE, head_records=0)
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
    return Part(
        file=text.path,
        headers=(),
        types=text_types(layout.width),
        select=f"SELECT * FROM {table}",
        rows=best.rows,
        length=best.rows + best.lost,
        counts={"rows_malformed": best.lost} if best.lost else {},
        notes=tuple(_notes(best, layout)),
    )


def _notes(best: _Attempt, layout: Layout) -> list[Finding]:
    notes = []
    if not best.quoting.quote and layout.quoting.quote:
        notes.append(Finding(code="read_quotes_plain"))
    if best.doubtful:
        row = {"rows": str(best.first_doubtful)}
        notes.append(Finding(code="read_quotes_doubtful", severity=Severity.WARNING, values=row))
    if best.lost:
        notes.append(malformed_note(list(best.first_lost)))
    return notes


def _best_attempt(text: TextFile, layout: Layout, copy: Path) -> _Attempt:
    """Write the reading of quotes that loses fewest lines, the first of equals."""
    attempts = []
    for quoting in dict.fromkeys([layout.quoting, STANDARD, BACKSLASH, PLAIN]):
        attempts.append(_write(text, layout, quoting, copy))
        if not attempts[-1].lost + attempts[-1].doubtful:
            return attempts[-1]
    best = min(attempts, key=lambda attempt: attempt.lost + attempt.doubtful)
    return best if best is attempts[-1] else _write(text, layout, best.quoting, copy)


def _write(text: TextFile, layout: Layout, quoting: Quoting, copy: Path) -> _Attempt:
    """Write the rows of the right width, numbered."""
    attempt = _Attempt(quoting)
    number = 0
    lost: list[int] = []
    with (
        text.path.open(encoding="utf-8-sig", newline="") as file,
        copy.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out, lineterminator=_NEWLINE)
        for row, lines in _records(file, layout, quoting):
            if len(row) == layout.width and sum(map(len, row)) <= _LONGEST_ROW:
                number += 1
                attempt.rows += 1
                writer.writerow([number, *row])
                doubtful = _rows_inside(row, layout) if lines > 1 else 0
                attempt.doubtful += doubtful
                attempt.first_doubtful = attempt.first_doubtful or (number if doubtful else 0)
            elif not row or any(cell.strip() for cell in row):
                lost.append(number + 1)
                number += lines
                attempt.lost += lines
    attempt.first_lost = tuple(lost[:_NUMBERS_KEPT])
    return attempt


def _rows_inside(row: list[str], layout: Layout) -> int:
    """Return how many lines inside quoted fields hold as many separators as a row does."""
    inside = (line for cell in row for line in cell.splitlines()[1:])
    return sum(line.count(layout.separator) >= layout.width - 1 > 0 for line in inside)


def _records(file: Iterator[str], layout: Layout, quoting: Quoting) -> Iterator[tuple[list[str], int]]:
    """Give each record after the header with the lines it takes; no cells where a quote is never closed."""
    blanks = layout.separator == BLANKS
    lines = itertools.chain((tidied(line, BLANKS) for line in file) if blanks else file, [_END])
    reader = quoting.reader(lines, layout.separator)
    before = 0
    try:
        for row in reader:
            after = reader.line_num
            if row and _END in row[-1]:
                if row != [_END]:
                    yield [], after - before - 1
                return
            if row and after > layout.head_lines:
                yield row, after - before
            before = after
    except csv.Error:  # a field longer than any line may be
        yield [], reader.line_num - before + sum(1 for _ in lines) - 1
