import os
import shutil
import tempfile
from pathlib import Path

import pytest

from customer_segmentation.data.read.read_source import read_source
from customer_segmentation.data.read.source import fingerprint
from customer_segmentation.kit.errors import InputError


@pytest.fixture
def refused(engine):
    """Return the error code of a source that cannot be read; its message must exist in both languages."""

    def code(source, **options):
        with pytest.raises(InputError) as caught:
            read_source(str(source), engine, **options)
        assert caught.value.said("en")
        assert caught.value.said("zh")
        return caught.value

    return code


def test_a_relative_path_starts_at_the_base(reading, written, tmp_path):
    written("id,name\n1,a\n", "shop/orders.csv")
    assert reading("shop/orders.csv", base=tmp_path).rows == [("1", "a")]


def test_a_dragged_path_may_stand_in_quotes(reading, written):
    path = written("id,name\n1,a\n", "my orders.csv")
    assert reading(f" '{path}' ").rows == [("1", "a")]


def test_home_is_understood(reading, written, tmp_path, monkeypatch):
    written("id,name\n1,a\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert reading("~/orders.csv").rows == [("1", "a")]


def test_a_folder_is_read_in_order_of_names_with_lines_counted_through(reading, written, tmp_path):
    written("id,name\n3,c\n", "year/2024-02.csv")
    written("id,name\n1,a\n2,b\n", "year/2024-01.csv")
    written("id;name\n4;d\n", "year/2024-03.csv")
    written("note", "year/.hidden.csv")
    written("binary", "year/logo.png")
    read = reading(tmp_path / "year")
    assert read.rows == [("1", "a"), ("2", "b"), ("3", "c"), ("4", "d")]
    assert read.lines == [1, 2, 3, 4]
    assert [path.name for path in read.raw.files] == ["2024-01.csv", "2024-02.csv", "2024-03.csv"]
    assert read.raw.facts["load_data.all.files"].value == 3
    assert set(read.notes) == {"read_files_joined", "read_separator"}


def test_a_glob_takes_what_matches(reading, written, tmp_path):
    for month in (1, 2):
        written(f"id,name\n{month},a\n", f"a/orders-{month}.csv")
    written("other,columns\n1,2\n", "a/customers.csv")
    read = reading("a/orders-*.csv", base=tmp_path)
    assert read.rows == [("1", "a"), ("2", "a")]
    assert read.raw.source == "a/orders-*.csv"


def test_files_may_differ_in_encoding_and_in_which_rows_are_set_aside(reading, written, tmp_path):
    written("编号,姓名\n1,张三\n2\n3,李四\n", "y/1.csv")
    written("编号,姓名\n4,王五\n5,赵六,x\n6,我们的客户\n".encode("gb18030"), "y/2.csv")
    read = reading(tmp_path / "y")
    assert read.rows == [("1", "张三"), ("3", "李四"), ("4", "王五"), ("6", "我们的客户")]
    assert read.lines == [1, 3, 4, 6]
    assert read.raw.malformed == 2
    assert read.notes["read_rows_malformed"] == {"rows": "1.csv: 2; 2.csv: 2"}


def test_an_empty_file_among_others_is_left_out_and_told(reading, written, tmp_path):
    written("id,name\n1,a\n", "y/1.csv")
    written("", "y/2.csv")
    written("id,name\n", "y/3.csv")
    read = reading(tmp_path / "y")
    assert read.rows == [("1", "a")]
    assert [note.values for note in read.raw.notes] == [{"file": "2.csv"}, {"file": "3.csv"}]
    assert {note.code for note in read.raw.notes} == {"read_file_empty"}


@pytest.mark.parametrize(
    ("second", "code", "values"),
    [
        ("id,title\n1,a\n", "read_columns_differ", {"missing": "name", "extra": "title"}),
        ("id,name,x\n1,a,2\n", "read_columns_extra", {"extra": "x"}),
        ("id\n1\n", "read_columns_missing", {"missing": "name"}),
        ("name,id\na,1\n", "read_columns_order", {"order": "id, name"}),
    ],
)
def test_a_file_of_another_shape_is_named_with_what_differs(refused, written, tmp_path, second, code, values):
    written("id,name\n1,a\n", "y/1.csv")
    written(second, "y/2.csv")
    error = refused(tmp_path / "y")
    assert error.code == code
    assert error.values == {"file": "2.csv", "first": "1.csv", **values}


def test_columns_of_two_types_become_text(reading, written, tmp_path):
    written('{"id": 1, "day": "x"}\n', "y/1.jsonl")
    written('{"id": "A2", "day": "y"}\n', "y/2.jsonl")
    read = reading(tmp_path / "y")
    assert read.types == ["text", "text"]
    assert read.rows == [("1", "x"), ("A2", "y")]


def test_links_that_lead_out_of_a_folder_are_not_followed(reading, written, tmp_path):
    secret = written("id,name\n9,secret\n", "secret.csv")
    written("id,name\n1,a\n", "y/1.csv")
    (tmp_path / "y" / "2.csv").symlink_to(secret)
    (tmp_path / "y" / "3.csv").symlink_to(tmp_path / "y" / "1.csv")
    read = reading(tmp_path / "y")
    assert read.rows == [("1", "a"), ("1", "a")]
    assert read.notes["read_link_outside"] == {"file": "2.csv"}


def test_a_link_that_a_person_names_is_followed(reading, written, tmp_path):
    written("id,name\n1,a\n")
    (tmp_path / "link.csv").symlink_to(tmp_path / "orders.csv")
    assert reading(tmp_path / "link.csv").rows == [("1", "a")]


def test_two_sources_stand_side_by_side(engine, written):
    first = read_source(str(written("id,name\n1,a\n", "a.csv")), engine)
    second = read_source(str(written("id,city\n1,x\n2\n2,y\n", "b.csv")), engine, table="traits")
    assert engine.rows_of("SELECT raw.c2, traits.c2 FROM raw JOIN traits ON raw.c1 = traits.c1") == [
        ("a", "x")
    ]
    assert first.facts == {}
    assert list(second.facts) == ["load_data.traits.rows_malformed"]
    assert second.notes[0].subject == "traits"


def test_partitions_in_folder_names_add_no_columns(reading, written):
    assert reading(written("id,name\n1,a\n", "country=DE/x.csv")).headers == ["id", "name"]


def test_a_missing_path_names_the_nearest_file(refused, written, tmp_path):
    written("id,name\n1,a\n", "Orders_2024.csv")
    error = refused(tmp_path / "order_2024.csv")
    assert (error.code, error.values["similar"]) == ("read_missing_similar", "Orders_2024.csv")
    assert refused(tmp_path / "zzzzzz.parquet").code == "read_missing"
    assert refused(tmp_path / "no" / "orders.csv").code == "read_folder_missing"
    assert refused(tmp_path / "x*.csv").code == "read_glob_empty"


def test_folders_without_one_kind_of_table(refused, written, tmp_path):
    written("hello", "docs/readme.md")
    assert refused(tmp_path / "docs").code == "read_folder_empty"
    written("id,name\n1,a\n", "mixed/a.csv")
    written('{"id": 1}\n', "mixed/b.jsonl")
    error = refused(tmp_path / "mixed")
    assert (error.code, error.values["families"]) == ("read_folder_mixed", "JSON, text")
    written("", "empty/a.csv")
    written("id,name\n", "empty/b.csv")
    assert refused(tmp_path / "empty").code == "read_files_empty"


@pytest.mark.parametrize(
    "source", ["https://shop.example/orders.csv", "s3://bucket/x.parquet", "postgres://h/d"]
)
def test_addresses_are_not_read_yet(refused, source):
    error = refused(source)
    assert (error.code, error.values["scheme"]) == ("read_scheme_unsupported", source.split(":")[0])


@pytest.mark.parametrize("source", ["", "   ", "a\0b"])
def test_no_name_at_all(refused, source):
    assert refused(source).code == "read_source_missing"


def test_devices_and_pipes_are_not_opened(refused, tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert refused(tmp_path / "pipe.csv").code == "read_not_a_file"
    assert refused("/dev/zero").code == "read_not_a_file"


def test_a_broken_link(refused, tmp_path):
    (tmp_path / "orders.csv").symlink_to(tmp_path / "gone.csv")
    assert refused(tmp_path / "orders.csv").code == "read_link_broken"


@pytest.fixture
def nobody():
    """Be a user without rights for a while, where the tests run as root."""
    if os.geteuid() == 0:
        os.seteuid(65_534)
        yield
        os.seteuid(0)
    else:
        yield


def test_files_and_folders_that_may_not_be_read(refused, nobody):
    folder = Path(tempfile.mkdtemp())
    path = folder / "orders.csv"
    try:
        path.write_text("id,name\n1,a\n", encoding="utf-8")
        path.chmod(0)
        assert refused(path).code == "read_not_allowed"
        folder.chmod(0)
        assert refused(path).code == "read_not_allowed"
        assert refused(folder).code == "read_not_allowed"
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)


def test_the_engine_may_not_fetch_extensions(engine, written):
    read_source(str(written("id,name\n1,a\n")), engine)
    settings = engine.rows_of(
        "SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%known_extensions' ORDER BY name"
    )
    assert settings == [("autoinstall_known_extensions", "false"), ("autoload_known_extensions", "false")]


def test_a_fingerprint_follows_contents_names_and_order(written, tmp_path):
    path = written("id,name\n1,a\n", "y/1.csv")
    first = fingerprint(str(path))
    assert len(first) == 64
    assert fingerprint("y/1.csv", tmp_path) == first
    written("id,name\n1,b\n", "y/1.csv")
    changed = fingerprint(str(path))
    assert changed != first
    whole = fingerprint(str(tmp_path / "y"))
    assert whole == changed
    written("id,name\n2,c\n", "y/2.csv")
    assert fingerprint(str(tmp_path / "y")) != whole
    path.rename(tmp_path / "y" / "0.csv")
    assert fingerprint(str(tmp_path / "y" / "0.csv")) != changed


def test_a_missing_file_has_no_fingerprint(tmp_path):
    with pytest.raises(InputError) as caught:
        fingerprint(str(tmp_path / "orders.csv"))
    assert caught.value.code == "read_missing"
