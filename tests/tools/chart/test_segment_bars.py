"""Segment bars: as long as the shares, honest without turnover, readable with few and with many segments."""

from colorsys import rgb_to_hls

import pytest
from matplotlib.colors import to_rgb

from chart_shops import AS_OF, lines_of, mixed, order, picture
from customer_segmentation.catalogue import find_tool
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import LIGHT, THEMES
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from drawn_pages import faint_texts, off_the_page, overlapping, picture_of, said, small_texts
from rows_shop import aggregated, column, shop

CITY = column("city", table="customers", header="City")


def lengths(page):
    return [patch.get_width() for patch in page.figure.axes[0].patches]


def by_city(workspace, cities, rows):
    traits = [{"customer_id": who, "city": city} for who, city in cities.items()]
    shop(workspace, rows, [CITY], traits, as_of=AS_OF)
    formed = run(find_tool("trait_segments"), {"traits": "City"}, workspace)
    return formed, picture_of(workspace.with_(output=workspace.root), "segment_bars", segmentation=formed.id)


def test_bars_are_as_long_as_the_shares_of_customers_and_turnover(workspace):
    cities = {f"c{n}": "Ulm" if n < 30 else "Köln" for n in range(40)}
    rows = [order(who, 1, 5, 10 if city == "Ulm" else 90) for who, city in cities.items()]
    _, made = by_city(workspace, cities, rows)
    page = drawn(made, LIGHT, "en")
    assert lengths(page) == pytest.approx([0.75, 0.25, 0.25, 0.75])
    assert page.words.title == "Köln: 25% of customers, 75% of turnover"


def test_the_colours_that_words_name_are_true_in_both_themes():
    for theme in THEMES.values():
        hue, light, grey = rgb_to_hls(*to_rgb(theme.faint))
        assert grey < 0.25, theme.name
        hue, light, vivid = rgb_to_hls(*to_rgb(theme.main))
        assert 0.5 < hue < 0.67, theme.name
        assert vivid > 0.6
        assert 0.2 < light < 0.75


def test_without_turnover_customers_are_drawn_alone(workspace):
    people = [{"customer_id": f"p{n}", "city": "Ulm" if n % 3 else "Köln"} for n in range(60)]
    aggregated(workspace, None, [CITY], people)
    formed = run(find_tool("trait_segments"), {"traits": "City"}, workspace)
    made = picture_of(workspace.with_(output=workspace.root), "segment_bars", segmentation=formed.id)
    for language in ("en", "zh"):
        page = drawn(made, LIGHT, language)
        assert lengths(page) == pytest.approx([2 / 3, 1 / 3])
        assert "67%" in page.words.title
        assert "turnover" not in page.words.title + page.words.subtitle + page.words.reading
        assert "销售额" not in page.words.title + page.words.subtitle + page.words.reading


def test_a_segment_of_people_who_never_bought_has_a_bar_of_customers_alone(workspace):
    cities = {f"c{n}": "Ulm" if n < 30 else "Köln" for n in range(60)}
    rows = [order(who, 1, 5, 10) for who, city in cities.items() if city == "Ulm"]
    _, made = by_city(workspace, cities, rows)
    assert sorted(lengths(drawn(made, LIGHT, "en"))) == pytest.approx([0.5, 0.5, 1.0])


@pytest.mark.parametrize("segments", [2, 12])
@pytest.mark.parametrize("theme", THEMES)
def test_few_and_many_segments_are_read(workspace, segments, theme):
    names = ["$a_b$ <b>x</b> " * 9, "特别长的名字" * 12, *[f"City {n}" for n in range(10)]][:segments]
    cities = {f"c{n}": names[n % segments] for n in range(40 * segments)}
    rows = [order(who, 1, 5 + n % 90, 10 + n % 70) for n, who in enumerate(cities)]
    formed, made = by_city(workspace, cities, rows)
    assert len(formed.reply.tables["segments"].subjects) == segments
    for language in ("en", "zh"):
        page = drawn(made, THEMES[theme], language)
        assert len(lengths(page)) == 2 * segments
        assert (off_the_page(page), overlapping(page), small_texts(page), faint_texts(page)) == (
            [],
            [],
            [],
            [],
        )


def test_a_segment_whose_returns_outweigh_what_it_bought_has_no_length(workspace):
    cities = {f"c{n}": "Ulm" if n < 30 else "Köln" for n in range(60)}
    rows = [order(who, 1, 50, 10) for who in cities]
    rows += [order(who, 1, 5, -14) for who, city in cities.items() if city == "Köln"]
    rows += [order(who, 3, 60, 1) for who in cities]
    formed, made = by_city(workspace, cities, rows)
    page = drawn(made, LIGHT, "en")
    key = next(f"trait_segments.{s}" for s, name in formed.reply.names.items() if name == "Köln")
    assert formed.reply.value(f"{key}.revenue") < 0
    assert min(lengths(page)) == 0
    assert any(text.startswith("−") for text in said(page))


def test_one_customer_is_a_picture_too(workspace):
    page = drawn(picture(workspace, lines_of([(3, 2, 10)]), "segment_bars"), LIGHT, "en")
    assert lengths(page) == [1, 1]


def test_the_order_of_rows_makes_no_difference(workspace, tmp_path):
    rows = lines_of(mixed(120))
    one = drawn(picture(workspace, rows, "segment_bars"), LIGHT, "en")
    other = drawn(picture(Workspace.open(tmp_path / "o"), rows[::-1], "segment_bars"), LIGHT, "en")
    assert (lengths(one), said(one)) == (lengths(other), said(other))
