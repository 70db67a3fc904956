import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customer_segmentation.data.read.read_source import read_source
from customer_segmentation.engine.duckdb_engine import duckdb_engine

HEADERS = ["customer", "name", "amount", "when", "note"]
ANY = st.characters(exclude_categories=("Cc", "Cs", "Cn"), include_characters="\t\r\n")
LETTERS = {
    "utf-8": ANY,
    "utf-8-sig": ANY,
    "utf-16": ANY,
    "gb18030": st.sampled_from("客户订单金额张王李赵北京上海广州深圳的一是在不了有和人这 abc019,;|\t\"'\n.-"),
    "cp1252": st.sampled_from("abcdefghijklmnop ,;|\t\"'\n.-0123"),
}
ANCHOR = {
    "gb18030": "我们是一家在线商店，今天的客户很多",
    "cp1252": "Müller, Crème, Señor, Ångström",
}


@st.composite
def tables(draw):
    encoding = draw(st.sampled_from(sorted(LETTERS)))
    width = draw(st.integers(2, len(HEADERS)))
    cell = st.text(LETTERS[encoding], max_size=12)
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=12))
    if encoding in ANCHOR:
        rows.append([ANCHOR[encoding], *["x"] * (width - 1)])
    return encoding, HEADERS[:width], rows


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@settings(max_examples=settings().max_examples // 4)  # for each of the eight pairs
@given(table=tables(), quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
def test_what_python_writes_comes_back_equal(separator, end, table, quoting):
    encoding, headers, rows = table
    if end == "\n" and quoting == csv.QUOTE_MINIMAL:  # Python 3.11 would write a bare return unquoted
        rows = [[cell.replace("\r", "") for cell in row] for row in rows]
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, lineterminator=end, quoting=quoting)
    writer.writerows([headers, *rows])
    with tempfile.TemporaryDirectory() as folder, duckdb_engine(Path(folder) / "scratch") as engine:
        path = Path(folder) / "table.csv"
        path.write_bytes(buffer.getvalue().encode(encoding))
        raw = read_source(str(path), engine)
        found = engine.rows_of("SELECT * FROM raw ORDER BY _line")
    assert [column.header for column in raw.columns] == headers
    assert [list(row[1:]) for row in found] == [[cell or None for cell in row] for row in rows]
    assert [row[0] for row in found] == list(range(1, len(rows) + 1))
    assert raw.malformed == 0
