"""The cells of a raw column as tidy text, whatever their type in the source."""

from typing import Final

from customer_segmentation.data.read.raw_table import RawColumn
from customer_segmentation.data.understand.lexicon import lexicon
from customer_segmentation.engine.sql_file import identifier, literal

BLANKS: Final = " \t\r\n\u00a0\u2007\u202f\u200b\ufeff\u3000"
"""What is cut off the ends of a cell: spaces of every width, tabs, line ends, invisible marks."""


def text_of(column: RawColumn) -> str:
    """Return SQL for a column's cells as trimmed text, NULL where there is nothing.

    Whole numbers stored as floats lose their ``.0``, so that an id 13085.0 is the id 13085.
    """
    name = identifier(column.name)
    if column.type == "text":
        # Nearly every cell begins and ends with an ordinary sign; trimming them all would cost as much as reading.
        tidy = f"{name} >= '!' AND {name} < '~~' AND RIGHT({name}, 1) BETWEEN '!' AND '~'"
        return f"CASE WHEN {tidy} THEN {name} ELSE NULLIF(TRIM({name}, {literal(BLANKS)}), '') END"
    if column.type == "number":
        whole = f"TRY_CAST({name} AS DECIMAL(38, 0))"
        return f"CASE WHEN {whole} = {name} THEN CAST({whole} AS VARCHAR) ELSE CAST({name} AS VARCHAR) END"
    return f"CAST({name} AS VARCHAR)"


def without_missing(text: str) -> str:
    """Return SQL for a text expression that is NULL where the cell says that there is nothing: N/A, null, 无."""
    return f"CASE WHEN {text} IN {words('missing')} THEN NULL ELSE {text} END"


def words(section: str) -> str:
    """Return a list of the lexicon as the right side of SQL's IN."""
    return "(" + ", ".join(literal(word) for word in lexicon().lists[section]) + ")"
