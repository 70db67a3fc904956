"""Choosing k: every number tried at its figures, the one that was taken marked, and no choice where none was made."""

import pytest

from clustered_people import found, lay_people, people
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import LIGHT, THEMES
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.workspace.workspace import Workspace
from drawn_pages import faint_texts, off_the_page, overlapping, picture_of, said, small_texts

KIND = "choosing_k"
STRIPS = ("least_stability", "separation", "votes", "silhouette", "smallest_share")


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    """The picture of three plain groups, whose number was chosen among several."""
    opened = Workspace.open(tmp_path_factory.mktemp("chosen") / "workspace")
    lay_people(opened, people())
    return picture_of(opened.with_(output=opened.root), KIND, segmentation=found(opened, k="auto").id)


def strips_of(page):
    """Return the axes that hold dots, from top to bottom."""
    with_dots = [axes for axes in page.figure.axes if any(line.get_marker() == "o" for line in axes.lines)]
    return sorted(with_dots, key=lambda axes: -axes.get_position().y1)


def test_every_number_tried_stands_at_its_figure(picture):
    page = drawn(picture, LIGHT, "en")
    facts = picture.reply.facts
    for axes, measure in zip(strips_of(page), STRIPS, strict=True):
        dots = {
            round(line.get_xdata()[0]): line.get_ydata()[0] for line in axes.lines if line.get_marker() == "o"
        }
        expected = {
            k - 2: float(facts[f"cluster_customers.k{k}.{measure}"].value)
            for k in range(2, 11)
            if f"cluster_customers.k{k}.{measure}" in facts
        }
        assert dots == pytest.approx(expected)
        assert len(axes.texts) == len(expected)


def test_the_number_taken_is_shaded_and_bold_in_every_strip(picture):
    page = drawn(picture, LIGHT, "en")
    for axes in strips_of(page):
        [band] = axes.patches
        assert (band.get_x() + band.get_width() / 2) == pytest.approx(
            1
        )  # three groups: the second number tried
        assert [text.xy[0] for text in axes.texts if text.get_weight() == "bold"] == [1]
    numbers = page.figure.axes[-1].texts
    assert [text.get_text() for text in numbers if text.get_weight() == "bold"] == ["3"]
    assert page.words.title.startswith("Why 3 groups: each comes back to ")


def test_floors_are_those_that_the_choice_holds_to(picture):
    page = drawn(picture, LIGHT, "en")
    dashed = [
        [line.get_ydata()[0] for line in axes.lines if line.get_linestyle() == "--"]
        for axes in strips_of(page)
    ]
    assert dashed == [[0.75], [0.0], [], [], [0.05]]
    assert {"needed: 75%", "needed: 5%", "needed: clearly above one cloud"} <= set(said(page))


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("theme", THEMES)
def test_words_stand_apart_and_are_read(picture, theme, language):
    page = drawn(picture, THEMES[theme], language)
    assert (off_the_page(page), overlapping(page), small_texts(page), faint_texts(page)) == ([], [], [], [])


def test_where_the_method_finds_the_number_itself_there_is_no_choice_to_draw(workspace):
    lay_people(workspace, people())
    formed = found(workspace, method="dbscan")
    with pytest.raises(MethodError) as raised:
        picture_of(workspace.with_(output=workspace.root), KIND, segmentation=formed.id)
    assert raised.value.code == "chart_nothing_chosen"


def test_where_the_number_was_given_the_others_are_compared_and_no_segments_formed(workspace):
    lay_people(workspace, people())
    formed = found(workspace, k="5")
    drawn_of = picture_of(workspace.with_(output=workspace.root), KIND, segmentation=formed.id)
    assert drawn_of.reply.detail["chosen"] == "k3"
    assert workspace.resolve("latest", "segmentation") == formed.id
    assert workspace.results()[-1].request["k"] == "compare"
    assert workspace.results()[-1].request["scaling"] == "none"


def test_one_cloud_is_drawn_with_no_number_taken(workspace):
    lay_people(workspace, people([(0, 0)], many=150))
    formed = found(workspace, k="2")
    picture_of_cloud = picture_of(workspace.with_(output=workspace.root), KIND, segmentation=formed.id)
    page = drawn(picture_of_cloud, LIGHT, "en")
    assert all(not axes.patches for axes in strips_of(page))
    assert all(text.get_weight() != "bold" for text in page.figure.axes[-1].texts)
    assert page.words.title.startswith(("No number of groups", "Every number of groups"))
