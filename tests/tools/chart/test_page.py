"""The page: words broken and shortened to fit, a font for every word, files that stand alone."""

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation import chart
from customer_segmentation.chart.drawing.canvas import INNER, Canvas
from customer_segmentation.chart.drawing.files import written
from customer_segmentation.chart.drawing.fonts import SHIPPED, families, lacking
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.chart.drawing.text_fit import shortened, width_of, wrapped
from customer_segmentation.chart.drawing.theme import DARK, LIGHT, THEMES, in_settings, luminance, settings
from customer_segmentation.kit.assets import prompts_path
from customer_segmentation.kit.fact_sheet import FactSheet
from customer_segmentation.kit.reply import Reply
from drawn_pages import off_the_page, overlapping, said, written_texts

HOSTILE = "<script>alert(1)</script> $x^2$ [[all]] _a_ &amp;"


def bar(canvas: Canvas) -> None:
    axes = canvas.axes(left=100)
    axes.axis("off")
    axes.barh([0], [1.0])
    axes.text(0, 0, canvas.name("c1", 90))
    canvas.tip(axes.patches[0], canvas.name("c1"))


def picture(name="Group"):
    sheet = FactSheet("cluster_customers", "EUR")
    for subject in ("c1", "all"):
        sheet.say(subject, "customers", 40, "customers")
    for measure in ("share", "revenue_share"):
        sheet.say("c1", measure, 0.5, "share")
    sheet.say("c1", "revenue_rank", 1, "rank")
    sheet.facts |= {
        f"draw_chart.all.{m}": sheet.facts["cluster_customers.all.customers"] for m in ("customers", "as_of")
    }
    reply = Reply(
        facts=sheet.facts,
        names={"c1": name},
        detail={"source": "shop.csv", "filter": "", "tool": "cluster_customers", "lead": "c1"},
    )
    return Picture("segment_bars", reply, 80, bar)


@pytest.fixture
def fonts():
    with in_settings(settings(LIGHT, families(["a"]))):
        yield


CLOSING = "，。)%"


def may_break(before, after):
    """Tell whether a line may end between two characters."""
    return (before in "客户，。" or after in "客户" or " " in (before, after)) and after not in CLOSING


@given(text=st.text(st.sampled_from("ab c，客户。(99%) "), max_size=80), width=st.floats(40, 400))
def test_wrapping_loses_nothing_and_stays_within_the_width(text, width):
    with in_settings(settings(LIGHT, families([]))):
        lines = wrapped(text, width, 10)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        wider = [line.strip() for line in lines if width_of(line, 10) > width]
        assert [line for line in wider if any(may_break(*pair) for pair in pairwise(line))] == []


def test_no_line_begins_with_a_closing_mark(fonts):
    lines = wrapped("客户，" * 30, 60, 10)
    assert len(lines) > 5
    assert [line for line in lines if line[0] == "，"] == []


def test_a_name_is_cut_only_where_it_must_be(fonts):
    assert shortened("Champions", 200, 10) == "Champions"
    cut = shortened("Champions of a very long name", 80, 10)
    assert cut.endswith("…")
    assert "Champions of a very long name".startswith(cut[:-1])
    assert width_of(cut, 10) <= 80


def test_every_character_of_the_words_is_in_the_font_that_is_shipped():
    texts = [path.read_text(encoding="utf-8") for path in sorted(prompts_path().rglob("*")) if path.is_file()]
    assert families(texts)[0] == SHIPPED
    assert lacking(texts) == set()


def test_no_font_of_the_machine_stands_in_for_the_shipped_one(fonts):
    from matplotlib.font_manager import FontProperties, findfont

    for weight in ("regular", "bold"):
        found = Path(findfont(FontProperties(family=[SHIPPED], weight=weight), fallback_to_default=False))
        assert found.parent == Path(chart.__file__).parent / "fonts"


def test_a_character_that_no_font_has_is_told():
    assert lacking(["ok \U0001f9ff 客"]) == {"\U0001f9ff"}


def test_a_name_is_drawn_without_such_a_character():
    page = drawn(picture("VIP \U0001f9ff club"), LIGHT, "en")
    assert page.lacking == {"\U0001f9ff"}
    assert "VIP  club" in said(page)
    assert "\U0001f9ff" not in "".join(said(page))


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_letters_stand_out_from_the_paper(theme):
    def contrast(colour):
        one, other = sorted((luminance(theme.paper), luminance(colour)))
        return (other + 0.05) / (one + 0.05)

    assert min(contrast(theme.ink), contrast(theme.pale)) >= 4.5
    assert min(contrast(theme.main), contrast(theme.second)) >= 3
    assert min(contrast(colour) for colour in theme.several) >= 2


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_a_sequence_grows_in_lightness_alone(theme):
    shades = [luminance(theme.sequence()(n / 10)) for n in range(11)]
    assert shades == sorted(shades, reverse=theme is LIGHT)
    assert all(
        max(luminance("white") + 0.05, 0) and abs(luminance(theme.ink_on(c)) - luminance(c)) > 0.17
        for c in theme.several
    )


def test_a_long_title_breaks_and_the_page_grows_with_it():
    short, long = (
        drawn(picture(name), LIGHT, "en") for name in ("Group", "A group with quite a long name " * 3)
    )
    assert long.figure.get_figheight() > short.figure.get_figheight()
    assert (off_the_page(long), overlapping(long)) == ([], [])
    assert short.words.title == "Group: 50% of customers, 50% of turnover"


def test_names_from_data_are_neither_mathematics_nor_markup(tmp_path):
    page = drawn(picture(HOSTILE), DARK, "en")
    assert any("<script>" in text for text in said(page))
    assert all(not text.get_parse_math() for text in written_texts(page))
    for artifact in written(page, "picture", tmp_path):
        if artifact.media_type != "image/png":
            text = (tmp_path / artifact.path).read_text(encoding="utf-8")
            assert "<script>alert" not in text
            assert not re.search(r"(src|href)=\"https?:", text)


def test_an_svg_says_what_it_shows_as_a_whole_and_mark_by_mark(tmp_path):
    page = drawn(picture(), LIGHT, "en")
    written(page, "picture", tmp_path)
    root = ET.parse(tmp_path / "picture.svg").getroot()  # noqa: S314 - our own file
    space = "{http://www.w3.org/2000/svg}"
    assert (root[0].tag, root[0].text) == (f"{space}title", page.words.title)
    assert (root[1].tag, root[1].text) == (f"{space}desc", page.words.reading)
    (mark,) = [g for g in root.iter(f"{space}g") if g.get("id") == "mark-1"]
    assert mark[0].text == "Group"


def test_a_page_to_point_at_is_made_only_where_there_is_something_to_say(tmp_path):
    still = Picture("segment_bars", picture().reply, 80, lambda canvas: canvas.axes() and None)
    made = written(drawn(still, LIGHT, "en"), "still", tmp_path)
    assert [artifact.name for artifact in made] == ["still.png", "still.svg"]
    assert [a.name for a in written(drawn(picture(), LIGHT, "en"), "live", tmp_path)][-1] == "live.html"


def test_the_body_has_the_width_that_charts_reckon_with():
    seen = {}

    def measure(canvas):
        axes = canvas.axes(top=10, height=20)
        seen["box"] = axes.get_window_extent()

    drawn(Picture("segment_bars", picture().reply, 80, measure), LIGHT, "en")
    assert seen["box"].width == pytest.approx(INNER)
    assert seen["box"].height == pytest.approx(20)
