"""The files of a source joined to one table, if they are of one shape."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from customer_segmentation.data.read.raw_table import (
    DOUBLE_EXACT_TO,
    NativeType,
    Part,
    RawColumn,
    RawTable,
    column_names,
    text_of_number,
)
from customer_segmentation.data.read.source import Found
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.reply import Finding

_LINES: Final = frozenset({"rows_malformed"})
_FEW: Final = 5


def joined(
    table: str, parts: Sequence[Part], found: Found, engine: DuckDB, *, notes: Sequence[Finding]
) -> RawTable:
    """Make the view ``table`` over all parts; raises InputError when one has other columns than the first."""
    for part in parts[1:]:
        _check_shape(parts[0], part)
    types = [_common_type(kinds) for kinds in zip(*(part.types for part in parts), strict=True)]
    names = column_names(len(types))
    for number in _rounding(parts, types, engine):
        types[number] = "text"
    exact_to = [min((n for n in found if n), default=0) for found in zip(*map(_exact_to, parts), strict=True)]
    engine.connection.execute(f"CREATE OR REPLACE TEMP VIEW {identifier(table)} AS {_union(parts, types)}")
    subject = "all" if table == "raw" else table
    counts = Counter({"files": len(parts)} if len(parts) > 1 else {})
    for part in parts:
        counts.update(part.counts)
    all_notes = [*found.notes, *notes, *_merged(parts)]
    return RawTable(
        table=table,
        columns=[
            RawColumn(name, header, kind, limit)
            for name, header, kind, limit in zip(names, parts[0].headers, types, exact_to, strict=True)
        ],
        source=found.source,
        files=found.files,
        rows=sum(part.rows for part in parts),
        malformed=counts["rows_malformed"],
        dense=all(part.rows == part.length for part in parts),
        notes=[note.model_copy(update={"subject": subject}) for note in all_notes],
        facts={
            f"load_data.{subject}.{name}": Fact(value=count, unit="lines" if name in _LINES else "count")
            for name, count in counts.items()
            if count
        },
    )


def _check_shape(first: Part, part: Part) -> None:
    """Say which file differs from the first, and how."""
    if part.headers == first.headers:
        return
    names = {"file": part.file.name, "first": first.file.name}
    missing = [header for header in first.headers if header not in part.headers]
    extra = [header for header in part.headers if header not in first.headers]
    if missing and extra:
        raise InputError("read_columns_differ", **names, missing=_few(missing), extra=_few(extra))
    if missing:
        raise InputError("read_columns_missing", **names, missing=_few(missing))
    if extra:
        raise InputError("read_columns_extra", **names, extra=_few(extra))
    raise InputError("read_columns_order", **names, order=_few(list(first.headers)))


def _few(headers: list[str]) -> str:
    return ", ".join(headers[:_FEW]) + (" …" if len(headers) > _FEW else "")


def _common_type(kinds: Sequence[NativeType]) -> NativeType:
    """Return the type that all files' columns can be shown in."""
    if len(set(kinds)) == 1:
        return kinds[0]
    return "timestamp" if set(kinds) == {"date", "timestamp"} else "text"


def _exact_to(part: Part) -> tuple[int, ...]:
    return part.exact_to or (0,) * len(part.types)


def _rounding(parts: Sequence[Part], types: Sequence[NativeType], engine: DuckDB) -> list[int]:
    """Return the columns of numbers that are exact in one file and would be rounded to suit another."""
    found = []
    for number, name in enumerate(column_names(len(types))):
        exact = [part for part in parts if not _exact_to(part)[number]]
        if types[number] == "number" and 0 < len(exact) < len(parts):
            largest = f"MAX(ABS({name}))"
            sizes = [engine.rows_of(f"SELECT {largest} FROM ({part.select})")[0][0] or 0 for part in exact]
            found += [number] if max(sizes) > DOUBLE_EXACT_TO else []
    return found


def _union(parts: Sequence[Part], types: Sequence[NativeType]) -> str:
    """Return SQL over all parts, with lines counted through."""
    texts = []
    before = 0
    for part in parts:
        columns = [
            f"{text_of_number(name)} AS {name}"
            if kind == "text" and own == "number"
            else f"CAST({name} AS VARCHAR) AS {name}"
            if kind == "text" and own != "text"
            else name
            for name, kind, own in zip(column_names(len(types)), types, part.types, strict=True)
        ]
        texts.append(f"SELECT _line + {before} AS _line, {', '.join(columns)} FROM ({part.select})")
        before += part.length
    return " UNION ALL ".join(texts)


def _merged(parts: Sequence[Part]) -> list[Finding]:
    """Return the notes of all files, one of each kind, naming files where rows are told."""
    if len(parts) == 1:
        return list(parts[0].notes)
    gathered: dict[str, list[tuple[Part, Finding]]] = {}
    for part in parts:
        for note in part.notes:
            gathered.setdefault(note.code, []).append((part, note))
    merged = [Finding(code="read_files_joined")]
    for notes in gathered.values():
        values: dict[str, list[str]] = {}
        for part, note in notes:
            for name, value in note.values.items():
                values.setdefault(name, []).append(f"{part.file.name}: {value}" if name == "rows" else value)
        texts = {name: "; ".join(dict.fromkeys(found)) for name, found in values.items()}
        merged.append(notes[0][1].model_copy(update={"values": texts}))
    return merged
