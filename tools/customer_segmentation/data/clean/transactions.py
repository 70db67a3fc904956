"""Order lines cleaned: which lines are kept, why the others are not, and the tables of an order file."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from customer_segmentation.data.clean.far_dates import usual_days
from customer_segmentation.data.clean.line_counts import LineCounts, count_lines
from customer_segmentation.data.clean.line_plan import LinePlan
from customer_segmentation.data.clean.line_view import (
    CANCELLED_MARK,
    RETURN,
    VIEW,
    dimension_sql,
    make_line_view,
    set_aside,
)
from customer_segmentation.data.dataset import ReturnsPolicy
from customer_segmentation.data.load_request import LoadRequest
from customer_segmentation.data.orders import derive_orders
from customer_segmentation.data.understand.column_profile import SAMPLE, ColumnProfile
from customer_segmentation.data.understand.column_styles import (
    Table,
    date_style,
    number_styles,
    trait_date_style,
)
from customer_segmentation.data.understand.column_use import dimensions
from customer_segmentation.data.understand.currency import (
    decide_currency,
    header_currency,
    unit_of,
    yen_or_yuan,
)
from customer_segmentation.data.understand.money import order_pattern, read_money
from customer_segmentation.data.understand.order_columns import first_line_roles
from customer_segmentation.data.understand.parse_numbers import NUMBER
from customer_segmentation.data.understand.reading import Reading
from customer_segmentation.data.understand.role_candidates import is_dates
from customer_segmentation.data.understand.whole_ids import WholeIds, read_whole_ids
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier, literal

_ORDERS_BY_NUMBER: Final = 0.5
_FEW_OTHERS: Final = 0.1
_GUEST_SHARE: Final = 0.05
_GUEST_TIMES: Final = 10
_HASHES_AT_ONCE: Final = 2**24


@dataclass(frozen=True)
class Cleaned:
    """What is kept of an order file: the lines of the view ``read_lines`` without a reason.

    Attributes:
        counts: Lines by reason.
        as_of: The day after the last kept line unless the person gave one.
        usual: First and last day of the bulk, where days far from it were set aside.
        repeated: Lines, kept or not, that repeat an earlier one cell by cell; 0 if they are set aside.
        parted: Lines were compared with others on the way and may have lost their order.
    """

    plan: LinePlan
    counts: LineCounts
    currency: str
    as_of: date
    usual: tuple[date, date] | None
    repeated: int
    parted: bool


def clean_lines(
    table: Table, reading: Reading, profiles: list[ColumnProfile], request: LoadRequest, profile_currency: str
) -> Cleaned:
    """Decide how lines are read and which are kept; leaves the view ``read_lines``.

    Raises:
        NeedsAnswer: The file can be read in two ways, or holds several currencies.
        InputError: The person named a currency that the file does not have.
    """
    table.engine.bound_memory()
    plan = _planned(table, reading, profiles, request)
    counts = _counted(table, plan)
    if not table.covered and _doubtful(plan, counts):
        again = _planned(table.wholly(), reading, profiles, request)
        if (again.date, again.numbers, again.ids.roles) != (plan.date, plan.numbers, plan.ids.roles):
            plan, counts = again, _counted(table, again)
    if counts.total(lambda g: g.marked) and counts.total(lambda g: g.marked) == counts.total(
        lambda g: g.marked_sales
    ):
        plan = replace(plan, flip=True)
        counts = _counted(table, plan)
    return _kept(table, plan, counts, request, profile_currency)


def _doubtful(plan: LinePlan, counts: LineCounts) -> bool:
    """Tell whether the whole file does not look like its sample, so that all of it must decide how to read it."""
    unreadable = any(reason.startswith("unreadable") for reason in counts.reasons())
    day_first, month_first = (counts.total(lambda g: g.day_first), counts.total(lambda g: g.month_first))
    open_order = plan.date.assumed and not (day_first and not month_first)
    return unreadable or open_order or counts.total(lambda g: g.unlike) > 0


def _counted(table: Table, plan: LinePlan) -> LineCounts:
    make_line_view(table.engine, plan, table.raw)
    return count_lines(table.engine)


def _planned(table: Table, reading: Reading, profiles: list[ColumnProfile], request: LoadRequest) -> LinePlan:
    extra = dimensions(reading, profiles)
    numeric = [reading.columns[role].column for role in reading.numeric]
    needed = [reading.columns[role].column for role in ("amount", "price", "quantity") if reading.has(role)]
    further = [c.profile.column for c in extra if c.kind == "number"] + numeric
    numbers = number_styles(table, needed, [c for c in further if c not in needed], request.decimal)
    day = reading.columns["date"].column
    others = [p.column for p in profiles if is_dates(p) and p.share("dates") > 0 and p.column != day]
    style = date_style(table, day, request.date_order, others)
    dated = [c.profile.column for c in extra if c.kind == "date"]
    ids = read_whole_ids(table, reading)
    return LinePlan(
        reading=reading,
        date=style,
        numbers=numbers,
        money=read_money(table.engine, reading, numbers, request.amount_per, request.told()),
        dimensions=extra,
        dates={column.name: trait_date_style(table, column, style.order) for column in dated},
        filled=first_line_roles(table.engine, reading),
        guests=_guests(table.engine, reading, ids),
        cancels=_marks_cancellations(table.engine, reading),
        yen=yen_or_yuan([profile.column.header for profile in profiles]),
        ids=ids,
    )


def _marks_cancellations(engine: DuckDB, reading: Reading) -> bool:
    """Tell whether order ids are plain numbers, so that a C before one is a mark."""
    if not reading.has("order_id"):
        return False
    cell = identifier(reading.columns["order_id"].column.name)
    filled, plain, other = engine.rows_of(
        f"SELECT COUNT({cell}), COUNT(*) FILTER (REGEXP_MATCHES({cell}, '^\\d+$')), COUNT(*) FILTER (NOT "
        f"REGEXP_MATCHES({cell}, '^\\d+$') AND NOT REGEXP_MATCHES({cell}, {literal(CANCELLED_MARK)})) FROM {SAMPLE}"
    )[0]
    return bool(filled and plain >= _ORDERS_BY_NUMBER * filled and other <= _FEW_OTHERS * filled)


def _guests(engine: DuckDB, reading: Reading, ids: WholeIds) -> list[str]:
    """Return ``0`` and ``-1`` where they stand for nobody: far more lines than any usual customer has."""
    profile = reading.columns["customer_id"]
    cell = ids.text("customer_id", identifier(profile.column.name))
    rows = engine.rows_of(
        f"SELECT {cell}, COUNT(*) FROM {SAMPLE} WHERE {cell} IN ('0', '-1') GROUP BY 1 ORDER BY 1"
    )
    usual = profile.repeats
    return [who for who, n in rows if n >= _GUEST_SHARE * profile.filled and n >= _GUEST_TIMES * usual]


def _kept(
    table: Table, plan: LinePlan, counts: LineCounts, request: LoadRequest, profile_currency: str
) -> Cleaned:
    """Set aside what only the whole file shows: other currencies, far dates, the future, returns, duplicates."""
    engine = table.engine
    named = header_currency(plan.reading)
    currencies = counts.currencies()
    currency = decide_currency(currencies, named, request.currency, profile_currency)
    usual = usual_days(counts.kept_days())
    further = []
    if len(currencies) > 1:
        further.append((f"currency IS DISTINCT FROM {literal(currency)}", "other_currency"))
    if usual:
        first, last = usual
        far = f"ordered_at < {literal(first)} OR ordered_at >= {literal(last + timedelta(days=1))}"
        further.append((far, "far_date"))
    if request.as_of:
        further.append((f"ordered_at >= {literal(date.fromisoformat(request.as_of))}", "after_as_of"))
    if request.returns is ReturnsPolicy.EXCLUDE:
        further.append((RETURN, "excluded_return"))
    if further or request.duplicates == "drop":
        set_aside(engine, further, repeats=request.duplicates == "drop")
        counts = count_lines(engine)
    drop = request.duplicates == "drop"
    repeated = 0 if drop else _repeated(engine, table.raw.rows)
    parted = drop or plan.compares
    return Cleaned(plan, counts, unit_of(currency), _as_of(counts, request), usual, repeated, parted)


def _repeated(engine: DuckDB, lines: int) -> int:
    """Count lines that repeat an earlier one in every cell, by a 64-bit hash of the cells.

    Of ten million different lines the odds that any two share a hash are three in a million. Sorted numbers are
    compared with their neighbours, a part of them at a time.
    """
    import numpy as np

    repeated = 0
    parts = lines // _HASHES_AT_ONCE + 1
    for part in range(parts):
        query = f"SELECT row_hash FROM {VIEW} WHERE row_hash % {parts} = {part}"
        hashes = np.sort(engine.connection.execute(query).fetchnumpy()["row_hash"])
        repeated += int(np.count_nonzero(hashes[1:] == hashes[:-1]))
    return repeated


def _as_of(counts: LineCounts, request: LoadRequest) -> date:
    """Recency is counted to the day after the last kept line unless the person says otherwise."""
    if request.as_of:
        return date.fromisoformat(request.as_of)
    days = counts.kept_days()
    return max(days) + timedelta(days=1) if days else date(1970, 1, 1)


def write_transactions(engine: DuckDB, cleaned: Cleaned, folder: Path, policy: ReturnsPolicy) -> None:
    """Write ``transactions``, ``orders`` and ``returns`` as Parquet; the tables stay in the engine.

    What follows reads the lines where they are, unless refunds had to be gathered for them.
    """
    columns = {identifier(column.name): dimension_sql(column) for column in cleaned.plan.dimensions}
    fixed = "line, customer_id, order_id, ordered_at, quantity, amount, product"
    chosen = fixed + "".join(f", {sql} AS {name}" for name, sql in columns.items())
    query = f"SELECT {chosen} FROM {VIEW} WHERE reason IS NULL"
    path = folder / "transactions.parquet"
    if cleaned.plan.reading.has("refund") and policy is not ReturnsPolicy.EXCLUDE:
        both = f"SELECT * FROM ({query} UNION ALL {_refunds(engine, cleaned.plan, columns)})"
        engine.write_parquet(f"{both} ORDER BY line, amount", path)
        engine.view("transactions", path)
    else:
        engine.write_parquet(f"{query} ORDER BY line" if cleaned.parted else query, path)
        engine.connection.execute(f"CREATE OR REPLACE TEMP VIEW transactions AS {query}")
    derive_orders(engine, policy)
    for table in ("orders", "returns"):
        engine.write_parquet(f"SELECT * FROM {table}", folder / f"{table}.parquet")


def _refunds(engine: DuckDB, plan: LinePlan, columns: dict[str, str]) -> str:
    """Return a query of one row per order with a refund: money back, at most what the order was worth.

    The exports that carry refunds give no day for them: the order's own is taken.
    """
    total = "SUM(refund)"
    if plan.reading.has("order_id"):
        orders, constant, _, _ = order_pattern(engine, plan.reading, plan.numbers, "refund")
        total = "MAX(refund)" if orders and constant == orders else total
    worth = "SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END)"
    said = "".join(f", MIN({sql}) AS {name}" for name, sql in columns.items())
    return (
        f"SELECT MIN(line) AS line, customer_id, order_id, MIN(ordered_at) AS ordered_at, CAST(0 AS {NUMBER}) AS "
        f"quantity, CAST(-LEAST({total}, {worth}) AS {NUMBER}) AS amount, CAST(NULL AS VARCHAR) AS product{said} "
        f"FROM {VIEW} WHERE reason IS NULL GROUP BY customer_id, order_id HAVING LEAST({total}, {worth}) > 0"
    )
