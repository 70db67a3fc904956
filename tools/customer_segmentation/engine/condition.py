"""Conditions: what a filter asks, as a tree that can be written as SQL or as the filter's own words.

Logic is two-valued: a test of an unknown value is not fulfilled, so ``NOT country = 'Germany'`` (and
``country <> 'Germany'``) keeps the rows whose country is unknown. SQL's three values would drop them silently.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from customer_segmentation.engine.sql_file import identifier, literal

Level = Literal["line", "customer"]
Type = Literal["text", "number", "date", "boolean"]
Operator = Literal["in", "<", "<=", ">", ">=", "between", "like", "contains", "null", "true"]
Value = Decimal | date | str | bool


@dataclass(frozen=True)
class Filterable:
    """Something that a filter may name.

    Attributes:
        name: The name in our tables.
        level: Whether it belongs to a line of an order or to a customer.
        header: The name in the source, as the person knows it.
        others: Further names it is understood by.
        expression: Its SQL; the column ``name`` unless given.
        per: For a quotient such as the average order value, the SQL it is divided by: ``a / b >= 3`` is
            asked as ``a >= 3 * b``, exactly.
        private: Its values are never named in a message.
        personal: It may not be filtered by.
    """

    name: str
    type: Type
    level: Level
    header: str = ""
    others: tuple[str, ...] = ()
    expression: str = ""
    per: str = ""
    private: bool = False
    personal: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it is understood by, its own first."""
        return tuple(dict.fromkeys(name for name in (self.name, self.header, *self.others) if name))

    @property
    def sql(self) -> str:
        """Its value in SQL."""
        expression = self.expression or identifier(self.name)
        return f"CAST({expression} AS DATE)" if self.type == "date" else expression


@dataclass(frozen=True)
class Test:
    """One question about one thing: ``in`` a list (equality is a list of one), below a value, unknown, …."""

    field: Filterable
    operator: Operator
    values: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Not:
    """Fulfilled where its part is not."""

    part: "Condition"


@dataclass(frozen=True)
class AllOf:
    """Fulfilled where every part is."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    """Fulfilled where at least one part is."""

    parts: tuple["Condition", ...]


Condition = Test | Not | AllOf | AnyOf


def tests_of(condition: Condition) -> Iterator[Test]:
    """Give every test of a condition, from left to right."""
    if isinstance(condition, Test):
        yield condition
    elif isinstance(condition, Not):
        yield from tests_of(condition.part)
    else:
        for part in condition.parts:
            yield from tests_of(part)


def with_tests(condition: Condition, change: Callable[[Test], Test]) -> Condition:
    """Return a condition with every test changed."""
    if isinstance(condition, Test):
        return change(condition)
    if isinstance(condition, Not):
        return Not(with_tests(condition.part, change))
    return replace(condition, parts=tuple(with_tests(part, change) for part in condition.parts))


def conjuncts(condition: Condition) -> list[Condition]:
    """Return the conditions that must all hold; NOT is moved inwards where that separates them."""
    if isinstance(condition, AllOf):
        return [found for part in condition.parts for found in conjuncts(part)]
    if isinstance(condition, Not):
        inner = condition.part
        if isinstance(inner, Not):
            return conjuncts(inner.part)
        if isinstance(inner, AnyOf):
            return [found for part in inner.parts for found in conjuncts(Not(part))]
    return [condition]


def levels_of(condition: Condition) -> set[Level]:
    """Return the levels that a condition speaks of."""
    return {test.field.level for test in tests_of(condition)}


def sql_of(condition: Condition) -> str:
    """Return a condition as SQL; NULL counts as not fulfilled."""
    if isinstance(condition, Test):
        return _test_sql(condition)
    if isinstance(condition, Not):
        # Without NOT inside, NULL and FALSE come to the same: one COALESCE is enough.
        return f"NOT COALESCE({sql_of(condition.part)}, FALSE)"
    joint = " AND " if isinstance(condition, AllOf) else " OR "
    return "(" + joint.join(sql_of(part) for part in condition.parts) + ")"


def _test_sql(test: Test) -> str:
    field = test.field
    values = [_literal(value) + (f" * {field.per}" if field.per else "") for value in test.values]
    match test.operator:
        case "in":
            text = f"= {values[0]}" if len(values) == 1 else f"IN ({', '.join(values)})"
        case "between":
            text = f"BETWEEN {values[0]} AND {values[1]}"
        case "null":
            text = "IS NULL"
        case "like":
            return f"LOWER({field.sql}) LIKE LOWER({values[0]})"
        case "contains":
            return f"STRPOS(LOWER({field.sql}), LOWER({values[0]})) > 0"
        case "true":
            return field.sql
        case _:
            text = f"{test.operator} {values[0]}"
    return f"{field.sql} {text}"


def _literal(value: Value) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else literal(value)


def words_of(condition: Condition) -> str:
    """Return a condition in the words of the filter; reading them gives the same condition again."""
    if isinstance(condition, Test):
        return _test_words(condition)
    if isinstance(condition, Not):
        return _negated_words(condition.part)
    joint = " and " if isinstance(condition, AllOf) else " or "
    return joint.join(
        f"({words_of(part)})" if isinstance(part, AllOf | AnyOf) else words_of(part)
        for part in condition.parts
    )


def _negated_words(part: Condition) -> str:
    if isinstance(part, Test):
        match part.operator:
            case "in" | "between" | "like" | "contains" | "null":
                return _test_words(part, negated=True)
            case "true":
                return f"not {_name(part.field)}"
    return f"not ({words_of(part)})"


def _test_words(test: Test, *, negated: bool = False) -> str:
    name, values = _name(test.field), [_value(value) for value in test.values]
    no = "not " if negated else ""
    match test.operator:
        case "in" if len(values) == 1:
            words = f"{'<>' if negated else '='} {values[0]}"
        case "in":
            words = f"{no}in ({', '.join(values)})"
        case "between":
            words = f"{no}between {values[0]} and {values[1]}"
        case "like" | "contains":
            words = f"{no}{test.operator} {values[0]}"
        case "null":
            words = f"is {no}null"
        case "true":
            return name
        case _:
            words = f"{test.operator} {values[0]}"
    return f"{name} {words}"


def _name(field: Filterable) -> str:
    known = field.header or field.name
    return known if re.fullmatch(r"[^\W\d]\w*", known) else f'"{known}"'


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:f}"
    text = str(value).replace("'", "''")
    return f"'{text}'"
