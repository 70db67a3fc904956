"""Columns, dimensions and measures in a message."""

import re
from functools import lru_cache
from typing import Final

from customer_segmentation_skill.offline.reading.cues import found_terms, without_overlaps
from customer_segmentation_skill.offline.reading.situation import ColumnNames
from customer_segmentation_skill.offline.reading.utterance import folded as fold

_SHORTEST: Final = 2


@lru_cache(maxsize=8)
def _patterns(columns: tuple[ColumnNames, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    made = []
    for column in columns:
        spellings = {fold(column.name), fold(column.header)}
        patterns = [_spelling(name) for name in sorted(spellings) if len(name) >= _SHORTEST]
        if patterns:
            made.append((column.name, re.compile("|".join(patterns))))
    return tuple(made)


def _spelling(name: str) -> str:
    inner = r"[\s_-]*".join(re.escape(part) for part in re.split(r"[\s_-]+", name) if part)
    return rf"(?<![a-z0-9_]){inner}(?![a-z0-9_])" if name.isascii() else inner


def columns_in(folded: str, columns: tuple[ColumnNames, ...]) -> list[tuple[str, int, int]]:
    """Return (column, start, end) of the data's own columns that folded text names."""
    found = [
        (name, match.start(), match.end())
        for name, pattern in _patterns(columns)
        for match in pattern.finditer(folded)
    ]
    return without_overlaps(found)


def dimensions_in(folded: str, columns: tuple[ColumnNames, ...]) -> list[tuple[str, int, int]]:
    """Return what folded text may group by: the data's columns first, else common dimensions and periods."""
    own = columns_in(folded, columns)
    common = [
        (resolved(meaning, columns), start, end)
        for meaning, start, end in found_terms("dimensions", folded)
        if all(end <= s or e <= start for _, s, e in own)
    ]
    return sorted(own + common, key=lambda span: span[1])


def resolved(dimension: str, columns: tuple[ColumnNames, ...]) -> str:
    """Return the data's column for a common dimension, or the dimension itself."""
    names = [column.name for column in columns]
    if dimension in names:
        return dimension
    similar = [
        column.name
        for column in columns
        if any(meaning == dimension for meaning, *_ in found_terms("dimensions", fold(column.header)))
    ]
    return similar[0] if similar else dimension
