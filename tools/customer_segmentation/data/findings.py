"""What a careful analyst would mention about an order file: each finding computed, none guessed."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from customer_segmentation.data.clean.line_counts import first_lines
from customer_segmentation.data.clean.receipt import ALL, TOOL
from customer_segmentation.data.clean.transactions import Cleaned
from customer_segmentation.data.clean.unread_numbers import UnreadNumbers
from customer_segmentation.data.id_findings import id_findings
from customer_segmentation.data.understand.column_profile import SAMPLE, ColumnProfile
from customer_segmentation.data.understand.column_use import personal_kind
from customer_segmentation.data.understand.reading import Reading
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import identifier
from customer_segmentation.kit.fact import NO_CURRENCY, Fact
from customer_segmentation.kit.reply import Finding, Reply, Severity

FEWEST_CUSTOMERS: Final = 500
FEWEST_DAYS: Final = 180
"""Below these, one vendor's commercial gate closes (PRACTICE, practice 4)."""
_UNSURE: Final = 0.6
_MANY: Final = 0.01
_MUCH: Final = 0.1
_LARGE_SHARE: Final = 0.2
_PERCENT: Final = 100
_SUBSCRIBED: Final = 4
_SUBSCRIBERS: Final = 0.1
_FEWEST_WINDOWS: Final = 6
_FLOOD: Final = 3
_WINDOW: Final = 30
_FEWEST_NEWCOMERS: Final = 50


def order_findings(engine: DuckDB, cleaned: Cleaned, profiles: list[ColumnProfile], reply: Reply) -> None:
    """Add the findings of an order file to a reply that has its facts; needs ``buyers`` and ``orders``."""
    for find in (_size, _large_accounts, _subscriptions, _window, _shops):
        find(engine, cleaned, reply)
    id_findings(engine, cleaned.plan.reading, cleaned.plan.ids, "transactions", reply)
    _lines_set_aside(engine, cleaned, reply)
    _kept_with_a_remark(cleaned, reply)
    _understood(cleaned, reply)
    _instead_of_the_id(engine, cleaned, profiles, reply)


def add(
    reply: Reply, code: str, severity: Severity = Severity.INFO, subject: str = "all", **values: str
) -> None:
    """Add a finding to a reply."""
    reply.findings.append(Finding(code=code, severity=severity, subject=subject, values=values))


def unread_findings(unread: Sequence[UnreadNumbers], subject: str, reply: Reply) -> None:
    """Say how many cells of which columns of numbers are no numbers; subjects are numbered from 1."""
    for number, column in enumerate(unread, 1):
        named = f"{subject}_{number}"
        reply.facts[f"{TOOL}.{named}.unread_cells"] = Fact(value=column.cells, unit="count")
        reply.names[named] = column.header
        add(reply, "data_unread_numbers", Severity.WARNING, named, header=column.header)


def size_findings(reply: Reply) -> None:
    """Say when there are few customers or few days."""
    customers, days = reply.facts.get(f"{ALL}.customers"), reply.facts.get(f"{ALL}.history_days")
    if customers and customers.number < FEWEST_CUSTOMERS:
        add(reply, "data_few_customers", Severity.WARNING)
    if days and days.number < FEWEST_DAYS:
        add(reply, "data_short_history", Severity.WARNING)


def _size(engine: DuckDB, cleaned: Cleaned, reply: Reply) -> None:  # noqa: ARG001 - one signature for all
    size_findings(reply)


