"""What holds for every picture, whatever it shows."""

import pytest

from clustered_people import lay_people, people
from customer_segmentation.catalogue import find_tool
from customer_segmentation.chart.drawing.files import written
from customer_segmentation.chart.drawing.fonts import lacking
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import THEMES
from customer_segmentation.chart.kinds import KINDS
from customer_segmentation.chart.request import Kind
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from drawn_pages import faint_texts, off_the_page, overlapping, picture_of, said, small_texts
from laid_segments import ungrounded

FORMED_OTHERWISE = {Kind.DENDROGRAM: {"method": "hierarchical"}}
CLUSTERS = ("cluster_customers",)
EVERY = [(kind, language) for kind in KINDS for language in ("en", "zh")]


@pytest.fixture(scope="module")
def grouped(tmp_path_factory):
    """Return a workspace with people who stand in plain groups: the small demo shop has none."""
    opened = Workspace.open(tmp_path_factory.mktemp("grouped") / "workspace")
    lay_people(opened, people())
    return opened


@pytest.fixture(scope="module")
def shops(demo, grouped):
    """Return where a kind is drawn, the demo shop or people in groups, and the segments it is drawn of."""

    def of(kind):
        tool = (KINDS[kind].formed_by or ("rfm_segments",))[0]
        opened = grouped if KINDS[kind].formed_by == CLUSTERS else demo
        return opened, run(find_tool(tool), FORMED_OTHERWISE.get(kind, {}), opened).id

    return of


@pytest.fixture(scope="module")
def pictures(shops):
    """Return the picture of a kind, drawn once."""
    made = {}

    def of(kind):
        if kind not in made:
            opened, segments = shops(kind)
            made[kind] = picture_of(opened.with_(output=opened.root), kind.value, segmentation=segments)
        return made[kind]

    return of


def test_every_kind_can_be_asked_for():
    assert set(KINDS) == set(Kind) - {Kind.AUTO}


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_words_stand_on_the_page_apart_and_large_enough(pictures, kind, language):
    page = drawn(pictures(kind), THEMES["light"], language)
    assert (off_the_page(page), overlapping(page), small_texts(page)) == ([], [], [])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", KINDS)
def test_words_are_read_on_what_is_under_them(pictures, kind, theme):
    assert faint_texts(drawn(pictures(kind), THEMES[theme], "en")) == []


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_no_figure_is_missing_and_every_character_can_be_drawn(pictures, kind, language):
    page = drawn(pictures(kind), THEMES["light"], language)
    words = [*said(page), page.words.reading, *page.tips.values()]
    assert [text for text in words if "not available" in text or "无此数据" in text or "[[" in text] == []
    assert lacking(words) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_title_is_short_and_says_its_figures_from_facts(pictures, kind):
    picture = pictures(kind)
    page = drawn(picture, THEMES["light"], "en")
    assert len(page.words.title) <= 90
    assert set(page.figures) <= set(picture.reply.facts)
    assert page.words.figures


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_picture_has_the_same_bytes(pictures, kind, tmp_path):
    def bytes_of(name):
        folder = tmp_path / name
        folder.mkdir()
        made = written(drawn(pictures(kind), THEMES["light"], "en"), "picture", folder)
        return {artifact.name: (folder / artifact.path).read_bytes() for artifact in made}

    assert bytes_of("one") == bytes_of("two")


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_the_reply_says_nothing_that_the_guard_would_mark(shops, kind, language):
    opened, segments = shops(kind)
    asked = {"kind": kind.value, "segmentation": segments, "language": language}
    reply = run(find_tool("draw_chart"), asked, opened).reply
    assert ungrounded("draw_chart", reply, opened, language) == []
