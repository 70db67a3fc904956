"""How a text table is laid out: separator, quoting, line ends, title rows and header, found in its first part."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from customer_segmentation.data.read.encoding import LONGEST_LINE, TextFile
from customer_segmentation.data.read.header_row import has_header
from customer_segmentation.data.read.source import opened

SAMPLE_BYTES: Final = 131_072
BLANKS: Final = " "
"""The separator of columns that are set apart by runs of blanks."""

_SEPARATORS: Final = (",", ";", "\t", "|")
_FEWEST_LINES: Final = 8
_GRADES: Final = (0.98, 0.8, 0.5)
_HINT = re.compile(r"sep=([,;\t|])[\r\n]+", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


class Records(Protocol):
    """Records of a text table; ``line_num`` counts the lines read so far."""

    @property
    def line_num(self) -> int:
        """Lines read."""

    def __iter__(self) -> Iterator[list[str]]:
        """Give each record."""


@dataclass(frozen=True)
class Quoting:
    """How fields are quoted.

    A quote inside a field is doubled, or escaped by a backslash; no ``quote``: quotes are plain characters. Blanks
    before a field are skipped where quotes stand behind them.
    """

    quote: str = '"'
    escape: str = '"'
    skip_blanks: bool = False

    def reader(self, lines: Iterable[str], separator: str) -> "Records":
        """Return Python's CSV reader of this quoting."""
        csv.field_size_limit(LONGEST_LINE)  # its own limit is what a long note may exceed
        if not self.quote:
            return csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE, escapechar=None)
        escape = self.escape if self.escape != self.quote else None
        skip = self.skip_blanks or separator == BLANKS
        return csv.reader(lines, delimiter=separator, escapechar=escape, skipinitialspace=skip)


STANDARD: Final = Quoting()
BACKSLASH: Final = Quoting(escape="\\")
PLAIN: Final = Quoting(quote="", escape="")


@dataclass(frozen=True)
class Layout:
    """The layout of one text table.

    Attributes:
        header: Cells of the header row, None when there is none.
        width: Fields of a row.
        head_records, head_lines: Records and lines before the first data row: titles, header, blanks.
        titles: Rows before the table that are not blank.
        first_rows: Data rows of the sample with ``width`` fields, for comparing.
    """

    separator: str
    quoting: Quoting
    newline: str
    width: int
    header: tuple[str, ...] | None
    head_records: int
    head_lines: int
    titles: int
    first_rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _Candidate:
    """A way to read the sample: ``rows`` with the line each ends on, and how well it fits."""

    separator: str
    quoting: Quoting
    rows: list[list[str]]
    lines: list[int]
    width: int
    grade: int
    first: int
    """Index of the first row of ``width`` fields."""

    @property
    def rank(self) -> tuple[int, int, bool, int]:
        """Better is more: how regular, how few odd rows at the top, quotes understood, how many columns."""
        odd = sum(bool(row) for row in self.rows[: self.first])
        return self.grade, -odd, bool(self.quoting.quote), self.width


def layout_of(text: TextFile) -> Layout:
    """Return the layout of a text table, judged from its first ``SAMPLE_BYTES``."""
    sample, whole = _sample(text.path)
    hint = _HINT.match(sample)
    best = _best_candidate(sample[hint.end() :] if hint else sample, hint[1] if hint else "", whole=whole)
    top, start = _header_and_start(best)
    rows = best.rows[start:]
    titles = best.rows[: start - (top is not None)]
    return Layout(
        separator=best.separator,
        quoting=best.quoting,
        newline=_newline(sample, best.quoting),
        width=best.width,
        header=tuple(_fitted(top, best.width, rows)) if top is not None else None,
        head_records=start + bool(hint),
        head_lines=(best.lines[start - 1] if start else 0) + bool(hint),
        titles=sum(bool(row) for row in titles),
        first_rows=tuple(tuple(row) for row in rows if len(row) == best.width),
    )


