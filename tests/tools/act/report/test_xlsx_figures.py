"""The report as a workbook: every number in it is its fact, whole, and every figure leads to its fact."""

from datetime import date

import pytest
from reported import model
from workbook_read import area_of, day, opened, shown

from customer_segmentation.act.report.report import Illustration
from customer_segmentation.kit.format import formatted
from customer_segmentation.kit.prose import subject_name

LANGUAGES = ("en", "zh")
STYLES = ("prose", "table", "approx")
FEW = {"under five", "not shown", "不足五", "不显示"}


@pytest.fixture(scope="module")
def books(demo):
    return {language: opened(demo, language=language)[1] for language in LANGUAGES}


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def book(books, language):
    return books[language]


@pytest.fixture(scope="module")
def report(demo):
    return model(demo)


@pytest.fixture(scope="module")
def facts(report):
    """Return every fact of the report by key."""
    blocks = [block for section in report.sections for block in section.blocks]
    pictured = [block.picture.reply.facts for block in blocks if isinstance(block, Illustration)]
    return {key: fact for each in (report.whole.facts, *pictured) for key, fact in each.items()}


def _value(fact):
    return float(fact.number * 100 if fact.unit == "points" else fact.number)


def test_every_cell_of_a_table_is_its_fact(report, book, language):
    checked = 0
    for block in report.tables():
        sheet = book[block.name]
        for subject, row in zip(block.table.subjects, sheet.rows(block.name), strict=True):
            assert row[0].value == subject_name(subject, block.reply, language)
            for measure, cell in zip(block.table.measures, row[1:], strict=True):
                fact = block.reply.facts.get(block.table.key(subject, measure))
                if fact is None:
                    assert cell.value is None
                elif isinstance(cell.value, str):
                    assert cell.value in FEW
                else:
                    assert cell.value == _value(fact)
                    assert shown(cell.value, cell.form) == formatted(fact, language, "table")
                    checked += 1
    assert checked > 250


def test_every_figure_is_listed_with_its_fact(demo, book, facts, language):
    result, _ = opened(demo, language=language)
    sheet = book["figures"]
    rows = [[cell.value for cell in row] for row in sheet.rows("figures")]
    assert len(rows) == len({(row[0], row[5]) for row in rows})
    assert 300 < len(rows) <= result.reply.facts["write_report.all.figures"].value
    for text, value, unit, kind, meaning, key in rows:
        fact = facts[key]
        assert text in {formatted(fact, language, style) for style in STYLES} | FEW
        assert all((unit, kind, meaning))
        if text in FEW:
            assert value is None
        elif isinstance(fact.value, date):
            assert day(value) == fact.value
        elif isinstance(fact.value, str):
            assert value == text
        else:
            assert value == _value(fact)


def test_every_figure_of_a_table_is_in_the_list(report, book):
    listed = set(book["figures"].column(5))
    shown_keys = {
        block.table.key(subject, measure)
        for block in report.tables()
        for subject in block.table.subjects
        for measure in block.table.measures
    }
    assert {key for block in report.tables() for key in shown_keys & set(block.reply.facts)} <= listed


def test_charts_draw_cells(book, facts):
    """What a chart holds is what stands in the cells it refers to, so it follows them."""
    charts = [(sheet, chart) for sheet in book.sheets for chart in sheet.charts]
    assert [(chart.root.find(".//*[@val='bar']") is not None) for _, chart in charts] == [
        True,
        False,
        True,
        False,
    ]
    for sheet, chart in charts:
        assert chart.axes == ["0%"]
        for series in chart.series:
            for formula, points in series.values():
                name, (top, left, bottom, right) = area_of(formula)
                assert name == sheet.name
                places = [
                    (row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)
                ]
                for place, said in ((places[n], said) for n, said in points.items()):
                    held = sheet.cells[place].value
                    assert said == held or float(said) == held
                known = {n for n, place in enumerate(places) if place in sheet.cells}
                assert set(points) == known, "what is not known is not drawn as nothing"
    assert [len(chart.series) for _, chart in charts][:3] == [2, 1, 1]
    assert len(charts[3][1].series) > 3


def test_intervals_stand_where_their_facts_say(report, book, facts):
    sheet = book["validation"]
    [chart] = sheet.charts
    places = [area_of(formula)[1] for formula in (chart.series[0]["val"][0], *chart.margins[0])]
    top, bottom = places[0][0], places[0][2]
    assert [(first, last) for first, _, last, _ in places] == [(top, bottom)] * 3
    assert {left for _, left, _, _ in places[1:]} == sheet.hidden, "out of sight, and drawn nevertheless"
    assert chart.root.find("{*}chart/{*}plotVisOnly") is None
    (block,) = [block for block in report.tables() if block.name == "validation"]
    assert bottom - top + 1 == len(block.table.subjects)
    for row, subject in enumerate(block.table.subjects, top):
        above, below = (sheet.cells.get((row, left)) for _, left, _, _ in places[1:])
        key = f"validate_segments.{subject}.repurchase_rate"
        if key not in facts:
            assert above is below is None
            continue
        rate = facts[key].number
        assert above.value == float(facts[f"{key}_high"].number - rate)
        assert below.value == float(rate - facts[f"{key}_low"].number)


def test_both_languages_hold_the_same_tables_and_numbers(books):
    english, chinese = books.values()
    assert len(english.sheets) == len(chinese.sheets) == 12
    for one, other in zip(english.sheets, chinese.sheets, strict=True):
        assert one.tables.keys() == other.tables.keys()
        assert one.name != other.name or one.name == "SQL"
        for table in one.tables.keys() - {"figures", "glossary"}:
            numbers = [
                [[c.value for c in row if isinstance(c.value, float)] for row in sheet.rows(table)]
                for sheet in (one, other)
            ]
            assert numbers[0] == numbers[1]
    assert set(english["figures"].column(5)) - {"Fact"} == set(chinese["figures"].column(5)) - {"依据"}


def test_titles_of_charts_are_those_of_the_pictures(report, book, language):
    titles = {chart.title for sheet in book.sheets for chart in sheet.charts}
    drafts = [
        block.draft(language)[0]
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Illustration) and block.picture.kind in {"later_lift", "retention_heatmap"}
    ]
    assert len(drafts) == 2
    for draft in drafts:
        words = [part.split("]]")[-1].strip() for part in draft.split("[[")]
        assert any(all(word in title for word in words) for title in titles)
