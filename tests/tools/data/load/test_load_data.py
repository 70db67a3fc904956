# ruff: noqa: DTZ001 - the shop's clock has no zone
"""Exact receipts and tables of small files that are wrong in every way at once."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from customer_segmentation.data.dataset import Grain
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.reply import Severity

HEADER = "client_no,order_ref,created,sku,qty,unit_price"


def test_every_line_is_kept_or_set_aside_for_one_reason(load, lines):
    loaded = load(
        lines(
            HEADER,
            "A1,1,05/03/2024,cup,2,10.00",
            "A1,1,05/03/2024,pot,1,30.00",
            " A1 ,2,13/03/2024,cup,1,10.00",
            "B2,3,14/03/2024,cup,1,",
            "B2,3,14/03/2024,pot,x,30.00",
            "B2,4,,cup,1,10.00",
            "B2,5,soon,cup,1,10.00",
            ",6,15/03/2024,cup,4,10.00",
            "guest,7,15/03/2024,cup,1,10.00",
            "TEST,8,15/03/2024,cup,1,0.01",
            "B2,9,16/03/2024,cup,1,0.00",
            "B2,10,17/03/2024,pot,3,20.00",
            "B2,11,18/03/2024,pot,-1,20.00",
            "N/A,12,19/03/2024,,,",
        )
    )
    assert loaded.aside == {
        "test": 1, "missing_date": 1, "unreadable_date": 1, "missing_customer": 3, "unreadable_quantity": 1, "missing_price": 1,
    }  # fmt: skip
    assert loaded.facts["lines_read"] == 14
    assert loaded.facts["lines_kept"] == 6
    assert loaded.facts["gross"] == Decimal("120.00")
    assert loaded.facts["returns_value"] == Decimal("20.00")
    assert loaded.facts["revenue"] == Decimal("100.00")
    assert loaded.facts["missing_customer_revenue"] == Decimal("50.00")
    assert loaded.facts["missing_customer_share"] == pytest.approx(50 / 150)
    assert loaded.facts["zero_price_lines"] == 1
    assert loaded.facts["customers"] == 2
    assert loaded.facts["orders"] == 3
    assert loaded.facts["return_lines"] == loaded.facts["matched_returns"] == 1
    assert (loaded.facts["first_on"], loaded.facts["last_on"]) == (date(2024, 3, 5), date(2024, 3, 18))
    assert loaded.facts["as_of"] == date(2024, 3, 19)
    assert loaded.finding("data_unreadable_date_lines").values == {"header": "created", "lines": "7"}
    assert loaded.finding("data_unreadable_quantity_lines").values == {"header": "qty", "lines": "5"}


def test_the_tables_are_typed_and_named_as_promised(load, lines):
    loaded = load(
        lines(
            HEADER + ",country,Liefer Art",
            "A1,1,2024-03-05 10:20:30,cup,2,10.0050,Germany,post",
            "A1,1,2024-03-05 10:20:30,pot,1,30,Germany,post",
            "B2,2,2024-03-06 11:00:00,cup,-1,10,France,shop",
        )
    )
    assert loaded.rows(
        "transactions", "line, customer_id, order_id, ordered_at, quantity, amount, product"
    ) == [
        (1, "A1", "1", datetime(2024, 3, 5, 10, 20, 30), Decimal("2.0000"), Decimal("20.0100"), "cup"),
        (2, "A1", "1", datetime(2024, 3, 5, 10, 20, 30), Decimal("1.0000"), Decimal("30.0000"), "pot"),
        (3, "B2", "2", datetime(2024, 3, 6, 11, 0), Decimal("-1.0000"), Decimal("-10.0000"), "cup"),
    ]
    dataset = loaded.dataset
    assert dataset.grain is Grain.LINES
    assert (dataset.as_of, dataset.first_on, dataset.last_on) == (
        date(2024, 3, 7),
        date(2024, 3, 5),
        date(2024, 3, 6),
    )
    columns = {(c.table, c.name): (c.header, c.type) for c in dataset.columns}
    assert columns[("transactions", "country")] == ("country", "text")
    assert columns[("transactions", "liefer_art")] == ("Liefer Art", "text")
    assert columns[("transactions", "price")] == ("unit_price", "number")
    assert dataset.has("orders")
    assert dataset.has("returns")
    assert loaded.rows("transactions", "country, liefer_art") == [
        ("France", "shop"),
        ("Germany", "post"),
        ("Germany", "post"),
    ]


def test_an_id_is_the_same_however_it_is_written(load, lines):
    loaded = load(
        lines(
            "customer_id,order_id,date,amount",
            "13085,1,2024-01-01,5",
            " 13085,2,2024-01-02,5",
            "a1,3,2024-01-03,5",
            "A1,4,2024-01-03,5",
        )
    )
    assert {row[0] for row in loaded.rows("transactions", "customer_id")} == {"13085", "a1", "A1"}


def test_without_an_order_id_an_order_is_a_customers_day(load, lines):
    loaded = load(
        lines(
            "customer_id,date,amount", "A,2024-01-01,5", "A,2024-01-01,6", "A,2024-01-02,7", "B,2024-01-01,8"
        )
    )
    assert loaded.dataset.order_is_customer_day
    assert loaded.facts["orders"] == 3
    assert "data_order_is_customer_day" in loaded.codes


def test_lines_without_an_order_id_among_others_are_counted(load, lines):
    loaded = load(
        lines("customer_id,order_id,date,amount", "A,1,2024-01-01,5", "A,,2024-01-02,6", "B,3,2024-01-02,6")
    )
    assert loaded.facts["missing_order_lines"] == 1
    assert loaded.facts["orders"] == 3


def test_duplicates_are_counted_and_dropped_only_when_asked(load, lines):
    text = lines(
        "customer_id,order_id,date,product,amount,note",
        "A,1,2024-01-01,cup,5,x",
        "A,1,2024-01-01,cup,5,x",
        "A,1,2024-01-01,cup,5,y",
        "B,2,2024-01-01,cup,5,x",
        "A,1,2024-01-01,cup,5,x",
    )
    kept = load(text)
    assert kept.facts["duplicate_lines"] == 2
    assert kept.facts["lines_kept"] == 5
    assert kept.facts["revenue"] == 25
    dropped = load(text, duplicates="drop")
    assert dropped.aside == {"duplicate": 2}
    assert dropped.facts["duplicate_lines"] == 2
    assert dropped.facts["revenue"] == 15
    assert {row[0] for row in dropped.rows("transactions", "line")} == {1, 3, 4}


def test_returns_by_policy(load, lines):
    text = lines(
        "customer_id,order_id,date,product,quantity,price",
        "A,1,2024-01-01,cup,2,10",
        "A,2,2024-01-05,cup,-2,10",
        "A,3,2024-01-06,pot,1,30",
        "B,4,2024-01-06,pot,1,30",
    )
    net = load(text)
    assert (net.facts["orders"], net.facts["revenue"], net.facts["wholly_returned_orders"]) == (2, 60, 1)
    excluded = load(text, returns="exclude")
    assert excluded.aside == {"excluded_return": 1}
    assert (excluded.facts["orders"], excluded.facts["revenue"]) == (3, 80)
    kept = load(text, returns="keep")
    assert (kept.facts["orders"], kept.facts["revenue"], kept.facts["wholly_returned_orders"]) == (3, 60, 0)


def test_a_return_is_negative_whichever_column_says_so(load, lines):
    loaded = load(
        lines(
            "customer_id,order_id,date,product,quantity,amount,transaction type",
            "A,1,2024-01-01,cup,2,20,sale",
            "A,2,2024-01-02,cup,-1,10,sale",
            "A,3,2024-01-03,cup,1,-10,sale",
            "B,4,2024-01-04,cup,1,10,Refund",
            "B,5,2024-01-04,cup,3,30,sale",
        )
    )
    assert loaded.rows("transactions", "line, quantity, amount") == [
        (1, 2, 20), (2, -1, -10), (3, -1, -10), (4, -1, -10), (5, 3, 30),
    ]  # fmt: skip


def test_a_c_before_a_number_cancels(load, lines):
    header = "customer_id,InvoiceNo,date,product,quantity,price"
    bought = ["A,1001,2024-01-01,cup,2,10", "B,1002,2024-01-01,cup,2,10"]
    negative = load(lines(header, *bought, "A,C1003,2024-01-02,cup,-2,10", "B,C1004,2024-01-02,cup,1,10"))
    assert negative.facts["cancellation_lines"] == 2
    assert negative.facts["revenue"] == 30
    positive = load(lines(header, *bought, "A,C1003,2024-01-02,cup,2,10"))
    assert positive.facts["revenue"] == 20
    named = load(lines(header, "A,C1,2024-01-01,cup,2,10", "B,C2,2024-01-01,cup,2,10"))
    assert "cancellation_lines" not in named.facts
    assert named.facts["revenue"] == 40


def test_a_status_cancels(load, lines):
    loaded = load(
        lines(
            "customer_id,order_id,date,amount,order status",
            "A,1,2024-01-01,5,Completed",
            "B,2,2024-01-02,6,cancelled",
            "C,3,2024-01-03,7,payment_failed",
            "C,4,2024-01-03,8,已退款",
            "B,5,2024-01-03,9,on-hold",
        )
    )
    assert loaded.aside == {"cancelled": 3}
    assert loaded.facts["revenue"] == 14


def test_headers_that_are_told_win(load, lines):
    text = lines(
        "customer_id,order_id,shipment_id,date,amount",
        "A,1,s1,2024-01-01,5",
        "A,1,s2,2024-01-02,6",
        "B,2,s3,2024-01-03,7",
    )
    assert load(text).facts["orders"] == 2
    told = load(text, order_id="shipment_id")
    assert told.roles["order_id"] == "shipment_id"
    assert told.facts["orders"] == 3
    none = load(text, order_id="none")
    assert none.dataset.order_is_customer_day
    with pytest.raises(InputError) as error:
        load(text, order_id="shipment_di")
    assert error.value.values["similar"] == "shipment_id"


def test_far_days_are_set_aside_and_recency_counts_from_the_others(load, lines):
    rows = [f"C{n % 5},{n},2024-01-{1 + n % 28:02d},5" for n in range(40)]
    loaded = load(lines("customer_id,order_id,date,amount", *rows, "C1,99,2204-01-01,5"))
    assert loaded.aside == {"far_date": 1}
    assert loaded.facts["as_of"] == date(2024, 1, 29)
    assert loaded.finding("data_far_dates").values == {"first": "2024-01-01", "last": "2024-01-28"}


def test_as_of_leaves_out_that_day_and_later(load, lines):
    text = lines(
        "customer_id,order_id,date,amount", "A,1,2024-01-01,5", "B,2,2024-01-02,6", "B,3,2024-01-03,7"
    )
    loaded = load(text, as_of="2024-01-03")
    assert loaded.aside == {"after_as_of": 1}
    assert (loaded.facts["as_of"], loaded.facts["revenue"]) == (date(2024, 1, 3), 11)


def test_findings_stand_gravest_first(load, lines):
    loaded = load(
        lines("customer_id,date,amount", "1.2E+12,2024-01-01,5", "B,2024-01-02,6", "1.2E+12,2024-01-02,6")
    )
    severities = [finding.severity for finding in loaded.result.reply.findings]
    assert severities == sorted(severities, key=[Severity.SERIOUS, Severity.WARNING, Severity.INFO].index)
    assert loaded.codes[0] == "data_ids_damaged"
