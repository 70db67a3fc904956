"""Which pictures tell the story of a shop is decided by its figures, and each of them can be drawn."""

import pytest

from chart_shops import lines_of, mixed, segmented
from customer_segmentation.chart.request import Kind
from customer_segmentation.chart.story import story
from drawn_pages import picture_of

EVEN = [(n + 1, 3, 10) for n in range(100)]
WHALES = [(n + 1, 3, 10 if n % 10 else 500) for n in range(100)]
ONCE = [(n + 1, 1 + (n % 3 == 0), 10) for n in range(100)]
ONCE_WHALES = [(n + 1, 1, 10 if n % 10 else 500) for n in range(100)]


@pytest.mark.parametrize(
    ("customers", "told"),
    [
        (EVEN, (Kind.RFM_GRID, Kind.SEGMENT_BARS)),
        (WHALES, (Kind.RFM_GRID, Kind.VALUE_CONCENTRATION)),
        (ONCE, (Kind.RFM_GRID, Kind.SEGMENT_BARS, Kind.RECENCY_FREQUENCY)),
        (ONCE_WHALES, (Kind.RFM_GRID, Kind.VALUE_CONCENTRATION, Kind.RECENCY_FREQUENCY)),
        (EVEN[:3], (Kind.RFM_GRID, Kind.SEGMENT_BARS)),
    ],
)
def test_figures_decide(workspace, customers, told):
    drawing, formed = segmented(workspace, lines_of(customers))
    assert story(formed) == told
    for kind in told:
        assert picture_of(drawing, kind.value).kind == kind.value


def test_without_turnover_there_is_a_story_yet(workspace):
    rows = lines_of([(n + 1, 1, 10) for n in range(30)])
    back = [
        {**row, "amount": -3 * row["amount"], "quantity": -row["quantity"], "order_id": "r", "product": "q"}
        for row in rows
    ]
    drawing, formed = segmented(workspace, rows + back)
    assert story(formed) == (Kind.RFM_GRID, Kind.RECENCY_FREQUENCY)
    for kind in story(formed):
        assert picture_of(drawing, kind.value).kind == kind.value


def test_clusters_and_rules_have_a_story_too(workspace):
    _, formed = segmented(workspace, lines_of(mixed()), tool="define_segment", not_in_days=90)
    assert story(formed)
