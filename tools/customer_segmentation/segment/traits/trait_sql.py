"""The SQL of groups by traits: everybody of a scope with the codes of their traits, and the group they make."""

from collections.abc import Sequence
from datetime import date
from textwrap import indent

from customer_segmentation.data.filterables import LINE, PERSON
from customer_segmentation.data.scope import Scope
from customer_segmentation.data.selection import people_sql
from customer_segmentation.engine.sql_file import identifier
from customer_segmentation.segment.assignment_columns import MEASURES, measures_sql
from customer_segmentation.segment.traits.level import Levels
from customer_segmentation.segment.traits.trait import Trait


def everybody_sql(traits: Sequence[Trait], scope: Scope) -> tuple[dict[str, str], str, list[str]]:
    """Return common tables by name, a FROM clause of every customer, and the value of each trait over it.

    Customers without a purchase are among them where the data hold their traits.
    """
    people = people_sql(scope.dataset, buyers_only=False)
    steps: dict[str, str] = {}
    told = []
    for number, trait in enumerate(traits, start=1):
        alias = f"l{number}"
        if trait.source == "transactions":
            steps[f"latest_{number}"] = _latest_sql(trait)
            people += f"\nLEFT JOIN latest_{number} AS {alias} ON {alias}.customer_id = {PERSON}.customer_id"
        told.append(trait.sql(alias))
    return steps, people, told


def _latest_sql(trait: Trait) -> str:
    """Return what a customer's latest purchase says; of several at the same moment the first by name."""
    value = f"{LINE}.{identifier(trait.column.name)}"
    ranked = (
        f"SELECT\n  {LINE}.customer_id,\n  {value} AS told,\n  ROW_NUMBER() OVER (\n    PARTITION BY "
        f"{LINE}.customer_id ORDER BY {LINE}.ordered_at DESC, {value}\n  ) AS place\n"
        f"FROM transactions AS {LINE}\nWHERE {LINE}.amount > 0 AND {value} IS NOT NULL"
    )
    return f"SELECT r.customer_id, r.told\nFROM (\n{indent(ranked, '  ')}\n) AS r\nWHERE r.place = 1"


def with_steps(steps: dict[str, str], query: str) -> str:
    """Return a query with its common tables before it."""
    before = ",\n".join(f"{name} AS (\n{indent(text, '  ')}\n)" for name, text in steps.items())
    return f"WITH {before}\n{query}" if before else query


def coded_sql(levels: Sequence[Levels], scope: Scope, as_of: date) -> tuple[dict[str, str], str]:
    """Return common tables and the query for customer_id, the code of each trait as t1, t2, …, and the measures."""
    steps, people, told = everybody_sql([found.trait for found in levels], scope)
    codes = "".join(
        f"  {found.sql(value, as_of)} AS t{n},\n"
        for n, (found, value) in enumerate(zip(levels, told, strict=True), start=1)
    )
    return steps, f"SELECT\n  {PERSON}.customer_id,\n{codes}{measures_sql(scope)}\nFROM {people}"


def assignment_sql(levels: Sequence[Levels], cases: str, scope: Scope, as_of: date) -> str:
    """Return the query that puts every customer into a group; ``cases`` tells it from the codes of ``k``."""
    steps, coded = coded_sql(levels, scope, as_of)
    columns = "".join(f",\n  k.{name}" for name in MEASURES)
    query = f"SELECT\n  k.customer_id,\n  {cases} AS segment{columns}\nFROM coded AS k"
    return with_steps({**steps, "coded": coded}, query)
