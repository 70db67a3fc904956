"""Ids as programs write them: decimals where some are missing, long numbers, numbers that were rounded."""

from datetime import date, timedelta

import duckdb
import pytest

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Severity

HEADER = "CustomerID,InvoiceNo,InvoiceDate,Amount"


def orders(lines, ids, order=str):
    start = date(2024, 1, 1)
    return lines(
        HEADER,
        *(f"{who},{order(n)},{start + timedelta(days=n % 90)},{n % 7 + 1}.5" for n, who in enumerate(ids)),
    )


def customers(loaded):
    return {who for (who,) in loaded.rows("transactions", "customer_id")}


def test_ids_written_as_decimals_are_whole_numbers(load, lines):
    loaded = load(orders(lines, ["13085.0", "", "12346.00", "13085.0"], lambda n: f"{500 + n // 2}.0"))
    assert customers(loaded) == {"13085", "12346"}
    assert {order for (order,) in loaded.rows("orders", "order_id")} == {"500", "501"}
    assert loaded.aside == {"missing_customer": 1}
    assert loaded.said("data_whole_ids") == {"headers": "CustomerID, InvoiceNo"}
    assert loaded.detail["whole_ids"] == ["customer_id", "order_id"]


def test_decimal_and_plain_ids_load_alike(load, lines):
    plain = [str(100 + n % 7) for n in range(60)]
    one = load(orders(lines, plain), "plain.csv")
    other = load(orders(lines, [f"{who}.0" for who in plain], lambda n: f"{n}.0"), "floats.csv")
    for table in ("transactions", "orders", "buyers"):
        assert one.rows(table) == other.rows(table)
    assert one.facts == other.facts
    assert "data_whole_ids" not in one.codes


@pytest.mark.parametrize(
    "ids",
    [
        ["0013085", "13086", "13087"],
        ["0013085.0", "13086.0", "13087.0"],
        ["13085.0", "C13086", "13087.0"],
        ["13085.0", "13086.5", "13087.0"],
        ["1.000", "2.000", "13.000"],
        ["1.0.0", "2.0", "3.0"],
    ],
)
def test_other_ids_stay_as_they_are_written(load, lines, ids):
    told = {"customer_id": "CustomerID", "order_id": "InvoiceNo"}
    loaded = load(orders(lines, ids * 3), **told)
    assert customers(loaded) == set(ids)
    assert "data_whole_ids" not in loaded.codes


def test_a_comma_may_set_the_decimals_apart(load, lines):
    rows = [f"{who};{n};2024-01-0{n};1,5" for n, who in enumerate(["13085,0", "12346,0", "13085,0"], 1)]
    assert customers(load(lines(HEADER.replace(",", ";"), *rows))) == {"13085", "12346"}


def test_what_a_sample_does_not_show_is_found_in_the_whole_file(load, lines):
    usual = [str(1000 + n % 50) for n in range(20_500)]
    late = load(orders(lines, [*usual, "1000.0", "1001.0"]), "late.csv")
    assert customers(late) == set(usual)
    assert late.said("data_whole_ids") == {"headers": "CustomerID"}
    floats = [f"{who}.0" for who in usual]
    mixed = load(orders(lines, [*floats, "C1000"]), "mixed.csv")
    assert customers(mixed) == {*floats, "C1000"}
    assert "data_whole_ids" not in mixed.codes
    assert customers(load(orders(lines, [*floats, "n/a", "9999.0"]), "all.csv")) == {*usual, "9999"}


def test_months_with_and_without_gaps_are_of_the_same_customers(load, lines, tmp_path):
    folder = tmp_path / "months"
    folder.mkdir()
    (folder / "2024-01.csv").write_text(orders(lines, ["13085", "12346"]), encoding="utf-8")
    (folder / "2024-02.csv").write_text(orders(lines, ["13085.0", "", "12347.0"]), encoding="utf-8")
    assert customers(load(folder)) == {"13085", "12346", "12347"}


def test_nobody_written_as_a_decimal_is_nobody(load, lines):
    ids = [f"{100 + n // 2}.0" for n in range(100)] + ["-1.0"] * 40
    assert load(orders(lines, ids)).aside == {"missing_customer": 40}


