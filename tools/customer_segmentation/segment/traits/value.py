"""Groups crossed with value: which of them bring in more, or less, than their number of buyers would.

An index of 1 means as much per buyer as all of whom the traits are known: who is not known at all often buys
otherwise, and would make every group look alike. It is compared for turnover, orders, and the share of buyers
among the fifth who spend most. Turnover is taken as it is: one great buyer widens the interval, as it should.
Every test of every group is one of a family whose false discoveries are controlled.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.reply import SMALLEST_GROUP
from customer_segmentation.segment.segment_table import SMALL, SegmentTable
from customer_segmentation.segment.traits.group import NOT_KNOWN
from customer_segmentation.stats.index_numbers import index_of_means, index_of_shares
from customer_segmentation.stats.means import Moments
from customer_segmentation.stats.means import p_value as means_p
from customer_segmentation.stats.multiple_testing import benjamini_hochberg
from customer_segmentation.stats.shares import Estimate
from customer_segmentation.stats.shares import p_value as shares_p

_FIFTH: Final = 5
_MOST_HIGH: Final = 0.4
"""Where so many buyers spend as much as the top fifth, equal amounts say nothing of high value."""
_RELIABLE: Final = 0.05
_ONE_BUYER: Final = Decimal("0.25")
_OF_MONEY: Final = (
    "revenue",
    "orders",
    "aov",
    "orders_each",
    "median_recency",
    "revenue_share",
    "revenue_rank",
)


@dataclass(frozen=True)
class Bought:
    """What buyers bought together, as ``engine/sql/trait_value.sql`` gives it."""

    buyers: int
    orders: int
    orders_squared: int
    revenue: Decimal
    revenue_squared: Decimal
    high_value: int
    largest: Decimal

    def without(self, part: "Bought") -> "Bought":
        """Return the same of all but a part of the buyers."""
        return Bought(
            self.buyers - part.buyers,
            self.orders - part.orders,
            self.orders_squared - part.orders_squared,
            self.revenue - part.revenue,
            self.revenue_squared - part.revenue_squared,
            self.high_value - part.high_value,
            self.largest,
        )

    def of_revenue(self) -> Moments:
        """Return the moments of turnover per buyer."""
        return _moments(self.buyers, self.revenue, self.revenue_squared)

    def of_orders(self) -> Moments:
        """Return the moments of orders per buyer."""
        return _moments(self.buyers, Decimal(self.orders), Decimal(self.orders_squared))


@dataclass(frozen=True)
class Verdicts:
    """What the comparison showed.

    Attributes:
        over: Ids of groups that reliably bring in more turnover per buyer than the others, largest index first.
        under: Those that bring in less, smallest index first.
        compared: Ids of the groups with enough buyers to compare.
        one_buyer: Groups of which a single buyer brings in a quarter or more of the turnover.
    """

    over: list[str] = field(default_factory=list)
    under: list[str] = field(default_factory=list)
    compared: list[str] = field(default_factory=list)
    one_buyer: list[str] = field(default_factory=list)


def say_value(table: SegmentTable, engine: DuckDB) -> Verdicts:
    """Add the indices of every group with enough buyers to a table, and return what they show."""
    found = _bought(engine)
    if not found:
        return Verdicts()
    _say_buyers(table, found)
    known = {segment: bought for segment, bought in found.items() if segment != NOT_KNOWN}
    if not known:
        return Verdicts()
    whole = _together(known)
    shared = 0 < whole.high_value <= _MOST_HIGH * whole.buyers
    enough = [s for s in table.totals if s in known and _comparable(known[s], whole)]
    tests: dict[tuple[str, str], tuple[float, Estimate]] = {}
    for segment in enough:
        for measure, p, index in _tests(found[segment], whole, shared=shared):
            tests[segment, measure] = (p, index)
            table.say(segment, measure, index.value, "ratio", *_basis(measure, segment))
            table.say_interval(segment, measure, (index.low, index.high), "ratio", kind=Kind.ESTIMATED)
    adjusted = dict(zip(tests, benjamini_hochberg([p for p, _ in tests.values()]), strict=True))
    reliable = {
        s: tests[s, m][1].value for (s, m), p in adjusted.items() if m == "revenue_index" and p < _RELIABLE
    }
    verdicts = Verdicts(
        over=sorted((s for s, v in reliable.items() if v > 1), key=lambda s: (-reliable[s], s)),
        under=sorted((s for s, v in reliable.items() if v < 1), key=lambda s: (reliable[s], s)),
        compared=enough,
        one_buyer=[s for s in enough if found[s].largest >= _ONE_BUYER * found[s].revenue > 0],
    )
    _say_verdicts(table, verdicts)
    return verdicts


def _bought(engine: DuckDB) -> dict[str, Bought]:
    [(buyers,)] = engine.rows_of(
        "SELECT COUNT(*) FROM assigned AS a WHERE a.orders IS NOT NULL AND a.revenue IS NOT NULL"
    )
    if not buyers:
        return {}
    [(high,)] = engine.rows_of(
        "SELECT a.revenue FROM assigned AS a WHERE a.orders IS NOT NULL AND a.revenue IS NOT NULL "
        f"ORDER BY a.revenue DESC LIMIT 1 OFFSET {-(-buyers // _FIFTH) - 1}"
    )
    return {str(segment): Bought(*told) for segment, *told in engine.rows("trait_value", high=high)}


def _together(found: Mapping[str, Bought]) -> Bought:
    each = list(found.values())
    return Bought(
        sum(b.buyers for b in each),
        sum(b.orders for b in each),
        sum(b.orders_squared for b in each),
        sum((b.revenue for b in each), Decimal(0)),
        sum((b.revenue_squared for b in each), Decimal(0)),
        sum(b.high_value for b in each),
        max(b.largest for b in each),
    )


def _comparable(group: Bought, whole: Bought) -> bool:
    return min(group.buyers, whole.buyers - group.buyers) >= SMALL


def _say_buyers(table: SegmentTable, found: Mapping[str, Bought]) -> None:
    """Add how many bought at all where not everybody did; what fewer than five people spent is not told."""
    everybody = sum(bought.buyers for bought in found.values())
    if everybody < table.everybody.customers:
        table.say(ALL, "buyers", everybody, "customers")
    for segment, totals in table.totals.items():
        buyers = found[segment].buyers if segment in found else 0
        if buyers < totals.customers:
            table.say(segment, "buyers", buyers, "customers")
        if buyers < min(SMALLEST_GROUP, totals.customers):
            for measure in _OF_MONEY:
                table.facts.pop(table.key(segment, measure), None)


def _tests(group: Bought, whole: Bought, *, shared: bool) -> Iterator[tuple[str, float, Estimate]]:
    """Give the measure, the p-value of no difference from the others, and the index."""
    others = whole.without(group)
    for measure, one, other in (
        ("revenue_index", group.of_revenue(), others.of_revenue()),
        ("orders_index", group.of_orders(), others.of_orders()),
    ):
        index = index_of_means(one, other)
        if index:
            yield measure, means_p(one, other), index
    if shared:
        counts = (group.high_value, group.buyers, others.high_value, others.buyers)
        index = index_of_shares(*counts)
        if index:
            yield "high_value_index", shares_p(*counts), index


def _basis(measure: str, segment: str) -> tuple[str, ...]:
    part = {"revenue_index": "revenue", "orders_index": "orders"}.get(measure)
    return (f"{segment}.{part}",) if part else ()


def _say_verdicts(table: SegmentTable, verdicts: Verdicts) -> None:
    table.say(ALL, "groups_compared", len(verdicts.compared), "count")
    table.say(ALL, "groups_over", len(verdicts.over), "count")
    table.say(ALL, "groups_under", len(verdicts.under), "count")
    for segments in (verdicts.over, verdicts.under):
        for place, segment in enumerate(segments, start=1):
            name = "over_rank" if segments is verdicts.over else "under_rank"
            table.say(segment, name, place, "rank", f"{segment}.revenue_index")


def _moments(size: int, total: Decimal, squares: Decimal) -> Moments:
    """Return size, mean and sample variance from exact sums."""
    mean = total / size if size else Decimal(0)
    variance = (squares - total * mean) / (size - 1) if size > 1 else Decimal(0)
    return Moments(size, float(mean), float(max(variance, Decimal(0))))
