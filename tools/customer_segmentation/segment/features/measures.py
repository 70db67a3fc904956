"""The features that every shop with purchases has, and those of its columns and traits."""

from collections import Counter
from dataclasses import replace
from typing import Final

from customer_segmentation.data.dataset import Column, Grain
from customer_segmentation.data.filterables import BUYER, LINE, TRAIT
from customer_segmentation.data.scope import Scope
from customer_segmentation.engine.sql_file import identifier, literal
from customer_segmentation.segment.features.feature import CURRENCY, Feature
from customer_segmentation.segment.traits.sensitive import is_sensitive
from customer_segmentation.segment.traits.trait_lexicon import names_any, trait_words
from customer_segmentation.segment.traits.trait_name import spoken_meaning

HABIT: Final = "h"
"""Alias of the answer of ``customer_habits.sql``."""
MIX: Final = "x"
"""Alias of a customer's spend by value of a column."""
MOST_VALUES: Final = 6
"""So many values of a column get a share of their own; the rest is what remains."""
MOST_LEVELS: Final = 12
"""A text trait of more values says who a customer is rather than what kind."""
FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2199
"""Whole numbers between these may be calendar years."""
_DISCOUNT: Final = ("discount", "coupon", "voucher", "promo", "折扣", "优惠")
_MIXED: Final = ("category", "channel")


def _number(sql: str) -> str:
    return f"CAST({sql} AS DOUBLE)"


def _per(part: str, whole: str) -> str:
    return f"{_number(part)} / NULLIF({_number(whole)}, 0)"


def purchase_features(scope: Scope) -> list[Feature]:
    """Return the measures of purchases that the data can tell; none for traits alone."""
    if scope.dataset.grain is Grain.ATTRIBUTES:
        return []
    recency = f"DATE_DIFF('day', {BUYER}.last_on, {literal(scope.as_of)})"
    tenure = f"DATE_DIFF('day', {BUYER}.first_on, {BUYER}.last_on)"
    found = [
        Feature("recency_days", _number(recency), unit="days"),
        Feature("orders", _number(f"{BUYER}.orders")),
        Feature("revenue", _number(f"{BUYER}.revenue"), unit=CURRENCY),
        Feature("aov", _per(f"{BUYER}.revenue", f"{BUYER}.orders"), unit=CURRENCY),
        Feature("tenure_days", _number(tenure), unit="days"),
    ]
    if scope.has_orders:
        found += [
            Feature("gap_days", _per(tenure, f"{BUYER}.days - 1"), unit="days"),
            Feature("units_per_order", _per(f"{HABIT}.units", f"{BUYER}.orders")),
            Feature("return_rate", f"1 - {_per(f'{BUYER}.revenue', f'{HABIT}.gross')}", unit="share"),
        ]
    return found


def mix_features(scope: Scope) -> list[Feature]:
    """Return the shares of a customer's spend by category and channel, and the share bought at a discount."""
    if not scope.has_orders:
        return []
    columns = {c.name: c for c in scope.dataset.columns if c.table == "transactions" and not c.personal}
    found: list[Feature] = []
    for name in _MIXED:
        if name in columns and columns[name].type == "text":
            found += [value_share(columns[name], value) for value in _top_values(columns[name], scope)]
    discount = next((c for c in columns.values() if c.name.lower().startswith(_DISCOUNT)), None)
    return [*found, _discount_share(discount)] if discount else found


def value_share(column: Column, value: str) -> Feature:
    """Return the share of a customer's spend that goes to one value of a column."""
    test = f"{LINE}.{identifier(column.name)} = {literal(value)}"
    return _share(f"{column.name}={value}", test, header=column.header, value=value)


def _discount_share(column: Column) -> Feature:
    told = f"{LINE}.{identifier(column.name)}"
    test = {"number": f"{told} <> 0", "boolean": told}.get(column.type, f"{told} IS NOT NULL")
    return _share("discount_share", test)


def _share(name: str, test: str, *, header: str = "", value: str = "") -> Feature:
    return Feature(
        name,
        sql="",  # its place among the sums is known when the query is put together
        unit="share",
        header=header,
        value=value,
        summed=f"SUM(CASE WHEN {test} THEN {LINE}.amount ELSE 0 END)",
    )


def _top_values(column: Column, scope: Scope) -> list[str]:
    """Return the values of a column with the largest turnover; none where there is but one."""
    told = f"{LINE}.{identifier(column.name)}"
    rows = scope.engine.rows_of(
        f"SELECT {told}, SUM({LINE}.amount) AS spent FROM transactions AS {LINE} WHERE {LINE}.amount > 0 "
        f"AND {told} IS NOT NULL GROUP BY {told} ORDER BY spent DESC, 1 LIMIT {MOST_VALUES}"
    )
    return [str(value) for value, _ in rows] if len(rows) > 1 else []


def trait_features(scope: Scope, *, sensitive: bool = False) -> list[Feature]:
    """Return the traits of customers: numbers and flags as numbers, text as categories.

    Those of a special category, such as health or religion, are among them only with ``sensitive``.
    """
    if not scope.dataset.has("customers"):
        return []
    traits = [c for c in scope.dataset.columns if c.table == "customers" and not c.personal]
    meanings = Counter(spoken_meaning(column.header) for column in traits)
    alone = {meaning for meaning, columns in meanings.items() if columns == 1}
    return [
        _trait(column, scope, alone)
        for column in traits
        if column.type != "date" and (sensitive or not is_sensitive(column))
    ]


def _trait(column: Column, scope: Scope, alone: set[str]) -> Feature:
    told = f"{TRAIT}.{identifier(column.name)}"
    meaning = spoken_meaning(column.header)
    feature = Feature(
        column.name, _number(told), header=column.header, meaning=meaning if meaning in alone else ""
    )
    if column.type == "number":
        return replace(feature, unit="year") if _is_year(column, scope) else feature
    if column.type == "boolean":
        flag = f"CASE WHEN {told} THEN 1 WHEN NOT {told} THEN 0 END"
        return replace(feature, sql=_number(flag), unit="share")
    return replace(feature, sql=f"CAST({told} AS VARCHAR)", kind="category")


def _is_year(column: Column, scope: Scope) -> bool:
    """Tell whether a number is a calendar year, by its header and its values together."""
    if not names_any(column.header, trait_words()["years"]):
        return False
    told = f"{TRAIT}.{identifier(column.name)}"
    [(known, years)] = scope.engine.rows_of(
        f"SELECT COUNT({told}), COUNT(CASE WHEN {told} BETWEEN {FIRST_YEAR} AND {LAST_YEAR} "
        f"AND {told} = FLOOR({told}) THEN 1 END) FROM customers AS {TRAIT}"
    )
    return bool(known) and known == years


def few_levels(features: list[Feature], scope: Scope) -> list[Feature]:
    """Return the features without text traits that nearly every customer has a value of their own of."""
    texts = [f for f in features if f.kind == "category"]
    if not texts:
        return features
    counts = ", ".join(f"COUNT(DISTINCT {f.sql})" for f in texts)
    [levels] = scope.engine.rows_of(f"SELECT {counts} FROM customers AS {TRAIT}")
    wide = {f.name for f, n in zip(texts, levels, strict=True) if not 1 < n <= MOST_LEVELS}
    return [f for f in features if f.name not in wide]
