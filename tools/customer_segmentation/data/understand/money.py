"""What a line's amount is: given, or price times quantity; the line's own, or its order's total on every line."""

from dataclasses import dataclass
from typing import Final, Literal

from customer_segmentation.data.understand.cell_values import Cell, with_values
from customer_segmentation.data.understand.column_profile import SAMPLE, ColumnProfile
from customer_segmentation.data.understand.levels import Levels
from customer_segmentation.data.understand.lexicon import plain
from customer_segmentation.data.understand.parse_numbers import NUMBER, NumberStyle
from customer_segmentation.data.understand.reading import Reading
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier

AskedPer = Literal["auto", "line", "order"]
By = Literal["amount", "price_quantity", "price"]

_AGREE: Final = 0.9
_FEWEST_ORDERS: Final = 20
_CONSTANT: Final = 0.98
_CENT: Final = "0.01"
_ORDER_TOTALS: Final = (
    "ordertotal",
    "grandtotal",
    "orderamount",
    "ordervalue",
    "订单金额",
    "订单总额",
    "订单总金额",
    "应付金额",
)


@dataclass(frozen=True)
class Money:
    """How amounts are found.

    Attributes:
        by: The amount column, price times quantity, or the price alone.
        per_order: The amount is that of the whole order and stands on its first line, or on every line.
        differs: Share of sampled lines whose amount is not price times quantity, where all three are given.
    """

    by: By
    per_order: bool = False
    differs: float = 0.0


def read_money(
    engine: DuckDB, reading: Reading, styles: dict[str, NumberStyle], asked: AskedPer, told: dict[str, str]
) -> Money:
    """Return how amounts are found, judged by the sample."""
    if not reading.has("amount"):
        return Money("price_quantity" if reading.has("quantity") else "price")
    per_order = asked == "order" or (asked == "auto" and _is_order_total(engine, reading, styles))
    if not reading.has("price", "quantity"):
        return Money("amount", per_order)
    agree, same_as_price, several = _agreement(engine, reading, styles)
    if agree >= _AGREE:
        return Money("amount")
    if told.get("amount"):
        return Money("amount", per_order, 1 - agree)
    if per_order or (same_as_price >= _AGREE and several):
        return Money("price_quantity")
    return Money("amount", differs=1 - agree)


def _values(reading: Reading, styles: dict[str, NumberStyle], roles: list[str]) -> str:
    cells = []
    for role in roles:
        column = reading.columns[role].column
        cells.append(
            Cell(role, column, "number", number=_of_text(styles[column.name]), text=identifier(column.name))
        )
    source = Levels(SAMPLE)
    source.add(
        {
            "_line": "_line",
            **{f"raw_{name}": identifier(p.column.name) for name, p in reading.columns.items()},
        }
    )
    cells = [Cell(c.name, c.column, "number", number=c.number, text=f"raw_{c.name}") for c in cells]
    return with_values(source, cells).sql()


def _of_text(style: NumberStyle) -> NumberStyle:
    """The sample holds text even of native numbers."""
    return NumberStyle(style.mark)


def _agreement(engine: DuckDB, reading: Reading, styles: dict[str, NumberStyle]) -> tuple[float, float, bool]:
    """Return how often amount is price times quantity, how often the price, and whether quantities vary."""
    values = _values(reading, styles, ["amount", "price", "quantity"])
    near = f"ABS(ABS(amount) - ABS(CAST(price AS DOUBLE) * quantity)) <= {_CENT} + 0.001 * ABS(amount)"
    lines, agree, same, several = engine.rows_of(
        f"SELECT COUNT(*), COUNT(*) FILTER ({near}), COUNT(*) FILTER (ABS(amount) = ABS(price)), "
        f"COUNT(*) FILTER (ABS(quantity) <> 1) FROM ({values}) "
        "WHERE amount IS NOT NULL AND price IS NOT NULL AND quantity IS NOT NULL"
    )[0]
    return (agree / lines, same / lines, several > 0) if lines else (0.0, 0.0, False)


def _is_order_total(engine: DuckDB, reading: Reading, styles: dict[str, NumberStyle]) -> bool:
    """Tell whether the amount is the order's: alike on all lines of orders with several, or on the first alone."""
    if not reading.has("order_id"):
        return False
    lines, constant, first_only, different = order_pattern(engine, reading, styles, "amount")
    named = _named_order_total(reading.columns["amount"])
    if not lines or lines < (1 if named else _FEWEST_ORDERS):
        return False
    return (constant >= _CONSTANT * lines and (different > 1 or named)) or first_only >= _CONSTANT * lines


def order_pattern(
    engine: DuckDB, reading: Reading, styles: dict[str, NumberStyle], role: str
) -> tuple[int, int, int, int]:
    """Return, of the sampled orders with several lines: how many, with one amount on all, on the first only, amounts."""
    values = _values(reading, styles, [role])
    order = f"raw_order_id, {'raw_customer_id' if reading.has('customer_id') else 'NULL'}"
    row = engine.rows_of(
        f"WITH o AS (SELECT COUNT(*) AS n, COUNT({role}) AS filled, MIN({role}) AS least, MAX({role}) AS most, "
        f"MIN(_line) AS first_line, MIN(CASE WHEN {role} IS NOT NULL THEN _line END) AS filled_line "
        f"FROM ({values}) WHERE raw_order_id IS NOT NULL GROUP BY {order} HAVING COUNT(*) > 1 AND MAX(ABS({role})) > 0) "
        "SELECT COUNT(*), COUNT(*) FILTER (filled = n AND least = most), "
        "COUNT(*) FILTER (filled = 1 AND first_line = filled_line), COUNT(DISTINCT most) FROM o"
    )[0]
    return (row[0], row[1], row[2], row[3])


def _named_order_total(profile: ColumnProfile) -> bool:
    name = plain(profile.column.header)
    return any(words in name for words in _ORDER_TOTALS)


def amount_sql(money: Money) -> str:
    """Return SQL for a line's amount from the values price, quantity and amount; NULL where it cannot be told."""
    if money.by == "price":
        return "price"
    if money.by == "amount":
        if not money.per_order:
            return "amount"
        order = "PARTITION BY t_order_id, t_customer_id"
        first = f"ROW_NUMBER() OVER ({order} ORDER BY line) = 1"
        total = f"MAX(amount) OVER ({order})"
        return f"CASE WHEN t_order_id IS NULL THEN amount WHEN {first} THEN {total} ELSE 0 * {total} END"
    small = "quantity BETWEEN -99999 AND 99999 AND price BETWEEN -99999 AND 99999"
    large = f"TRY_CAST(CAST(quantity AS DECIMAL(28, 4)) * price AS {NUMBER})"
    return f"CASE WHEN {small} THEN CAST(quantity * price AS {NUMBER}) ELSE {large} END"
