"""What a filter may name in a data set: columns of lines, traits of customers, and measures of customers."""

from datetime import date
from typing import Final

from customer_segmentation.data.dataset import Column, Dataset, Grain
from customer_segmentation.engine.condition import Filterable, Level, Type
from customer_segmentation.engine.sql_file import identifier, literal
from customer_segmentation.kit.words import LANGUAGES, words_of

LINE: Final = "t"
"""Alias of ``transactions`` in the SQL of a filter."""
BUYER: Final = "b"
"""Alias of ``buyers``."""
TRAIT: Final = "c"
"""Alias of ``customers``."""
PERSON: Final = "p"
"""Alias of the customers chosen from."""


def filterables(dataset: Dataset, as_of: date) -> list[Filterable]:
    """Return everything that a filter may name; where two share a name the earlier one is meant.

    Measures come first, so that ``orders`` and ``revenue`` mean the same in every shop; then columns of
    lines, then traits. A column hidden by a measure is still found by its header.
    """
    found: list[Filterable] = []
    if dataset.grain is not Grain.ATTRIBUTES:
        found += _measures(dataset, as_of)
    found.append(_identity(dataset))
    lines = [] if dataset.grain is Grain.ATTRIBUTES else _line_columns(dataset)
    traits = [_column(column, TRAIT, "customer") for column in dataset.columns if column.table == "customers"]
    # Aggregated data have no lines: their names are known only to say so, after every trait.
    return [*found, *traits, *lines] if dataset.grain is Grain.CUSTOMERS else [*found, *lines, *traits]


def product_columns(dataset: Dataset) -> list[Filterable]:
    """Return the text columns that say what was bought: product, its name, its category."""
    if dataset.grain in {Grain.CUSTOMERS, Grain.ATTRIBUTES}:
        return []
    told = {"product", "product_name", "category"}
    return [f for f in _line_columns(dataset) if f.name in told and f.type == "text" and not f.personal]


def other_names(name: str) -> tuple[str, ...]:
    """Return the further names of a measure, a role or a grouping, in every language."""
    return tuple(
        other
        for language in LANGUAGES
        for other in words_of("labels", language).get("fields", {}).get(name, ())
    )


def _measures(dataset: Dataset, as_of: date) -> list[Filterable]:
    days = f"DATE_DIFF('day', {BUYER}.last_on, {literal(as_of)})"
    found = [
        _measure("orders"),
        _measure("revenue"),
        _measure("recency_days", expression=days),
        _measure("aov", expression=f"{BUYER}.revenue", per=f"{BUYER}.orders"),
        _measure("first_on", "date"),
        _measure("last_on", "date"),
    ]
    if dataset.grain is not Grain.CUSTOMERS:
        found += [_measure("days"), _measure("lines")]
    return found


def _measure(name: str, kind: Type = "number", *, expression: str = "", per: str = "") -> Filterable:
    sql = expression or f"{BUYER}.{name}"
    return Filterable(name, kind, "customer", others=other_names(name), expression=sql, per=per)


def _identity(dataset: Dataset) -> Filterable:
    header, sql = dataset.roles.get("customer_id", ""), f"{PERSON}.customer_id"
    return Filterable(
        "customer_id", "text", "customer", header, other_names("customer_id"), sql, private=True
    )


def _line_columns(dataset: Dataset) -> list[Filterable]:
    dimensions = [column for column in dataset.columns if column.table == "transactions"]
    known = {column.name for column in dimensions}
    roles: tuple[tuple[str, str, Type, str], ...] = (
        ("ordered_on", "date", "date", f"{LINE}.ordered_at"),
        ("order_id", "order_id", "text", f"{LINE}.order_id"),
        ("product", "product", "text", f"{LINE}.product"),
        ("quantity", "quantity", "number", f"{LINE}.quantity"),
        ("amount", "amount", "number", f"{LINE}.amount"),
    )
    found = [
        Filterable(
            name,
            kind,
            "line",
            dataset.roles.get(role, ""),
            other_names(name),
            sql,
            private=role == "order_id",
        )
        for name, role, kind, sql in roles
        if name not in known
    ]
    return found + [_column(column, LINE, "line") for column in dimensions]


def _column(column: Column, alias: str, level: Level) -> Filterable:
    sql = f"{alias}.{identifier(column.name)}"
    return Filterable(
        column.name,
        column.type,
        level,
        column.header,
        other_names(column.name),
        sql,
        personal=column.personal,
    )
