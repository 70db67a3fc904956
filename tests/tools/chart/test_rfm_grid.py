"""RFM grid: areas as large as their customers, colours as strong as their turnover, every segment named."""

import pytest
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from chart_shops import lines_of, mixed, picture, segmented
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import DARK, LIGHT, luminance
from customer_segmentation.engine.duckdb_engine import duckdb_engine
from customer_segmentation.kit.words import name_of
from customer_segmentation.segment.segmentation import Segmentation
from drawn_pages import faint_texts, off_the_page, overlapping, picture_of, said

NAMES = ["VIP $x_1$ <b>", "A very long name that goes on and on for ever", "忠实的老客户们", "D_d", "E"]


def blocks(page):
    """Return what is said of each block and its rectangle."""
    by_id = {p.get_gid(): p for p in page.figure.findobj(Rectangle) if p.get_gid()}
    return [(page.tips[identity], by_id[identity]) for identity in page.tips if identity in by_id]


def areas(page):
    found = {}
    for tip, patch in blocks(page):
        name = tip.split(":")[0]
        found[name] = found.get(name, 0) + patch.get_width() * patch.get_height()
    return found


def counted(drawing, formed):
    with duckdb_engine(drawing.root) as engine:
        engine.view("assigned", Segmentation.read(formed.folder).assignment)
        return dict(engine.rows_of("SELECT segment, COUNT(*) FROM assigned GROUP BY segment"))


@pytest.mark.parametrize("asked", [{}, {"map": "putler"}, {"map": "r-package"}, {"classes": 2}])
def test_areas_are_the_customers_of_the_segments(workspace, asked):
    drawing, formed = segmented(workspace, lines_of(mixed()), **asked)
    page = drawn(picture_of(drawing, "rfm_grid"), LIGHT, "en")
    wanted = {name_of(s, "en"): n / 300 for s, n in counted(drawing, formed).items()}
    assert areas(page) == pytest.approx(wanted)


def test_the_more_turnover_the_darker_on_a_light_page_and_the_lighter_on_a_dark_one(workspace):
    drawing, formed = segmented(workspace, lines_of(mixed()))
    made, facts = picture_of(drawing, "rfm_grid"), formed.reply.facts
    shares = {
        s: facts[f"rfm_segments.{s}.revenue_share"].number for s in formed.reply.tables["segments"].subjects
    }
    for theme, sign in ((LIGHT, -1), (DARK, 1)):
        page = drawn(made, theme, "en")
        bright = {tip.split(":")[0]: luminance(to_rgb(p.get_facecolor())) for tip, p in blocks(page)}
        ranked = sorted(shares, key=lambda s: shares[s])
        light = [bright[name_of(s, "en")] for s in ranked]
        assert light == sorted(light, key=lambda value: sign * value)
        assert len({round(value, 6) for value in light}) > 3


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("asked", [{}, {"map": "r-package"}, {"merge": "at_risk+cant_lose=Win back"}])
def test_every_segment_is_named_once_with_its_figures(workspace, asked, language):
    drawing, formed = segmented(workspace, lines_of(mixed()), **asked)
    made = picture_of(drawing, "rfm_grid")
    page = drawn(made, LIGHT, language)
    assert {f"rfm_segments.{s}.customers" for s in formed.reply.tables["segments"].subjects} <= set(
        page.figures
    )
    assert (off_the_page(page), overlapping(page), faint_texts(page)) == ([], [], [])


def test_hostile_and_long_names_stay_text_inside_their_area(workspace, tmp_path):
    rules = "\n".join(f'  - {{name: "{n}", where: [{{r: {r}}}]}}' for r, n in enumerate(NAMES, start=1))
    (tmp_path / "own.yaml").write_text(f"grid: RxF\nmatch: exact\nsegments:\n{rules}\n", encoding="utf-8")
    path = str(tmp_path / "own.yaml")
    typed = workspace.with_(typed=frozenset({path}))
    page = drawn(picture(typed, lines_of(mixed()), "rfm_grid", map=path), LIGHT, "en")
    words = " ".join(said(page))
    assert "VIP $x_1$ <b>" in words
    assert "<b>" in page.words.title or "<b>" in words
    assert (off_the_page(page), overlapping(page)) == ([], [])


def test_days_between_columns_are_the_cuts_of_recency(workspace):
    drawing, _ = segmented(workspace, lines_of(mixed()), thresholds="R=30,90,180,300")
    page = drawn(picture_of(drawing, "rfm_grid"), LIGHT, "en")
    assert [text for text in said(page) if text.endswith(" days")] == [
        "300 days",
        "180 days",
        "90 days",
        "30 days",
    ]


def test_without_turnover_areas_are_drawn_and_say_so(workspace):
    rows = [row for n in range(40) for row in lines_of([(n + 1, 1, 10)])]
    for place, row in enumerate(rows):
        row["customer_id"] = f"c{place:02}"
        row["order_id"] = f"o{place:02}"
    back = [
        {**row, "amount": -3 * row["amount"], "quantity": -row["quantity"], "order_id": "r", "product": "q"}
        for row in rows
    ]
    page = drawn(picture(workspace, rows + back, "rfm_grid"), LIGHT, "en")
    assert sum(areas(page).values()) == pytest.approx(1)
    assert not [text for text in said(page) if "%" in text and "turnover" in text]


@pytest.mark.parametrize("customers", [[(10, 1, 5), (200, 4, 9)], [(5, 2, 5)] * 3])
def test_a_handful_of_customers_is_drawn(workspace, customers):
    page = drawn(picture(workspace, lines_of(customers), "rfm_grid"), LIGHT, "en")
    assert sum(areas(page).values()) == pytest.approx(1)
    assert (off_the_page(page), overlapping(page)) == ([], [])
