"""The raw table: what was read of a source, before anything is understood of its columns."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from customer_segmentation.engine.sql_file import identifier
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.reply import Finding

MOST_COLUMNS: Final = 2000
LINE: Final = "_line"
DOUBLE_EXACT_TO: Final = 2**53
FLOAT_EXACT_TO: Final = 2**24
"""Up to here floating point of 64 and 32 bits holds every whole number."""

NativeType = Literal["text", "number", "date", "timestamp", "boolean"]


@dataclass(frozen=True)
class RawColumn:
    """One column: ``name`` in SQL (``c1`` … ``cn``), ``header`` as the person knows it, type in the source.

    A ``text`` column is VARCHAR, with empty cells as NULL. A ``number`` is BIGINT, DECIMAL or DOUBLE, a
    ``timestamp`` has no zone. Whole numbers above ``exact_to`` may not be those that were meant, since the source
    holds them in floating point; 0 where it holds every number exactly.
    """

    name: str
    header: str
    type: NativeType = "text"
    exact_to: int = 0


@dataclass(frozen=True)
class RawTable:
    """A source as a view in the engine.

    The view ``table`` has ``_line`` BIGINT (the 1-based number of the data row, counted over all files in
    order, blank lines left out) and the columns. ``_line`` of a text file is counted in one thread; a query
    that does not name it is read in parallel.

    Attributes:
        rows: Rows of the view.
        malformed: Rows of the files that have another number of fields and are not in the view.
        dense: ``_line`` counts the rows of the view as they come, without a gap.
        facts: Figures that the words of ``notes`` refer to; they belong into the reply.
    """

    table: str
    columns: list[RawColumn]
    source: str
    files: list[Path]
    rows: int
    malformed: int = 0
    dense: bool = False
    notes: list[Finding] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """One file of a source.

    Attributes:
        select: SQL that gives ``_line`` (from 1 in this file) and ``c1`` … ``cn``.
        length: How far the file's ``_line`` may count: its data rows, those set aside included.
        exact_to: Of each column, see ``RawColumn``; empty where every number is exact.
        counts: Measures of what was set aside or mended, such as ``rows_malformed``.
    """

    file: Path
    headers: tuple[str, ...]
    types: tuple[NativeType, ...]
    select: str
    rows: int
    length: int
    counts: dict[str, int] = field(default_factory=dict)
    notes: tuple[Finding, ...] = ()
    exact_to: tuple[int, ...] = ()


def column_names(count: int) -> list[str]:
    """Return the SQL names of ``count`` columns."""
    return [f"c{number}" for number in range(1, count + 1)]


def text_types(count: int) -> tuple[NativeType, ...]:
    """Return the types of ``count`` columns of text."""
    text: NativeType = "text"
    return (text,) * count


def selected(columns: Iterable[str]) -> str:
    """Return columns as the list of a SELECT."""
    return ", ".join(identifier(column) for column in columns)


def text_of_number(name: str) -> str:
    """Return SQL for the text of a number: whole ones in floating point lose their ``.0``."""
    whole = f"TRY_CAST({name} AS DECIMAL(38, 0))"
    return f"CASE WHEN {whole} = {name} THEN CAST({whole} AS VARCHAR) ELSE CAST({name} AS VARCHAR) END"


def headers_of(cells: Sequence[str | None], file: Path) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """Return the headers of a header row, each named and unique, and what had to be done for that.

    Raises InputError when there are more columns than ``MOST_COLUMNS``.
    """
    check_width(len(cells), file)
    headers: list[str] = []
    taken: set[str] = set()
    repeated: list[str] = []
    for number, cell in enumerate(cells, 1):
        header = plain_header(cell) or f"column {number}"
        if header in taken:
            repeated.append(header)
            header = _free_name(header, taken)
        taken.add(header)
        headers.append(header)
    notes = []
    if repeated:
        notes.append(
            Finding(code="read_headers_repeated", values={"headers": ", ".join(dict.fromkeys(repeated))})
        )
    unnamed = [header for header, cell in zip(headers, cells, strict=True) if not plain_header(cell)]
    if unnamed:
        notes.append(Finding(code="read_headers_missing", values={"headers": ", ".join(unnamed)}))
    return tuple(headers), tuple(notes)


def check_width(columns: int, file: Path) -> None:
    """Refuse a table of more columns than ``MOST_COLUMNS``."""
    if columns > MOST_COLUMNS:
        raise InputError("read_columns_too_many", file=file.name, columns=columns, limit=MOST_COLUMNS)


def plain_header(cell: str | None) -> str:
    """Return a header on one line, without the blanks around it."""
    return " ".join(re.sub(r"[\ufeff\x00]", "", cell or "").split())


def _free_name(header: str, taken: set[str]) -> str:
    number = 2
    while f"{header} ({number})" in taken:
        number += 1
    return f"{header} ({number})"
