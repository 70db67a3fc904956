"""Text tables: CSV with any separator, and columns set apart by blanks.

DuckDB reads the file where it stands. Its parser can lose rows without a word when a file is not laid out as it
was told, so the reader accounts for every line: lines of the file = title and header lines + rows + rows set
aside + line ends inside quotes + blank lines. A file that does not add up is read by Python's slower and more
lenient parser instead.
"""

from dataclasses import replace
from pathlib import Path

from customer_segmentation.data.read.encoding import TextFile, text_file
from customer_segmentation.data.read.layout import BLANKS, Layout, layout_of
from customer_segmentation.data.read.line_account import accounted
from customer_segmentation.data.read.raw_table import Part, check_width, headers_of
from customer_segmentation.data.read.rewritten import rewritten
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Finding, Severity


def read_delimited(path: Path, engine: DuckDB, scratch: Path, table: str) -> Part:
    """Return a text table; ``table`` names the temporary table it fills if it cannot be read where it stands.

    Raises InputError when it has no rows of one width.
    """
    text = text_file(path, scratch)
    try:
        layout = layout_of(text)
        check_width(layout.width, path)
        part = accounted(text, layout, engine) if _is_direct(layout) else None
        if part is None:
            part = rewritten(text, layout, engine, scratch, table)
        elif text.copied:
            part = _stored(part, engine, table)
    finally:
        if text.copied:
            text.path.unlink(missing_ok=True)
    return _described(part, path, text, layout)


def _is_direct(layout: Layout) -> bool:
    """Tell whether DuckDB knows such a layout; in a single column it takes blank lines for rows."""
    return layout.separator != BLANKS and layout.width > 1


def _stored(part: Part, engine: DuckDB, table: str) -> Part:
    """Keep the rows of a copy in the engine, since the copy goes."""
    engine.connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {part.select}")
    return replace(part, select=f"SELECT * FROM {table}")


def _described(part: Part, path: Path, text: TextFile, layout: Layout) -> Part:
    """Name the columns and say what was understood of the layout."""
    malformed = part.counts.get("rows_malformed", 0)
    if malformed > part.rows:
        raise InputError("read_shapeless", path=path, fields=layout.width)
    cells = layout.header if layout.header is not None else [""] * layout.width
    headers, named = headers_of(cells, path)
    notes = [*text.notes, *_layout_notes(layout), *(named if layout.header is not None else ()), *part.notes]
    counts = {**text.counts, **part.counts}
    return replace(part, file=path, headers=headers, notes=tuple(notes), counts=counts)


def _layout_notes(layout: Layout) -> list[Finding]:
    notes = []
    if layout.separator == BLANKS:
        notes.append(Finding(code="read_blanks_separate"))
    elif layout.separator != "," and layout.width > 1:
        shown = "Tab" if layout.separator == "\t" else layout.separator
        notes.append(Finding(code="read_separator", values={"separator": shown}))
    if layout.header is None:
        notes.append(Finding(code="read_header_none", severity=Severity.WARNING))
    elif layout.titles:
        notes.append(Finding(code="read_header_row", values={"row": str(layout.head_lines)}))
    return notes
