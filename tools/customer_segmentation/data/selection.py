"""The filter of a request, read against a data set and divided into lines and customers."""

from dataclasses import dataclass, replace
from datetime import date

from customer_segmentation.data.dataset import Dataset, Grain
from customer_segmentation.data.filterables import BUYER, LINE, PERSON, TRAIT, filterables
from customer_segmentation.data.period import Period
from customer_segmentation.data.values import with_known_values
from customer_segmentation.engine.condition import (
    AllOf,
    Condition,
    Filterable,
    Operator,
    Test,
    conjuncts,
    levels_of,
    sql_of,
    with_tests,
    words_of,
)
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.where import check_levels, parse_where
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Finding


@dataclass(frozen=True)
class Selection:
    """What is asked of lines and of customers, each a list of conditions that must all hold."""

    lines: tuple[Condition, ...] = ()
    customers: tuple[Condition, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def parts(self) -> tuple[Condition, ...]:
        """Every condition, those on lines first."""
        return self.lines + self.customers

    @property
    def line_sql(self) -> str:
        """The conditions on lines as SQL over ``transactions AS t``; empty if there are none."""
        return " AND ".join(sql_of(part) for part in self.lines)

    @property
    def customer_sql(self) -> str:
        """The conditions on customers as SQL over the relations of ``people_sql``; empty if there are none."""
        return " AND ".join(sql_of(part) for part in self.customers)


def read_selection(where: str, dataset: Dataset, as_of: date, engine: DuckDB) -> Selection:
    """Return what a where clause asks of a data set whose tables ``engine`` holds.

    Raises:
        InputError: It is not understood, names what the data do not hold, or mixes lines and customers.
    """
    if not where.strip():
        return Selection()
    fields = filterables(dataset, as_of)
    asked = parse_where(where, fields)
    if dataset.grain is Grain.CUSTOMERS and "line" in levels_of(asked):
        raise InputError("scope_no_lines", source=dataset.source)
    known, findings = with_known_values(asked, engine, _tables(dataset))
    parts = [_about_customers(part, fields) for part in conjuncts(known)]
    for part in parts:
        check_levels(part)
    return Selection(
        lines=tuple(part for part in parts if levels_of(part) == {"line"}),
        customers=tuple(part for part in parts if levels_of(part) == {"customer"}),
        findings=tuple(findings),
    )


def _about_customers(part: Condition, fields: list[Filterable]) -> Condition:
    """Return a condition on lines and customers as one on customers, where its columns are traits as well.

    A column of an order file that never changes per customer is both.
    """
    if len(levels_of(part)) == 1:
        return part
    traits = {field.name: field for field in fields if field.sql.startswith(f"{TRAIT}.")}

    def of_customer(test: Test) -> Test:
        trait = traits.get(test.field.name) if test.field.level == "line" else None
        return replace(test, field=trait) if trait else test

    return with_tests(part, of_customer)


def source_table(dataset: Dataset) -> str:
    """Return the name under which the unfiltered table of purchases, or of traits, stands in the engine."""
    by_grain = {Grain.CUSTOMERS: "summary", Grain.ATTRIBUTES: "customers"}
    return by_grain.get(dataset.grain, "source_transactions")


def _tables(dataset: Dataset) -> dict[str, str]:
    source = source_table(dataset)
    return {LINE: source, PERSON: source, TRAIT: "customers"}


def people_sql(
    dataset: Dataset, *, buyers_only: bool, buyers: str = "buyers", traits: str = "customers"
) -> str:
    """Return the FROM clause that customers are chosen from: buyers, their traits, or both.

    Customers without a purchase are among them unless the scope is narrowed by what was bought.

    Args:
        dataset: Tells which tables there are.
        buyers_only: Leave out customers without a purchase.
        buyers: The table of buyers.
        traits: The table of traits.
    """
    to_traits = f"JOIN {traits} AS {TRAIT} ON {TRAIT}.customer_id = {PERSON}.customer_id"
    if dataset.grain is Grain.ATTRIBUTES:
        return f"{traits} AS {PERSON} {to_traits}"
    to_buyers = f"LEFT JOIN {buyers} AS {BUYER} ON {BUYER}.customer_id = {PERSON}.customer_id"
    if not dataset.has("customers"):
        return f"{buyers} AS {PERSON} {to_buyers}"
    everybody = f"SELECT customer_id FROM {buyers}"
    if not buyers_only:
        everybody += f" UNION SELECT customer_id FROM {traits}"
    return f"({everybody}) AS {PERSON} {to_buyers} LEFT {to_traits}"


def told_words(selection: Selection, period: Period, dataset: Dataset) -> str:
    """Return the whole filter, from and to included, in the words of the filter; empty if there is none."""
    day = next((f for f in filterables(dataset, period.as_of) if f.name == "ordered_on"), None)
    days: list[tuple[Operator, date | None]] = [(">=", period.told[0]), ("<=", period.told[1])]
    tests = [Test(day, operator, (value,)) for operator, value in days if day and value]
    parts: tuple[Condition, ...] = (*selection.parts, *tests)
    return "" if not parts else words_of(parts[0] if len(parts) == 1 else AllOf(parts))
