"""Loading order lines and orders."""

from typing import Final

from customer_segmentation.data.clean.line_counts import first_lines
from customer_segmentation.data.clean.receipt import ALL, Receipt
from customer_segmentation.data.clean.transactions import Cleaned, clean_lines, write_transactions
from customer_segmentation.data.clean.unread_numbers import unread_numbers
from customer_segmentation.data.dataset import Dataset
from customer_segmentation.data.findings import order_findings, unread_findings
from customer_segmentation.data.load_customers import write_customers
from customer_segmentation.data.loaded_facts import order_facts
from customer_segmentation.data.loading import Loading, columns_of, said_order
from customer_segmentation.data.read.raw_table import LINE
from customer_segmentation.engine.sql_file import identifier
from customer_segmentation.kit.errors import InputError

_MOST: Final = 0.5
_MAIN: Final = frozenset({"missing_customer", "missing_date", "missing_price", "cancelled", "after_as_of"})


def load_orders(loading: Loading) -> Dataset:
    """Write the tables of an order file and return what is known of them.

    Raises:
        InputError: Nothing useful is left, and why.
        NeedsAnswer: The file can be read in two ways.
    """
    engine, request = loading.table.engine, loading.request
    cleaned = clean_lines(loading.table, loading.reading, loading.profiles, request, loading.profile_currency)
    _check(loading, cleaned)
    write_transactions(engine, cleaned, loading.folder, request.returns)
    reply = loading.reply
    receipt = Receipt.of_lines(cleaned.counts, loading.table.raw.malformed, cleaned.currency)
    reply.currency = cleaned.currency
    reply.with_facts(receipt.facts())
    reply.with_facts(order_facts(engine, cleaned))
    engine.write_parquet("SELECT * FROM buyers ORDER BY customer_id", loading.folder / "buyers.parquet")
    reply.tables["receipt"] = receipt.table()
    if int(reply.facts[f"{ALL}.customers_seen"].number) == 1:
        raise InputError("data_one_customer", source=loading.source, header=loading.roles()["customer_id"])
    columns = columns_of(list(cleaned.plan.dimensions), "transactions")
    columns += write_customers(loading, cleaned.as_of)
    order_findings(engine, cleaned, loading.profiles, reply)
    _unread(loading, cleaned)
    days = cleaned.counts.kept_days()
    by_day = not loading.reading.has("order_id")
    loading.describe(
        columns,
        amount_by=cleaned.plan.money.by,
        date_order=said_order(cleaned.plan.date),
        aside=receipt.by_size(),
        duplicates=request.duplicates,
        returns=request.returns.value,
        order_is_customer_day=by_day,
    )
    return Dataset(
        source=loading.source,
        grain=loading.reading.grain,
        roles=loading.roles(),
        currency=cleaned.currency,
        returns=request.returns,
        as_of=cleaned.as_of,
        first_on=min(days),
        last_on=max(days),
        order_is_customer_day=by_day,
        columns=columns,
    )


def _unread(loading: Loading, cleaned: Cleaned) -> None:
    """Say which further columns of the lines hold cells that are no numbers."""
    plan, path = cleaned.plan, loading.folder / "transactions.parquet"
    found = unread_numbers(loading.table.engine, loading.table.raw, plan.dimensions, plan.numbers, path)
    unread_findings(found, "unread_column", loading.reply)


def _check(loading: Loading, cleaned: Cleaned) -> None:
    """Refuse a file of which next to nothing can be read, with the main reason and an example."""
    reasons = cleaned.counts.reasons()
    whole = sum(reasons.values())
    headers = loading.roles()
    for reason, header in (
        ("unreadable_date", headers["date"]),
        ("unreadable_price", headers.get("amount") or headers.get("price", "")),
        ("unreadable_quantity", headers.get("quantity", "")),
    ):
        if reasons[reason] > _MOST * whole:
            raise InputError(
                f"data_{reason}", source=loading.source, header=header, **_example(loading, reason)
            )
    if not reasons[""]:
        main = max(sorted(reasons), key=lambda reason: reasons[reason])
        raise InputError(
            f"data_nothing_kept_{main}" if main in _MAIN else "data_nothing_kept", source=loading.source
        )


def _example(loading: Loading, reason: str) -> dict[str, str]:
    """Return the number and the cell of the first line that was set aside for a reason."""
    role = {"unreadable_date": "date", "unreadable_quantity": "quantity"}.get(reason, "")
    reading = loading.reading
    profile = reading.columns.get(role) or reading.columns.get("amount") or reading.columns["price"]
    (line, *_) = first_lines(loading.table.engine, reason, 1)
    cell = identifier(profile.column.name)
    found = loading.table.engine.rows_of(
        f"SELECT {cell} FROM {loading.table.raw.table} WHERE {LINE} = {line}"
    )
    return {"line": str(line), "example": str(found[0][0])}