def test_a_second_file_joins_however_either_writes_its_ids(load, lines):
    people = lines("CustomerID,age", "13085.0,30", "12346.0,40", ",50")
    loaded = load(orders(lines, ["13085", "12346", "13085"]), customers=people)
    assert [row[:2] for row in loaded.rows("customers")] == [("12346", 40), ("13085", 30)]
    loaded = load(
        orders(lines, ["13085.0", "12346.0", ""]), "o.csv", customers="CustomerID,age\n13085,30\n12346,40\n"
    )
    assert [row[:2] for row in loaded.rows("customers")] == [("12346", 40), ("13085", 30)]


def test_ids_of_a_table_of_people_may_be_decimals(load, lines):
    loaded = load(lines("customer_id,age,income", *(f"{n}.0,{20 + n % 40},{1000 + n}" for n in range(60))))
    assert {who for (who,) in loaded.rows("customers", "customer_id")} == {str(n) for n in range(60)}
    assert loaded.said("data_whole_ids") == {"headers": "customer_id"}


def test_amounts_are_still_no_ids(load, lines):
    with pytest.raises(InputError) as refused:
        load(lines("CustomerID,date,amount", "1.25,2024-01-01,5", "2.75,2024-01-02,5", "1.25,2024-01-03,5"))
    assert refused.value.code == "data_customer_id_unreadable"


