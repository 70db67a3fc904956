"""Columns that an export fills on the first line of each order only, as Shopify does."""

from typing import Final

from customer_segmentation.data.read.raw_table import LINE
from customer_segmentation.data.understand.column_profile import SAMPLE
from customer_segmentation.data.understand.reading import Reading
from customer_segmentation.data.understand.source_text import text_of, without_missing
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier

_FEWEST_ORDERS: Final = 5
"""So many orders must show it, lest a gap be taken for a habit; fewer do in a known export."""
_MAY_BE: Final = (
    "customer_id",
    "date",
    "currency",
    "status",
    "cancelled_on",
    "channel",
    "country",
    "region",
    "city",
)


def first_line_roles(engine: DuckDB, reading: Reading) -> list[str]:
    """Return the roles whose column no sampled order has on any but its first line, and some order of several has there."""
    if not reading.has("order_id"):
        return []
    order = identifier(reading.columns["order_id"].column.name)
    found = []
    for role in _MAY_BE:
        profile = reading.columns.get(role)
        if profile is None or profile.filled == profile.rows:
            continue
        cell = identifier(profile.column.name)
        later, only_first = engine.rows_of(
            f"WITH o AS (SELECT COUNT(*) AS n, COUNT({cell}) AS filled, MIN({LINE}) AS first_line, "
            f"MAX(CASE WHEN {cell} IS NOT NULL THEN {LINE} END) AS last_filled FROM {SAMPLE} "
            f"WHERE {order} IS NOT NULL GROUP BY {order} HAVING COUNT(*) > 1) "
            "SELECT COUNT(*) FILTER (last_filled > first_line), COUNT(*) FILTER (last_filled = first_line) FROM o"
        )[0]
        if not later and only_first >= (1 if reading.export else _FEWEST_ORDERS):
            found.append(role)
    return found


def filled_down(reading: Reading, role: str) -> str:
    """Return SQL for a role's text, taken from the first line of the order where the line itself has none."""
    own = without_missing(text_of(reading.columns[role].column))
    order = without_missing(text_of(reading.columns["order_id"].column))
    return f"CASE WHEN {order} IS NULL THEN {own} ELSE COALESCE({own}, MIN({own}) OVER (PARTITION BY {order})) END"
