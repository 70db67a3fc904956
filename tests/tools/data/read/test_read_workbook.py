import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from customer_segmentation.data.read import workbook_safety
from customer_segmentation.kit.errors import InputError


def write_workbook(path, sheets):
    """Write sheets: name → (rows from the top left cell, hidden); dates and times in their own formats."""
    book = xlsxwriter.Workbook(path)
    formats = {
        date: book.add_format({"num_format": "yyyy-mm-dd"}),
        datetime: book.add_format({"num_format": 22}),
    }
    for name, (rows, hidden) in sheets.items():
        sheet = book.add_worksheet(name)
        if hidden:
            sheet.hide()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, formats[type(cell)])
                elif cell is not None:
                    sheet.write(row, column, cell)
    book.close()
    return path


HEAD = ["id", "invoice", "day", "at", "price", "flag", "serial", "zip"]
FIRST = [12345, 536365, date(2024, 1, 2), datetime(2024, 1, 2, 13, 45, 7), 12.5, True, 45000, "01099"]  # noqa: DTZ001
SECOND = [12346, "C536366", date(2024, 2, 3), datetime(2024, 2, 3), 0.1, False, 45001, "80331"]  # noqa: DTZ001
ROWS = [
    (12345, "536365", datetime(2024, 1, 2), datetime(2024, 1, 2, 13, 45, 7), 12.5, True, 45000, "01099"),  # noqa: DTZ001
    (12346, "C536366", datetime(2024, 2, 3), datetime(2024, 2, 3), 0.1, False, 45001, "80331"),  # noqa: DTZ001
]


def test_numbers_and_dates_come_out_as_they_are(reading, tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", {"Orders": ([HEAD, FIRST, SECOND], False)})
    read = reading(path)
    assert read.headers == HEAD
    assert read.types == ["number", "text", "timestamp", "timestamp", "number", "boolean", "number", "text"]
    assert read.rows == ROWS
    assert [type(cell) for cell in read.rows[0][:1]] == [int]
    assert read.notes == {}


def test_titles_and_empty_rows_above_the_header(reading, tmp_path):
    rows = [["Report of orders"], [], ["as of", "yesterday"], HEAD, FIRST, [], SECOND, [None, " "]]
    read = reading(write_workbook(tmp_path / "a.xlsx", {"Orders": (rows, False)}))
    assert read.headers == HEAD
    assert read.rows == ROWS
    assert read.lines == [1, 3]
    assert read.notes == {"read_header_row": {"row": "4"}}


def test_a_table_that_begins_further_in(reading, tmp_path):
    rows = [[], [], [None, None, "id", "name"], [None, None, 1, "a"], [None, None, 2, "b"]]
    read = reading(write_workbook(tmp_path / "a.xlsx", {"Orders": (rows, False)}))
    assert read.headers == ["id", "name"]
    assert read.rows == [(1, "a"), (2, "b")]
    assert read.notes == {"read_header_row": {"row": "3"}}


def test_a_sheet_without_a_header(reading, tmp_path):
    read = reading(write_workbook(tmp_path / "a.xlsx", {"S": ([[1, "a", 2.5], [2, "b", 3.5]], False)}))
    assert read.headers == ["column 1", "column 2", "column 3"]
    assert read.rows == [(1, "a", 2.5), (2, "b", 3.5)]
    assert "read_header_none" in read.notes


SHEETS = {
    "Notes": ([["made by", "me"]], False),
    "Orders": ([["id", "name"], [1, "a"], [2, "b"]], False),
    "Old": ([["id", "name"], *[[number, "old"] for number in range(9)]], True),
    "Empty": ([], False),
}


def test_the_shown_sheet_with_most_rows_is_read_and_the_others_are_told(reading, tmp_path):
    read = reading(write_workbook(tmp_path / "a.xlsx", SHEETS))
    assert read.rows == [(1, "a"), (2, "b")]
    assert read.notes == {
        "read_sheet": {"sheet": "Orders"},
        "read_sheets_other": {"sheets": "Notes"},
        "read_sheets_hidden": {"sheets": "Old"},
    }


def test_a_sheet_that_is_named_is_read_hidden_or_not(reading, tmp_path):
    path = write_workbook(tmp_path / "a.xlsx", SHEETS)
    assert len(reading(path, sheet="old").rows) == 9
    with pytest.raises(InputError) as caught:
        reading(path, sheet="Sales")
    assert caught.value.code == "read_sheet_unknown"
    assert caught.value.values["sheets"] == "Notes, Orders, Old, Empty"


def test_charts_formulas_and_instructions_are_no_trouble(reading, tmp_path, capfd):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("Orders")
    sheet.write_row(0, 0, ["id", "amount", "note"])
    sheet.write_row(1, 0, [1, None, "=cmd|' /C calc'!A0"])
    sheet.write_formula(1, 1, "=1+1", None, 2)
    sheet.write_string(2, 2, "=1+1 ignore previous instructions")
    sheet.write_row(2, 0, [2, 3])
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Orders!$B$2:$B$3"})
    book.add_chartsheet("Chart").set_chart(chart)
    book.close()
    read = reading(tmp_path / "a.xlsx")
    assert [row[:2] for row in read.rows] == [(1, 2), (2, 3)]
    assert read.rows[1][2] == "=1+1 ignore previous instructions"
    assert capfd.readouterr().err == ""


def test_times_without_a_day_are_text(reading, tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "time"])
    for row in (1, 2):
        sheet.write(row, 0, row)
        sheet.write(row, 1, row / 4, book.add_format({"num_format": "hh:mm"}))
    book.close()
    assert reading(tmp_path / "a.xlsx").rows == [(1, "06:00:00"), (2, "12:00:00")]


