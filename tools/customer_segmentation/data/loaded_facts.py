"""The figures of a loaded file: customers, orders, turnover, returns, days."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from customer_segmentation.data.clean.receipt import ALL
from customer_segmentation.data.clean.transactions import Cleaned
from customer_segmentation.data.orders import derive_buyers, returns_receipt
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.fact import Fact

Facts = Iterator[tuple[str, Fact]]


def order_facts(engine: DuckDB, cleaned: Cleaned) -> Facts:
    """Give the facts of an order file, after ``write_transactions``; leaves the table ``buyers``."""
    derive_buyers(engine)
    money = cleaned.currency
    gross, net = engine.rows_of(
        "SELECT COALESCE(SUM(CASE WHEN amount > 0 THEN amount ELSE 0 END), 0), COALESCE(SUM(amount), 0) FROM transactions"
    )[0]
    buyers, orders = engine.rows_of("SELECT COUNT(*), COALESCE(SUM(orders), 0) FROM buyers")[0]
    returned = returns_receipt(engine)
    without = returned["customers_without_valid_purchase"]
    yield f"{ALL}.customers", Fact(value=buyers, unit="customers")
    yield f"{ALL}.customers_seen", Fact(value=buyers + without, unit="customers")
    yield f"{ALL}.customers_without_valid_purchase", _count(without, "customers", "customers_seen")
    yield f"{ALL}.orders", Fact(value=int(orders), unit="orders")
    yield f"{ALL}.revenue", Fact(value=net, unit=money, basis=(f"{ALL}.gross", f"{ALL}.returns_value"))
    yield f"{ALL}.gross", Fact(value=gross, unit=money)
    yield f"{ALL}.returns_value", Fact(value=gross - net, unit=money)
    if gross > 0:
        share = float((gross - net) / gross)
        basis = (f"{ALL}.returns_value", f"{ALL}.gross")
        yield f"{ALL}.returns_share", Fact(value=share, unit="share", basis=basis)
    yield f"{ALL}.return_lines", Fact(value=returned["return_lines"], unit="lines")
    yield f"{ALL}.matched_returns", _count(returned["matched"], "lines", "return_lines")
    yield f"{ALL}.unmatched_returns", _count(returned["unmatched_returns"], "lines", "return_lines")
    yield f"{ALL}.wholly_returned_orders", Fact(value=returned["wholly_returned_orders"], unit="orders")
    yield from _line_facts(cleaned)
    days = cleaned.counts.kept_days()
    yield from day_facts(min(days), max(days), cleaned.as_of)


def _line_facts(cleaned: Cleaned) -> Facts:
    counts = cleaned.counts
    kept, every = [""], None
    yield (
        f"{ALL}.duplicate_lines",
        _count(cleaned.repeated or counts.lines("duplicate"), "lines", "lines_read"),
    )
    free = 0 if cleaned.plan.money.per_order else counts.total(lambda g: g.free, kept)
    yield f"{ALL}.zero_price_lines", _count(free, "lines", "lines_kept")
    marked = counts.total(lambda g: g.marked, every)
    if marked:
        yield f"{ALL}.cancellation_lines", _count(marked, "lines", "lines_read")
    by_day = counts.total(lambda g: g.by_day, kept)
    if by_day and cleaned.plan.reading.has("order_id"):
        yield f"{ALL}.missing_order_lines", _count(by_day, "lines", "lines_kept")


def _count(value: int, unit: str, whole: str) -> Fact:
    return Fact(value=value, unit=unit, basis=(f"{ALL}.{whole}",))


def day_facts(first: date | None, last: date | None, as_of: date) -> Facts:
    """Give the first and last day, the days from first to last, and the day recency is counted to."""
    if first is not None:
        yield f"{ALL}.first_on", Fact(value=first, unit="date")
    if last is not None:
        yield f"{ALL}.last_on", Fact(value=last, unit="date")
    if first is not None and last is not None:
        basis = (f"{ALL}.first_on", f"{ALL}.last_on")
        yield f"{ALL}.history_days", Fact(value=(last - first).days + 1, unit="days", basis=basis)
    yield f"{ALL}.as_of", Fact(value=as_of, unit="date")


def summary_facts(engine: DuckDB, currency: str, as_of: date, *, dated: bool) -> Facts:
    """Give the facts of a table of sums, from its view ``summary``."""
    customers, orders, revenue, first, last = engine.rows_of(
        "SELECT COUNT(*), COALESCE(SUM(orders), 0), COALESCE(SUM(revenue), 0), MIN(first_on), MAX(last_on) FROM summary"
    )[0]
    yield f"{ALL}.customers", Fact(value=customers, unit="customers")
    yield f"{ALL}.orders", Fact(value=int(orders), unit="orders")
    yield f"{ALL}.revenue", Fact(value=Decimal(revenue), unit=currency)
    if dated:
        yield from day_facts(first, last, as_of)
