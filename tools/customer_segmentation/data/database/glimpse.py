"""A glimpse of a table: its first rows, and which of its columns could play which role."""

from dataclasses import dataclass
from typing import Final

from customer_segmentation.data.database.reader import DatabaseReader
from customer_segmentation.data.database.rows import read_rows
from customer_segmentation.data.database.table import Table
from customer_segmentation.data.database.table_words import Meaning, table_meaning
from customer_segmentation.data.understand.column_profile import ColumnProfile, profile_columns, take_sample
from customer_segmentation.data.understand.lexicon import lexicon
from customer_segmentation.data.understand.role_candidates import allowed
from customer_segmentation.engine.duckdb_engine import DuckDB

_ROWS: Final = 300
_BY_NAME: Final = 0.5
"""How surely a column's name must speak: "id" alone says too little."""


@dataclass(frozen=True)
class Glimpse:
    """A table with the profiles of its columns in their order; none where it has no rows."""

    table: Table
    profiles: tuple[ColumnProfile, ...]

    @property
    def meaning(self) -> Meaning:
        """What the table's name says."""
        return table_meaning(self.table.name)

    def best(self, *roles: str, least: float = _BY_NAME) -> str:
        """Return the column that plays the first of some roles that has one; nothing if none does."""
        for role in roles:
            found = self.strong(role, least)
            if found:
                return max(found, key=lambda column: found[column])
        return ""

    def strong(self, role: str, least: float = _BY_NAME) -> dict[str, float]:
        """Return the columns that may play a role, and how surely their names say so."""
        return {
            column: strength
            for column, profile in zip(self.table.columns, self.profiles, strict=False)
            if (strength := lexicon().strengths(column).get(role, 0.0)) >= least and allowed(role, profile)
        }

    def repeats(self, column: str) -> bool:
        """Tell whether a value of a column stands in more than one row."""
        place = self.table.columns.index(column)
        return place < len(self.profiles) and self.profiles[place].repeats > 1

    def is_number(self, column: str) -> bool:
        """Tell whether a column is one of numbers to the database."""
        place = self.table.columns.index(column)
        return place < len(self.profiles) and self.profiles[place].column.type == "number"


def glimpse(table: Table, reader: DatabaseReader, engine: DuckDB) -> Glimpse:
    """Look at the first rows of a table."""
    query = f"SELECT * FROM {table.sql} LIMIT {_ROWS}"
    raw = read_rows(reader, query, engine, table.name, "glimpsed")
    if not raw.rows:
        return Glimpse(table, ())
    take_sample(engine, raw)
    return Glimpse(table, tuple(profile_columns(engine, raw)))
