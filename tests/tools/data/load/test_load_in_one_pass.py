"""The typed lines are kept while a file is loaded: their numbers, order, repeats and memory."""

import duckdb
import pytest

from customer_segmentation.data.clean import transactions
from customer_segmentation.engine.duckdb_engine import duckdb_engine

HEADER = "customer_id,order_id,date,quantity,price,product"
LINES = 300_000
"""More than the engine reads in one piece, so that several threads share the work."""


@pytest.fixture(scope="module")
def long_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("long") / "orders.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        for n in range(1, LINES + 1):
            who = "" if n % 50 == 0 else f"c{n % 997}"
            file.write(f"{who},{n},2024-{1 + n % 12:02}-{1 + n % 28:02},1,{n}.25,p{n % 7}\n")
    return path


def test_every_line_has_its_number_in_the_file(load, long_file):
    loaded = load(long_file)
    [(lines, wrong)] = loaded.rows(
        "transactions", "count(*), count(*) filter (line <> order_id::BIGINT or amount <> line + 0.25)"
    )
    assert (lines, wrong) == (LINES - LINES // 50, 0)
    assert loaded.aside == {"missing_customer": LINES // 50}


@pytest.mark.parametrize("how", ["keep", "drop"])
def test_lines_stay_in_the_order_of_the_file_and_the_table_is_the_same_each_time(load, long_file, how):
    first, again = (
        load(long_file, duplicates=how, as_of=day).dataset.parquet("transactions")
        for day in ("2025-01-01", "2025-02-01")
    )
    assert first.read_bytes() == again.read_bytes()
    lines = duckdb.execute(f"SELECT line FROM read_parquet('{first}')").fetchnumpy()["line"]
    assert (lines[1:] > lines[:-1]).all()


def test_repeats_are_counted_alike_in_parts(load, lines, monkeypatch):
    rows = [f"c{n % 5},{n},2024-01-{1 + n % 9:02},1,2.5,p" for n in range(200)]
    text = lines(HEADER, *rows, *rows[:3], rows[0], rows[7])
    whole = load(text).facts["duplicate_lines"]
    monkeypatch.setattr(transactions, "_HASHES_AT_ONCE", 16)
    assert load(text, "again.csv").facts["duplicate_lines"] == whole == 5


@pytest.mark.parametrize("who", ["guest", "Walk-in", "游客", "test", "TESTING 2", "dummy_1", "测试客户"])
def test_ids_that_are_words_name_nobody(load, lines, who):
    loaded = load(lines(HEADER, *(f"{w},{n},2024-01-0{n},1,2.5,p" for n, w in enumerate(["a", "b", who], 1))))
    assert sum(loaded.aside.values()) == 1


@pytest.mark.parametrize("who", ["tests", "test 12", "testudo", "dum", "测", "guests"])
def test_ids_that_only_look_like_such_words_are_customers(load, lines, who):
    loaded = load(lines(HEADER, *(f"{w},{n},2024-01-0{n},1,2.5,p" for n, w in enumerate(["a", "b", who], 1))))
    assert loaded.aside == {}


def test_more_than_the_bound_goes_to_the_scratch_folder(tmp_path):
    with duckdb_engine(tmp_path) as engine:
        engine.connection.execute("SET threads = 3")
        engine.bound_memory()
        assert engine.rows_of("SELECT current_setting('memory_limit')") == [("1.3 GiB",)]