def _large_accounts(engine: DuckDB, cleaned: Cleaned, reply: Reply) -> None:
    """The largest one in a hundred customers hold a fifth of the turnover or more: wholesale, or staff, or a dump."""
    customers = int(reply.facts[f"{ALL}.customers"].number)
    largest = customers // _PERCENT
    if not largest:
        return
    top, whole = engine.rows_of(
        "SELECT COALESCE(SUM(CASE WHEN n <= "
        f"{largest} THEN revenue END), 0), COALESCE(SUM(CASE WHEN revenue > 0 THEN revenue END), 0) FROM "
        "(SELECT revenue, ROW_NUMBER() OVER (ORDER BY revenue DESC, customer_id) AS n FROM buyers)"
    )[0]
    if whole <= 0 or top / whole < Decimal(str(_LARGE_SHARE)):
        return
    key = f"{TOOL}.large_accounts"
    reply.facts[f"{key}.customers"] = Fact(value=largest, unit="customers", basis=(f"{ALL}.customers",))
    reply.facts[f"{key}.revenue"] = Fact(value=top, unit=cleaned.currency)
    reply.facts[f"{key}.revenue_share"] = Fact(
        value=float(top / whole), unit="share", basis=(f"{key}.revenue", f"{ALL}.revenue")
    )
    add(reply, "data_large_accounts", Severity.WARNING, "large_accounts")


def _subscriptions(engine: DuckDB, cleaned: Cleaned, reply: Reply) -> None:  # noqa: ARG001 - one signature for all
    """Customers with four and more equal payments at equal distances."""
    regular, equal = engine.rows_of(
        "WITH c AS (SELECT customer_id, MIN(gross) = MAX(gross) AS equal FROM orders WHERE valid GROUP BY customer_id "
        f"HAVING COUNT(*) >= {_SUBSCRIBED}), g AS (SELECT o.customer_id, DATE_DIFF('day', LAG(o.ordered_on) OVER "
        "(PARTITION BY o.customer_id ORDER BY o.ordered_on, o.order_id), o.ordered_on) AS gap FROM orders o JOIN c ON "
        "c.customer_id = o.customer_id WHERE o.valid AND c.equal), s AS (SELECT customer_id FROM g GROUP BY customer_id "
        "HAVING MIN(gap) >= 5 AND MAX(gap) - MIN(gap) <= 4) SELECT (SELECT COUNT(*) FROM c), (SELECT COUNT(*) FROM s)"
    )[0]
    if equal and equal >= _SUBSCRIBERS * regular:
        whole = f"{TOOL}.regular_buyers.customers"
        reply.facts[whole] = Fact(value=regular, unit="customers")
        reply.facts[f"{TOOL}.subscribers.customers"] = Fact(value=equal, unit="customers", basis=(whole,))
        add(reply, "data_subscriptions", Severity.WARNING, "subscribers")


