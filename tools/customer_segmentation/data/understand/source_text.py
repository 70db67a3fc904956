"""The cells of a raw column as tidy text, whatever their type in the source."""

from collections.abc import Iterable
from typing import Final

from customer_segmentation.data.read.raw_table import RawColumn, text_of_number
from customer_segmentation.data.understand.lexicon import lexicon
from customer_segmentation.engine.sql_file import identifier, literal

BLANKS: Final = " \t\r\n\u00a0\u2007\u202f\u200b\ufeff\u3000"
"""What is cut off the ends of a cell: spaces of every width, tabs, line ends, invisible marks."""
_BLANKS_AT_END: Final = (" ", "\t", "\u00a0")


def text_of(column: RawColumn) -> str:
    """Return SQL for a column's cells as trimmed text, NULL where there is nothing.

    Whole numbers stored as floats lose their ``.0``, so that an id 13085.0 is the id 13085.
    """
    name = identifier(column.name)
    if column.type == "text":
        return tidy(name)
    if column.type == "number":
        return text_of_number(name)
    return f"CAST({name} AS VARCHAR)"


def tidy(text: str) -> str:
    """Return SQL for a text without blanks at its ends, NULL where nothing is left.

    Nearly every cell begins and ends with an ordinary sign: cutting every one would cost as much as reading.
    """
    ends = " OR ".join(f"SUFFIX({text}, {literal(blank)})" for blank in _BLANKS_AT_END)
    plain = f"{text} >= '!' AND {text} < '~~' AND NOT ({ends})"
    return f"CASE WHEN {plain} THEN {text} ELSE NULLIF(TRIM({text}, {literal(BLANKS)}), '') END"


def without_missing(text: str) -> str:
    """Return SQL for a text expression that is NULL where the cell says that there is nothing: N/A, null, 无."""
    return f"CASE WHEN {is_word(text, 'missing')} THEN NULL ELSE {text} END"


def is_word(text: str, section: str) -> str:
    """Return SQL that tells whether a text expression is one of the lexicon's words."""
    return is_one_of(text, lexicon().lists[section])


def is_one_of(text: str, values: Iterable[str]) -> str:
    """Return SQL that tells whether a text expression is one of some values.

    A longer list after IN would become a join, for which every column of every row is carried along.
    """
    known = ", ".join(f"{literal(value)}: 1" for value in values)
    return f"MAP_CONTAINS(MAP {{{known}}}, {text})"
