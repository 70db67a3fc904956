"""How common each level of each trait is within each segment, against all customers.

The index of a level in a segment is its share there divided by its share among all whose trait is known, with the
interval of ``stats/index_numbers.py``; the tests over all segments and levels are adjusted at once
(Benjamini-Hochberg).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf, log
from typing import Final

from customer_segmentation.data.filterables import PERSON, TRAIT
from customer_segmentation.data.scope import Scope
from customer_segmentation.kit.errors import SegmentationError
from customer_segmentation.kit.reply import SMALLEST_GROUP
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.segment.traits.find_traits import found_traits
from customer_segmentation.segment.traits.form_levels import form_levels
from customer_segmentation.segment.traits.level import UNKNOWN, Level, Levels
from customer_segmentation.segment.traits.trait import Trait, TraitKind
from customer_segmentation.segment.traits.trait_sql import everybody_sql, with_steps
from customer_segmentation.stats.index_numbers import index_of_shares
from customer_segmentation.stats.multiple_testing import benjamini_hochberg
from customer_segmentation.stats.shares import Estimate, p_value, ratio

_MOST_TRAITS: Final = 10
_RELIABLE: Final = 0.05
_NOTABLE: Final = log(1.2)
"""An index between 83 and 120 is nearly that of all customers, however surely it differs."""
Counts = Mapping[tuple[str, int], int]


@dataclass(frozen=True)
class Cell:
    """One level of a trait in one segment.

    Attributes:
        measure: Assigned to the level: ``l1``, ``l2``, … over all traits.
        have: Customers of the segment who have it, of ``known`` whose trait is known.
        all_have: Customers of all segments who have it, of ``all_known``.
        index: 1 where it is as common as among all customers.
    """

    segment: str
    measure: str
    header: str
    level: Level
    have: int
    known: int
    all_have: int
    all_known: int
    index: Estimate
    p_value: float
    adjusted: float = 1.0

    @property
    def stands_out(self) -> bool:
        """Tell whether it is worth saying: chance does not explain it (test and interval agree), and it is notable."""
        reliable = self.adjusted < _RELIABLE and (self.index.low - 1) * (self.index.high - 1) > 0
        return reliable and self.strength >= _NOTABLE

    @property
    def strength(self) -> float:
        """How far it lies from all customers, the same for twice and for half as common."""
        return abs(log(self.index.value)) if self.index.value > 0 else inf


def trait_cells(scope: Scope, formed: set[str]) -> list[Cell]:
    """Return every level of every trait in every segment of the table ``assigned``, where enough customers are.

    Traits that the segments were formed from, and sensitive ones, are left out.
    """
    cells: list[Cell] = []
    levels = 0
    for found in _traits(scope, formed):
        cells += _of_trait(found, _counts(found, scope), levels)
        levels += len(found.levels)
    adjusted = benjamini_hochberg([cell.p_value for cell in cells])
    return [replace(cell, adjusted=p) for cell, p in zip(cells, adjusted, strict=True)]


def _traits(scope: Scope, formed: set[str]) -> Iterator[Levels]:
    """Give the levels of traits that say who customers are; what they bought is no such trait."""
    traits = [trait for trait in found_traits(scope) if _is_told(trait, formed)]
    for trait in traits[:_MOST_TRAITS]:
        try:
            yield form_levels(trait, scope, scope.as_of).levels
        except SegmentationError:
            continue  # It cannot be divided; another one may.


def _is_told(trait: Trait, formed: set[str]) -> bool:
    own = trait.kind and (trait.source == "customers" or trait.kind is TraitKind.GEOGRAPHIC)
    return bool(own) and not trait.sensitive and not formed & {trait.column.name, trait.header}


def _counts(found: Levels, scope: Scope) -> Counts:
    """Return customers by segment and code of the level, those whose trait is not known left out."""
    steps: dict[str, str] = {}
    if found.source == "customers":
        told = found.trait.sql()
        people = f"assigned AS a JOIN customers AS {TRAIT} ON {TRAIT}.customer_id = a.customer_id"
    else:
        steps, people, (told,) = everybody_sql([found.trait], scope)
        people += f"\nJOIN assigned AS a ON a.customer_id = {PERSON}.customer_id"
    code = found.sql(told, scope.as_of)
    query = f"SELECT a.segment, {code} AS code, COUNT(*) FROM {people} GROUP BY 1, 2"
    rows = scope.engine.rows_of(with_steps(steps, query))
    return {(str(s), int(c)): int(n) for s, c, n in rows if int(c) != UNKNOWN}


def _of_trait(found: Levels, counts: Counts, numbered: int) -> Iterator[Cell]:
    segments: dict[str, int] = defaultdict(int)
    levels: dict[int, int] = defaultdict(int)
    for (segment, code), customers in counts.items():
        segments[segment] += customers
        levels[code] += customers
    everybody = sum(segments.values())
    told: Sequence[tuple[int, Level]] = [
        (n, level)
        for n, level in enumerate(found.levels, start=numbered + 1)
        if not level.rest and SMALL <= levels[level.code] < everybody
    ]
    for segment, known in sorted(segments.items()):
        if min(known, everybody - known) < SMALL:
            continue
        for number, level in told:
            have, all_have = counts.get((segment, level.code), 0), levels[level.code]
            sides = (have, known, all_have - have, everybody - known)
            # A handful of people is not told of; that there is nobody is.
            if 0 < have < SMALLEST_GROUP:
                continue
            name, header = f"l{number}", found.column.header
            totals = (have, known, all_have, everybody)
            yield Cell(segment, name, header, level, *totals, _index(*sides), p_value(*sides))


def _index(have: int, known: int, others: int, rest: int) -> Estimate:
    """Return the index; where nobody else has it, from how rare that leaves it among the others."""
    index = index_of_shares(have, known, others, rest)
    if index is not None:
        return index
    part = known / (known + rest)
    among_others = ratio(others, rest, have, known)
    most = among_others.high if among_others else 1.0
    return Estimate(1 / part, 1 / (part + most * (1 - part)), 1 / part)