def _window(engine: DuckDB, cleaned: Cleaned, reply: Reply) -> None:  # noqa: ARG001 - one signature for all
    """Far more first orders in the first 30 days than in later ones: the file starts later than the shop."""
    rows = engine.rows_of(
        f"SELECT DATE_DIFF('day', MIN(first_on) OVER (), first_on) // {_WINDOW} AS w FROM buyers"
    )
    counts: dict[int, int] = {}
    for (window,) in rows:
        counts[window] = counts.get(window, 0) + 1
    later = sorted(counts.get(n, 0) for n in range(1, max(counts, default=0)))
    if len(later) < _FEWEST_WINDOWS:
        return
    usual = later[len(later) // 2]
    if usual and counts[0] >= max(_FEWEST_NEWCOMERS, _FLOOD * usual):
        reply.facts[f"{ALL}.newcomers_first_30_days"] = Fact(value=counts[0], unit="customers")
        reply.facts[f"{ALL}.newcomers_usual_30_days"] = Fact(value=usual, unit="customers")
        add(reply, "data_window_starts_late")


def _shops(engine: DuckDB, cleaned: Cleaned, reply: Reply) -> None:
    column = cleaned.plan.reading.columns.get("shop")
    if column is None:
        return
    shops = engine.rows_of("SELECT COUNT(DISTINCT shop) FROM transactions")[0][0]
    if shops > 1:
        reply.facts[f"{ALL}.shops"] = Fact(value=shops, unit="count")
        add(reply, "data_several_shops", header=column.column.header)


def _lines_set_aside(engine: DuckDB, cleaned: Cleaned, reply: Reply) -> None:
    roles = cleaned.plan.reading.columns
    for reason, role in (
        ("unreadable_date", "date"),
        ("unreadable_price", ""),
        ("unreadable_quantity", "quantity"),
    ):
        if cleaned.counts.lines(reason):
            profile = roles.get(role) or roles.get("amount") or roles["price"]
            lines = ", ".join(str(line) for line in first_lines(engine, reason))
            add(reply, f"data_{reason}_lines", Severity.WARNING, header=profile.column.header, lines=lines)
    if cleaned.counts.lines("far_date") and cleaned.usual:
        first, last = (day.isoformat() for day in cleaned.usual)
        add(reply, "data_far_dates", Severity.WARNING, first=first, last=last)
    share = reply.facts.get(f"{ALL}.missing_customer_share")
    if share and share.number >= Decimal(str(_MUCH)):
        add(reply, "data_many_without_customer", Severity.WARNING)


def _kept_with_a_remark(cleaned: Cleaned, reply: Reply) -> None:
    facts = reply.facts
    repeated = cleaned.repeated
    if repeated:
        many = repeated >= _MANY * cleaned.counts.lines("")
        add(reply, "data_duplicates", Severity.WARNING if many else Severity.INFO)
    tests: list[tuple[str, Callable[[Decimal], bool]]] = [
        ("zero_price_lines", bool),
        ("unmatched_returns", bool),
        ("customers_without_valid_purchase", bool),
        ("missing_order_lines", bool),
    ]
    for measure, matters in tests:
        fact = facts.get(f"{ALL}.{measure}")
        if fact and matters(fact.number):
            add(reply, f"data_{measure}")


def _understood(cleaned: Cleaned, reply: Reply) -> None:
    """What was decided about the file and may be corrected."""
    plan = cleaned.plan
    reading = plan.reading
    headers = {role: profile.column.header for role, profile in reading.columns.items()}
    if not reading.has("order_id"):
        add(reply, "data_order_is_customer_day")
    if plan.money.per_order:
        add(reply, "data_order_total", header=headers["amount"])
    elif plan.money.differs and plan.money.by == "amount":
        add(
            reply,
            "data_amount_differs",
            header=headers["amount"],
            price=headers["price"],
            quantity=headers["quantity"],
        )
    if plan.money.by != "amount" and reading.has("discount") and reading.columns["discount"].most:
        add(reply, "data_discount_unused", header=headers["discount"])
    if plan.filled:
        add(reply, "data_filled_down", headers=", ".join(headers[role] for role in plan.filled))
    if plan.date.zone:
        add(reply, f"data_zone_{plan.date.zone}", header=headers["date"])
    if cleaned.currency == NO_CURRENCY:
        add(reply, "data_currency_unknown")
    for role in ("date", "customer_id", "order_id", "amount", "price"):
        if reading.confidence.get(role, 1.0) < _UNSURE:
            add(reply, f"data_unsure_{role}", Severity.WARNING, header=headers[role])


def _instead_of_the_id(engine: DuckDB, cleaned: Cleaned, profiles: list[ColumnProfile], reply: Reply) -> None:
    """Lines without a customer id that have an e-mail address by which they could be counted."""
    if not cleaned.counts.lines("missing_customer"):
        return
    customer = cleaned.plan.reading.columns["customer_id"]
    for profile in profiles:
        if personal_kind(profile) != "email" or profile is customer:
            continue
        who, mail = identifier(customer.column.name), identifier(profile.column.name)
        if engine.rows_of(f"SELECT COUNT(*) FROM {SAMPLE} WHERE {who} IS NULL AND {mail} IS NOT NULL")[0][0]:
            add(reply, "data_email_instead", header=profile.column.header)
            return


def personal_findings(profiles: list[ColumnProfile], reading: Reading, reply: Reply) -> None:
    """Name the columns of personal data: they are kept from every model."""
    known = {p.column.name for role, p in reading.columns.items() if role != "customer_id"}
    found = [p for p in profiles if p.distinct and p.column.name not in known and personal_kind(p)]
    headers = [profile.column.header for profile in found]
    if headers:
        add(reply, "data_personal_columns", headers=", ".join(headers[:12]))
