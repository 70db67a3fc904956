"""What a customer bought, as the columns of every assignment."""

from typing import Final

from customer_segmentation.data.dataset import Grain
from customer_segmentation.data.filterables import BUYER
from customer_segmentation.data.scope import Scope
from customer_segmentation.engine.sql_file import literal

MEASURES: Final = {
    "recency_days": "BIGINT",
    "orders": "BIGINT",
    "revenue": "DECIMAL(18, 4)",
    "first_on": "DATE",
    "last_on": "DATE",
}
"""By column, its type."""


def measures_sql(scope: Scope) -> str:
    """Return the columns over the relations of ``people_sql``; NULL where nothing was bought or is known."""
    if scope.dataset.grain is Grain.ATTRIBUTES:
        told = dict.fromkeys(MEASURES, "NULL")
    else:
        days = f"DATE_DIFF('day', {BUYER}.last_on, {literal(scope.as_of)})"
        told = {name: f"{BUYER}.{name}" for name in MEASURES} | {"recency_days": days}
    return ",\n".join(f"  CAST({told[name]} AS {kind}) AS {name}" for name, kind in MEASURES.items())
