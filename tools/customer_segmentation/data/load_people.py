"""Loading tables with one row per customer: attributes, or sums of orders."""

from datetime import date

from customer_segmentation.data.clean.people import (
    KEPT,
    NO_CALENDAR,
    People,
    day_after,
    read_people,
    write_people,
)
from customer_segmentation.data.clean.receipt import ALL, Receipt
from customer_segmentation.data.clean.unread_numbers import unread_numbers
from customer_segmentation.data.dataset import Dataset, Grain
from customer_segmentation.data.findings import add, size_findings, unread_findings
from customer_segmentation.data.id_findings import id_findings
from customer_segmentation.data.loaded_facts import summary_facts
from customer_segmentation.data.loading import Loading, columns_of, said_order
from customer_segmentation.data.trait_findings import trait_findings
from customer_segmentation.data.understand.currency import decide_currency, header_currency
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.reply import Severity


def load_people(loading: Loading) -> Dataset:
    """Write the tables of a file with one row per customer and return what is known of them.

    Raises:
        InputError: Nothing useful is left, or the file describes one customer only.
        NeedsAnswer: Its dates or numbers can be read in two ways.
    """
    request, engine = loading.request, loading.table.engine
    summed = loading.reading.grain is Grain.CUSTOMERS
    told = date.fromisoformat(request.as_of) if request.as_of else None
    people = read_people(
        loading.table,
        loading.reading,
        loading.profiles,
        order=request.date_order,
        mark=request.decimal,
        as_of=told or NO_CALENDAR,
    )
    _check(loading, people)
    write_people(engine, people, loading.folder, summed=summed)
    reply = loading.reply
    named = header_currency(loading.reading)
    reply.currency = decide_currency({}, named, request.currency, loading.profile_currency)
    lines = {**people.lines, "malformed": loading.table.raw.malformed}
    receipt = Receipt(lines, None, reply.currency)
    reply.with_facts(receipt.facts())
    reply.tables["receipt"] = receipt.table()
    as_of, first, last = _days(loading, people, told)
    if summed:
        reply.with_facts(summary_facts(engine, reply.currency, as_of, dated=last is not None))
    else:
        reply.facts[f"{ALL}.customers"] = Fact(value=people.lines[""], unit="customers")
    _findings(loading, people, as_of)
    columns = columns_of(people.traits, "customers")
    loading.describe(
        columns, aside=receipt.by_size(), date_order=said_order(people.date), traits=len(columns)
    )
    return Dataset(
        source=loading.source,
        grain=loading.reading.grain,
        roles=loading.roles(),
        currency=reply.currency,
        as_of=as_of,
        first_on=first,
        last_on=last,
        columns=columns,
    )


def _check(loading: Loading, people: People) -> None:
    if not people.lines[""]:
        raise InputError("data_nothing_kept", source=loading.source)
    if people.lines[""] == 1:
        header = loading.roles().get("customer_id", "")
        raise InputError("data_one_customer", source=loading.source, header=header)


def _days(loading: Loading, people: People, told: date | None) -> tuple[date, date | None, date | None]:
    """Return the day recency is counted to, and the first and last day of the file where it has dates."""
    engine, folder = loading.table.engine, loading.folder
    if loading.reading.grain is Grain.CUSTOMERS:
        engine.view("summary", folder / "summary.parquet")
        if not loading.reading.has("last_date"):
            return told or NO_CALENDAR, None, None
        first, last = engine.rows_of("SELECT MIN(COALESCE(first_on, last_on)), MAX(last_on) FROM summary")[0]
        return told or day_after(last), first, last
    engine.view("customers", folder / "customers.parquet")
    dates = [column.name for column in people.traits if column.kind == "date"]
    latest = [engine.rows_of(f'SELECT MAX("{name}") FROM customers')[0][0] for name in dates]
    return told or day_after(max((day for day in latest if day), default=None)), None, None


def _findings(loading: Loading, people: People, as_of: date) -> None:
    reply, engine = loading.reply, loading.table.engine
    id_findings(engine, loading.reading, people.ids, KEPT, reply)
    if not loading.reading.has("customer_id"):
        add(reply, "data_rows_are_customers")
    if (
        loading.reading.has("recency_days")
        and not loading.reading.has("last_date")
        and not loading.request.as_of
    ):
        header = loading.reading.columns["recency_days"].column.header
        add(reply, "data_recency_without_date", Severity.WARNING, header=header)
    for reason, lines in people.unreadable.items():
        add(
            reply,
            "data_rows_unreadable",
            Severity.WARNING,
            reason,
            lines=", ".join(str(line) for line in lines),
        )
    if people.lines["repeated_customer"]:
        add(reply, "data_people_repeated", Severity.WARNING, file=loading.source)
    size_findings(reply)
    if people.traits:
        path = loading.folder / "customers.parquet"
        engine.view("customers", path)
        trait_findings(engine, people.traits, as_of, reply)
        unread = unread_numbers(engine, loading.table.raw, people.traits, people.numbers, path)
        unread_findings(unread, "unread_trait", reply)
