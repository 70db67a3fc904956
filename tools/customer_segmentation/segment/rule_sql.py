"""The SQL of a segment by rules: one query over the tables of a scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import indent

from customer_segmentation.data.filterables import BUYER, LINE, PERSON, product_columns
from customer_segmentation.data.orders import derived_sql
from customer_segmentation.data.scope import Scope
from customer_segmentation.data.selection import people_sql
from customer_segmentation.data.values import frequent_values
from customer_segmentation.engine.condition import AnyOf, Condition, Test, sql_of
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.engine.where import nearest
from customer_segmentation.kit.errors import InputError
from customer_segmentation.segment.assignment_columns import measures_sql


@dataclass(frozen=True)
class Rule:
    """What customers of the segment fulfil.

    Attributes:
        on_lines: Conditions that lines of an order fulfil together.
        on_customers: Conditions on measures and traits.
        orders: So many orders with such lines.
        avoided: A condition that no line of any order fulfils.
        silent_days: No order in the last so many days; 0 for no such rule.
    """

    on_lines: tuple[Condition, ...]
    on_customers: tuple[Condition, ...]
    orders: int
    avoided: Condition | None
    silent_days: int


def bought_condition(text: str, scope: Scope) -> Condition | None:
    """Return the condition that a line is about a text, None for no text.

    Raises:
        InputError: The data do not say what was bought, or nothing that was bought contains the text.
    """
    wanted = text.strip()
    if not wanted:
        return None
    columns = product_columns(scope.dataset)
    if not columns:
        raise InputError("rule_no_products", source=scope.dataset.source)
    condition = AnyOf(tuple(Test(column, "contains", (wanted,)) for column in columns))
    table = f"transactions AS {LINE}"
    if not scope.engine.rows_of(f"SELECT 1 FROM {table} WHERE {sql_of(condition)} LIMIT 1"):
        known = [
            name for column in reversed(columns) for name in frequent_values(column, scope.engine, table)
        ]
        raise InputError("rule_not_bought_at_all", text=wanted, nearest=nearest(wanted, known))
    return condition


def assignment_sql(rule: Rule, scope: Scope) -> str:
    """Return the query that puts every customer of a scope into ``chosen`` or ``others``."""
    tables, joins = {}, ""
    parts = [sql_of(part) for part in rule.on_customers]
    if rule.orders:
        tables["bought"] = _orders_with(rule.on_lines, scope)
        joins += f"\nLEFT JOIN bought AS n ON n.customer_id = {PERSON}.customer_id"
        parts.append(f"n.orders >= {literal(rule.orders)}")
    if rule.avoided:
        tables["avoided"] = _orders_with((rule.avoided,), scope)
        joins += f"\nLEFT JOIN avoided AS x ON x.customer_id = {PERSON}.customer_id"
        parts.append("x.customer_id IS NULL")
    days = f"DATE_DIFF('day', {BUYER}.last_on, {literal(scope.as_of)})"
    if rule.silent_days:
        parts.append(f"{days} > {literal(rule.silent_days)}")
    chosen = " AND ".join(f"({part})" for part in parts)
    before = ",\n".join(f"{name} AS (\n{indent(text, '  ')}\n)" for name, text in tables.items())
    people = people_sql(scope.dataset, buyers_only=True)
    return (
        (f"WITH {before}\n" if before else "") + f"SELECT\n  {PERSON}.customer_id,\n"
        f"  CASE WHEN {chosen} THEN 'chosen' ELSE 'others' END AS segment,\n{measures_sql(scope)}\n"
        f"FROM {people}{joins}"
    )


def _orders_with(conditions: Sequence[Condition], scope: Scope) -> str:
    """Return the query for customers and how many valid orders they have of the lines that fulfil conditions.

    Raises:
        InputError: The data are already aggregated and hold no lines.
    """
    if not conditions:
        return "SELECT b.customer_id, b.orders FROM buyers AS b"
    if not scope.has_orders:
        raise InputError("scope_no_lines", source=scope.dataset.source)
    kept = " AND ".join(sql_of(part) for part in conditions)
    steps = {"transactions": f"SELECT {LINE}.* FROM transactions AS {LINE} WHERE {kept}"}
    steps |= derived_sql(scope.dataset.returns)
    del steps["buyers"], steps["returns"]
    chain = ",\n".join(f"{name} AS (\n{indent(text.strip(), '  ')}\n)" for name, text in steps.items())
    return (
        f"WITH {chain}\nSELECT o.customer_id, COUNT(o.order_id) AS orders\n"
        "FROM orders AS o\nWHERE o.valid\nGROUP BY o.customer_id"
    )
