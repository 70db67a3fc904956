"""Ids that a program wrote as decimals: 13085.0 is the id 13085, where the whole column is such numbers.

pandas writes a column of whole numbers so as soon as one of them is missing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from customer_segmentation.data.understand.column_profile import SAMPLE
from customer_segmentation.data.understand.column_styles import Table
from customer_segmentation.data.understand.reading import Reading
from customer_segmentation.data.understand.source_text import text_of, without_missing
from customer_segmentation.engine.sql_file import identifier, literal

IDS: Final = ("customer_id", "order_id", "product")
"""Roles whose cells name something."""
_WHOLE: Final = r"-?(0|[1-9]\d*)([.,]00?)?"
"""No zero leads, since it would be part of a name; three zeros after a mark may be thousands."""


@dataclass(frozen=True)
class WholeIds:
    """How the ids of a file are written.

    Attributes:
        roles: Those whose cells are all whole numbers, some of them written as decimals.
        unsure: Those of whole numbers whose column was not seen to its end.
    """

    roles: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()

    def text(self, role: str, text: str) -> str:
        """Return SQL for an id from SQL for its cell."""
        return without_decimals(text) if role in self.roles else text

    def doubt(self, cells: Mapping[str, str]) -> str:
        """Return SQL that is true where a cell, by role, is not as the sample had it; empty if none can be."""
        tests = []
        for role in sorted(self.unsure & cells.keys()):
            cell = cells[role]
            decimal = f"{cell} LIKE '%.0' OR {cell} LIKE '%,0' OR {cell} LIKE '%.00' OR {cell} LIKE '%,00'"
            other = f"NOT {_is_whole(cell)}" if role in self.roles else f"({decimal})"
            tests.append(f"({identifier(f't_{role}')} IS NOT NULL AND {other})")
        return " OR ".join(tests)


def read_whole_ids(table: Table, reading: Reading) -> WholeIds:
    """Return which ids are whole numbers written as decimals, from the sample or, if asked for, the whole table."""
    columns = {
        role: reading.columns[role].column
        for role in IDS
        if reading.has(role) and reading.columns[role].column.type == "text"
    }
    if table.whole:
        cells = {role: without_missing(text_of(column)) for role, column in columns.items()}
        return WholeIds(frozenset(_written_as_decimals(table, cells, table.raw.table)[0]))
    cells = {role: identifier(column.name) for role, column in columns.items()}
    decimals, whole = _written_as_decimals(table, cells, SAMPLE)
    return WholeIds(frozenset(decimals), frozenset() if table.covered else frozenset(whole))


def without_decimals(text: str) -> str:
    """Return SQL for a whole number without the zeros after its mark."""
    return f"SPLIT_PART(SPLIT_PART({text}, '.', 1), ',', 1)"


def _written_as_decimals(
    table: Table, cells: Mapping[str, str], source: str
) -> tuple[Collection[str], Collection[str]]:
    """Return the roles of whole numbers of which some are written as decimals, and all those of whole numbers."""
    if not cells:
        return (), ()
    asked = ", ".join(
        f"BOOL_AND({_is_whole(cell)}), BOOL_OR(REGEXP_MATCHES({cell}, '[.,]'))" for cell in cells.values()
    )
    [found] = table.engine.rows_of(f"SELECT {asked} FROM {source}")
    answers = dict(zip(cells, zip(found[::2], found[1::2], strict=True), strict=True))
    whole = [role for role, (all_whole, _) in answers.items() if all_whole]
    return [role for role in whole if answers[role][1]], whole


def _is_whole(text: str) -> str:
    return f"REGEXP_FULL_MATCH({text}, {literal(_WHOLE)})"
