"""An empty selection is no result: it is answered with what each part of the filter leaves."""

from customer_segmentation.data.dataset import Dataset, Grain
from customer_segmentation.data.period import Period
from customer_segmentation.data.selection import Selection, people_sql, source_table
from customer_segmentation.engine.condition import Condition, levels_of, sql_of, words_of
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.reply import SMALLEST_GROUP


def refuse_if_nobody(engine: DuckDB, dataset: Dataset, period: Period, selection: Selection) -> None:
    """Refuse a scope without customers.

    Raises:
        InputError: The filter leaves nobody; the message counts the customers that each part leaves alone.
        MethodError: Nobody has a valid order even without a filter.
    """
    people = "customers" if dataset.grain is Grain.ATTRIBUTES else "buyers"
    if engine.rows_of(f"SELECT 1 FROM {people} LIMIT 1"):
        return
    if selection.parts:
        counts = "; ".join(
            f"{words_of(part)}: {_said(_customers(engine, dataset, period, selection, part))}"
            for part in selection.parts
        )
        raise InputError("scope_nobody", source=dataset.source, counts=counts)
    if period.cuts:
        raise InputError("scope_nothing_then", first=dataset.first_on, last=dataset.last_on)
    raise MethodError("scope_no_buyers", source=dataset.source)


def _customers(
    engine: DuckDB, dataset: Dataset, period: Period, selection: Selection, part: Condition
) -> int:
    """Count the customers that one part of the filter would leave."""
    if levels_of(part) == {"line"}:
        people = f"{source_table(dataset)} AS t"
        counted = "COUNT(DISTINCT t.customer_id)"
    else:
        narrowed = bool(selection.lines) or period.cuts
        people = people_sql(dataset, buyers_only=narrowed, buyers="all_buyers", traits="all_customers")
        counted = "COUNT(p.customer_id)"
    [(customers,)] = engine.rows_of(f"SELECT {counted} FROM {people} WHERE {sql_of(part)}")
    return int(customers)


def _said(customers: int) -> str:
    return f"<{SMALLEST_GROUP}" if 0 < customers < SMALLEST_GROUP else str(customers)
