"""Flows of customers between segments: who was where on the first day and where on the second."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from customer_segmentation.engine.duckdb_engine import DuckDB

Place = str | None
"""A segment, or None: not yet, or no longer, among the customers."""


@dataclass(frozen=True)
class Flow:
    """Customers who made the same move; money is net of returns, by the day it was booked.

    Attributes:
        spent_before: In as many days before the first day.
        spent_between: From the first day until before the second.
    """

    customers: int = 0
    ordered: int = 0
    spent_before: Decimal = Decimal(0)
    spent_between: Decimal = Decimal(0)

    def __add__(self, other: "Flow") -> "Flow":
        return Flow(
            self.customers + other.customers,
            self.ordered + other.ordered,
            self.spent_before + other.spent_before,
            self.spent_between + other.spent_between,
        )


@dataclass(frozen=True)
class Flows:
    """Every move that somebody made.

    Attributes:
        segments: Those with customers on either day, in their declared order.
        moves: By (segment on the first day, segment on the second).
        ladder: The segments from best to worst; empty where none is better than another.
    """

    segments: list[str]
    moves: dict[tuple[Place, Place], Flow]
    ladder: list[str]

    def together(self, chosen: Callable[[Place, Place], bool]) -> Flow:
        """Return the sum of the chosen moves."""
        return _sum(flow for (before, after), flow in self.moves.items() if chosen(before, after))

    def move(self, before: Place, after: Place) -> Flow:
        """Return one move, empty if nobody made it."""
        return self.moves.get((before, after), Flow())

    def before(self, segment: str) -> Flow:
        """Return those who were in a segment on the first day."""
        return self.together(lambda before, _after: before == segment)

    def after(self, segment: str) -> Flow:
        """Return those who are in a segment on the second day."""
        return self.together(lambda _before, after: after == segment)

    def left(self, segment: str) -> Flow:
        """Return those of a segment on the first day who are elsewhere on the second."""
        return self.together(lambda before, after: before == segment != after)

    def entered(self, segment: str) -> Flow:
        """Return those of a segment on the second day who were elsewhere on the first."""
        return self.together(lambda before, after: before != segment == after)

    def is_up(self, before: Place, after: Place) -> bool:
        """Tell whether a move leads to a better segment."""
        return self._climbs(after, before)

    def is_down(self, before: Place, after: Place) -> bool:
        """Tell whether a move leads to a worse segment."""
        return self._climbs(before, after)

    def _climbs(self, better: Place, worse: Place) -> bool:
        if better not in self.ladder or worse not in self.ladder:
            return False
        return self.ladder.index(better) < self.ladder.index(worse)


def read_flows(engine: DuckDB, declared: list[str], ladder: list[str]) -> Flows:
    """Return the flows of the table ``migration_customers``."""
    moves: dict[tuple[Place, Place], Flow] = {
        (before, after): Flow(*measures) for before, after, *measures in engine.rows("migration_flows")
    }
    present = {place for move in moves for place in move}
    return Flows([segment for segment in declared if segment in present], moves, ladder)


def _sum(flows: Iterable[Flow]) -> Flow:
    total = Flow()
    for flow in flows:
        total += flow
    return total
