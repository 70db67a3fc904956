"""The index of traits: shares as pandas counts them, chance as scipy judges it, nobody picked out."""

from math import log2

import duckdb
import pandas as pd
import pytest
from scipy.stats import chi2_contingency, false_discovery_control

from chart_shops import AS_OF
from customer_segmentation.catalogue import find_tool
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import LIGHT, THEMES
from customer_segmentation.chart.request import Kind
from customer_segmentation.chart.story import story
from customer_segmentation.data.scope import open_scope
from customer_segmentation.explain.behaviour_scope import formed_on
from customer_segmentation.explain.trait_cells import trait_cells
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.segment.segmentation import ASSIGNMENT
from customer_segmentation.workspace.run import run
from drawn_pages import faint_texts, off_the_page, overlapping, picture_of, said, small_texts
from profiled_shop import people
from rows_shop import aggregated, column, shop

CITY = column("city", table="customers", header="City")
AGE = column("age", "number", table="customers", header="Age")
FAITH = column("religion", table="customers", header="Religion")


def laid(workspace, columns=(CITY, AGE), many=900, change=None, **asked):
    rows, traits, _ = people(many)
    for n, person in enumerate(traits):
        person["religion"] = "A" if n % 3 else "B"
        if change:
            change(n, person)
    shop(workspace, rows, columns, traits, as_of=AS_OF)
    return run(find_tool("rfm_segments"), asked, workspace), traits


def index_picture(workspace, formed):
    return picture_of(workspace.with_(output=workspace.root), "trait_index", segmentation=formed.id)


def cells_of(workspace, formed, without=frozenset()):
    with open_scope(formed_on(formed), workspace, as_of=AS_OF, purchases=False) as scope:
        scope.engine.view("assigned", formed.folder / ASSIGNMENT)
        return trait_cells(scope, set(without))


def frame_of(formed, traits):
    told = duckdb.sql(f"SELECT customer_id, segment FROM '{formed.folder / ASSIGNMENT}'").df()
    return told.merge(pd.DataFrame(traits), on="customer_id")


def test_shares_and_indices_are_what_pandas_counts(workspace):
    formed, traits = laid(workspace)
    frame = frame_of(formed, traits)
    cells = [cell for cell in cells_of(workspace, formed) if cell.header == "City"]
    assert {cell.segment for cell in cells} >= {"champions"}
    for cell in cells:
        has = frame["city"].str.lower() == cell.level.keys[0]
        own = frame["segment"] == cell.segment
        assert (cell.have, cell.known) == ((has & own).sum(), own.sum())
        assert (cell.all_have, cell.all_known) == (has.sum(), len(frame))
        assert cell.index.value == pytest.approx(has[own].mean() / has.mean(), rel=0.02)
        assert cell.index.low <= cell.index.value <= cell.index.high


def test_chance_is_judged_as_scipy_does_over_all_comparisons(workspace):
    formed, _ = laid(workspace)
    cells = cells_of(workspace, formed)
    tables = [
        [[c.have, c.known - c.have], [c.all_have - c.have, c.all_known - c.known - c.all_have + c.have]]
        for c in cells
    ]
    p_values = [chi2_contingency(table, correction=False).pvalue for table in tables]
    assert [cell.p_value for cell in cells] == pytest.approx(p_values, rel=1e-6, abs=1e-12)
    assert [cell.adjusted for cell in cells] == pytest.approx(
        list(false_discovery_control(p_values)), rel=1e-6, abs=1e-12
    )


def test_a_planted_trait_is_found_and_named_in_the_title(workspace):
    formed, _ = laid(workspace)
    picture = index_picture(workspace, formed)
    detail = picture.reply.detail
    assert detail["told"] in (
        {"en": "City: Köln", "zh": "City：Köln"},
        {"en": "City: Ulm", "zh": "City：Ulm"},
    )
    page = drawn(picture, LIGHT, "en")
    assert detail["told"]["en"] in page.words.title
    key = f"draw_chart.{detail['best']}.{detail['measure']}_index"
    low, high = (picture.reply.value(f"{key}_{end}") for end in ("low", "high"))
    assert low > 1 or high < 1


def test_bars_reach_from_a_hundred_to_the_index_and_pale_where_chance_may_explain_them(workspace):
    formed, _ = laid(workspace)
    picture = index_picture(workspace, formed)
    page = drawn(picture, LIGHT, "en")
    [axes] = page.figure.axes
    limit = axes.get_xlim()[1]
    by_key = {(c.segment, c.measure): c for c in cells_of(workspace, formed)}
    keys = [k.split(".") for k in picture.reply.facts if k.startswith("draw_chart") and k.endswith("_index")]
    shown = [by_key[segment, measure.removesuffix("_index")] for _, segment, measure in keys]
    bars = [patch for patch in axes.patches if patch.get_height() == 0.5]
    assert len(bars) == len(shown)
    ends = [bar.get_x() + bar.get_width() for bar in bars]
    assert ends == pytest.approx([max(min(log2(c.index.value), limit), -limit) for c in shown])
    strong = [bar.get_facecolor()[:3] == pytest.approx((0, 0x72 / 255, 0xB2 / 255)) for bar in bars]
    assert strong == [cell.stands_out for cell in shown]
    assert any(strong)
    assert not all(strong)


