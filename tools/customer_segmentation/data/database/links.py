"""How tables belong together: by what the database declares, else by names that the contents bear out."""

from dataclasses import dataclass
from typing import Final

from customer_segmentation.data.database.glimpse import Glimpse
from customer_segmentation.data.database.reader import DatabaseReader
from customer_segmentation.data.database.table import Table
from customer_segmentation.engine.sql_file import identifier

_FOUND: Final = 0.9
"""So many of the values must be found in the other table."""
_LOOKED_AT: Final = 20_000
_COMPARED: Final = 1_000
_LOOSELY: Final = 0.4


@dataclass(frozen=True)
class Link:
    """A column of one table whose values stand in a column of another, which has each of them once.

    ``as_text``: the two are of different types.
    """

    column: str
    referred: str
    as_text: bool = False

    def condition(self, own: str, other: str) -> str:
        """Return the SQL that joins the two tables under these names."""
        sides = [f"{own}.{identifier(self.column)}", f"{other}.{identifier(self.referred)}"]
        return " = ".join(f"CAST({side} AS TEXT)" if self.as_text else side for side in sides)


def link_between(own: Glimpse, other: Glimpse, role: str, reader: DatabaseReader) -> Link | None:
    """Return how ``own`` refers to ``other`` by an id of a role, ``order_id`` or ``customer_id``; None if it does not."""
    declared = [link for link in own.table.links if link.table == other.table.name]
    for told in declared:
        if told.column in own.strong(role, _LOOSELY) or len(declared) == 1:
            return Link(told.column, told.referred)
    mine = own.strong(role)
    theirs = dict(other.strong(role, _LOOSELY))
    if len(other.table.key) == 1 and other.profiles:
        theirs[other.table.key[0]] = 1.0
    for column in sorted(mine, key=lambda name: -mine[name]):
        for referred in sorted(theirs, key=lambda name: (-theirs[name], name != column)):
            as_text = own.is_number(column) != other.is_number(referred)
            link = Link(column, referred, as_text)
            if _holds(link, own.table, other.table, reader):
                return link
    return None


def _holds(link: Link, own: Table, other: Table, reader: DatabaseReader) -> bool:
    """Tell whether the other column has each value once, and nearly all values of the own one."""
    referred = identifier(link.referred)
    if other.key != (link.referred,):
        filled, distinct = reader.rows(
            f"SELECT count({referred}), count(DISTINCT {referred}) FROM "
            f"(SELECT {referred} FROM {other.sql} LIMIT {_LOOKED_AT}) seen"
        )[0]
        if not filled or filled != distinct:
            return False
    column = identifier(link.column)
    compared, found = reader.rows(
        f"SELECT count(*), count(b.value) FROM (SELECT DISTINCT CAST({column} AS TEXT) AS value FROM "
        f"(SELECT {column} FROM {own.sql} WHERE {column} IS NOT NULL LIMIT {_LOOKED_AT}) seen LIMIT {_COMPARED}) a "
        f"LEFT JOIN (SELECT DISTINCT CAST({referred} AS TEXT) AS value FROM {other.sql}) b ON a.value = b.value"
    )[0]
    return bool(compared) and found >= _FOUND * compared
