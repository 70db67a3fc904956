"""Making the tables of a scope: lines are kept, orders formed, customers chosen."""

from customer_segmentation.data.dataset import Dataset, Grain, ReturnsPolicy
from customer_segmentation.data.orders import derive_buyers, derive_orders, derived_sql
from customer_segmentation.data.period import Period
from customer_segmentation.data.selection import Selection, people_sql
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import literal, sql
from customer_segmentation.kit.errors import InputError

_OF_CUSTOMERS = ("transactions", "orders", "returns", "buyers", "customers")
_PURCHASE = "(t.amount > 0 OR (t.amount = 0 AND t.quantity >= 0))"
_CHOSEN = "SELECT a.* FROM {table} AS a JOIN chosen_customers AS n ON n.customer_id = a.customer_id"


def make_tables(engine: DuckDB, dataset: Dataset, period: Period, selection: Selection) -> dict[str, str]:
    """Make the tables of a scope from the source tables that ``engine`` holds.

    Returns:
        By table, in order, the SQL that makes ``buyers`` out of the source table.

    Raises:
        InputError: Days were asked of data that hold no single purchases.
    """
    traits_only, summed = (dataset.grain is grain for grain in (Grain.ATTRIBUTES, Grain.CUSTOMERS))
    # Of traits alone an earlier day leaves nobody out: ages are counted to it.
    if (period.told != (None, None) and (traits_only or summed)) or (period.before and summed):
        raise InputError("scope_no_days", source=dataset.source)
    if traits_only:
        steps = {}
    elif summed:
        engine.table("buyers", "buyers_of_summary")
        steps = {"buyers": sql("buyers_of_summary")}
    else:
        steps = _form_orders(engine, dataset, period, selection)
    if selection.customers:
        steps = _choose_customers(engine, dataset, period, selection, steps)
    elif not traits_only and dataset.has("customers") and (selection.lines or period.cuts):
        _keep(
            engine,
            "customers",
            "SELECT a.* FROM {table} AS a JOIN buyers AS n ON n.customer_id = a.customer_id",
        )
    return steps


def _form_orders(engine: DuckDB, dataset: Dataset, period: Period, selection: Selection) -> dict[str, str]:
    kept = _kept_lines(dataset, period, selection)
    engine.connection.execute(
        f"CREATE VIEW transactions AS SELECT t.* FROM source_transactions AS t WHERE {kept or 'TRUE'}"
    )
    if selection.lines or period.cuts:
        derive_orders(engine, dataset.returns)
        derive_buyers(engine)
    else:
        for name in ("orders", "returns", "buyers"):
            engine.view(name, dataset.parquet(name))
    lines = {"transactions": f"SELECT t.* FROM transactions AS t WHERE {kept}"} if kept else {}
    return lines | derived_sql(dataset.returns)


def _kept_lines(dataset: Dataset, period: Period, selection: Selection) -> str:
    """Return the condition that lines of the scope fulfil; empty if all do."""
    parts = []
    if period.first:
        parts.append(f"t.ordered_at >= CAST({literal(period.first)} AS TIMESTAMP)")
    if period.before:
        parts.append(f"t.ordered_at < CAST({literal(period.before)} AS TIMESTAMP)")
    if selection.line_sql:
        parts.append(selection.line_sql)
    if dataset.returns is ReturnsPolicy.EXCLUDE:
        parts.append(_PURCHASE)
    return " AND ".join(parts)


def _choose_customers(
    engine: DuckDB, dataset: Dataset, period: Period, selection: Selection, steps: dict[str, str]
) -> dict[str, str]:
    """Reduce every table to the customers who fulfil the conditions on customers."""
    present = {name for (name,) in engine.rows_of("SELECT table_name FROM information_schema.tables")}
    narrowed = bool(selection.lines) or period.cuts
    people = people_sql(dataset, buyers_only=narrowed)
    engine.connection.execute(
        f"CREATE TEMP TABLE chosen_customers AS SELECT p.customer_id FROM {people} WHERE {selection.customer_sql}"
    )
    for name in _OF_CUSTOMERS:
        if name in present:
            _keep(engine, name, _CHOSEN)
    if "buyers" not in steps:
        return steps
    # A common table may not stand twice under one name, so that of all buyers gets another.
    people = people_sql(dataset, buyers_only=narrowed, buyers="all_buyers")
    return {
        **{("all_buyers" if name == "buyers" else name): text for name, text in steps.items()},
        "chosen_customers": f"SELECT p.customer_id FROM {people} WHERE {selection.customer_sql}",
        "buyers": _CHOSEN.format(table="all_buyers"),
    }


def _keep(engine: DuckDB, name: str, query: str) -> None:
    """Put a reduced table in the place of ``name``, which goes on as ``all_<name>``."""
    [(kind,)] = engine.rows_of(
        f"SELECT table_type FROM information_schema.tables WHERE table_name = {literal(name)}"
    )
    engine.connection.execute(f"ALTER {'VIEW' if kind == 'VIEW' else 'TABLE'} {name} RENAME TO all_{name}")
    made = "TABLE" if name == "buyers" else "VIEW"
    engine.connection.execute(f"CREATE TEMP {made} {name} AS {query.format(table=f'all_{name}')}")
