"""Retention heatmap and cohort value curves against counts made by hand."""

import re
from datetime import date

from matplotlib.patches import Rectangle

from customer_segmentation.chart.drawing.theme import LIGHT, luminance
from customer_segmentation.explain.cohort.cohort_retention import cohort_retention
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from drawn_pages import page_of, said
from shop_on_disk import load_shop, sale

MONTHS = [date(2024, month, 10) for month in range(1, 7)]


def load(workspace, *, customers=40):
    """Lay down six cohorts of 40; in each later month the first 10 + 2 * cohort of them order again for 5.

    One of the first cohort orders once more on the last day of June, so that June is over.
    """
    rows = []
    for start, first in enumerate(MONTHS):
        for n in range(customers):
            who = f"m{start}-{n}"
            rows.append(sale(who, f"{who}-0", first, 10))
            if n < 10 + 2 * start:
                rows += [sale(who, f"{who}-{day}", day, 5) for day in MONTHS[start + 1 :]]
    rows.append(sale("m0-0", "last", date(2024, 6, 30), 5))
    load_shop(workspace, rows, as_of=date(2024, 7, 1))
    run(tool_of(rfm_segments), {}, workspace)
    run(tool_of(cohort_retention), {"period": "month"}, workspace)


def cells(page):
    return [patch for patch in page.figure.axes[0].patches if isinstance(patch, Rectangle)]


def test_a_cell_stands_for_every_later_month_that_is_over(workspace):
    load(workspace)
    page = page_of(workspace, "retention_heatmap")
    drawn = cells(page)
    assert len(drawn) == 5 + 4 + 3 + 2 + 1
    shares = [text for text in said(page) if re.fullmatch(r"\d+%", text)]
    expected = [
        f"{round(100 * (10 + 2 * start) / 40 + 1e-9)}%" for start in range(6) for _ in MONTHS[start + 1 :]
    ]
    assert sorted(shares) == sorted(expected)
    assert len({cell.get_x() for cell in drawn}) == 5
    assert len({cell.get_y() for cell in drawn}) == 5


def test_a_higher_share_has_a_stronger_colour(workspace):
    load(workspace)
    page = page_of(workspace, "retention_heatmap")
    rows = {}
    for cell in cells(page):
        rows.setdefault(cell.get_y(), luminance(cell.get_facecolor()))
    strengths = [rows[y] for y in sorted(rows)]
    assert strengths == sorted(strengths, reverse=True)
    assert len(set(strengths)) == 5


def test_pointing_at_a_cell_tells_who_and_how_many(workspace):
    load(workspace)
    tips = page_of(workspace, "retention_heatmap").tips
    assert tips["mark-1"] == "2024-01, 1 later: 25% (10 customers)"


def test_small_cohorts_have_a_count_and_no_cell(workspace):
    load(workspace, customers=20)
    page = page_of(workspace, "retention_heatmap")
    assert cells(page) == []
    assert said(page).count("20") == 5


def test_a_line_per_cohort_ends_at_its_money_per_customer(workspace):
    load(workspace)
    page = page_of(workspace, "cohort_value")
    axes = page.figure.axes[0]
    ends = {
        round(line.get_ydata()[-1], 4): len(line.get_xdata())
        for line in axes.lines
        if len(line.get_xdata()) < 7
    }
    by_hand = {10 + 5 * (10 + 2 * start) * (5 - start) / 40: 6 - start for start in range(5)}
    by_hand[16.38] = by_hand.pop(16.25)
    assert {end: many for end, many in ends.items() if end in by_hand} == by_hand
    assert "2024-01" in said(page)


def test_axes_are_in_money_and_months(workspace):
    load(workspace)
    texts = said(page_of(workspace, "cohort_value"))
    assert "€0" in texts
    assert "months after the month of the first order" in texts


def test_the_named_cohorts_stand_out(workspace):
    load(workspace)
    axes = page_of(workspace, "cohort_value").figure.axes[0]
    faint = [line for line in axes.lines if line.get_color() == LIGHT.faint]
    assert len(axes.lines) - len(faint) == 3