def test_traits_that_formed_the_segments_and_sensitive_ones_are_left_out(workspace):
    formed, _ = laid(workspace, columns=(CITY, AGE, FAITH))
    assert {cell.header for cell in cells_of(workspace, formed)} == {"City", "Age"}
    assert {cell.header for cell in cells_of(workspace, formed, {"city"})} == {"Age"}
    rule = run(find_tool("define_segment"), {"rule": "City = 'Köln'", "name": "Kölner"}, workspace)
    keys = index_picture(workspace, rule).reply.measures
    assert not any("City" in str(parts) for parts in keys.values())


def test_nobody_is_picked_out_and_who_is_not_known_is_not_counted(workspace):
    def rare(n, person):
        person["city"] = ["Köln", "Ulm", "Bonn"][n % 3] if n % 5 else None
        if n < 33:
            person["city"] = "Weimar"

    formed, traits = laid(workspace, change=rare)
    cells = cells_of(workspace, formed)
    frame = frame_of(formed, traits)
    assert all(cell.have == 0 or cell.have >= 5 for cell in cells)
    assert {cell.all_known for cell in cells if cell.header == "City"} == {int(frame["city"].notna().sum())}


def test_random_traits_are_no_finding(workspace):
    formed, _ = laid(
        workspace, change=lambda n, p: p.update(city=["a", "b"][(n * 7919) % 2], age=30.0 + n % 2)
    )
    page = drawn(index_picture(workspace, formed), LIGHT, "en")
    assert page.words.title.startswith("No trait stands out")


def test_groups_by_traits_are_compared_by_what_they_bring_in(workspace):
    laid(workspace)
    formed = run(find_tool("trait_segments"), {"traits": "City"}, workspace)
    assert story(formed) == (Kind.TRAIT_INDEX, Kind.SEGMENT_BARS)
    page = drawn(index_picture(workspace, formed), LIGHT, "en")
    subjects = formed.reply.tables["segments"].subjects
    values = sorted((formed.reply.value(f"trait_segments.{s}.revenue_index") for s in subjects), reverse=True)
    bars = [patch for patch in page.figure.axes[0].patches if patch.get_height() == 0.5]
    assert [bar.get_width() for bar in bars] == pytest.approx([log2(value) for value in values])
    assert formed.reply.names[formed.reply.detail["over"][0]] in page.words.title
    assert "by City" in page.words.subtitle


def test_it_is_said_where_the_data_tell_nothing_of_who_customers_are(workspace):
    rows, _, _ = people(60)
    shop(workspace, rows, (), None, as_of=AS_OF)
    formed = run(find_tool("rfm_segments"), {}, workspace)
    with pytest.raises(MethodError) as none:
        index_picture(workspace, formed)
    assert none.value.code == "chart_no_traits"


def test_groups_of_people_without_purchases_are_compared_by_their_other_traits(workspace):
    everybody = [
        {"customer_id": f"p{n}", "city": "ab"[n % 2], "age": 20.0 + (n % 2) * 30 + n % 5} for n in range(200)
    ]
    aggregated(workspace, None, [CITY, AGE], everybody)
    formed = run(find_tool("trait_segments"), {"traits": "City"}, workspace)
    picture = index_picture(workspace, formed)
    assert "Age" in picture.reply.detail["told"]["en"]
    # Everybody of one age lives in one half of the customers: twice as common there, and nowhere else.
    best = picture.reply.detail["best"], picture.reply.detail["measure"]
    found = {
        end: picture.reply.value(f"draw_chart.{best[0]}.{best[1]}_index{end}")
        for end in ("", "_low", "_high")
    }
    assert found[""] in (0, pytest.approx(2))
    assert found["_low"] <= found[""] <= found["_high"]
    assert story(formed) == (Kind.SEGMENT_BARS,)
    assert "turnover" not in drawn(picture, LIGHT, "en").words.subtitle


def test_nothing_but_the_trait_that_formed_them_is_no_comparison(workspace):
    aggregated(workspace, None, [CITY], [{"customer_id": f"p{n}", "city": "ab"[n % 2]} for n in range(90)])
    formed = run(find_tool("trait_segments"), {"traits": "City"}, workspace)
    with pytest.raises(MethodError) as none:
        index_picture(workspace, formed)
    assert none.value.code == "chart_no_traits"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_names_of_the_data_stand_on_the_page_as_they_are(workspace, theme, language):
    nasty = ["$x_1$ <b>bold</b> [[all]]", "很长的城市名称" * 9, "A very long name of a city indeed, " * 3]
    formed, _ = laid(workspace, change=lambda n, person: person.update(city=nasty[n % 3]))
    page = drawn(index_picture(workspace, formed), THEMES[theme], language)
    assert (off_the_page(page), overlapping(page), small_texts(page), faint_texts(page)) == ([], [], [], [])
    grouped = run(find_tool("trait_segments"), {"traits": "City"}, workspace)
    page = drawn(index_picture(workspace, grouped), THEMES[theme], language)
    assert (off_the_page(page), overlapping(page), small_texts(page), faint_texts(page)) == ([], [], [], [])
    assert any("$x_1$" in text for text in said(page))
