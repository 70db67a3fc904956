"""The table of segments, the same for every method: how many, how much, how recent, how often.

It reads the table ``assigned``: one row per customer with customer_id, segment, recency_days BIGINT, orders
BIGINT and revenue DECIMAL(18,4), the last three NULL where the data do not tell.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.fact import split_key
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.reply import SMALLEST_GROUP, FactTable, Reply
from customer_segmentation.segment.segmentation import Segment

SMALL: Final = 30
"""Below this a segment is shown with its count and nobody reads a rate from it (PRACTICE, section 6)."""
_SEGMENTS: Final = ("customers", "share", "revenue", "revenue_share", "median_recency", "orders_each")
_BASKETS: Final = ("customers", "orders", "aov")
_TELLING: Final = ("customers", "revenue_share", "median_recency", "orders_each", "revenue", "share")


@dataclass(frozen=True)
class Totals:
    """What the customers of one segment did together; None where the data do not tell."""

    customers: int
    orders: int | None
    revenue: Decimal | None
    median_recency: int | None


class SegmentTable(FactSheet):
    """Facts and tables of a segmentation, and which of its segments have customers.

    Attributes:
        totals: By segment id in declared order, segments without customers left out.
        everybody: The same of all customers together.
        empty: Ids of the declared segments that nobody is in.
    """

    def __init__(
        self, tool: str, currency: str, totals: dict[str, Totals], everybody: Totals, empty: list[str]
    ) -> None:
        super().__init__(tool, currency)
        self.totals = totals
        self.everybody = everybody
        self.empty = empty

    @property
    def small(self) -> list[str]:
        """The segments with too few customers to read a rate from."""
        return [segment for segment, totals in self.totals.items() if totals.customers < SMALL]

    def add_to(self, reply: Reply) -> None:
        """Put the facts, those on all customers first, and the tables ``segments`` and ``baskets`` into a reply.

        A model is shown the first facts only, so the most telling measures of every segment come early.
        """
        reply.facts.update(sorted(self.facts.items(), key=lambda entry: _place(entry[0])))
        for name, measures in (("segments", _SEGMENTS), ("baskets", _BASKETS)):
            told = [m for m in measures if any(self.key(s, m) in self.facts for s in self.totals)]
            if len(told) > 1:
                reply.tables[name] = FactTable(tool=self.tool, subjects=list(self.totals), measures=told)


def _place(key: str) -> int:
    _, subject, measure = split_key(key)
    if subject == ALL:
        return -1
    return _TELLING.index(measure) if measure in _TELLING else len(_TELLING)


def segment_table(engine: DuckDB, tool: str, segments: Sequence[Segment], currency: str) -> SegmentTable:
    """Return the facts of every segment that has customers, and of all customers together.

    Per segment: customers, share, orders, revenue, revenue_share, aov (revenue per order), orders_each,
    median_recency (lower median, days), customers_rank and revenue_rank (1 is most, equals share a rank).
    For all: the same without shares and ranks, and what the tenth and the hundredth of the customers who
    spent most bring in, unless that is a handful of people. A share of revenue is left out where revenue does not add up to more than zero.
    """
    medians = {str(segment): int(days) for segment, days in engine.rows("segment_recency")}
    found = {
        str(segment): Totals(customers, orders, revenue, medians.get(segment))
        for segment, customers, orders, revenue in engine.rows("segment_totals")
    }
    table = SegmentTable(
        tool=tool,
        currency=currency,
        totals={s.id: found[s.id] for s in segments if s.id in found},
        everybody=_added_up(found.values(), medians.get(ALL)),
        empty=[s.id for s in segments if s.id not in found],
    )
    _say_totals(table, ALL, table.everybody)
    _say_concentration(table, engine)
    for segment, totals in table.totals.items():
        _say_totals(table, segment, totals)
        _say_shares(table, segment, totals)
    _say_ranks(table, "customers", {s: t.customers for s, t in table.totals.items()})
    _say_ranks(table, "revenue", {s: t.revenue for s, t in table.totals.items() if t.revenue is not None})
    return table


def say_together(table: SegmentTable, name: str, segments: Iterable[str]) -> None:
    """Say customers, share, revenue and revenue_share of several segments as facts ``all.<name>_…``."""
    parts = [segment for segment in segments if segment in table.totals]
    whole, both = table.everybody, _added_up([table.totals[part] for part in parts], None)
    many, much = f"{name}_customers", f"{name}_revenue"
    table.say(ALL, many, both.customers, "customers", *(f"{part}.customers" for part in parts))
    share = both.customers / whole.customers
    table.say(ALL, f"{name}_share", share, "share", f"{ALL}.{many}", f"{ALL}.customers")
    if whole.revenue is not None and whole.revenue > 0:
        revenue = both.revenue or Decimal(0)
        table.say(ALL, much, revenue, table.currency, *(f"{part}.revenue" for part in parts))
        share = float(revenue / whole.revenue)
        table.say(ALL, f"{much}_share", share, "share", f"{ALL}.{much}", f"{ALL}.revenue")


def _added_up(totals: Iterable[Totals], median: int | None) -> Totals:
    each = list(totals)
    orders = [t.orders for t in each if t.orders is not None]
    revenue = [t.revenue for t in each if t.revenue is not None]
    return Totals(
        customers=sum(t.customers for t in each),
        orders=sum(orders) if orders else None,
        revenue=sum(revenue, Decimal(0)) if revenue else None,
        median_recency=median,
    )


def _say_totals(table: SegmentTable, subject: str, totals: Totals) -> None:
    many, often, much = f"{subject}.customers", f"{subject}.orders", f"{subject}.revenue"
    table.say(subject, "customers", totals.customers, "customers")
    if totals.orders is not None:
        table.say(subject, "orders", totals.orders, "orders")
        table.say(subject, "orders_each", totals.orders / totals.customers, "average", often, many)
    if totals.revenue is not None:
        table.say(subject, "revenue", totals.revenue, table.currency)
        if totals.orders:
            table.say(subject, "aov", totals.revenue / totals.orders, table.currency, much, often)
    if totals.median_recency is not None:
        table.say(subject, "median_recency", totals.median_recency, "days")


def _say_shares(table: SegmentTable, subject: str, totals: Totals) -> None:
    whole = table.everybody
    share = totals.customers / whole.customers
    table.say(subject, "share", share, "share", f"{subject}.customers", f"{ALL}.customers")
    if totals.revenue is not None and whole.revenue is not None and whole.revenue > 0:
        share = float(totals.revenue / whole.revenue)
        table.say(subject, "revenue_share", share, "share", f"{subject}.revenue", f"{ALL}.revenue")


def _say_ranks(table: SegmentTable, measure: str, values: Mapping[str, int | Decimal]) -> None:
    for segment, value in values.items():
        rank = 1 + sum(other > value for other in values.values())
        table.say(segment, f"{measure}_rank", rank, "rank", f"{segment}.{measure}")


def _say_concentration(table: SegmentTable, engine: DuckDB) -> None:
    whole = table.everybody
    if whole.revenue is None or whole.revenue <= 0:
        return
    counts = {"tenth": -(-whole.customers // 10), "hundredth": -(-whole.customers // 100)}
    amounts = engine.rows("segment_top_revenue", **counts)[0]
    for part, revenue in zip(counts, amounts, strict=True):
        if counts[part] < SMALLEST_GROUP:
            continue
        many, much = f"top_{part}_customers", f"top_{part}_revenue"
        table.say(ALL, many, counts[part], "customers")
        table.say(ALL, much, revenue, table.currency)
        share = float(revenue / whole.revenue)
        table.say(ALL, f"{much}_share", share, "share", f"{ALL}.{much}", f"{ALL}.revenue")
