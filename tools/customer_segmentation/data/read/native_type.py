"""The types of DuckDB as ours, and how a column is read as one of them."""

from typing import Final

from customer_segmentation.data.read.raw_table import DOUBLE_EXACT_TO, FLOAT_EXACT_TO, NativeType

_INTEGERS: Final = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
)
_LARGE: Final = frozenset({"UBIGINT", "HUGEINT", "UHUGEINT"})
EXACT_TO: Final = {"DOUBLE": DOUBLE_EXACT_TO, "FLOAT": FLOAT_EXACT_TO}
"""Up to where columns of a type hold every whole number; types that always do are left out."""


def native_type(sql_type: str, column: str) -> tuple[NativeType, str]:
    """Return our type and the SQL that reads a column as it."""
    if sql_type in _INTEGERS:
        return "number", f"CAST({column} AS BIGINT)"
    if sql_type in _LARGE:
        return "number", f"CAST({column} AS DECIMAL(38, 0))"
    if sql_type in ("FLOAT", "DOUBLE") or sql_type.startswith("DECIMAL"):
        return "number", f"CAST({column} AS DOUBLE)" if sql_type == "FLOAT" else column
    if sql_type.startswith("TIMESTAMP"):
        zoned = sql_type.endswith("WITH TIME ZONE")
        return "timestamp", f"timezone('UTC', {column})" if zoned else f"CAST({column} AS TIMESTAMP)"
    if sql_type in ("DATE", "BOOLEAN"):
        return ("date" if sql_type == "DATE" else "boolean"), column
    return "text", f"NULLIF(CAST({column} AS VARCHAR), '')"
