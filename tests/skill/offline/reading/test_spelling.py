"""Slips of the pen are put right where only one known word is near."""

import pytest

from customer_segmentation_skill.offline.reading.spelling import respelt


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("clutser my custmers", "cluster my customers"),
        ("segemnt them automaticaly", "segment them automatically"),
        ("vaildate the segmetns", "validate the segments"),
        ("retentionn of newcommers", "retention of newcomers"),
        ("show champoins", "show champions"),
    ],
)
def test_one_slip_is_put_right(typed, meant):
    assert respelt(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "segment my customers by country",
        "a quixotic zebra",  # nothing like it is known
        "shoes",  # too short: shows is another word
        "NUM DIMENSION and SEGMENT",
        "分群 customers",
        "",
    ],
)
def test_all_else_stays_as_typed(typed):
    assert respelt(typed) == typed


def test_a_word_with_two_neighbours_is_left():
    assert respelt("predicte it") == "predicte it"  # predict or predicted
