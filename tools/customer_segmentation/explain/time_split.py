"""Out of time: segments formed before a day, and what their customers did from that day on.

The segments are formed with the same rules from what was known before the split day alone, cuts included, and
those of clusters by today's model (``earlier_segments.py``); returns that came later are not seen. Whatever follows
is measured, not fitted.
"""

import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.explain.earlier_segments import as_judged
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.stats.rank_auc import rank_auc
from customer_segmentation.workspace.workspace import Result, Workspace

SHORTEST: Final = 30
"""A window of fewer days says little about anybody; the history must cover it twice."""
YEAR: Final = 365
LARGEST: Final = 3
"""How many accounts are looked at to see whether a few of them carry a segment's spend."""

_LIKELIEST_FIRST: Final = (
    "champions",
    "loyal_customers",
    "potential_loyalists",
    "cant_lose",
    "need_attention",
    "at_risk",
    "new_customers",
    "promising",
    "about_to_sleep",
    "hibernating",
    "one_time_lapsed",
)
"""The default map in the order in which its segments are expected to come back, declared before any data are
seen (PRACTICE, section 6). Other RFM maps are expected to come back in the order of their declaration."""


@dataclass(frozen=True)
class Window:
    """The days of a time split; every end is the first day no longer in the window.

    Attributes:
        split_on: The segments are formed from what happened before this day.
        ends_on: What customers did is measured from ``split_on`` until before this day.
        before_from: First day of the window that the following one is compared with.
        before_to: Its end: the same days a year earlier where the history covers them, else the split day.
        history: Days from the first order to ``ends_on``.
    """

    split_on: date
    ends_on: date
    before_from: date
    before_to: date
    history: int

    @property
    def days(self) -> int:
        """Length of the following window."""
        return (self.ends_on - self.split_on).days

    @property
    def scale(self) -> Decimal:
        """What one day before the split must count for when both windows are to be of equal length."""
        return Decimal(self.days) / Decimal((self.before_to - self.before_from).days)

    @property
    def is_a_year_earlier(self) -> bool:
        """Tell whether the earlier window holds the same days of the year."""
        return self.before_to < self.split_on or self.days == YEAR


@dataclass(frozen=True)
class Outcome:
    """What the customers of one earlier segment did; money is net of returns, by the day it was booked.

    Attributes:
        came_back: Customers with a valid order in the following window.
        spent_before: Money in the earlier window, not yet scaled to equal length.
        before_squared: Sum over customers of the squared money before; likewise the two others.
        largest_before: Money before of the ``LARGEST`` accounts.
    """

    customers: int
    came_back: int
    orders_after: int
    spent_before: Decimal
    spent_after: Decimal
    before_squared: Decimal
    before_after: Decimal
    after_squared: Decimal
    largest_before: Decimal


@dataclass(frozen=True)
class TimeSplit:
    """The answer: outcomes by segment id, and how well three scores ordered customers.

    An order is the share of pairs (one who came back, one who did not) that a score puts right; None where
    everybody or nobody came back.
    """

    window: Window
    outcomes: dict[str, Outcome]
    segments_order: Fraction | None
    recency_order: Fraction | None
    orders_order: Fraction | None


def split_window(first_on: date, ends_on: date, horizon_days: int) -> Window:
    """Return the window of a split whose following part has ``horizon_days``, fewer if the history is short.

    Raises:
        MethodError: The history does not hold two windows of ``SHORTEST`` days.
    """
    history = (ends_on - first_on).days
    days = min(horizon_days, history // 2)
    if days < min(SHORTEST, horizon_days):
        raise MethodError("time_split_history_short", days=history, needed=2 * min(SHORTEST, horizon_days))
    split_on = ends_on - timedelta(days=days)
    year_before = split_on - timedelta(days=YEAR)
    if first_on <= year_before:
        return Window(split_on, ends_on, year_before, year_before + timedelta(days=days), history)
    return Window(split_on, ends_on, first_on, split_on, history)


def time_split(scope: Scope, segmentation: Result, workspace: Workspace, horizon_days: int) -> TimeSplit:
    """Form the segments of a result again before its last ``horizon_days`` days and measure what followed.

    ``scope`` is what ``behaviour_scope`` gives for the segments.

    Raises:
        MethodError: No history of orders, too short a one, or segments that cannot be formed at another day.
    """
    window = split_window(*history(scope), horizon_days)
    follow(scope, segmentation, workspace, window)
    return _measured(scope.engine, window, expected_order(Segmentation.read(segmentation.folder)))


def follow(scope: Scope, segmentation: Result, workspace: Workspace, window: Window) -> None:
    """Make the table ``split_customers`` of the segments of a result as they stood on the split day.

    Raises:
        MethodError: Segments of this method cannot be formed at another day, or nobody had bought by then.
    """
    with tempfile.TemporaryDirectory(dir=workspace.root) as folder:
        follow_assigned(scope, as_judged(segmentation, workspace, window.split_on, Path(folder)), window)


def follow_assigned(scope: Scope, assignment: Path, window: Window) -> None:
    """Make the table ``split_customers`` of customers assigned to segments on the split day.

    It has one row per customer of theirs: customer_id, segment, recency_days, orders, revenue (as known on the split
    day), spent_before, spent_after, orders_after.
    """
    days = {
        "before_from": window.before_from,
        "before_to": window.before_to,
        "split_on": window.split_on,
        "as_of": window.ends_on,
    }
    scope.engine.view("earlier", assignment)
    scope.engine.table("window_money", "window_money", **days)
    scope.engine.table("split_customers", "time_split_customers")


def expected_order(segmentation: Segmentation) -> list[str]:
    """Return the segments, likeliest to come back first; empty where the method declares no order."""
    declared = segmentation.ids() if segmentation.method == "rfm" else []
    known = set(declared) <= set(_LIKELIEST_FIRST)
    return sorted(declared, key=_LIKELIEST_FIRST.index) if known else declared


def history(scope: Scope) -> tuple[date, date]:
    """Return the day of the first order, and the first day of which nothing can be known.

    A day of extraction long after the last order adds no knowledge of customers.

    Raises:
        MethodError: The data hold no single orders.
    """
    if not scope.has_orders:
        raise MethodError("time_split_no_orders")
    [(first_on, last_on)] = scope.engine.rows("order_extent")
    return first_on, min(scope.as_of, last_on + timedelta(days=1))


def _measured(engine: DuckDB, window: Window, ordered: list[str]) -> TimeSplit:
    found = engine.rows("time_split_segments", largest=LARGEST)
    outcomes = {str(segment): Outcome(*measures) for segment, *measures in found}
    ranks: dict[str, list[tuple[int, int]]] = {"recency": [], "orders": []}
    for measure, _value, customers, came_back in engine.rows("time_split_ranks"):
        ranks[measure].append((customers, came_back))
    known = [outcomes[segment] for segment in ordered if segment in outcomes]
    return TimeSplit(
        window=window,
        outcomes=outcomes,
        segments_order=rank_auc((o.customers, o.came_back) for o in known) if known else None,
        recency_order=rank_auc(ranks["recency"]),
        orders_order=rank_auc(reversed(ranks["orders"])),
    )
