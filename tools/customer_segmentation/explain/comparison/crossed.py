"""The cross table of two segmentations, and what it says: counterparts, agreement, who is in one alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Final, NamedTuple

from customer_segmentation.stats.agreement import adjusted_rand

SAME: Final = 0.8
"""From here on two groupings are much the same: D. Steinley, Psychological Methods 9 (2004) 386-396 calls 0.80 good."""
PARTLY: Final = 0.2
"""From here on they agree in part; below, hardly more than chance would have it."""


class Counterpart(NamedTuple):
    """The segment of the other segmentation that overlaps most."""

    segment: str
    both: int
    share: float
    overlap: float
    """Jaccard: customers in both, divided by customers in either."""


@dataclass(frozen=True)
class Crossed:
    """Customers by (segment, other segment), those in both segmentations alone.

    Attributes:
        first: Segments that common customers are in, in their declared order; ``second`` likewise.
        only_first: Customers whom the second segmentation does not know; ``only_second`` likewise.
    """

    counts: Mapping[tuple[str, str], int]
    first: list[str]
    second: list[str]
    only_first: int
    only_second: int

    @property
    def customers(self) -> int:
        """Customers in both."""
        return sum(self.counts.values())

    @property
    def agreement(self) -> float:
        """The adjusted Rand index."""
        return float(adjusted_rand(self.counts))

    @property
    def verdict(self) -> str:
        """In a word: same, partly or unlike."""
        index = self.agreement
        return "same" if index >= SAME else "partly" if index >= PARTLY else "unlike"

    def turned(self) -> "Crossed":
        """Return the same seen from the second segmentation."""
        counts = {(other, segment): n for (segment, other), n in self.counts.items()}
        return Crossed(counts, self.second, self.first, self.only_second, self.only_first)

    def row(self, segment: str) -> dict[str, int]:
        """Return the customers of a segment by segment of the other, in declared order, zeros included."""
        return {other: self.counts.get((segment, other), 0) for other in self.second}

    def size(self, segment: str) -> int:
        """Return the common customers of a segment."""
        return sum(self.row(segment).values())

    def counterpart(self, segment: str) -> Counterpart:
        """Return the other segment with the largest overlap, the first declared of equals."""
        turned = self.turned()
        own = self.size(segment)

        def overlap(other: str) -> float:
            both = self.counts.get((segment, other), 0)
            return both / (own + turned.size(other) - both)

        best = max(self.second, key=overlap)
        both = self.counts.get((segment, best), 0)
        return Counterpart(best, both, both / own, overlap(best))

    def spread(self, segment: str) -> float:
        """Return how far the other divides a segment, from 0 (not at all) to 1 (evenly over all its segments)."""
        own = self.size(segment)
        shares = [n / own for n in self.row(segment).values() if n]
        entropy = -sum(share * log(share) for share in shares)
        return entropy / log(len(self.second)) if len(self.second) > 1 else 0.0


def crossed(rows: list[tuple[str | None, str | None, int]], first: list[str], second: list[str]) -> Crossed:
    """Return the cross table of the rows of ``compare_cross.sql``; ``first`` and ``second`` are declared ids."""
    counts = {(a, b): n for a, b, n in rows if a is not None and b is not None}
    return Crossed(
        counts=dict(sorted(counts.items())),
        first=[segment for segment in first if any(a == segment for a, _ in counts)],
        second=[segment for segment in second if any(b == segment for _, b in counts)],
        only_first=sum(n for _, b, n in rows if b is None),
        only_second=sum(n for a, _, n in rows if a is None),
    )
