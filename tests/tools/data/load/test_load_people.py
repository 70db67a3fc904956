"""Tables with one row per customer: sums, attributes, and a second file beside the orders."""

from datetime import date
from decimal import Decimal

from customer_segmentation.data.dataset import Grain


def test_a_table_of_sums(load, lines):
    loaded = load(
        lines(
            "customer_id,first_order_date,last_order_date,orders,total_spent,tier",
            "A,05/03/2023,31/12/2023,5,1050.50,gold",
            "B,06/03/2023,06/03/2023,1,6,silver",
            "C,,,0,0,silver",
            "D,01/01/2023,soon,2,9,gold",
            ",01/01/2023,01/02/2023,2,9,gold",
            "B,06/03/2023,07/03/2023,2,8,silver",
        )
    )
    assert loaded.dataset.grain is Grain.CUSTOMERS
    assert loaded.aside == {
        "unreadable_date": 1,
        "missing_customer": 1,
        "never_bought": 1,
        "repeated_customer": 1,
    }
    assert loaded.rows("summary") == [
        ("A", date(2023, 3, 5), date(2023, 12, 31), 5, Decimal("1050.5000")),
        ("B", date(2023, 3, 6), date(2023, 3, 7), 2, Decimal("8.0000")),
    ]
    assert loaded.rows("customers") == [("A", "gold"), ("B", "silver")]
    assert loaded.dataset.as_of == date(2024, 1, 1)
    assert (loaded.facts["customers"], loaded.facts["orders"], loaded.facts["revenue"]) == (
        2,
        7,
        Decimal("1058.50"),
    )


def test_recency_in_days_needs_no_date(load, lines):
    text = lines("CustomerID,Recency,Frequency,Monetary", "1,5,5,50.5", "2,40,1,6", "3,100,2,9")
    loaded = load(text)
    assert loaded.dataset.grain is Grain.CUSTOMERS
    assert "data_recency_without_date" in loaded.codes
    assert "as_of" not in loaded.facts
    days = [(loaded.dataset.as_of - row[0]).days for row in loaded.rows("summary", "last_on")]
    assert sorted(days) == [5, 40, 100]
    dated = load(text, as_of="2024-01-01")
    assert "data_recency_without_date" not in dated.codes
    assert dated.rows("summary", "last_on")[-1] == (date(2023, 12, 27),)


def test_attributes_are_typed(load, lines):
    rows = [
        f"{n},{'yes' if n % 2 else 'no'},{1960 + n % 40},{20_000 + 10 * n},{'AB'[n % 2]},0{n % 9 + 1}-05-2020"
        for n in range(1, 121)
    ]
    loaded = load(
        lines("id,newsletter,birth_year,Income,plan,Dt_Customer", *rows, "121,?,1893,666666,A,13-05-2020")
    )
    assert loaded.dataset.grain is Grain.ATTRIBUTES
    assert {c.name: c.type for c in loaded.dataset.columns} == {
        "newsletter": "boolean", "birth_year": "number", "income": "number", "plan": "text", "dt_customer": "date",
    }  # fmt: skip
    last = loaded.rows("customers")[25]
    assert last == ("121", None, Decimal(1893), Decimal(666666), "A", date(2020, 5, 13))
    assert loaded.finding("data_impossible_values").values == {"header": "birth_year", "values": "1893"}
    assert loaded.finding("data_far_values").values == {"header": "Income", "values": "666666"}
    assert loaded.facts["customers"] == 121


def test_rows_without_an_id_are_the_customers(load, lines):
    rows = [f"{1 + n % 2},{n * 37 % 1000},{n * 91 % 3000}" for n in range(60)]
    loaded = load(lines("Channel,Fresh,Milk", *rows))
    assert loaded.dataset.grain is Grain.ATTRIBUTES
    assert loaded.facts["customers"] == 60
    assert "data_rows_are_customers" in loaded.codes


ORDERS = "client_no,order_ref,date,amount\nA,1,2024-01-01,5\nB,2,2024-01-02,6\nA,3,2024-01-03,7\nC,4,2024-01-03,7\n"


def test_a_second_file_is_joined_by_the_customer(load):
    people = "client_no,name,email,age\n A,Ann A,ann@example.com,30\nB,Bob B,bob@example.com,40\nB,Bob C,bob@example.com,41\nX,Xan X,xan@example.com,50\n"
    loaded = load(ORDERS, customers=people)
    assert loaded.rows("customers", "customer_id, name, age") == [
        ("A", "Ann A", 30),
        ("B", "Bob C", 41),
        ("X", "Xan X", 50),
    ]
    assert {c.name: (c.table, c.personal) for c in loaded.dataset.columns} == {
        "name": ("customers", True), "email": ("customers", True), "age": ("customers", False),
    }  # fmt: skip
    assert loaded.facts["people_listed"] == 3
    assert loaded.facts["customers_without_attributes"] == 1
    assert loaded.facts["people_without_orders"] == 1
    assert loaded.facts["people_repeated"] == 1
    assert not list(loaded.result.folder.glob("*second*"))


def test_the_second_file_may_call_the_customer_otherwise(load):
    loaded = load(ORDERS, customers="who,age\nA,30\nB,40\n")
    assert loaded.rows("customers") == [("A", 30), ("B", 40)]


def test_personal_columns_of_an_order_file_become_traits_and_nothing_else(load, lines):
    loaded = load(
        lines(
            "customer_id,order_id,date,amount,email,first_name,comment",
            "A,1,2024-01-01,5,ann@old.example,Ann,please hurry",
            "A,2,2024-01-05,6,ann@new.example,Ann,",
            "B,3,2024-01-02,7,bob@example.com,Bob,thanks",
        )
    )
    assert loaded.rows("customers", "customer_id, email, first_name") == [
        ("A", "ann@new.example", "Ann"), ("B", "bob@example.com", "Bob"),
    ]  # fmt: skip
    assert [c.name for c in loaded.dataset.columns if c.table == "transactions"] == []
    shown = loaded.result.reply.model_dump_json()
    assert "ann@" not in shown
    assert "Bob" not in shown
    assert "please hurry" not in shown
