"""What one segmentation sees that the other does not: a segment that the other divides, and whether it matters.

The two largest parts of such a segment are compared in money, orders and recency (Cliff's delta), the p-values
adjusted over all of them at once (Benjamini-Hochberg): a division alone is no difference.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.explain.comparison.crossed import Crossed
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.stats.dominance import dominance, grade_of, strength_of_delta
from customer_segmentation.stats.multiple_testing import benjamini_hochberg
from customer_segmentation.stats.shares import Estimate

MEASURES: Final = ("revenue", "orders", "recency_days")
_PART: Final = 0.1
"""A part below this share of a segment is an edge, no division."""
_FALSE_DISCOVERIES: Final = 0.05
Values = Mapping[tuple[str, str], list[tuple[Decimal, int]]]
"""By (segment, other segment), the distinct values of a measure in ascending order with their customers."""


@dataclass(frozen=True)
class Difference:
    """Two parts of a segment in one measure: medians (means of orders), and Cliff's delta of the first part."""

    measure: str
    typical: float
    other: float
    size: Estimate
    p_value: float
    adjusted: float = 1.0

    @property
    def matters(self) -> bool:
        """Tell whether it is reliable and not negligible."""
        reliable = self.adjusted < _FALSE_DISCOVERIES and self.size.low * self.size.high > 0
        return reliable and bool(self.grade)

    @property
    def grade(self) -> str:
        """How large it is: large, medium, small, or nothing below that."""
        return grade_of(strength_of_delta(self.size.value))


@dataclass(frozen=True)
class Split:
    """A segment that the other segmentation divides.

    Attributes:
        parts: (other segment, customers) of the two largest parts.
        spread: How far it is divided, 0 to 1.
        differences: The parts compared, the clearest first.
    """

    segment: str
    parts: tuple[tuple[str, int], tuple[str, int]]
    spread: float
    differences: tuple[Difference, ...]

    @property
    def telling(self) -> Difference | None:
        """The clearest difference that matters."""
        return next((found for found in self.differences if found.matters), None)


def read_values(engine: DuckDB) -> dict[str, Values]:
    """Return the values of every measure that the data tell, from the tables first_segments and second_segments."""
    found: dict[str, Values] = {}
    for measure in MEASURES:
        by_cell: dict[tuple[str, str], list[tuple[Decimal, int]]] = defaultdict(list)
        for segment, other, value, customers in engine.rows("compare_values", measure=measure):
            by_cell[(str(segment), str(other))].append((value, customers))
        found[measure] = dict(by_cell)
    return found


def turned_values(values: Mapping[str, Values]) -> dict[str, Values]:
    """Return the values seen from the second segmentation."""
    return {m: {(other, segment): told for (segment, other), told in v.items()} for m, v in values.items()}


def find_splits(found: Crossed, values: Mapping[str, Values]) -> list[Split]:
    """Return the segments that the second segmentation divides, the largest first."""
    splits = list(_divided(found, values))
    adjusted = iter(benjamini_hochberg([d.p_value for split in splits for d in split.differences]))
    for n, split in enumerate(splits):
        told = [replace(difference, adjusted=next(adjusted)) for difference in split.differences]
        told.sort(key=lambda d: -abs(d.size.value))
        splits[n] = replace(split, differences=tuple(told))
    return sorted(splits, key=lambda split: -found.size(split.segment))


def _divided(found: Crossed, values: Mapping[str, Values]) -> Iterator[Split]:
    for segment in found.first:
        least = max(SMALL, _PART * found.size(segment))
        parts = [(other, n) for other, n in found.row(segment).items() if n >= least]
        parts.sort(key=lambda part: -part[1])
        if len(parts) > 1:
            first, second = parts[:2]
            cells = (segment, first[0]), (segment, second[0])
            differences = tuple(_differences(cells, values))
            yield Split(segment, (first, second), found.spread(segment), differences)


def _differences(
    cells: tuple[tuple[str, str], tuple[str, str]], values: Mapping[str, Values]
) -> Iterator[Difference]:
    import numpy as np

    for measure, told in values.items():
        one, other = (dict(told.get(cell, [])) for cell in cells)
        distinct = sorted({*one, *other})
        counts = [
            np.array([part.get(value, 0) for value in distinct], dtype=np.int64) for part in (one, other)
        ]
        if min(sum(one.values()), sum(other.values())) < SMALL:
            continue
        ranked = dominance(counts[0], counts[1])
        if ranked:
            typical, its = (_typical(part, mean=measure == "orders") for part in (one, other))
            yield Difference(measure, typical, its, ranked.delta, ranked.p_value)


def _typical(values: Mapping[Decimal, int], *, mean: bool) -> float:
    """Return the mean, or the lower median, of values in ascending order with how often each occurs."""
    many = sum(values.values())
    if mean:
        return float(sum(value * n for value, n in values.items()) / many)
    passed = 0
    for value, n in values.items():
        passed += n
        if 2 * passed >= many:
            return float(value)
    message = "no values"
    raise ValueError(message)
