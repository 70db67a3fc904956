"""Customers on the grid of their scores, as areas: a column per recency score, in it a block per segment.

A mosaic (J. A. Hartigan and B. Kleiner, "Mosaics for contingency tables", 1981): columns are as wide as their share of
the customers, blocks as high as theirs of the column, so that equal areas are equally many people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise, product
from typing import Final

from customer_segmentation.segment.rfm.map import Grid


@dataclass(frozen=True)
class Cell:
    """Customers of one segment with one combination of scores."""

    segment: str
    r: int
    f: int
    m: int
    customers: int

    def level(self, grid: Grid) -> int:
        """Return the score that the grid looks at besides recency, money and frequency together where it is both."""
        if grid is Grid.R_F:
            return self.f
        return (self.f + self.m + 1) // 2 if grid is Grid.R_FM else self.f + self.m


@dataclass(frozen=True)
class Box:
    """A rectangle; x and y run from 0 to 1, y upward."""

    left: float
    right: float
    low: float
    high: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is."""
        return self.high - self.low


@dataclass(frozen=True)
class Block:
    """Neighbouring cells of one segment in one column.

    Attributes:
        seams: Heights at which its cells meet.
    """

    segment: str
    box: Box
    seams: tuple[float, ...] = ()


@dataclass(frozen=True)
class Mosaic:
    """Columns from the longest ago to the most recent, each with its blocks from the lowest level up."""

    recency: tuple[int, ...]
    columns: tuple[tuple[Block, ...], ...]

    def blocks(self) -> Iterator[Block]:
        """Return every block."""
        for column in self.columns:
            yield from column

    def edges(self) -> Iterator[tuple[float, float, float]]:
        """Return where a column's right edge divides segments: x, and y from and to."""
        for left, right in pairwise(self.columns):
            for one, other in product(left, right):
                low, high = max(one.box.low, other.box.low), min(one.box.high, other.box.high)
                if one.segment != other.segment and low < high:
                    yield one.box.right, low, high

    def rooms(self, segment: str) -> Iterator[Box]:
        """Return the rectangles that lie wholly in a segment: blocks, and what neighbouring ones share."""
        for start, column in enumerate(self.columns):
            for block in column:
                if block.segment == segment:
                    yield from self._widened(block.box, start, segment)

    def _widened(self, box: Box, start: int, segment: str) -> Iterator[Box]:
        yield box
        for column in self.columns[start + 1 :]:
            shared = [
                Box(box.left, b.box.right, max(box.low, b.box.low), min(box.high, b.box.high))
                for b in column
                if b.segment == segment
            ]
            box = max(shared, key=lambda room: room.height, default=Box(0, 0, 0, 0))
            if box.height <= 0:
                return
            yield box


_WHOLE: Final = 1.0


def mosaic(cells: Sequence[Cell], grid: Grid, order: Sequence[str]) -> Mosaic:
    """Lay cells out; ``order`` is that of the segments, first highest, where scores do not tell.

    On a grid of three scores a segment is one block of a column, placed by the mean of its scores: its cells lie
    scattered.
    """
    everybody = sum(cell.customers for cell in cells)
    recency = tuple(sorted({cell.r for cell in cells}))
    columns, left = [], 0.0
    for score in recency:
        inside = [cell for cell in cells if cell.r == score]
        width = sum(cell.customers for cell in inside) / everybody
        right = _WHOLE if score == recency[-1] else left + width
        columns.append(_column(inside, grid, order, (left, right)))
        left = right
    return Mosaic(recency, tuple(columns))


def _column(
    cells: Sequence[Cell], grid: Grid, order: Sequence[str], sides: tuple[float, float]
) -> tuple[Block, ...]:
    whole = sum(cell.customers for cell in cells)
    blocks, low = [], 0.0
    for segment, run in groupby(_stacked(cells, grid, order), key=lambda part: part[0]):
        heights = [customers / whole for _, customers in run]
        seams = [low + sum(heights[: n + 1]) for n in range(len(heights))]
        blocks.append(Block(segment, Box(*sides, low, seams[-1]), tuple(seams[:-1])))
        low = seams[-1]
    return tuple(blocks)


def _stacked(cells: Sequence[Cell], grid: Grid, order: Sequence[str]) -> list[tuple[str, int]]:
    """Return segment and customers of each cell of a column, the lowest first."""
    levels: dict[tuple[float, str], int] = {}
    for cell in cells:
        level = _mean(cells, cell.segment, grid) if grid is Grid.R_F_M else cell.level(grid)
        levels[level, cell.segment] = levels.get((level, cell.segment), 0) + cell.customers
    places = {segment: -place for place, segment in enumerate(order)}
    ranked = sorted(levels, key=lambda part: (part[0], places[part[1]]))
    return [(segment, levels[level, segment]) for level, segment in ranked]


def _mean(cells: Sequence[Cell], segment: str, grid: Grid) -> float:
    own = [cell for cell in cells if cell.segment == segment]
    return sum(cell.level(grid) * cell.customers for cell in own) / sum(cell.customers for cell in own)
