import json

import pytest

from customer_segmentation.kit.errors import InputError


def test_lines_with_numbers_texts_and_nested_values(reading, written):
    rows = [
        {"id": "007", "n": 5, "price": 12.345, "ok": True, "items": [{"sku": "a"}], "when": "2024-01-02"},
        {"id": "008", "n": -6, "price": 3, "ok": None, "items": [], "when": "", "späť": "x"},
    ]
    read = reading(written("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "a.jsonl"))
    assert read.headers == ["id", "n", "price", "ok", "items", "when", "späť"]
    assert read.types == ["text", "number", "number", "boolean", "text", "text", "text"]
    assert read.rows == [
        ("007", 5, 12.345, True, '[{"sku":"a"}]', "2024-01-02", None),
        ("008", -6, 3.0, None, "[]", None, "x"),
    ]
    assert read.lines == [1, 2]
    assert read.notes == {"read_nested_text": {"headers": "items"}}


def test_lines_each_with_one_list_are_not_unpacked(reading, written):
    read = reading(written('{"id":1,"items":[{"a":1}]}\n{"id":2,"items":[{"a":2}]}\n', "a.jsonl"))
    assert read.rows == [(1, '[{"a":1}]'), (2, '[{"a":2}]')]


def test_an_array_on_one_line_or_many(reading, written):
    rows = [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]
    for indent in (None, 2):
        read = reading(written(json.dumps(rows, indent=indent), "a.json"))
        assert read.rows == [(1, "a"), (2, "b")]


def test_an_array_longer_than_any_line_of_text_may_be(reading, written):
    rows = [{"id": number, "note": "x" * 90} for number in range(90_000)]
    read = reading(written(json.dumps(rows), "a.json"))
    assert read.raw.rows == 90_000
    assert read.rows[-1] == (89_999, "x" * 90)


def test_records_inside_one_object(reading, written):
    text = json.dumps({"page": 1, "or/ders": [{"id": 1, "n": "x"}, {"id": 2}]}, indent=1)
    read = reading(written(text, "a.json"))
    assert read.rows == [(1, "x"), (2, None)]
    assert read.notes["read_json_inside"] == {"key": "or/ders"}


def test_json_is_known_by_its_content_and_a_mark_does_no_harm(reading, written):
    assert reading(written(b'\xef\xbb\xbf{"id": 1}\n{"id": 2}\n', "export.txt")).rows == [(1,), (2,)]
    assert reading(written('{"客户": "张三"}\n'.encode("utf-16"), "a.json")).rows == [("张三",)]


def test_a_table_of_text_under_the_name_of_json(reading, written):
    assert reading(written("id,name\n1,a\n", "a.json")).rows == [("1", "a")]


def test_lines_that_are_no_objects_are_set_aside(reading, written):
    text = '{"id":1}\n{"id":2\n{"id":3}\nnot json\n[1]\n5\n{"id":4,"id":5}\n{"id":6}\n'
    read = reading(written(text, "a.jsonl"))
    assert [row[0] for row in read.rows] == [1, 3, 4, 6]
    assert read.lines == [1, 3, 7, 8]
    assert read.raw.malformed == 4
    assert read.notes == {"read_rows_malformed": {"rows": "2, 4, 5, 6"}}


def test_keys_that_differ_in_case_or_hold_odd_characters(reading, written):
    row = {"id": 1, "ID": 2, "a.b": 3, "c/d": 4, "e~f": 5, "g'h": 6, "": 7, "$": 8}
    read = reading(written(json.dumps(row), "a.jsonl"))
    assert read.headers == ["id", "ID", "a.b", "c/d", "e~f", "g'h", "column 7", "$"]
    assert read.rows == [(1, 2, 3, 4, 5, 6, 7, 8)]


def test_long_whole_numbers_keep_their_digits(reading, written):
    read = reading(written('{"id": 12345678901234567890123}\n{"id": 4}\n', "a.jsonl"))
    assert read.types == ["text"]
    assert read.rows == [("12345678901234567890123",), ("4",)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[{"id": 1}, {"id": 2}', "read_json_broken_at"),
        ("[" * 5000 + "]" * 5000, "read_json_broken"),
        ("[1, 2, 3]", "read_json_not_table"),
        ('{"a": 1', "read_json_broken_at"),
        ("[]", "read_json_not_table"),
    ],
)
def test_json_that_is_no_table(reading, written, text, code):
    with pytest.raises(InputError) as caught:
        reading(written(text, "a.json"))
    assert caught.value.code == code
    assert caught.value.said("zh")
