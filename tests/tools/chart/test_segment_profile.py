"""The profile as a picture: effects where their facts place them, the largest segments first, nothing claimed too much."""

import json
from statistics import NormalDist

import pytest

from chart_shops import AS_OF, segmented
from customer_segmentation.catalogue import find_tool
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import DARK, LIGHT, THEMES
from customer_segmentation.explain.profile.profile_segments import PROFILE
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Workspace
from drawn_pages import faint_texts, off_the_page, overlapping, picture_of, said, small_texts
from profiled_shop import COLUMNS, lay_shop, people
from rows_shop import column, shop


@pytest.fixture(scope="module")
def formed(demo):
    return run(find_tool("rfm_segments"), {}, demo)


def profile_picture(workspace, formed, **asked):
    drawing = workspace.with_(output=workspace.root)
    return picture_of(drawing, "segment_profile", segmentation=formed.id, **asked)


def dots(page):
    """Return (x, y, hollow) of every dot in the order of rows."""
    [axes] = page.figure.axes
    marks = [line for line in axes.lines if line.get_marker() not in {"None", None, ""}]
    found = [(line.get_xdata()[0], line.get_ydata()[0], line) for line in marks]
    paper = axes.get_facecolor()[:3]
    return [
        (x, y, tuple(line.get_markerfacecolor()) == paper or line.get_markerfacecolor() == "#ffffff")
        for x, y, line in sorted(found, key=lambda dot: dot[1])
    ]


def comparisons(workspace, formed):
    """Return the tool's own record of every comparison, by segment and aspect."""
    result = run(find_tool("profile_segments"), {"segmentation": formed.id}, workspace)
    rows = json.loads((result.folder / PROFILE).read_text(encoding="utf-8"))
    return result, {(row["segment"], row["aspect"]): row for row in rows}


def test_dots_lie_where_the_record_of_comparisons_says(demo, formed):
    result, rows = comparisons(demo, formed)
    picture = profile_picture(demo, formed)
    drawn_dots = dots(drawn(picture, LIGHT, "en"))
    money = {s: formed.reply.value(f"rfm_segments.{s}.revenue") for s in result.reply.detail["segments"]}
    known = [s for s in money if s not in result.reply.detail["small"]]
    chosen = sorted(known, key=lambda s: -money[s])[:6]
    told = [(s, e) for s in chosen for e in result.reply.detail["apart"][s][:3]]
    assert len(told) == len(drawn_dots)
    [axes] = drawn(picture, LIGHT, "en").figure.axes
    limit = axes.get_xlim()[1]
    for (segment, effect), (x, _, hollow) in zip(told, drawn_dots, strict=True):
        row = rows[segment, effect["id"]]
        if abs(row["strength"]) <= limit:
            assert x == pytest.approx(row["strength"], abs=1e-4)
        else:
            assert 0 < x / row["strength"] < limit / abs(row["strength"])
        assert hollow is row["formed"]


def test_an_interval_of_ranks_is_drawn_on_the_scale_of_d(demo, formed):
    result, rows = comparisons(demo, formed)
    page = drawn(profile_picture(demo, formed), LIGHT, "en")
    assert rows["champions", "orders"]["effect"] != rows["champions", "orders"]["strength"]
    [axes] = page.figure.axes
    lines = {tuple(float(x) for x in line.get_xdata()) for line in axes.lines if len(line.get_xdata()) == 2}
    limit = axes.get_xlim()[1]

    def of_rank(delta):
        value = 2**0.5 * NormalDist().inv_cdf((delta + 1) / 2)
        return min(max(value, -limit), limit)

    ranked = [
        rows[s, e["id"]]
        for s in result.reply.detail["segments"]
        for e in result.reply.detail["apart"][s]
        if rows[s, e["id"]]["effect"]
        == pytest.approx(2 * NormalDist().cdf(e["strength"] / 2**0.5) - 1, abs=1e-3)
    ]
    found = [
        row
        for row in ranked
        if any(x == pytest.approx([of_rank(row["low"]), of_rank(row["high"])]) for x in lines)
    ]
    assert len(found) > 2


