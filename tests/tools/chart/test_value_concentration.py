"""Value concentration: the curve is the running sum of what customers spend, its marks are facts of it."""

from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chart_shops import lines_of, mixed, order, picture
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import LIGHT
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.kit.errors import MethodError
from drawn_pages import off_the_page, overlapping, said


def spent(customers):
    return np.array(sorted((orders * amount for _, orders, amount in customers), reverse=True), dtype=float)


def curve(page):
    """Return the places and the heights of the thick line."""
    [axes] = page.figure.axes
    [line] = [line for line in axes.lines if line.get_linewidth() > 2]
    return line.get_xdata(), line.get_ydata()


def test_the_curve_is_the_running_share_of_turnover(workspace):
    customers = mixed()
    made = picture(workspace, lines_of(customers), "value_concentration")
    across, up = curve(drawn(made, LIGHT, "en"))
    money = spent(customers)
    running = np.concatenate([[0], money.cumsum() / money.sum()])
    assert up == pytest.approx(running[np.round(np.array(across) * len(customers)).astype(int)])
    assert len(across) <= 210


def test_marks_say_what_the_tenth_the_fifth_and_eighty_per_cent_are(workspace):
    customers = mixed()
    made = picture(workspace, lines_of(customers), "value_concentration")
    money = spent(customers)
    running = money.cumsum() / money.sum()
    eighty = int(np.argmax(running >= 0.8)) + 1
    facts = made.reply.facts
    assert facts["draw_chart.all.eighty_customers"].value == eighty
    assert float(facts["draw_chart.all.eighty_revenue_share"].value) == pytest.approx(running[eighty - 1])
    assert float(facts["draw_chart.all.top_fifth_revenue_share"].value) == pytest.approx(
        running[ceil(300 / 5) - 1]
    )
    texts = said(drawn(made, LIGHT, "en"))
    assert f"top 10%: {round(running[29] * 100)}%" in texts
    assert f"top {round(eighty / 3)}%: 80%" in texts


def test_returns_lift_the_curve_above_the_whole_and_are_counted(workspace):
    rows = lines_of(mixed(60))
    rows += [order(f"c{n:04}", "back", 1, -900, product="other") for n in range(6)]
    page = drawn(picture(workspace, rows, "value_concentration"), LIGHT, "en")
    _, up = curve(page)
    assert max(up) > 1
    assert up[-1] == pytest.approx(1)
    assert "6 customers have a negative turnover after returns" in page.words.reading
    assert off_the_page(page) == []


@pytest.mark.parametrize(
    "customers", [[(n + 1, 1, 10) for n in range(50)], [(n + 1, 1, 10 if n else 9000) for n in range(60)]]
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_alike_and_one_for_all_are_readable(workspace, customers, language):
    made = picture(workspace, lines_of(customers), "value_concentration")
    page = drawn(made, LIGHT, language)
    assert (off_the_page(page), overlapping(page)) == ([], [])
    # A single customer who brings in nearly everything is nobody's business but the person's: no figure of fewer than five.
    assert not [
        k
        for k, f in made.reply.facts.items()
        if k.startswith("draw_chart") and f.unit == "customers" and 0 < f.number < 5
    ]


def test_too_few_customers_and_no_turnover_are_said(workspace):
    with pytest.raises(MethodError) as few:
        picture(workspace, lines_of(mixed(20)), "value_concentration")
    assert few.value.code == "chart_few_customers"


def test_no_turnover_is_said(workspace):
    rows = lines_of([(n + 1, 1, 10) for n in range(30)])
    rows += [order(f"c{n:04}", "back", 1, -20, product="other") for n in range(30)]
    with pytest.raises(MethodError) as none:
        picture(workspace, rows, "value_concentration")
    assert none.value.code == "chart_no_turnover"


@settings(max_examples=30)
@given(
    money=st.lists(st.integers(-50, 400), min_size=5, max_size=60).filter(lambda m: sum(m) > 0),
    points=st.integers(2, 20),
)
def test_the_places_that_are_read_are_exact_and_ties_make_no_difference(money, points, tmp_path_factory):
    engine = DuckDB(tmp_path_factory.getbasetemp())
    values = ", ".join(f"('c{n}', CAST({m} AS DECIMAL(18, 4)))" for n, m in enumerate(money))
    engine.connection.execute(
        f"CREATE TABLE assigned AS SELECT * FROM (VALUES {values}) AS v(customer_id, revenue)"
    )
    n = len(money)
    places = {"hundredth": ceil(n / 100), "tenth": ceil(n / 10), "fifth": ceil(n / 5)}
    rows = engine.rows("chart_concentration", points=points, **places)
    running = np.cumsum(sorted(money, reverse=True))
    assert [float(upto) for _, _, upto in rows] == [running[place - 1] for place, _, _ in rows]
    found = {place for place, _, _ in rows}
    assert {ceil(k * n / points) for k in range(1, points + 1)} | set(places.values()) <= found
    assert int(np.argmax(running >= 0.8 * running[-1] - 1e-9)) + 1 in found
    below = [m for m in sorted(money, reverse=True) if m < 0]
    assert not below or n - len(below) + 1 in found
    engine.connection.close()
