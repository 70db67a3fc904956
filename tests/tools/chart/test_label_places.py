"""Labels stand within the frame, over nothing that is taken, and as near as they can."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.chart.drawing.label_places import Box, placed

FRAME = (300.0, 300.0)
SPOTS = st.lists(st.tuples(st.floats(-50, 350), st.floats(-50, 350)), min_size=1, max_size=12)


@given(spots=SPOTS)
def test_labels_cover_neither_each_other_nor_what_is_taken(spots):
    labels = [Box(x, y, 60, 14) for x, y in spots]
    taken = [Box(150, 150, 9, 9)]
    found = placed(labels, FRAME, taken)
    assert [(box.width, box.height) for box in found] == [(60, 14)] * len(spots)
    assert all(one.covers(other) == 0 for one, other in combinations([*found, *taken], 2))
    assert all(30 <= box.x <= 270 and 7 <= box.y <= 293 for box in found)


@given(x=st.floats(40, 260), y=st.floats(20, 280))
def test_a_label_that_stands_alone_stands_where_it_is_wanted(x, y):
    assert placed([Box(x, y, 60, 14)], FRAME) == [Box(x, y, 60, 14)]


def test_the_first_has_the_better_place_and_the_other_the_nearest_free_one():
    first, second = placed([Box(150, 150, 60, 14), Box(150, 150, 60, 14)], FRAME)
    assert (first.x, first.y) == (150, 150)
    assert second.x == 150
    assert 16 <= abs(second.y - 150) <= 20


def test_where_no_place_is_free_a_label_takes_the_one_that_covers_least():
    wall = Box(50, 20, 100, 30)
    [found] = placed([Box(50, 20, 60, 20)], (100.0, 40.0), [wall])
    corners = [Box(x, y, 60, 20) for x in (34, 50, 66) for y in (12, 20, 28)]
    assert 0 < wall.covers(found) <= min(wall.covers(box) for box in corners)
