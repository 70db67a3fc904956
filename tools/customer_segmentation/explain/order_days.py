"""When a customer has ordered again: on a later day.

Several orders on the day of the first are one visit that was paid or entered in parts, so a second order of the same
day is no return. Models of repeat buying count days in the same way (Fader, Hardie & Lee 2005).
"""

from typing import Final

from customer_segmentation.engine.duckdb_engine import DuckDB

ORDER_DAYS: Final = "order_days"


def order_days(engine: DuckDB) -> None:
    """Make the table ``order_days`` out of ``orders``: customer_id, and ordered_on, before_on, next_on DATE.

    One row per customer and day with a valid order; before_on and next_on are the customer's days before and after
    it, NULL at the ends.
    """
    engine.table(ORDER_DAYS, ORDER_DAYS)
