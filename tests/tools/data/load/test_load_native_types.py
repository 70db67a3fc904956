"""Sources that hold typed columns: Parquet and workbooks."""

from datetime import date
from decimal import Decimal

import duckdb
import pytest


@pytest.fixture
def parquet(tmp_path):
    def write(select):
        path = tmp_path / "orders.parquet"
        duckdb.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
        return path

    return write


def test_native_values_are_taken_as_they_are(load, parquet):
    loaded = load(
        parquet(
            "SELECT * FROM (VALUES (13085.0::DOUBLE, 1::BIGINT, TIMESTAMP '2024-03-05 10:20:30', 2::INTEGER, 0.1::DOUBLE, true),"
            "(13085.0, 2, TIMESTAMP '2024-03-06 10:20:30', -1, 0.1, false), (NULL, 3, TIMESTAMP '2024-03-07', 1, 5, false),"
            "(12346.0, 4, NULL, 1, 5, false), (12346.0, 5, TIMESTAMP '2024-03-08', 1, 'nan'::DOUBLE, true), "
            "(12346.0, 6, TIMESTAMP '2024-03-08', 3, 0.1, true)) t(\"Customer ID\", order_no, ordered_at, qty, price, gift)"
        )
    )
    assert loaded.aside == {"missing_customer": 1, "missing_date": 1, "missing_price": 1}
    assert loaded.facts["revenue"] == Decimal("0.40")
    assert {row[0] for row in loaded.rows("transactions", "customer_id")} == {"13085", "12346"}
    assert {(c.name, c.type) for c in loaded.dataset.columns if c.table == "transactions"} == {
        ("price", "number"),
        ("gift", "boolean"),
    }


def test_numbers_may_be_dates(load, parquet):
    days = load(
        parquet(
            "SELECT 'c' || (n % 3) AS customer, n AS order_id, 20240301 + n AS date, 5 AS amount FROM range(20) t(n)"
        )
    )
    assert (days.facts["first_on"], days.facts["last_on"]) == (date(2024, 3, 1), date(2024, 3, 20))
    seconds = load(
        parquet(
            "SELECT 'c' || (n % 3) AS customer, n AS order_id, 1709640000 + 86400 * n AS created, 5 AS amount FROM range(20) t(n)"
        )
    )
    assert seconds.facts["first_on"] == date(2024, 3, 5)
    excel = load(
        parquet(
            "SELECT 'c' || (n % 3) AS customer, n AS order_id, 45356.25 + n AS \"order date\", 5 AS amount FROM range(20) t(n)"
        )
    )
    assert excel.facts["first_on"] == date(2024, 3, 5)


def test_decimals_and_dates_of_a_database_export(load, parquet):
    loaded = load(
        parquet(
            "SELECT 'c' || (n % 3) AS customer, n AS order_id, DATE '2024-03-01' + n::INTEGER AS order_date, (n + 0.125)::DECIMAL(12, 3) AS amount FROM range(20) t(n)"
        )
    )
    assert loaded.facts["revenue"] == Decimal("192.50")
    assert loaded.rows("transactions", "min(amount)") == [(Decimal("0.1250"),)]


def test_a_workbook(load, tmp_path):
    import xlsxwriter

    path = tmp_path / "订单.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("订单")
    style = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, ["会员编号", "订单号", "下单时间", "实付金额"])
    for n in range(6):
        sheet.write_number(n + 1, 0, 1001 + n % 2)
        sheet.write_string(n + 1, 1, f"D{n}")
        sheet.write_datetime(n + 1, 2, date(2024, 3, 5 + n), style)
        sheet.write_number(n + 1, 3, 10.5)
    book.close()
    loaded = load(path)
    assert loaded.facts["revenue"] == Decimal("63.00")
    assert (loaded.facts["first_on"], loaded.facts["customers"]) == (date(2024, 3, 5), 2)
    assert loaded.roles == {
        "customer_id": "会员编号",
        "order_id": "订单号",
        "date": "下单时间",
        "amount": "实付金额",
    }
