from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.chart.drawing.spread import spread

PLACES = st.lists(st.floats(0, 300), max_size=14)


@given(wanted=PLACES, gap=st.floats(1, 20))
def test_labels_are_apart_and_keep_their_order(wanted, gap):
    places = spread(wanted, gap)
    order = sorted(range(len(wanted)), key=lambda n: (wanted[n], n))
    steps = [places[b] - places[a] for a, b in pairwise(order)]
    assert all(step >= gap - 1e-9 for step in steps)


@given(wanted=PLACES)
def test_labels_far_enough_apart_do_not_move(wanted):
    apart = [40.0 * n + place / 20 for n, place in enumerate(wanted)]
    assert spread(apart, 20) == pytest.approx(apart)


@given(wanted=PLACES, gap=st.floats(1, 20), push=st.floats(-5, 5))
def test_no_shift_of_all_labels_is_nearer(wanted, gap, push):
    places = spread(wanted, gap)

    def moved(found):
        return sum((a - b) ** 2 for a, b in zip(found, wanted, strict=True))

    assert moved(places) <= moved([place + push for place in places]) + 1e-6


def test_two_on_one_place_part_evenly():
    assert spread([10, 10], 4) == [8, 12]
