"""Filters that add up over a conversation: only Germany, then since March, then France instead."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from customer_segmentation_skill.offline.understanding.rules import quoted_value

_AND: Final = re.compile(r"\s+and\s+", re.IGNORECASE)
_TEST: Final = re.compile(r"^(?P<column>.+?)\s*(?P<sign>!=|=|not in|in)\s*(?P<rest>['(].*)$", re.IGNORECASE)
_VALUE: Final = re.compile(r"'((?:[^']|'')*)'")

Wanted = tuple[str, str, bool]
"""(column, value, exclude)."""


def combined(where: str, wanted: Iterable[Wanted]) -> str:
    """Return a filter with new conditions: a column asked anew replaces what was asked of it, the rest stays."""
    parts = split_conditions(where)
    asked = list(wanted)
    for column, value, exclude in asked:
        parts = [part for part in parts if not _contradicts(part, column, value, exclude=exclude)]
    return " and ".join([*parts, *_tests(asked)])


def split_conditions(where: str) -> list[str]:
    """Return the conditions that a filter joins by "and", those inside quotes and brackets left whole."""
    found: list[str] = []
    start = depth = 0
    quoted = False
    for place, character in enumerate(where):
        if character == "'":
            quoted = not quoted
        elif not quoted:
            depth += (character == "(") - (character == ")")
        match = _AND.match(where, place) if not quoted and not depth else None
        if match and not _inside_between(where[start:place]) and place >= start:
            found.append(where[start:place].strip())
            start = match.end()
    return [part for part in [*found, where[start:].strip()] if part]


def _inside_between(text: str) -> bool:
    """Whether the "and" that follows belongs to "between … and …"."""
    return bool(re.search(r"\bbetween\s+\S+\s*$", text, re.IGNORECASE))


def _contradicts(part: str, column: str, value: str, *, exclude: bool) -> bool:
    """Whether a condition in force gives way to a new one on the same column."""
    test = _TEST.match(part)
    if test is None or test["column"].strip().casefold() != column.casefold():
        return False
    values = [found.replace("''", "'").casefold() for found in _VALUE.findall(test["rest"])]
    keeps = test["sign"].lower() in {"=", "in"}
    if exclude:
        return values == [value.casefold()] if keeps else value.casefold() in values
    return keeps or value.casefold() in values


def _tests(asked: Sequence[Wanted]) -> list[str]:
    grouped: dict[tuple[str, bool], list[str]] = {}
    for column, value, exclude in asked:
        values = grouped.setdefault((column, exclude), [])
        if value not in values:
            values.append(value)
    return [_test(column, values, exclude=exclude) for (column, exclude), values in grouped.items()]


def _test(column: str, values: list[str], *, exclude: bool) -> str:
    name = column if re.fullmatch(r"\w+", column) else '"' + column.replace('"', '""') + '"'
    if len(values) == 1:
        return f"{name} {'!=' if exclude else '='} {quoted_value(values[0])}"
    listed = ", ".join(quoted_value(value) for value in values)
    return f"{name} {'not in' if exclude else 'in'} ({listed})"