def _header_and_start(best: _Candidate) -> tuple[list[str] | None, int]:
    """Return the header row, if there is one, and the index of the first row after it."""
    first = best.first
    above = best.rows[first - 1] if first else []
    short, long = len(above) == best.width - 1 > 1, len(above) > best.width and not any(above[best.width :])
    if short or long:
        body = best.rows[first:]
        if has_header(_fitted(above, best.width, body), body):
            return above, first
    if first < len(best.rows) and has_header(best.rows[first], best.rows[first + 1 :]):
        return best.rows[first], first + 1
    return None, first


def _fitted(top: list[str], width: int, body: list[list[str]]) -> list[str]:
    """Return a header of ``width`` cells: one too few lacks the name of the row names, or of an empty end."""
    if len(top) >= width:
        return top[:width]
    ends_empty = not any(row[-1] for row in body if len(row) == width)
    return [*top, ""] if ends_empty else ["", *top]


def _sample(path: Path) -> tuple[str, bool]:
    """Return the text of a file's first part, cut at a line end, and whether that is all of it."""
    size = SAMPLE_BYTES
    with opened(path) as file:
        data = file.read(size)
        while len(data) == size and data.count(b"\n") + data.count(b"\r") < _FEWEST_LINES:
            size *= 4
            data += file.read(size - len(data))
    whole = len(data) < size
    if not whole:
        data = data[: max(data.rfind(b"\n"), data.rfind(b"\r")) + 1]
    return data.decode("utf-8-sig", errors="ignore"), whole


def _best_candidate(sample: str, hint: str, *, whole: bool) -> _Candidate:
    found = [
        candidate
        for separator in ([hint] if hint else _SEPARATORS)
        for quoting in _quotings(sample, separator)
        if (candidate := _candidate(sample, separator, quoting, whole=whole))
    ]
    blanks = None if hint else _candidate(sample, BLANKS, STANDARD, whole=whole)
    if blanks and _mostly_numbers(blanks):
        found.append(blanks)
    return max(found, key=lambda candidate: candidate.rank)


def _quotings(sample: str, separator: str) -> list[Quoting]:
    if '"' not in sample:
        return [STANDARD]
    spaced = re.search(re.escape(separator) + ' +"', sample)
    backslash = [BACKSLASH] if '\\"' in sample else []
    return [Quoting(skip_blanks=True) if spaced else STANDARD, *backslash, PLAIN]


def _candidate(sample: str, separator: str, quoting: Quoting, *, whole: bool) -> _Candidate | None:
    rows, lines = [], []
    reader = quoting.reader(io.StringIO(tidied(sample, separator), newline=""), separator)
    try:
        for row in reader:
            rows.append(row)
            lines.append(reader.line_num)
    except csv.Error:
        return None
    if not whole and len(rows) > 1:
        rows, lines = rows[:-1], lines[:-1]
    widths = Counter(len(row) for row in rows if row)
    if not widths:
        return None
    width = max(widths, key=lambda size: (widths[size], size))
    first = next(index for index, row in enumerate(rows) if len(row) == width)
    below = [row for row in rows[first:] if row]
    share = sum(len(row) == width for row in below) / len(below)
    grade = sum(share >= limit for limit in _GRADES) if width > 1 else -1
    return _Candidate(separator, quoting, rows, lines, width, grade, first)


def tidied(text: str, separator: str) -> str:
    """Return text whose columns are set apart by runs of blanks with single spaces and no blanks around."""
    if separator != BLANKS:
        return text
    return re.sub(r"(?m)^[ \t]+|[ \t]+(?=\r?$)", "", text).replace("\t", " ")


def _mostly_numbers(candidate: _Candidate) -> bool:
    """Tell whether a table apart by blanks is regular and at least half of its columns are numbers."""
    body = [row for row in candidate.rows[candidate.first + 1 :] if row]
    if candidate.width < 2 or not body or any(len(row) != candidate.width for row in body):  # noqa: PLR2004
        return False
    columns = zip(*body, strict=True)
    numeric = sum(all(_NUMBER.fullmatch(cell) for cell in column) for column in columns)
    return 2 * numeric >= candidate.width


def _newline(sample: str, quoting: Quoting) -> str:
    """Return the first line end outside quotes."""
    inside = False
    for index, character in enumerate(sample):
        if character == quoting.quote:
            inside = not inside
        elif character in "\r\n" and not inside:
            return "\r\n" if sample[index : index + 2] == "\r\n" else character
    return "\n"
