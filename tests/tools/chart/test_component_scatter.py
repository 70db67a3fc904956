"""Component scatter: every dot where its customer's coordinates put it, every group by its name, arrows as loadings."""

from decimal import Decimal

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.text import Annotation

from chart_shops import lines_of, mixed, segmented
from clustered_people import found, lay_people, people
from customer_segmentation.catalogue import find_tool
from customer_segmentation.chart.component_map import DRAWN, between_groups
from customer_segmentation.chart.component_scatter import components_asked
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import DARK, LIGHT, THEMES
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from drawn_pages import faint_texts, off_the_page, overlapping, picture_of, said

KIND = "component_scatter"


def clusters(workspace, traits=None, **asked):
    """Return a workspace to draw in and the groups found in people."""
    lay_people(workspace, traits or people())
    return workspace.with_(output=workspace.root), found(workspace, **asked)


def dots_of(page, many):
    """Return the collections of dots of the map, those of ``many`` marks and more."""
    axes = page.figure.axes[0]
    return [c for c in axes.collections if isinstance(c, PathCollection) and len(c.get_offsets()) >= many]


def coordinates(drawing, formed):
    """Return the coordinates by segment, read from the files."""
    shown = [r for r in drawing.results() if r.tool == "principal_components"][-1]
    places = pq.read_table(shown.folder / "coordinates.parquet").to_pylist()
    segment_of = {
        row["customer_id"]: row["segment"]
        for row in pq.read_table(formed.folder / "assignment.parquet").to_pylist()
    }
    by_segment = {}
    for row in places:
        by_segment.setdefault(segment_of[row["customer_id"]], []).append((row["pc1"], row["pc2"]))
    return {segment: np.array(rows) for segment, rows in by_segment.items()}


def test_every_customer_is_a_dot_where_the_components_put_them(workspace):
    drawing, formed = clusters(workspace)
    page = drawn(picture_of(drawing, KIND, segmentation=formed.id), LIGHT, "en")
    expected = coordinates(drawing, formed)
    dots = dots_of(page, 30)
    assert sorted(len(c.get_offsets()) for c in dots) == [60, 60, 60]
    colours = {to_hex(c.get_facecolor()[0]): np.asarray(c.get_offsets()) for c in dots}
    slopes = []
    for axis in (0, 1):
        mine = np.concatenate([np.sort(colours[LIGHT.several[n]][:, axis]) for n in range(3)])
        theirs = np.concatenate([np.sort(expected[f"c{n + 1}"][:, axis]) for n in range(3)])
        inside = (mine > mine.min()) & (mine < mine.max())
        slope, start = np.polyfit(theirs[inside], mine[inside], 1)
        assert mine[inside] == pytest.approx(theirs[inside] * slope + start, abs=1e-3)
        slopes.append(slope)
    assert slopes[0] > 0
    assert slopes[0] == pytest.approx(slopes[1])


def test_the_share_between_groups_is_that_of_the_coordinates(workspace):
    drawing, formed = clusters(workspace)
    picture = picture_of(drawing, KIND, segmentation=formed.id)
    expected = coordinates(drawing, formed)
    every = np.concatenate(list(expected.values()))
    whole = ((every - every.mean(axis=0)) ** 2).sum()
    within = sum(((rows - rows.mean(axis=0)) ** 2).sum() for rows in expected.values())
    assert float(picture.reply.facts["draw_chart.all.map_between"].value) == pytest.approx(1 - within / whole)
    assert picture.reply.facts["draw_chart.all.drawn"].value == 180
    assert picture.sampled == ""


@given(
    rows=st.lists(
        st.tuples(st.sampled_from(["c1", "c2", "noise"]), st.integers(-99, 99), st.integers(-99, 99)),
        min_size=2,
        max_size=30,
    )
)
def test_exact_sums_give_the_share_between_groups(rows):
    totals = []
    for segment in sorted({s for s, *_ in rows}):
        own = [(Decimal(x), Decimal(y)) for s, x, y in rows if s == segment]
        squares = sum(x * x + y * y for x, y in own)
        totals.append((segment, len(own), sum(x for x, _ in own), sum(y for _, y in own), squares))
    got = between_groups(totals)
    grouped = {
        s: np.array([(x, y) for t, x, y in rows if t == s])
        for s in ("c1", "c2")
        if any(r[0] == s for r in rows)
    }
    if len(grouped) < 2:
        assert got is None
        return
    every = np.concatenate(list(grouped.values()))
    whole = ((every - every.mean(axis=0)) ** 2).sum()
    within = sum(((own - own.mean(axis=0)) ** 2).sum() for own in grouped.values())
    assert got is None if whole < 1e-9 else got == pytest.approx(1 - within / whole, abs=1e-9)


def test_groups_stand_under_their_names_in_any_language(workspace):
    drawing, formed = clusters(workspace, names="c1=<b>VIP</b> $x$ 客户; c2=Second_group")
    picture = picture_of(drawing, KIND, segmentation=formed.id)
    for language in ("en", "zh"):
        words = " ".join(" ".join(said(drawn(picture, LIGHT, language))).split())
        assert "<b>VIP</b> $x$ 客户" in words
        assert "Second_group" in words


