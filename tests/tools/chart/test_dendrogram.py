"""Dendrogram: every join at its height, every branch under the name of its group, the cut between two joins."""

import pyarrow.parquet as pq
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex

from clustered_people import found, lay_people, people
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import LIGHT, THEMES
from customer_segmentation.kit.errors import MethodError
from drawn_pages import faint_texts, off_the_page, overlapping, picture_of, said, small_texts

KIND = "dendrogram"


def tree_of(workspace, traits=None, **asked):
    """Return the picture of the tree of people and the result that it shows."""
    lay_people(workspace, traits or people())
    formed = found(workspace, method="hierarchical", **asked)
    return picture_of(workspace.with_(output=workspace.root), KIND, segmentation=formed.id), formed


def joins_of(page):
    """Return the heights of the joins drawn, and per colour those within a group."""
    axes = page.figure.axes[0]
    within = {
        to_hex(lines.get_colors()[0]): [segment[1][0] for segment in lines.get_segments()]
        for lines in axes.collections
        if isinstance(lines, LineCollection)
    }
    above = [line.get_xdata()[1] for line in axes.lines if len(line.get_xdata()) == 4]
    return above, within


def test_every_join_shown_is_drawn_at_its_height(workspace):
    picture, formed = tree_of(workspace)
    above, within = joins_of(drawn(picture, LIGHT, "en"))
    heights = sorted(merge["height"] for merge in formed.reply.detail["method_details"]["merges"])
    assert sorted([*above, *(height for own in within.values() for height in own)]) == pytest.approx(heights)
    assert sorted(above) == pytest.approx(heights[-2:])
    assert len(within) == 3


def test_the_cut_lies_between_what_is_kept_and_what_is_undone(workspace):
    picture, formed = tree_of(workspace)
    page = drawn(picture, LIGHT, "en")
    heights = sorted(merge["height"] for merge in formed.reply.detail["method_details"]["merges"])
    [cut] = [line for line in page.figure.axes[0].lines if line.get_linestyle() == "--"]
    assert heights[-3] < cut.get_xdata()[0] < heights[-2]
    ratio = float(picture.reply.facts["draw_chart.all.cut_ratio"].value)
    assert ratio == pytest.approx(heights[-2] / heights[-3])
    assert page.words.title.startswith("A clear cut: 3 groups")
    assert "cut: 3 groups" in said(page)


def test_a_group_wider_than_the_others_has_the_branch_that_joins_highest(workspace):
    """Three groups of equal size: only their own spread tells the branches apart."""
    traits = people([(0, 0)], spread=0.2, prefix="a") + people([(9, 0)], spread=1.5, prefix="b")
    traits += people([(40, 40)], spread=0.6, prefix="c")
    picture, formed = tree_of(workspace, traits)
    _, within = joins_of(drawn(picture, LIGHT, "en"))
    spread = {f"c{n + 1}": max(within.get(LIGHT.several[n], [0])) for n in range(3)}
    rows = pq.read_table(formed.folder / "assignment.parquet").to_pylist()
    kind = {row["segment"]: row["customer_id"][0] for row in rows}
    by_kind = {kind[segment]: height for segment, height in spread.items()}
    assert by_kind["a"] < by_kind["c"] < by_kind["b"]


def test_each_name_stands_with_its_customers(workspace):
    traits = people(many=40) + people([(30, 30)], many=90, prefix="x")
    picture, _ = tree_of(workspace, traits, k="4", names="c1=<i>One</i> $a_b$")
    words = said(drawn(picture, LIGHT, "en"))
    assert "<i>One</i> $a_b$" in words
    assert "90, 43%" in words
    assert words.count("40, 19%") == 3


@pytest.mark.parametrize("many", [2, 12])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_few_groups_and_many_stand_apart(workspace, many, language):
    centres = [(8 * (n % 4), 8 * (n // 4)) for n in range(many)]
    names = "; ".join(
        f"c{n + 1}=A name so long that it breaks and is cut, number {n + 1}" for n in range(many)
    )
    picture, _ = tree_of(workspace, people(centres, many=30), k=str(many), names=names)
    for theme in THEMES.values():
        page = drawn(picture, theme, language)
        found_wrong = off_the_page(page), overlapping(page), small_texts(page), faint_texts(page)
        assert found_wrong == ([], [], [], [])


def test_pieces_of_one_cloud_are_called_so(workspace):
    picture, _ = tree_of(workspace, people([(0, 0)], many=200))
    page = drawn(picture, LIGHT, "en")
    assert page.words.title == "One cloud of customers, cut in 3 pieces"
    assert "they are pieces of one cloud" in page.words.reading


def test_groups_that_were_not_cut_from_a_tree_have_none(workspace):
    lay_people(workspace, people())
    formed = found(workspace)
    with pytest.raises(MethodError) as raised:
        picture_of(workspace.with_(output=workspace.root), KIND, segmentation=formed.id)
    assert raised.value.code == "chart_no_tree"
