"""The table ``customers`` beside orders: what the order file says of customers, a second file, or both."""

import shutil
from datetime import date
from pathlib import Path

from customer_segmentation.data.clean.customer_file import CustomerFile, combined, read_customer_file
from customer_segmentation.data.clean.line_view import VIEW
from customer_segmentation.data.clean.receipt import ALL
from customer_segmentation.data.dataset import Column
from customer_segmentation.data.findings import add, unread_findings
from customer_segmentation.data.loading import Loading, columns_of
from customer_segmentation.data.read.raw_table import LINE
from customer_segmentation.data.trait_findings import trait_findings
from customer_segmentation.data.understand.column_use import UsedColumn, customer_columns
from customer_segmentation.data.understand.source_text import text_of, without_missing
from customer_segmentation.engine.sql_file import identifier
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.reply import Severity


def write_customers(loading: Loading, as_of: date) -> list[Column]:
    """Write ``customers`` from the order file, the second file, or both, and return its columns.

    Needs the view ``transactions`` and the table ``buyers``.
    """
    own = customer_columns(loading.table.engine, loading.reading, loading.profiles)
    engine, folder = loading.table.engine, loading.folder
    path = folder / "customers.parquet"
    if own:
        _write_own(loading, own, path)
    columns = columns_of(own, "customers")
    if not loading.sources.people:
        return columns
    beside = folder / "second"
    beside.mkdir()
    engine.write_parquet("SELECT customer_id FROM buyers", beside / "buyers.parquet")
    header = loading.roles()["customer_id"]
    second = read_customer_file(loading.sources.people, beside, beside / "buyers.parquet", header)
    names = [column.name for column in second.people.traits]
    _joined(loading, second, loading.sources.called or second.source)
    if own:
        both = combined(str(second.path), str(path), (names, [column.name for column in own]))
        engine.write_parquet(both, beside / "both.parquet")
    (beside / ("both.parquet" if own else "customers.parquet")).replace(path)
    shutil.rmtree(beside)
    engine.view("customers", path)
    trait_findings(engine, second.people.traits, as_of, loading.reply)
    unread_findings(second.unread, "unread_trait", loading.reply)
    return columns_of(second.people.traits, "customers") + [c for c in columns if c.name not in names]


def _write_own(loading: Loading, own: list[UsedColumn], path: Path) -> None:
    """Write what the order file says of each customer: the value of the latest line that has one.

    Columns that are dimensions never change within a customer; the few exceptions take the greatest value.
    """
    engine = loading.table.engine
    personal = [column for column in own if column.personal]
    fixed = "".join(f", MAX({identifier(c.name)}) AS {identifier(c.name)}" for c in own if not c.personal)
    query = f"SELECT customer_id{fixed} FROM transactions GROUP BY customer_id"
    if personal:
        names = "".join(f", l.{identifier(column.name)}" for column in personal)
        query = (
            f"SELECT f.*{names} FROM ({query}) f JOIN ({_latest(loading, personal)}) l USING (customer_id)"
        )
    engine.write_parquet(f"SELECT * FROM ({query}) ORDER BY customer_id", path)


def _latest(loading: Loading, personal: list[UsedColumn]) -> str:
    """Return a query of each customer's latest personal data; of the same second, a fixed one of several."""
    columns = {LINE: LINE} | {
        identifier(c.profile.column.name): without_missing(text_of(c.profile.column)) for c in personal
    }
    cells = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    latest = []
    for column in personal:
        cell = identifier(column.profile.column.name)
        when = f"CAST(EPOCH(ordered_at) AS BIGINT) * {_SECOND} + CAST(HASH({cell}) % {_SECOND} AS BIGINT)"
        latest.append(f"ARG_MAX({cell}, {when}) FILTER ({cell} IS NOT NULL) AS {identifier(column.name)}")
    return (
        f"SELECT customer_id, {', '.join(latest)} FROM (SELECT line, customer_id, ordered_at FROM {VIEW} WHERE reason "
        f"IS NULL) JOIN (SELECT {cells} FROM {loading.table.raw.table}) ON line = {LINE} GROUP BY customer_id"
    )


_SECOND = 2**29
"""Room for a hash below one second of a BIGINT key, up to the year 2500."""


def _joined(loading: Loading, second: CustomerFile, called: str) -> None:
    """Add the facts and findings of the second file."""
    engine, reply = loading.table.engine, loading.reply
    engine.view("people", second.path)
    people, without, strangers = engine.rows_of(
        "SELECT (SELECT COUNT(*) FROM people), COUNT(*) FILTER (p.customer_id IS NULL), COUNT(*) FILTER "
        "(b.customer_id IS NULL) FROM buyers b FULL JOIN people p ON b.customer_id = p.customer_id"
    )[0]
    key = f"{ALL}.people_listed"
    reply.facts[key] = Fact(value=people, unit="customers")
    reply.facts[f"{ALL}.customers_without_attributes"] = Fact(
        value=without, unit="customers", basis=(f"{ALL}.customers",)
    )
    reply.facts[f"{ALL}.people_without_orders"] = Fact(value=strangers, unit="customers", basis=(key,))
    repeated = second.people.lines["repeated_customer"]
    if repeated:
        reply.facts[f"{ALL}.people_repeated"] = Fact(value=repeated, unit="lines")
        add(reply, "data_people_repeated", Severity.WARNING, file=called)
    add(
        reply,
        "data_people_joined",
        file=called,
        header=second.people.reading.columns["customer_id"].column.header,
    )
    reply.findings.extend(second.notes)
