"""Types of text that a format wrote for its own numbers, dates and booleans: exact forms only.

A workbook or JSON writes a number one way. Text that only looks like a number, such as ``007`` or ``1,5``, is
left for the reading of roles, and so are whole numbers of more than 18 digits, which name things, or of more
than 15 beside decimals, which floating point would round.
"""

from collections.abc import Collection
from typing import Final

from customer_segmentation.data.read.raw_table import NativeType
from customer_segmentation.engine.duckdb_engine import DuckDB

_AT_ONCE: Final = 100
_INTEGER: Final = "-?(0|[1-9][0-9]{0,17})"
_NUMBER: Final = "-?(0|[1-9][0-9]{0,14})(\\.[0-9]+)?([eE][+-]?[0-9]+)?"
_TIMESTAMP: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?"
_DAY_ZERO: Final = "1899-12-31 "
"""The day that a time of day without a date stands on in a workbook."""


def stored_types(
    engine: DuckDB, table: str, columns: Collection[str], *, dates: bool
) -> dict[str, tuple[NativeType, str]]:
    """Return (type, SQL that reads it) of each text column of a table; ``dates`` tells whether to look for them."""
    found: dict[str, tuple[NativeType, str]] = {}
    names = list(columns)
    for start in range(0, len(names), _AT_ONCE):
        chunk = names[start : start + _AT_ONCE]
        tests = ", ".join(test for name in chunk for test in _tests(name))
        answers = engine.rows_of(f"SELECT {tests} FROM {table}")[0]
        width = len(answers) // len(chunk)
        for number, name in enumerate(chunk):
            found[name] = _type(name, answers[number * width : (number + 1) * width], dates=dates)
    return found


def _tests(name: str) -> list[str]:
    return [
        f"bool_and(regexp_full_match({name}, '{_INTEGER}'))",
        f"bool_and(regexp_full_match({name}, '{_NUMBER}'))",
        f"bool_and({name} IN ('true', 'false'))",
        f"bool_and(TRY_CAST(regexp_extract({name}, '^{_TIMESTAMP}$') AS TIMESTAMP) IS NOT NULL OR {name} IS NULL)",
        f"bool_and(starts_with({name}, '{_DAY_ZERO}'))",
    ]


def _type(name: str, answers: tuple[bool | None, ...], *, dates: bool) -> tuple[NativeType, str]:
    integer, number, boolean, timestamp, time = answers
    if integer:
        return "number", f"CAST({name} AS BIGINT)"
    if number:
        return "number", f"CAST({name} AS DOUBLE)"
    if boolean:
        return "boolean", f"CAST({name} AS BOOLEAN)"
    if dates and timestamp and time is not None:  # None: no cells at all
        only_time = f"substr({name}, {len(_DAY_ZERO) + 1})"
        return ("text", only_time) if time else ("timestamp", f"CAST({name} AS TIMESTAMP)")
    return "text", name
