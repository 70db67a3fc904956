"""Recency by frequency: every customer is in one cell, the typical one of each segment is its median."""

from statistics import median_low

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.patches import Rectangle

from chart_shops import lines_of, mixed, picture, segmented
from customer_segmentation.catalogue import find_tool
from customer_segmentation.chart.density_cells import density, lower_median
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import DARK, LIGHT, THEMES
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.run import run
from drawn_pages import faint_texts, off_the_page, overlapping, picture_of, said
from rows_shop import aggregated, column

COUNTED = st.lists(
    st.tuples(st.integers(0, 4000), st.integers(1, 3000), st.integers(1, 50)), min_size=1, max_size=60
)


@given(counted=COUNTED)
def test_every_customer_is_in_the_cell_of_their_days_and_orders(counted):
    found = density(counted)
    assert sum(found.cells.values()) == sum(n for *_, n in counted)
    spans = [found.days(column) for column in range(found.columns)]
    assert [first for first, _ in spans] == [0, *(last + 1 for _, last in spans[:-1])]
    assert spans[-1][1] == found.longest
    for days, orders, _ in counted:
        column = next(n for n, (first, last) in enumerate(spans) if first <= days <= last)
        assert (column, found.row(orders)) in found.cells
        assert found.starts[found.row(orders)] <= orders
        assert 0 <= found.across(days) <= 1


@given(counted=COUNTED)
def test_few_customers_lie_beyond_the_rows_and_the_picture_stays_small(counted):
    found = density(counted)
    assert len(found.cells) <= found.columns * len(found.starts) <= 26 * 16
    assert density(counted[::-1]) == found


@given(values=st.lists(st.integers(1, 30), min_size=1, max_size=50))
def test_the_median_is_the_lower_one(values):
    assert lower_median((value, 1) for value in values) == median_low(values)


def dots(page):
    return [line for axes in page.figure.axes for line in axes.lines if line.get_marker() == "o"]


def test_cells_hold_all_customers_and_dots_stand_at_medians(workspace):
    customers = mixed()
    drawing, formed = segmented(workspace, lines_of(customers))
    made = picture_of(drawing, "recency_frequency")
    page = drawn(made, LIGHT, "en")
    patches = {p.get_gid() for p in page.figure.findobj(Rectangle) if p.get_gid()}
    counts = [
        int(tip.split(": ")[1].split(";")[0].replace(",", ""))
        for mark, tip in page.tips.items()
        if mark in patches
    ]
    assert sum(counts) == len(customers)
    segments = [
        s
        for s in formed.reply.tables["segments"].subjects
        if formed.reply.value(f"rfm_segments.{s}.customers") >= 5
    ]
    assert len(dots(page)) == len(segments)
    placed = sorted(dot.get_xdata()[0] for dot in dots(page))
    days = sorted((formed.reply.value(f"rfm_segments.{s}.median_recency") for s in segments), reverse=True)
    longest = max(d for d, *_ in customers)
    wide = page.figure.axes[0].get_xlim()[1]
    assert placed == pytest.approx([wide * (1 - ((d + 0.5) / (longest + 1)) ** 0.5) for d in days])


def test_the_typical_number_of_orders_is_the_median_of_the_segment(workspace):
    drawing, formed = segmented(workspace, lines_of(mixed()))
    told = picture_of(drawing, "recency_frequency").reply
    rows = pq.read_table(Segmentation.read(formed.folder).assignment).to_pylist()
    for segment in formed.reply.tables["segments"].subjects:
        orders = [row["orders"] for row in rows if row["segment"] == segment]
        key = f"draw_chart.{segment}.median_orders"
        assert told.facts[key].value == median_low(orders) if len(orders) >= 5 else key not in told.facts
    assert told.facts["draw_chart.all.median_orders"].value == median_low(row["orders"] for row in rows)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "customers",
    [
        [(n + 1, 1, 10) for n in range(40)],
        [(1, 1, 10)] * 30,
        [(1 + n * 9, 1 + n * n, 10) for n in range(25)],
        mixed(400),
    ],
)
def test_odd_shops_are_readable(workspace, customers, theme):
    page = drawn(picture(workspace, lines_of(customers), "recency_frequency"), THEMES[theme], "en")
    assert (off_the_page(page), overlapping(page)) == ([], [])
    assert faint_texts(page) == []


def test_nobody_s_orders_known_is_said(workspace):
    ages = [{"customer_id": f"p{n}", "age": 20.0 + n % 40} for n in range(200)]
    aggregated(workspace, None, [column("age", "number", table="customers", header="Age")], ages)
    formed = run(find_tool("trait_segments"), {"traits": "Age"}, workspace)
    with pytest.raises(MethodError) as none:
        picture_of(workspace.with_(output=workspace.root), "recency_frequency", segmentation=formed.id)
    assert none.value.code == "chart_no_recency"


def test_the_title_says_who_ordered_once_only_where_they_are_many(workspace):
    many = drawn(
        picture(workspace, lines_of([(n + 1, 1 + (n % 2), 9) for n in range(60)]), "recency_frequency"),
        DARK,
        "en",
    )
    assert many.words.title.startswith("50% of customers ordered once")
    assert "1" in said(many)