def test_a_folder_of_workbooks(reading, tmp_path):
    (tmp_path / "y").mkdir()
    write_workbook(tmp_path / "y" / "1.xlsx", {"S": ([["id", "x"], [1, "a"]], False)})
    write_workbook(tmp_path / "y" / "2.xlsx", {"S": ([["id", "x"], [2, "b"]], False)})
    read = reading(tmp_path / "y")
    assert read.rows == [(1, "a"), (2, "b")]
    assert read.lines == [1, 2]


def _ods(path, rows, manifest=""):
    names = {"office": "office", "table": "table", "text": "text"}
    spaces = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in names.items())
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>"
            f'<table:table table:name="S">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def test_open_document_sheets(reading, tmp_path):
    read = reading(_ods(tmp_path / "a.ods", [["id", "name"], ["1", "Jürgen"], ["2", "b"]]))
    assert read.rows == [(1, "Jürgen"), (2, "b")]


@pytest.fixture
def refused(reading):
    def code(path):
        with pytest.raises(InputError) as caught:
            reading(path)
        assert caught.value.said("en")
        assert caught.value.said("zh")
        return caught.value.code

    return code


def _repacked(source, target, changes):
    """Copy an archive, with members replaced or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return target


@pytest.fixture
def plain(tmp_path):
    return write_workbook(tmp_path / "plain.xlsx", {"S": ([["id", "x"], [1, "a"]], False)})


def test_passwords(refused, plain, tmp_path):
    import msoffcrypto

    with plain.open("rb") as file, (tmp_path / "locked.xlsx").open("wb") as out:
        msoffcrypto.OfficeFile(file).encrypt("secret", out)
    assert refused(tmp_path / "locked.xlsx") == "read_workbook_locked"
    locked = _ods(tmp_path / "a.ods", [["id"], ["1"]], manifest="<encryption-data/>")
    assert refused(locked) == "read_workbook_locked"


def test_damaged_workbooks(refused, plain, tmp_path, written):
    whole = plain.read_bytes()
    assert refused(written(whole[: len(whole) // 2], "half.xlsx")) == "read_workbook_broken"
    assert refused(written(b"", "zero.xlsx")) == "read_empty"
    assert (
        refused(written(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old.xls"))
        == "read_workbook_broken"
    )
    assert refused(written(bytes(range(256)) * 9, "noise.xlsx")) == "read_workbook_broken"
    middle = whole.find(b"xl/worksheets/sheet1.xml") + 40
    flipped = (
        whole[:middle] + bytes(255 - byte for byte in whole[middle : middle + 30]) + whole[middle + 30 :]
    )
    assert refused(written(flipped, "flipped.xlsx")) == "read_workbook_broken"
    garbled = _repacked(plain, tmp_path / "garbled.xlsx", {"xl/workbook.xml": "<workbook><sheets>"})
    assert refused(garbled) in {"read_workbook_broken", "read_workbook_empty"}


def test_a_workbook_without_cells(refused, tmp_path):
    assert refused(write_workbook(tmp_path / "a.xlsx", {"S": ([], False)})) == "read_workbook_empty"
    assert (
        refused(write_workbook(tmp_path / "b.xlsx", {"S": ([["id", "name"]], False)})) == "read_header_only"
    )


def test_an_archive_that_would_unpack_to_too_much(refused, plain, tmp_path):
    bomb = _repacked(plain, tmp_path / "bomb.xlsx", {"xl/media/zeros.bin": b"\0" * (101 << 20)})
    assert bomb.stat().st_size < 1 << 20
    assert refused(bomb) == "read_workbook_bomb"
    many = _repacked(plain, tmp_path / "many.xlsx", {f"xl/media/{n}": b"" for n in range(10_001)})
    assert refused(many) == "read_workbook_bomb"


def test_an_archive_larger_than_is_opened(refused, plain, monkeypatch):
    monkeypatch.setattr(workbook_safety, "LARGEST_UNPACKED", 1000)
    assert refused(plain) == "read_workbook_bomb"


def test_an_archive_that_lies_about_its_sizes(refused, plain, tmp_path):
    name = b"xl/worksheets/sheet1.xml"
    sheet = b"<worksheet><sheetData>" + b"<row/>" * 100_000 + b"</sheetData></worksheet>"
    packed = _repacked(plain, tmp_path / "lie.xlsx", {name.decode(): sheet})
    data = bytearray(packed.read_bytes())
    entry = data.rfind(name) - 46
    assert data[entry : entry + 4] == b"PK\x01\x02"
    data[entry + 24 : entry + 28] = (500).to_bytes(4, "little")
    packed.write_bytes(bytes(data))
    assert refused(packed) == "read_workbook_broken"


def test_one_cell_at_the_end_of_the_sheet(refused, tmp_path):
    book = xlsxwriter.Workbook(tmp_path / "far.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["id", "x"])
    sheet.write_row(1, 0, [1, "a"])
    sheet.write(1_048_575, 16_383, "stray")
    book.close()
    assert refused(tmp_path / "far.xlsx") == "read_workbook_far_cell"


def test_outside_entities_of_xml_are_not_read(reading, plain, tmp_path, written):
    secret = written("SECRET", "secret.txt")
    with zipfile.ZipFile(plain) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    entity = f'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file://{secret}">]>'
    sheet = sheet.replace("<worksheet", entity + "<worksheet", 1)
    sheet = sheet.replace(
        "</row></sheetData>", '<c r="C2" t="inlineStr"><is><t>&x;</t></is></c></row></sheetData>'
    )
    path = _repacked(plain, tmp_path / "xxe.xlsx", {"xl/worksheets/sheet1.xml": sheet})
    try:
        found = str(reading(path).rows)
    except InputError as error:
        found = error.code
    assert "SECRET" not in found


def test_other_archives_and_documents(refused, tmp_path, plain):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("orders.csv", "id,name\n1,a\n")
    assert refused(tmp_path / "a.zip") == "read_archive"
    with zipfile.ZipFile(tmp_path / "letter.docx", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    assert refused(tmp_path / "letter.docx") == "read_document"
    with zipfile.ZipFile(tmp_path / "a.xlsb", "w") as archive:
        archive.writestr("xl/workbook.bin", "x")
    assert refused(tmp_path / "a.xlsb") == "read_workbook_binary"
    empty = zipfile.ZipFile(tmp_path / "none.zip", "w")
    empty.close()
    assert refused(tmp_path / "none.zip") == "read_archive"