@pytest.fixture
def parquet(tmp_path):
    def write(select, name="orders.parquet"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        duckdb.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
        return path

    return write


DAYS = "DATE '2024-01-01' + CAST(n % 90 AS INTEGER) AS order_date, 5 AS amount FROM range(60) t(n)"


@pytest.mark.parametrize("sql_type", ["BIGINT", "UBIGINT", "DECIMAL(20, 0)", "VARCHAR"])
def test_long_ids_are_exact(load, parquet, sql_type):
    first = 9_007_199_254_740_993
    loaded = load(
        parquet(f"SELECT CAST({first} + n % 3 AS {sql_type}) AS customer_id, n AS order_id, {DAYS}")
    )
    assert customers(loaded) == {str(first), str(first + 1), str(first + 2)}
    assert "data_ids_rounded" not in loaded.codes


@pytest.mark.parametrize(("sql_type", "limit"), [("DOUBLE", 2**53), ("FLOAT", 2**24)])
def test_ids_beyond_what_floating_point_holds_are_said_to_be_rounded(load, parquet, sql_type, limit):
    ids = f"CAST({limit} + CASE WHEN n < 4 THEN -1 ELSE 2 * (n % 3) + 2 END AS {sql_type}) AS customer_id"
    loaded = load(parquet(f"SELECT {ids}, n AS order_id, {DAYS}"))
    finding = loaded.finding("data_ids_rounded")
    assert finding.severity is Severity.SERIOUS
    assert finding.values == {"header": "customer_id", "lines": "5, 6, 7"}
    assert loaded.fact("rounded_customer_id.rounded_ids") == 3
    assert customers(loaded) == {str(limit + step) for step in (-1, 2, 4, 6)}


def test_ids_up_to_there_are_exact(load, parquet):
    loaded = load(parquet(f"SELECT CAST({2**53} - n % 3 AS DOUBLE) AS customer_id, n AS order_id, {DAYS}"))
    assert "data_ids_rounded" not in loaded.codes
    assert customers(loaded) == {str(2**53 - step) for step in range(3)}


def test_order_numbers_that_a_spreadsheet_cut_at_fifteen_digits(load, lines):
    numbers = [str(622_202_123_456_000 + n) + "000" for n in range(12)]
    loaded = load(orders(lines, [f"c{n % 4}" for n in range(12)], numbers.__getitem__))
    assert loaded.said("data_ids_rounded") == {"header": "InvoiceNo", "lines": "1, 2, 3"}
    numbers[5] = numbers[5][:-1] + "7"
    whole = load(orders(lines, [f"c{n % 4}" for n in range(12)], numbers.__getitem__), "whole.csv")
    assert "data_ids_rounded" not in whole.codes


def test_a_workbook_rounds_long_numbers(load, tmp_path):
    import xlsxwriter

    path = tmp_path / "orders.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["customer_id", "order_id", "date", "amount"])
    for n in range(20):
        sheet.write_row(n + 1, 0, [13085 + n % 3, 622202123456789012 + n, f"2024-01-{n + 1:02}", 5.5])
    book.close()
    loaded = load(path)
    assert customers(loaded) == {"13085", "13086", "13087"}
    assert loaded.finding("data_ids_rounded").subject == "rounded_order_id"


@pytest.mark.parametrize("digits", [15, 16, 18])
@pytest.mark.parametrize("sql_type", ["BIGINT", "DOUBLE", "VARCHAR"])
def test_long_numbers_beside_are_names_and_keep_every_digit(load, parquet, sql_type, digits):
    codes = [str(10 ** (digits - 1) + 8 * n) for n in range(3)]
    chosen = f"CAST({10 ** (digits - 1)} + 8 * (n % 3) AS {sql_type}) AS tracking"
    if sql_type == "DOUBLE" and digits > 16:
        codes = [str(int(float(code))) for code in codes]
    loaded = load(parquet(f"SELECT 'c' || (n % 5) AS customer_id, n AS order_id, {chosen}, {DAYS}"))
    assert {code for (code,) in loaded.rows("transactions", "tracking")} == set(codes)
    assert ("tracking", "text") in {(column.name, column.type) for column in loaded.dataset.columns}


def test_a_number_too_long_for_a_measure_is_said(load, parquet):
    weight = "CASE WHEN n = 7 THEN 1e15 WHEN n = 8 THEN 'nan' WHEN n = 9 THEN NULL ELSE n % 4 END::DOUBLE AS weight"
    loaded = load(parquet(f"SELECT 'c' || (n % 5) AS customer_id, n AS order_id, {weight}, {DAYS}"))
    assert loaded.fact("unread_column_1.unread_cells") == 1
    assert loaded.said("data_unread_numbers") == {"header": "weight"}


def test_an_amount_too_long_is_unreadable_and_not_missing(load, parquet):
    amount = "CASE WHEN n = 7 THEN 1e15 WHEN n = 8 THEN 'nan' ELSE 5 END::DOUBLE AS amount"
    days = "DATE '2024-01-01' + CAST(n AS INTEGER) AS order_date FROM range(60) t(n)"
    loaded = load(parquet(f"SELECT 'c' || (n % 5) AS customer_id, n AS order_id, {amount}, {days}"))
    assert loaded.aside == {"unreadable_price": 1, "missing_price": 1}


def test_files_of_exact_and_of_rounded_numbers_keep_what_is_exact(load, parquet, tmp_path):
    first = 9_007_199_254_740_993
    parquet(f"SELECT CAST({first} AS BIGINT) AS customer_id, n AS order_id, {DAYS}", "months/1.parquet")
    parquet(
        f"SELECT CAST(13085 + n % 2 AS DOUBLE) AS customer_id, 100 + n AS order_id, {DAYS}",
        "months/2.parquet",
    )
    assert customers(load(tmp_path / "months")) == {str(first), "13085", "13086"}


def test_json_numbers_are_exact(load):
    rows = [
        f'{{"customer_id": {who}, "order_id": {n}, "date": "2024-01-{n + 1:02}", "amount": 5.5}}'
        for n, who in enumerate(["123456789012345678", "13085.0", "13086", "12345678901234567890"])
    ]
    loaded = load("\n".join(rows) + "\n", "orders.jsonl")
    assert "123456789012345678" in customers(loaded)
    assert "12345678901234567890" in customers(loaded)


def test_a_column_called_price_that_holds_no_prices_is_kept_as_it_is(load, lines):
    loaded = load(lines("client,day,revenue,price", "A,2024-02-05,5,A1", "B,2024-02-06,7,A2"))
    assert sorted(loaded.rows("transactions", "price")) == [("A1",), ("A2",)]
