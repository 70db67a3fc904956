"""The mosaic: areas are customers, every customer is in one block, rooms lie wholly in their segment."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.chart.score_mosaic import Cell, mosaic
from customer_segmentation.segment.rfm.map import Grid

SEGMENTS = ["a", "b", "c", "d"]
SCORES = st.integers(1, 5)
CELLS = st.lists(
    st.builds(Cell, st.sampled_from(SEGMENTS), SCORES, SCORES, SCORES, st.integers(1, 500)),
    min_size=1,
    max_size=40,
    unique_by=lambda cell: (cell.segment, cell.r, cell.f, cell.m),
)


def area(box):
    return box.width * box.height


@given(cells=CELLS, grid=st.sampled_from(list(Grid)))
def test_areas_are_shares_of_customers(cells, grid):
    laid = mosaic(cells, grid, SEGMENTS)
    everybody = sum(cell.customers for cell in cells)
    wanted, found = Counter(), Counter()
    for cell in cells:
        wanted[cell.segment] += cell.customers / everybody
    for block in laid.blocks():
        found[block.segment] += area(block.box)
    assert found == pytest.approx(wanted)


@given(cells=CELLS, grid=st.sampled_from(list(Grid)))
def test_blocks_fill_their_column_and_columns_the_page_without_a_gap(cells, grid):
    laid = mosaic(cells, grid, SEGMENTS)
    assert laid.recency == tuple(sorted({cell.r for cell in cells}))
    left = 0.0
    for column in laid.columns:
        low = 0.0
        for block in column:
            assert (block.box.left, block.box.low) == pytest.approx((left, low))
            low = block.box.high
        assert low == pytest.approx(1)
        assert all(one.segment != other.segment for one, other in pairwise(column))
        left = column[0].box.right
    assert left == 1


@given(cells=CELLS, grid=st.sampled_from(list(Grid)))
def test_a_room_lies_wholly_in_its_segment(cells, grid):
    laid = mosaic(cells, grid, SEGMENTS)
    for segment in {cell.segment for cell in cells}:
        rooms = list(laid.rooms(segment))
        assert rooms
        for room in rooms:
            covered = 0.0
            for block in laid.blocks():
                across = min(room.right, block.box.right) - max(room.left, block.box.left)
                along = min(room.high, block.box.high) - max(room.low, block.box.low)
                if block.segment == segment and across > 0 and along > 0:
                    covered += across * along
            assert covered == pytest.approx(area(room))


@given(cells=CELLS, grid=st.sampled_from(list(Grid)))
def test_the_order_of_cells_does_not_matter(cells, grid):
    assert mosaic(cells, grid, SEGMENTS) == mosaic(cells[::-1], grid, SEGMENTS)


def test_more_orders_lie_higher_and_cells_of_one_segment_meet_in_a_seam():
    cells = [Cell("a", 1, 1, 1, 10), Cell("b", 1, 4, 1, 20), Cell("b", 1, 5, 1, 10), Cell("a", 5, 2, 1, 40)]
    laid = mosaic(cells, Grid.R_F, SEGMENTS)
    [old, new] = laid.columns
    assert [(b.segment, b.box.low, b.box.high, b.seams) for b in old] == [
        ("a", 0, 0.25, ()),
        ("b", 0.25, 1, (0.75,)),
    ]
    assert (old[0].box.right, new[0].box.left) == (0.5, 0.5)
    assert list(laid.edges()) == [(0.5, 0.25, 1)]


def test_frequency_and_money_count_together_where_the_map_says_so():
    cells = [Cell("a", 1, 1, 5, 1), Cell("b", 1, 2, 1, 1)]
    order = {grid: [b.segment for b in mosaic(cells, grid, SEGMENTS).blocks()] for grid in Grid}
    assert order == {Grid.R_F: ["a", "b"], Grid.R_FM: ["b", "a"], Grid.R_F_M: ["b", "a"]}
