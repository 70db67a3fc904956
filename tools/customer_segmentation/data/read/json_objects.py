"""JSON: one object a line, an array of objects, or one object that holds such an array."""

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import duckdb

from customer_segmentation.data.read.encoding import text_file
from customer_segmentation.data.read.line_account import malformed_note, without_glob
from customer_segmentation.data.read.raw_table import NativeType, Part, check_width, column_names, headers_of
from customer_segmentation.data.read.source import opened
from customer_segmentation.data.read.stored_types import stored_types
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Finding

_LARGEST_OBJECT: Final = 1 << 26
_HEAD: Final = 1 << 20
_NUMBERS: Final = frozenset({"BIGINT", "UBIGINT", "DOUBLE", "HUGEINT"})
_NESTED: Final = "nested"


@dataclass(frozen=True)
class _Shape:
    """The keys and kinds of ``count`` values; ``aside`` are the numbers of those that are not objects."""

    shape: Any
    aside: list[int]
    count: int


def read_json(path: Path, engine: DuckDB, scratch: Path, table: str) -> Part:
    """Fill the temporary table ``table`` with a JSON file's objects; nested values stay JSON text.

    Raises InputError when the file is not valid JSON or holds no objects. Lines of a file of lines that are not
    objects are set aside.
    """
    text = text_file(path, scratch, json=True)
    try:
        part = _stored(path, _objects(text.path), engine, table)
    except duckdb.Error as error:
        place = re.search(r"(?:line|record/value) (\d+)", str(error))
        if place:
            raise InputError("read_json_broken_at", path=path, row=place[1]) from error
        raise InputError("read_json_broken", path=path) from error
    finally:
        if text.copied:
            text.path.unlink(missing_ok=True)
    return replace(part, notes=(*text.notes, *part.notes), counts={**text.counts, **part.counts})


def _objects(path: Path) -> str:
    """Return SQL that gives ``n`` and ``json`` of every value of a file."""
    with opened(path) as file:
        head = file.read(_HEAD).lstrip()
    if head.startswith(b"["):
        form = "array"
    else:
        form = "newline_delimited" if _is_whole(head.split(b"\n", 1)[0]) else "unstructured"
    lenient = ", ignore_errors = true" if form == "newline_delimited" else ""
    return (
        f"SELECT row_number() OVER () AS n, json FROM read_json_objects([{literal(without_glob(path))}], "
        f"format = '{form}', maximum_object_size = {_LARGEST_OBJECT}, compression = 'none', "
        f"hive_partitioning = false{lenient})"
    )


def _is_whole(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return len(line) == _HEAD
    return True


def _stored(path: Path, objects: str, engine: DuckDB, table: str) -> Part:
    shapes = _shapes(objects, engine)
    inner = _inner_list(shapes)
    if inner:
        values = f"SELECT unnest(from_json(json -> {_pointer(inner)}, '[\"JSON\"]')) AS json FROM ({objects})"
        objects = f"SELECT row_number() OVER () AS n, json FROM ({values})"
        shapes = _shapes(objects, engine)
    kinds = _kinds(shapes)
    if not kinds:
        raise InputError("read_json_not_table", path=path)
    check_width(len(kinds), path)
    names = column_names(len(kinds))
    found = ", ".join(f"nullif(found[{number}], '') AS {name}" for number, name in enumerate(names, 1))
    engine.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT n AS _line, {found} FROM "
        f"(SELECT n, json_extract_string(json, [{', '.join(map(_pointer, kinds))}]) AS found "
        f"FROM ({objects}) WHERE json_type(json) = 'OBJECT')"
    )
    aside = sorted(line for shape in shapes for line in shape.aside)
    return _part(path, engine, table, kinds, aside, inner)


def _part(
    path: Path, engine: DuckDB, table: str, kinds: dict[str, set[str]], aside: list[int], inner: str
) -> Part:
    headers, notes = headers_of(list(kinds), path)
    names = dict(zip(column_names(len(kinds)), kinds.values(), strict=True))
    native = [name for name, kind in names.items() if kind <= _NUMBERS or kind == {"BOOLEAN"}]
    casts: dict[str, tuple[NativeType, str]] = stored_types(engine, table, native, dates=False)
    typed = [casts.get(name, ("text", name)) for name in names]
    chosen = ", ".join(f"{sql} AS {name}" for name, (_, sql) in zip(names, typed, strict=True))
    nested = [header for header, kind in zip(headers, kinds.values(), strict=True) if _NESTED in kind]
    told = list(notes)
    if inner:
        told.append(Finding(code="read_json_inside", values={"key": inner}))
    if nested:
        told.append(Finding(code="read_nested_text", values={"headers": ", ".join(nested)}))
    if aside:
        told.append(malformed_note(aside))
    rows = int(engine.rows_of(f"SELECT count(*) FROM {table}")[0][0])
    return Part(
        file=path,
        headers=headers,
        types=tuple(kind for kind, _ in typed),
        select=f"SELECT _line, {chosen} FROM {table}",
        rows=rows,
        length=rows + len(aside),
        counts={"rows_malformed": len(aside)} if aside else {},
        notes=tuple(told),
    )


def _shapes(objects: str, engine: DuckDB) -> list[_Shape]:
    """Return the distinct shapes of a file's values, first seen first."""
    found = engine.rows_of(
        "SELECT shape, list(n ORDER BY n) FILTER (kind IS DISTINCT FROM 'OBJECT'), count(*), min(n) AS first FROM "
        f"(SELECT n, json_type(json) AS kind, CAST(json_structure(json) AS VARCHAR) AS shape FROM ({objects})) "
        "GROUP BY shape ORDER BY first"
    )
    return [
        _Shape(json.loads(shape) if shape else None, lines or [], count) for shape, lines, count, _ in found
    ]


def _inner_list(shapes: list[_Shape]) -> str:
    """Return the key of the one list of objects in a file that is one object, else nothing."""
    if len(shapes) != 1 or shapes[0].count != 1 or not isinstance(shapes[0].shape, dict):
        return ""
    lists = [
        key
        for key, shape in shapes[0].shape.items()
        if isinstance(shape, list) and shape and isinstance(shape[0], dict)
    ]
    return lists[0] if len(lists) == 1 else ""


def _kinds(shapes: list[_Shape]) -> dict[str, set[str]]:
    """Return every key in order of appearance with the kinds of its values."""
    kinds: dict[str, set[str]] = {}
    for found in shapes:
        for key, value in found.shape.items() if isinstance(found.shape, dict) else ():
            kind = value if isinstance(value, str) and value != "JSON" else _NESTED
            kinds.setdefault(key, set()).update({kind} - {"NULL"})
    return kinds


def _pointer(key: str) -> str:
    """Return the JSON pointer of a key as an SQL literal."""
    return literal("/" + key.replace("~", "~0").replace("/", "~1"))