def test_arrows_are_the_loadings(workspace):
    drawing, formed = clusters(workspace)
    picture = picture_of(drawing, KIND, segmentation=formed.id)
    circle = drawn(picture, LIGHT, "en").figure.axes[2]
    arrows = [t for t in circle.texts if isinstance(t, Annotation) and t.arrow_patch]
    centre, heads = np.array(arrows[0].xyann), np.array([arrow.xy for arrow in arrows])
    loadings = np.array(
        [
            [float(picture.reply.facts[f"principal_components.f{f}.loading_{n}"].value) for n in (1, 2)]
            for f in (1, 2)
        ]
    )
    got = sorted(((heads - centre) / 62).tolist())
    assert got == [pytest.approx(row) for row in sorted(loadings.tolist())]


def test_customers_in_no_group_are_pale_and_have_no_centre(workspace):
    drawing, formed = clusters(
        workspace, people(spread=0.4) + people([(5, 5)], 9, 6, prefix="n"), method="dbscan"
    )
    lost = formed.reply.facts["cluster_customers.noise.customers"].value
    picture = picture_of(drawing, KIND, segmentation=formed.id)
    page = drawn(picture, LIGHT, "en")
    pale = [c for c in dots_of(page, 1) if to_hex(c.get_facecolor()[0]) == LIGHT.faint]
    assert sum(len(c.get_offsets()) for c in pale) == lost > 0
    assert "In no group" in said(page)
    assert "pale dots are in no group" in page.words.subtitle


def test_many_customers_are_sampled_and_it_is_said(workspace):
    drawing, formed = clusters(workspace, people(many=1_200))
    picture = picture_of(drawing, KIND, segmentation=formed.id)
    page = drawn(picture, LIGHT, "en")
    assert sum(len(c.get_offsets()) for c in dots_of(page, 30)) == DRAWN
    assert "3,000 drawn of 3,600 customers" in page.words.source


def test_how_rows_come_changes_nothing(workspace, tmp_path):
    def marks(opened, traits):
        drawing, formed = clusters(opened, traits)
        page = drawn(picture_of(drawing, KIND, segmentation=formed.id), LIGHT, "en")
        return [np.asarray(c.get_offsets()).tolist() for c in dots_of(page, 1)], said(page)

    traits = people()
    assert marks(workspace, traits) == marks(Workspace.open(tmp_path / "other"), traits[::-1])


@pytest.mark.parametrize("many", [2, 12])
def test_few_groups_and_many_are_named_apart(workspace, many):
    centres = [(7 * (n % 4), 7 * (n // 4)) for n in range(many)]
    names = "; ".join(
        f"c{n + 1}=A rather long name of group number {n + 1}, so long it breaks" for n in range(many)
    )
    drawing, formed = clusters(workspace, people(centres, many=40), k=str(many), names=names)
    picture = picture_of(drawing, KIND, segmentation=formed.id)
    for theme in THEMES.values():
        page = drawn(picture, theme, "en")
        assert (off_the_page(page), overlapping(page), faint_texts(page)) == ([], [], [])
    looks = {(to_hex(c.get_facecolor()[0]), len(c.get_paths()[0].vertices)) for c in dots_of(page, 30)}
    assert len(looks) == many


def test_components_are_asked_of_what_the_segments_were_formed_by(workspace):
    _, formed = clusters(workspace)
    assert components_asked(formed) == {"components": 2, "as_of": "2025-01-01", "features": "height,weight"}
    _, formed = segmented(workspace, lines_of(mixed(120)))
    assert components_asked(formed) == {"components": 2, "as_of": "2025-01-01", "features": "rfm"}


def test_rfm_segments_are_drawn_too(workspace):
    drawing, formed = segmented(workspace, lines_of(mixed(120)))
    page = drawn(picture_of(drawing, KIND, segmentation=formed.id), DARK, "zh")
    assert (off_the_page(page), overlapping(page)) == ([], [])
    assert sum(len(c.get_offsets()) for c in dots_of(page, 2)) <= 120
    assert all(name in " ".join(said(page)) for name in ("冠军客户", "客单价"))


def test_one_component_makes_no_map(workspace):
    drawing, _ = clusters(workspace)
    asked = {"features": "height,weight", "components": 1}
    shown = run(find_tool("principal_components"), asked, workspace)
    with pytest.raises(MethodError) as raised:
        picture_of(drawing, KIND, result=shown.number)
    assert raised.value.code == "chart_one_component"


def test_components_of_other_customers_are_refused(workspace):
    drawing, _ = clusters(workspace)
    shown = run(find_tool("principal_components"), {"features": "height,weight", "components": 2}, workspace)
    others = lay_people(workspace, people(prefix="x"), identity="6" * 24)
    formed = found(workspace, data=others)
    with pytest.raises(MethodError) as raised:
        picture_of(drawing, KIND, segmentation=formed.id, result=shown.number)
    assert raised.value.code == "chart_no_coordinates"
