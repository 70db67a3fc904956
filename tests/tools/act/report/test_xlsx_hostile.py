"""Names from the data and the person stay words in a workbook, whatever they begin with."""

from datetime import date

import pytest
from reported import load, model, write_rows
from workbook_read import opened

from customer_segmentation.act.report.report import Illustration
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from small_shop import FIRST, small_shop

HOSTILE = [
    "=1+1",
    "@SUM(A1)",
    "+1",
    "-2+3",
    '=HYPERLINK("http://evil.example","x")',
    "=cmd|' /C calc'!A0",
    "<b>bold</b>",
    "_x0041_",
    "{=1+1}",
    "http://evil.example",
    "internal:Facts!A1",
    "12",
    "2024-01-01",
    "TRUE",
    "'quoted",
    "名称，“引号”",
]
HEADER = ["customer", "order", "date", "quantity", "price", "product", "category"]
NAMED = {
    "champions": "=1+1",
    "loyal_customers": "@SUM(A1)",
    "at_risk": "<b>bold</b>",
    "cant_lose": "_x0041_",
    "need_attention": "http://evil.example",
    "new_customers": "+1",
    "hibernating": "&amp ]>",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile_book")
    rows = [
        [c, o, d, q, f"{abs(float(a)):.2f}", p, HOSTILE[(date.fromisoformat(d[:10]) - FIRST).days // 50]]
        for c, o, d, q, a, p in small_shop()
    ]
    workspace = load(write_rows(folder / "=orders & [x]'.csv", HEADER, rows), folder / "workspace")
    names = "; ".join(f"{segment}={name}" for segment, name in NAMED.items())
    return workspace, run(tool_of(rfm_segments), {"names": names}, workspace)


@pytest.fixture(scope="module", params=["en", "zh"])
def book(request, hostile):
    return opened(hostile[0], language=request.param, title='=SUM(A1) <i>"Mine"</i>')[1]


def test_names_are_words(hostile, book):
    _, segments = hostile
    assert set(NAMED.values()) <= set(segments.reply.names.values())
    names = [row[0] for row in book["segments"].rows("segments")]
    for name in NAMED.values():
        (cell,) = [cell for cell in names if cell.value == name]
        assert cell.form == "General"
        assert cell.quoted == name.startswith(("=", "@", "+", "-"))


def test_the_title_is_words(book):
    title = book.sheets[0].cells[0, 0]
    assert title.value == '=SUM(A1) <i>"Mine"</i>'
    assert title.quoted


def test_whatever_could_be_typed_as_a_formula_is_marked_as_words(book):
    for sheet in book.sheets:
        for cell in sheet.cells.values():
            if isinstance(cell.value, str) and cell.value[:1] in "=+-@":
                assert cell.quoted or not cell.value, cell.value


def test_nothing_became_a_formula_a_link_or_a_number(book):
    for name, content in book.parts.items():
        if "/worksheets/sheet" in name:
            assert b"<f" not in content.replace(b"<filter", b"")
        assert b'TargetMode="External"' not in content
    for sheet in book.sheets:
        assert {location.rpartition("!")[0].strip("'") for _, location in sheet.links} <= {
            other.name for other in book.sheets
        }


def test_charts_refer_to_cells_and_their_titles_to_nothing(book):
    titles = [chart.title for sheet in book.sheets for chart in sheet.charts]
    assert any("=1+1" in title for title in titles), "the segment that brings in most is called so"
    for sheet in book.sheets:
        for chart in sheet.charts:
            title = chart.root.find("{*}chart/{*}title")
            assert title.find(".//{*}f") is None
            for series in chart.series:
                assert all(
                    formula.rpartition("!")[0].strip("'") == sheet.name for formula, _ in series.values()
                )


def test_heads_from_the_data_agree_with_their_tables(hostile, book):
    for sheet in book.sheets:
        for name, (top, left, _, right) in sheet.tables.items():
            heads = [sheet.cells[top, n].value for n in range(left, right + 1)]
            assert heads == sheet.heads[name]
            assert all(head for head in heads)
    report = model(hostile[0])
    assert any(isinstance(block, Illustration) for section in report.sections for block in section.blocks)


def test_sheets_and_tables_have_our_names_only(book):
    words = " ".join([sheet.name for sheet in book.sheets] + [name for s in book.sheets for name in s.tables])
    assert not set("=+@<>&'[]*?/\\") & set(words)
