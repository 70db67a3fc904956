"""Region bars: customers and turnover per place as pandas counts them, small places together, honest refusals."""

import pandas as pd
import pytest

from chart_shops import order, picture, segmented
from customer_segmentation.catalogue import find_tool
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import LIGHT
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.workspace.run import run
from drawn_pages import off_the_page, overlapping, picture_of, said
from rows_shop import aggregated, column

COUNTRY = [column("country", header="Country")]
CITY = [column("city", table="customers", header="City")]


def sold(sizes, amount=10):
    """Return lines of as many customers per country; every customer orders twice."""
    rows, number = [], 0
    for place, many in sizes.items():
        for _ in range(many):
            number += 1
            rows += [
                order(f"k{number:03}", k, 3 + number + 20 * k, amount + number % 7, country=place)
                for k in range(2)
            ]
    return rows


def told(reply):
    """Return (name, customers, revenue) of every bar in order."""
    subjects = [
        key.split(".")[1] for key in reply.facts if key.startswith("draw_chart") and key.endswith(".share")
    ]
    return [
        (
            reply.names.get(s, s),
            reply.value(f"draw_chart.{s}.customers"),
            float(reply.value(f"draw_chart.{s}.revenue")),
        )
        for s in subjects
    ]


def test_bars_are_what_pandas_counts_and_small_places_stand_together(workspace):
    sizes = {"DE": 30, "AT": 22, "日本": 9, "US <b>$x$": 7, "FR": 4, "IT": 2, None: 6}
    rows = sold(sizes)
    made = picture(workspace, rows, "region_bars", columns=COUNTRY)
    frame = pd.DataFrame(rows)
    frame["amount"] = frame["amount"].astype(float)
    per = frame.assign(country=frame["country"].fillna("unknown").replace(["FR", "IT"], "others"))
    per = per.groupby("country").agg(customers=("customer_id", "nunique"), revenue=("amount", "sum"))
    found = told(made.reply)
    assert {name: (n, r) for name, n, r in found} == {
        name: (row.customers, pytest.approx(row.revenue)) for name, row in per.iterrows()
    }
    assert [name for name, *_ in found][-2:] == ["others", "unknown"]
    money = [revenue for _, _, revenue in found[:-2]]
    assert money == sorted(money, reverse=True)
    page = drawn(made, LIGHT, "en")
    assert "US <b>$x$" in said(page)
    assert (off_the_page(page), overlapping(page)) == ([], [])


def test_bars_are_as_long_as_the_shares(workspace):
    made = picture(workspace, sold({"DE": 30, "AT": 10}), "region_bars", columns=COUNTRY)
    [axes] = drawn(made, LIGHT, "en").figure.axes
    long = [patch.get_width() for patch in axes.patches]
    assert long[0::2] == pytest.approx([0.75, 0.25])
    assert sum(long[1::2]) == pytest.approx(1)


def test_at_most_ten_places_are_named_and_the_rest_adds_up(workspace):
    made = picture(workspace, sold({f"L{n:02}": 5 + n for n in range(14)}), "region_bars", columns=COUNTRY)
    found = told(made.reply)
    assert len(found) == 11
    assert found[-1][:2] == ("others", 5 + 6 + 7 + 8)
    assert sum(n for _, n, _ in found) == made.reply.value("draw_chart.all.customers")


def test_who_bought_in_two_places_is_counted_in_each_and_once_among_others(workspace):
    rows = sold({"DE": 20, "AT": 10})
    rows += [order("k001", "x", 2, 1, country="AT")]
    # Two small places share their customers: together they are four, not eight.
    rows += [order(f"s{n}", place, 9, 5, country=place) for n in range(4) for place in ("FR", "IT")]
    made = picture(workspace, rows, "region_bars", columns=COUNTRY)
    assert {name: n for name, n, _ in told(made.reply)} == {"DE": 20, "AT": 11, "others": 4}
    assert "counted in each" in drawn(made, LIGHT, "en").words.subtitle


def test_the_widest_column_that_tells_places_apart_is_drawn(workspace):
    traits = [{"customer_id": f"k{n:03}", "city": "Ulm" if n % 3 else "Köln"} for n in range(1, 41)]
    made = picture(workspace, sold({"DE": 40}), "region_bars", columns=COUNTRY + CITY, traits=traits)
    assert [name for name, *_ in told(made.reply)] == ["Ulm", "Köln"]
    assert "by City" in drawn(made, LIGHT, "en").words.subtitle


def test_a_trait_and_a_column_of_purchases_that_say_the_same_give_the_same_bars(workspace):
    rows = sold({"DE": 20, "AT": 9, "FR": 2, None: 6})
    rows += [order("k003", "back", 1, -7, country="DE", product="other")]
    by_line = told(picture(workspace, rows, "region_bars", columns=COUNTRY).reply)
    traits = {row["customer_id"]: row["country"] for row in rows}
    people = [{"customer_id": who, "country": country} for who, country in traits.items()]
    other = workspace.with_(thread="other")
    of_people = [column("country", table="customers", header="Country")]
    made = picture(other, rows, "region_bars", columns=of_people, traits=people, identity="e" * 24)
    assert told(made.reply) == by_line


def test_regions_may_be_numbers(workspace):
    people = [{"customer_id": f"k{n:03}", "region": float(n % 2 + 7)} for n in range(1, 41)]
    numbered = [column("region", "number", table="customers", header="Region")]
    made = picture(workspace, sold({"DE": 40}), "region_bars", columns=numbered, traits=people)
    assert sorted(name for name, *_ in told(made.reply)) == ["7", "8"]


@pytest.mark.parametrize(
    ("columns", "code", "says"),
    [
        ([column("channel", header="Kanal")], "chart_no_region", "Kanal"),
        ([], "chart_no_columns", ""),
        (COUNTRY, "chart_one_region", "Country"),
    ],
)
def test_it_says_which_columns_it_looked_for_places_in(workspace, columns, code, says):
    rows = [{**row, "channel": "web"} for row in sold({"DE": 30})]
    with pytest.raises(MethodError) as none:
        picture(workspace, rows, "region_bars", columns=columns)
    assert none.value.code == code
    assert says in str(none.value.values)


def test_people_without_purchases_are_drawn_by_customers_alone(workspace):
    people = [{"customer_id": f"p{n}", "city": ["Ulm", "Köln", "Bonn"][n % 3]} for n in range(60)]
    aggregated(workspace, None, CITY, people)
    formed = run(find_tool("trait_segments"), {"traits": "City"}, workspace)
    made = picture_of(workspace.with_(output=workspace.root), "region_bars", segmentation=formed.id)
    page = drawn(made, LIGHT, "en")
    assert "turnover" not in page.words.title + page.words.subtitle
    assert [patch.get_width() for patch in page.figure.axes[0].patches] == pytest.approx([1 / 3] * 3)


def test_the_order_of_rows_makes_no_difference(workspace):
    rows = sold({"DE": 12, "AT": 12, "CH": 3})
    one = picture(workspace, rows, "region_bars", columns=COUNTRY)
    drawing, formed = segmented(workspace, rows[::-1], columns=COUNTRY)
    assert told(one.reply) == told(picture_of(drawing, "region_bars", segmentation=formed.id).reply)
