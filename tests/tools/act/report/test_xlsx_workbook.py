"""The report as a workbook: its sheets, tables, ways and print; nothing that computes, asks or leads out of it."""

import re
from datetime import date, timedelta

import fastexcel
import pytest
from reported import WRITE, load, model, write_rows
from workbook_read import opened

from customer_segmentation.act.report.xlsx.workbook import write_xlsx
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.define_segment import define_segment
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from small_shop import small_shop

DAY = date(2024, 1, 1)
NAMES = {
    "en": "Summary Data Segments Profile Trust Cohorts Advice Plan Method Glossary SQL Facts",
    "zh": "要点 数据 客群 客群特征 可信度 新客表现 建议 计划 方法 名词解释 SQL 数字依据",
}


@pytest.fixture(scope="module", params=["en", "zh"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def book(demo, language):
    return opened(demo, language=language)[1]


def test_a_sheet_per_topic_in_the_language_of_the_report(book, language):
    assert [sheet.name for sheet in book.sheets] == NAMES[language].split()


def test_the_summary_leads_everywhere_and_back(book):
    first, *others = book.sheets
    assert [location for _, location in first.links] == [f"'{sheet.name}'!A1" for sheet in others]
    for sheet in others:
        assert [location for _, location in sheet.links] == [f"'{first.name}'!A1"]
    assert [said for said, _ in first.links] == [sheet.cells[0, 0].value for sheet in others]


def test_the_summary_opens_with_the_finding(book, language):
    said = book.sheets[0].column(0)
    assert {"en": "In brief", "zh": "要点"}[language] in said[:3]
    three = [text for text in said if isinstance(text, str) and re.match(r"[123]\. ", text)]
    assert len(three) == 3


def test_nothing_computes_and_nothing_leads_out(book):
    for name, content in book.parts.items():
        if "/worksheets/sheet" in name:
            assert b"<f" not in content.replace(b"<filter", b""), name
        assert b'TargetMode="External"' not in content, name
    assert not [
        name for name in book.parts if re.search(r"external|vba|connection|query|media", name, re.IGNORECASE)
    ]
    addresses = set(re.findall(r"https?://[\w./-]+", book.everything()))
    assert {address.split("/")[2] for address in addresses} <= {
        "schemas.openxmlformats.org",
        "schemas.microsoft.com",
        "purl.org",
        "www.w3.org",
    }


def test_tables_are_tables(book):
    tables = [(sheet, name) for sheet in book.sheets for name in sheet.tables]
    assert len({name for _, name in tables}) == len(tables) > 10
    for sheet, name in tables:
        top, left, bottom, right = sheet.tables[name]
        heads = [sheet.cells[top, column].value for column in range(left, right + 1)]
        assert heads == sheet.heads[name]
        assert len({head.casefold() for head in heads}) == len(heads)
        assert bottom > top
        for first, start, last, end in sheet.merged:
            assert last < top or first > bottom or end < left or start > right
        assert re.fullmatch("[a-z_]+", name)
    assert {name for sheet in book.sheets for name in sheet.filtered} == {"figures"}


def test_retention_is_coloured_from_little_to_much(book):
    sheet = book["retention"]
    top, _, bottom, right = sheet.tables["retention"]
    scales = re.findall(
        r'conditionalFormatting sqref="C(\d+):[A-Z]+(\d+)".*?type="colorScale"',
        next(part.decode() for part in book.parts.values() if b"colorScale" in part),
    )
    assert scales == [(str(top + 2), str(bottom + 1))]
    assert right > 2


def test_it_prints_on_pages_as_wide_as_the_sheet(book):
    for n, sheet in enumerate(book.sheets):
        space = {child.tag.split("}")[1]: child for child in sheet.root.iter()}
        assert space["pageSetup"].get("orientation") == "landscape"
        assert space["pageSetup"].get("fitToHeight") == ("0" if n else None)
        assert space["pageSetUpPr"].get("fitToPage") == "1"
        head = 3 if sheet.tables.keys() & {"figures", "glossary"} else 1
        assert book.names["_xlnm.Print_Titles", n].endswith(f"!${head}:${head}")
        if sheet.tables:
            assert space["pane"].get("ySplit") == str(head)


def test_words_have_room(book):
    """Every paragraph stands in a row that was given a height, since joined cells get none by themselves."""
    for sheet in book.sheets:
        heights = {
            int(row.get("r")) - 1: float(row.get("ht"))
            for row in sheet.root.iter(f"{sheet.root.tag.removesuffix('worksheet')}row")
            if row.get("ht")
        }
        for first, start, last, _ in sheet.merged:
            text = sheet.cells[first, start].value
            assert first == last
            assert heights[first] >= 16 * (1 + len(text) // 170)


def test_the_same_data_give_the_same_bytes(demo, tmp_path, language):
    report = model(demo, language=language)
    once, again = tmp_path / "once.xlsx", tmp_path / "again.xlsx"
    write_xlsx(report, language, once)
    write_xlsx(model(demo, language=language), language, again)
    assert once.read_bytes() == again.read_bytes()
    result, _ = opened(demo, language=language)
    (artifact,) = result.reply.artifacts
    assert result.file(artifact).read_bytes() == once.read_bytes()


def test_it_opens_in_another_reader(demo, language):
    result, book = opened(demo, language=language)
    (artifact,) = result.reply.artifacts
    assert artifact.for_people
    assert result.file(artifact).parent == demo.root / "outputs"
    reader = fastexcel.read_excel(result.file(artifact))
    assert reader.sheet_names == NAMES[language].split()
    assert sorted(reader.table_names()) == sorted(name for sheet in book.sheets for name in sheet.tables)
    segments = reader.load_table("segments").to_pandas()
    assert (
        segments.iloc[:, 1].sum()
        == run(tool_of(rfm_segments), {}, demo).reply.facts["rfm_segments.all.customers"].value
    )


def test_pictures_and_figures_are_counted(demo):
    result, book = opened(demo)
    facts = result.reply.facts
    assert facts["write_report.all.pictures"].value == sum(len(sheet.charts) for sheet in book.sheets) == 4
    assert facts["write_report.all.sections"].value == len(book.sheets) - 1


@pytest.fixture(scope="module")
def sums(tmp_path_factory):
    """A file of sums by customer: no orders to follow."""
    folder = tmp_path_factory.mktemp("sums_book")
    rows = [[f"c{n}", DAY + timedelta(days=n % 300), 1 + n % 9, 20 + n % 70] for n in range(300)]
    source = write_rows(folder / "file.csv", ["customer_id", "last_order", "orders", "revenue"], rows)
    workspace = load(source, folder / "workspace")
    run(tool_of(rfm_segments), {}, workspace)
    return workspace


def test_what_these_data_do_not_allow_is_said(sums, language):
    report = model(sums, language=language)
    _, book = opened(sums, language=language)
    names = [sheet.name for sheet in book.sheets]
    lacking = {"en": {"Trust", "Cohorts"}, "zh": {"可信度", "新客表现"}}[language]
    assert not lacking & set(names)
    said = book.sheets[0].words()
    for what in {"en": ("how far to trust the segments: ",), "zh": ("可信度：",)}[language]:
        assert any(text.startswith(what) for text in said)
    assert len(report.left_out) >= 2


def test_nothing_personal_is_in_it(tmp_path):
    header = ["customer_id", "order_id", "date", "amount", "product", "full_name", "email"]
    rows = [
        [f"KD-{c[1:]:0>5}", o, d, a, p, f"Planted Person{c}", f"planted{c}@example.org"]
        for c, o, d, _, a, p in small_shop(customers=150)
    ]
    workspace = load(write_rows(tmp_path / "orders.csv", header, rows), tmp_path / "workspace")
    run(tool_of(rfm_segments), {}, workspace)
    result, book = opened(workspace)
    held = {row[0] for row in rows} | {value for row in rows for value in row[5:]}
    written = book.everything()
    assert not result.reply.rows
    assert [value for value in held if value in written] == []
    assert "lanted" not in written


def test_a_handful_of_customers_is_not_detailed(tmp_path, language):
    header = ["customer_id", "order_id", "date", "quantity", "amount", "product"]
    source = write_rows(tmp_path / "orders.csv", header, small_shop(customers=150))
    workspace = load(source, tmp_path / "workspace")
    segments = run(tool_of(define_segment), {"rule": "revenue >= 2400"}, workspace)
    assert 0 < segments.reply.facts["define_segment.chosen.customers"].value < 5
    _, book = opened(workspace, segmentation=segments.id, language=language)
    rows = [[cell.value for cell in row] for row in book["figures"].rows("figures")]
    told = [row for row in rows if row[5].split(".")[1] == "chosen"]
    assert told
    assert {row[0] for row in told} == {"en": {"under five", "not shown"}, "zh": {"不足五", "不显示"}}[
        language
    ]
    assert all(row[1] is None for row in told)
    assert not [chart for sheet in book.sheets if "segments" in sheet.tables for chart in sheet.charts]
    revenue = segments.reply.facts["define_segment.chosen.revenue"].number
    values = {cell.value for sheet in book.sheets for cell in sheet.cells.values()}
    assert float(revenue) not in values


def test_xlsx_is_one_of_the_formats():
    assert "xlsx" in WRITE.request.model_json_schema()["$defs"]["Format"]["enum"]
