"""Matching the values that a person typed with the values that a text column holds."""

from collections.abc import Mapping
from typing import Final

from customer_segmentation.engine.condition import Condition, Filterable, Test, Value, tests_of, with_tests
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import literal
from customer_segmentation.engine.where import nearest
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import SMALLEST_GROUP, Finding

_MOST_SUGGESTED: Final = 5_000


def with_known_values(
    condition: Condition, engine: DuckDB, tables: Mapping[str, str]
) -> tuple[Condition, list[Finding]]:
    """Return a condition whose text values are those of the data, and a finding for each that was respelt.

    Case and surrounding spaces do not matter: ``germany`` finds ``Germany`` and ``GERMANY``.

    Args:
        condition: What was asked.
        engine: Holds the tables.
        tables: By alias as it stands in ``Filterable.sql``, the table to look in.

    Raises:
        InputError: A value that the column does not hold; an empty answer would look like a result.
    """
    known: dict[Test, Test] = {}
    findings: list[Finding] = []
    for test in dict.fromkeys(tests_of(condition)):
        if test.field.type == "text" and test.operator == "in":
            values, respelt = _known(test, engine, tables)
            known[test] = Test(test.field, "in", values)
            findings += respelt
    return with_tests(condition, lambda test: known.get(test, test)), findings


def _known(test: Test, engine: DuckDB, tables: Mapping[str, str]) -> tuple[tuple[Value, ...], list[Finding]]:
    field, column = test.field, test.field.header or test.field.name
    spellings = _spellings(field, [str(value) for value in test.values], engine, tables)
    used: list[Value] = []
    findings = []
    for value in test.values:
        found = spellings[str(value)]
        if not found:
            raise _unknown(field, str(value), engine, tables)
        used += [spelling for spelling in found if spelling not in used]
        if value not in found:
            names = {"column": column, "typed": str(value), "used": ", ".join(found)}
            findings.append(Finding(code="scope_value_respelt", values=names))
    return tuple(used), findings


def _spellings(
    field: Filterable, typed: list[str], engine: DuckDB, tables: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return how the column spells each typed value."""
    folded = [f"LOWER(TRIM({literal(value)}))" for value in typed]
    [keys] = engine.rows_of(f"SELECT {', '.join(folded)}")
    rows = engine.rows_of(
        f"SELECT DISTINCT {field.sql}, LOWER(TRIM({field.sql})) FROM {_table(field, tables)} "
        f"WHERE LOWER(TRIM({field.sql})) IN ({', '.join(folded)}) ORDER BY 1"
    )
    return {
        value: [spelling for spelling, found in rows if found == key]
        for value, key in zip(typed, keys, strict=True)
    }


def _unknown(field: Filterable, value: str, engine: DuckDB, tables: Mapping[str, str]) -> InputError:
    column = field.header or field.name
    if field.private:
        return InputError("where_unknown_id", column=column, value=value)
    names = frequent_values(field, engine, _table(field, tables))
    return InputError("where_unknown_value", column=column, value=value, nearest=nearest(value, names))


def frequent_values(field: Filterable, engine: DuckDB, table: str) -> list[str]:
    """Return the values of a text column, most customers first.

    Values of a few customers only are left out: they could give a person away.
    """
    rows = engine.rows_of(
        f"SELECT {field.sql}, COUNT(DISTINCT customer_id) AS customers FROM {table} "
        f"WHERE {field.sql} IS NOT NULL GROUP BY {field.sql} HAVING COUNT(DISTINCT customer_id) >= "
        f"{SMALLEST_GROUP} ORDER BY customers DESC, 1 LIMIT {_MOST_SUGGESTED}"
    )
    return [str(name) for name, _ in rows]


def _table(field: Filterable, tables: Mapping[str, str]) -> str:
    for alias, table in tables.items():
        if field.sql.startswith(f"{alias}."):
            return f"{table} AS {alias}"
    message = f"no table for {field.name}"
    raise LookupError(message)
