"""What one pass over the lines finds: lines, money and days, by the reason for which lines are set aside."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from customer_segmentation.data.clean.line_view import RETURN, VIEW
from customer_segmentation.engine.duckdb_engine import DuckDB


@dataclass(frozen=True)
class LineGroup:
    """Lines of one reason, day and currency, and what they hold.

    Attributes:
        reason: Why they are set aside; empty for kept lines.
        amount: Sum of amounts, returns negative.
        gross: Sum of positive amounts.
        marked_sales: Lines with a cancellation mark but a positive amount; ``marked`` counts all marked.
        by_day: Lines without an order id.
        day_first: Lines whose date can only be day-first, where the sample did not show it; likewise
            ``month_first``. ``unlike`` counts numbers with a mark where the sample had none.
    """

    reason: str
    day: date | None
    currency: str
    lines: int
    amount: Decimal
    gross: Decimal
    returns: int
    free: int
    by_day: int
    marked: int
    marked_sales: int
    day_first: int
    month_first: int
    unlike: int


@dataclass(frozen=True)
class LineCounts:
    """All groups of a file."""

    groups: list[LineGroup]

    def lines(self, reason: str) -> int:
        """Return how many lines have a reason."""
        return sum(group.lines for group in self.groups if group.reason == reason)

    def amount(self, reason: str) -> Decimal:
        """Return the sum of amounts of a reason."""
        return sum((group.amount for group in self.groups if group.reason == reason), Decimal(0))

    def reasons(self) -> Counter[str]:
        """Return lines by reason."""
        counts: Counter[str] = Counter()
        for group in self.groups:
            counts[group.reason] += group.lines
        return counts

    def kept_days(self) -> dict[date, int]:
        """Return kept lines by day."""
        days: Counter[date] = Counter()
        for group in self.groups:
            if not group.reason and group.day:
                days[group.day] += group.lines
        return dict(days)

    def currencies(self) -> dict[str, int]:
        """Return kept lines by currency, without those that say none."""
        found: Counter[str] = Counter()
        for group in self.groups:
            if not group.reason and group.currency:
                found[group.currency] += group.lines
        return dict(found)

    def total(self, measure: Callable[[LineGroup], int], reasons: Iterable[str] | None = None) -> int:
        """Return the sum of a measure over some reasons, over all groups by default."""
        wanted = None if reasons is None else set(reasons)
        return sum(measure(group) for group in self.groups if wanted is None or group.reason in wanted)


def count_lines(engine: DuckDB) -> LineCounts:
    """Count the lines of the view ``read_lines`` in one pass."""
    rows = engine.rows_of(
        "SELECT COALESCE(reason, ''), CAST(ordered_at AS DATE), COALESCE(currency, ''), COUNT(*), "
        "COALESCE(SUM(amount), 0), COALESCE(SUM(CASE WHEN amount > 0 THEN amount END), 0), "
        f"COUNT(*) FILTER ({RETURN}), COUNT(*) FILTER (amount = 0 AND NOT {RETURN}), "
        "COUNT(*) FILTER (ordered_by_day), COUNT(*) FILTER (marked), COUNT(*) FILTER (marked AND NOT "
        f"{RETURN}), COUNT(*) FILTER (day_first), COUNT(*) FILTER (month_first), COUNT(*) FILTER (unlike) FROM {VIEW} GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    return LineCounts([LineGroup(*row) for row in rows])


def first_lines(engine: DuckDB, reason: str, most: int = 3) -> list[int]:
    """Return the numbers of the first lines that were set aside for a reason."""
    rows = engine.rows_of(f"SELECT line FROM {VIEW} WHERE reason = '{reason}' ORDER BY line LIMIT {most}")
    return [row[0] for row in rows]