def test_values_stand_beside_their_row_in_their_own_unit(demo, formed):
    result, _ = comparisons(demo, formed)
    picture = profile_picture(demo, formed)
    texts = [text.replace("\n", " ") for text in said(drawn(picture, LIGHT, "en"))]
    assert "Champions" in texts
    assert f"{result.reply.value('profile_segments.champions.customers')} customers" in texts
    assert any(text.startswith("€") and " vs €" in text for text in texts)
    effect = result.reply.detail["apart"]["champions"][0]
    assert effect["name"]["en"].casefold() in [text.casefold() for text in texts]


def test_two_segments_are_each_other_s_everybody_else(workspace):
    lay_shop(workspace)
    formed = run(find_tool("trait_segments"), {"traits": "City"}, workspace)
    page = drawn(profile_picture(workspace, formed), LIGHT, "en")
    names = [formed.reply.names[s] for s in formed.reply.tables["segments"].subjects]
    assert sum(name in said(page) for name in names) == 1
    assert f"against {next(n for n in names if n not in said(page))}" in page.words.subtitle


def test_a_single_small_world_is_not_compared(workspace):
    rows, traits, _ = people(20)
    shop(workspace, rows, COLUMNS, traits, as_of=AS_OF)
    formed = run(find_tool("rfm_segments"), {}, workspace)
    with pytest.raises(MethodError) as none:
        profile_picture(workspace, formed)
    assert none.value.code == "chart_nothing_compared"


def test_what_the_segments_were_formed_from_is_no_finding(workspace):
    """Orders alike in everything but their number: only what formed the segments can differ."""
    rows = [row for row in people(400)[0] if row["category"] == "Shoes"]
    for row in rows:
        row["amount"] = type(row["amount"])(10)
    drawing, formed = segmented(workspace, rows)
    page = drawn(profile_picture(drawing, formed), LIGHT, "en")
    assert all(hollow for *_, hollow in dots(page))
    assert page.words.title in {
        "The segments differ only in what they were formed from",
        "No reliable difference in anything compared (5 things)",
    }


NASTY = ["$x_1$ <b>bold</b> [[all]]", "很长的城市名称" * 12, "🏙️ Ørsted & Söhne | “quoted”"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_names_of_the_data_stand_on_the_page_as_they_are(workspace, theme, language):
    rows, traits, _ = people(600)
    for n, person in enumerate(traits):
        person["city"] = NASTY[n % 2 if n % 3 else 2]
    city = [column("city", table="customers", header="$City_name$ (<i>long</i> header of a column)")]
    shop(workspace, rows, [*COLUMNS[:1], *city], traits, as_of=AS_OF)
    formed = run(find_tool("rfm_segments"), {}, workspace)
    page = drawn(profile_picture(workspace, formed), THEMES[theme], language)
    assert (off_the_page(page), overlapping(page), small_texts(page), faint_texts(page)) == ([], [], [], [])
    grouped = run(find_tool("trait_segments"), {"traits": city[0].header}, workspace)
    page = drawn(profile_picture(workspace, grouped), THEMES[theme], language)
    assert (off_the_page(page), overlapping(page), small_texts(page), faint_texts(page)) == ([], [], [], [])


def test_the_order_of_rows_makes_no_difference(workspace, tmp_path):
    def marks(opened, *, rows_first):
        lay_shop(opened, rows_first=rows_first)
        formed = run(find_tool("rfm_segments"), {}, opened)
        return dots(drawn(profile_picture(opened, formed), DARK, "en"))

    one = marks(workspace, rows_first=False)
    assert one
    assert one == marks(Workspace.open(tmp_path / "other"), rows_first=True)


def test_a_profile_of_one_segment_is_drawn_alone_and_in_full(demo, formed):
    alone = run(find_tool("profile_segments"), {"segmentation": formed.id, "segment": "champions"}, demo)
    picture = profile_picture(demo, formed, result=alone.id)
    page = drawn(picture, LIGHT, "zh")
    assert len(dots(page)) == len(alone.reply.detail["apart"]["champions"])
    assert page.words.title.startswith("冠军客户")
