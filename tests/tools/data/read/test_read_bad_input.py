import tracemalloc

import pytest

from customer_segmentation.data.read import encoding
from customer_segmentation.kit.errors import InputError


@pytest.fixture
def refused(reading):
    """Return the error of a source that cannot be read; it has words in both languages and names the file."""

    def error(path, **options):
        with pytest.raises(InputError) as caught:
            reading(path, **options)
        for language in ("en", "zh"):
            assert path.name in caught.value.said(language)
        return caught.value

    return error


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"  \r\n\t\n", b"\xff\xfe"])
def test_empty_files(refused, written, content):
    assert refused(written(content)).code == "read_empty"


@pytest.mark.parametrize(
    "content", ["id,name\n", "id,name", "id\n", '"id","name"\r\n\r\n', "Orders\n\nid,name\n"]
)
def test_only_a_header(refused, written, content):
    assert refused(written(content)).code == "read_header_only"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "read_document"),
        (b"{\\rtf1\\ansi hello}", "read_document"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "read_picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01", "read_picture"),
        (b"GIF89a\x01\0\x01\0\x80\0\0", "read_picture"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\x03", "read_archive"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "read_archive"),
        (b"SQLite format 3\0\x10\0", "read_database"),
        (b"\x7fELF\x02\x01\x01\0" + b"\0" * 99, "read_binary"),
        (bytes(range(256)) * 20, "read_binary"),
        (b"<!DOCTYPE html><html><table><tr><td>id</td></tr></table>", "read_web_page"),
        (b'<?xml version="1.0"?><Workbook xmlns="x"/>', "read_web_page"),
    ],
)
def test_what_is_no_table_whatever_its_name(refused, written, content, code):
    assert refused(written(content)).code == code


def test_words_that_begin_like_pictures_are_a_table(reading, written):
    assert reading(written("BMI,age\n20,30\n")).headers == ["BMI", "age"]
    assert reading(written("GIF8,age\n20,30\n")).headers == ["GIF8", "age"]


def test_too_many_columns(refused, written):
    head = ",".join(f"h{number}" for number in range(2001))
    error = refused(written(f"{head}\n{',' * 2000}\n"))
    assert (error.code, error.values["columns"], error.values["limit"]) == (
        "read_columns_too_many",
        2001,
        2000,
    )


def test_a_line_without_end_does_not_fill_the_memory(refused, written):
    path = written(b"id,name\n1," + b"x" * 40_000_000)
    tracemalloc.start()
    error = refused(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.code == "read_line_too_long"
    assert peak < 8_000_000


def test_most_rows_of_another_width(refused, written):
    rows = "".join("x," * (number % 7 + 3) + "\n" for number in range(70))
    assert refused(written("id,name\n1,a\n2,b\n" + rows)).code == "read_shapeless"


def test_a_sheet_of_a_file_without_sheets(refused, written):
    assert refused(written("id,name\n1,a\n"), sheet="Orders").code == "read_sheet_not_here"


def test_copies_are_removed_when_reading_fails(written, engine, scratch):
    from customer_segmentation.data.read.read_source import read_source

    path = written("id,name\n".encode("utf-16"))
    with pytest.raises(InputError):
        read_source(str(path), engine)
    assert list(scratch.iterdir()) == []
    assert encoding.LONGEST_LINE == 8_000_000
