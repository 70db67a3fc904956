from decimal import Decimal

import numpy as np
import pytest

from customer_segmentation.explain.comparison.crossed import crossed
from customer_segmentation.explain.comparison.splits import find_splits, turned_values


def values(**cells):
    """By cell "a_x", the values of its customers."""
    found = {}
    for cell, told in cells.items():
        distinct, counts = np.unique(told, return_counts=True)
        found[tuple(cell.split("_"))] = [
            (Decimal(str(v)), int(n)) for v, n in zip(distinct, counts, strict=True)
        ]
    return found


def both(x, y, measure="revenue"):
    found = crossed([("a", "x", len(x)), ("a", "y", len(y))], ["a"], ["x", "y"])
    return find_splits(found, {measure: values(a_x=x, a_y=y)})


def test_parts_that_differ_are_told_with_their_typical_values():
    [split] = both(list(range(100, 160)), list(range(10, 50)))
    assert split.parts == (("x", 60), ("y", 40))
    told = split.telling
    assert (told.measure, told.typical, told.other, told.size.value) == ("revenue", 129, 29, 1)
    assert told.grade == "large"


def test_orders_are_told_as_a_mean():
    [split] = both([3, 4] * 30, [1, 1, 2] * 20, "orders")
    assert (split.telling.typical, split.telling.other) == (3.5, pytest.approx(4 / 3))


def test_parts_that_are_alike_are_a_division_and_no_difference():
    [split] = both(list(range(60)), list(range(1, 59)))
    assert split.telling is None
    assert len(split.differences) == 1


def test_an_edge_or_a_few_customers_are_no_division():
    assert both(list(range(1000)), list(range(60))) == []
    assert both(list(range(60)), list(range(29))) == []


def test_what_the_data_do_not_tell_is_not_compared():
    found = crossed([("a", "x", 60), ("a", "y", 60)], ["a"], ["x", "y"])
    [split] = find_splits(found, {"revenue": {}})
    assert split.differences == ()
    assert split.telling is None


def test_seen_from_the_other_side_its_own_segments_are_divided():
    found = crossed([("a", "x", 60), ("b", "x", 60)], ["a", "b"], ["x"])
    told = {"revenue": values(a_x=list(range(60)), b_x=list(range(100, 160)))}
    assert find_splits(found, told) == []
    [split] = find_splits(found.turned(), turned_values(told))
    assert split.segment == "x"
    assert split.telling.size.value == -1
