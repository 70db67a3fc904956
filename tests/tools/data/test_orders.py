from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.data.dataset import ReturnsPolicy
from customer_segmentation.data.orders import derive_buyers, derive_orders, returns_receipt
from customer_segmentation.engine.duckdb_engine import DuckDB
from returns_by_stack import by_stack, is_return
from rows_shop import create, line

TYPES = {
    "line": "BIGINT",
    "customer_id": "VARCHAR",
    "order_id": "VARCHAR",
    "ordered_at": "TIMESTAMP",
    "quantity": "DECIMAL(18, 4)",
    "amount": "DECIMAL(18, 4)",
    "product": "VARCHAR",
}


class Derived:
    def __init__(self, rows, policy=ReturnsPolicy.NET):
        engine = DuckDB(Path("unused"))
        create(engine.connection, "transactions", TYPES, [{"line": n, **row} for n, row in enumerate(rows)])
        derive_orders(engine, policy)
        derive_buyers(engine)
        self.receipt = returns_receipt(engine)
        self.orders = engine.rows_of("SELECT * FROM orders ORDER BY ALL")
        self.returns = engine.rows_of("SELECT * FROM returns ORDER BY ALL")
        self.buyers = {row[0]: row[1:] for row in engine.rows_of("SELECT * FROM buyers")}
        self.valid = {(row[0], row[1]): row[-1] for row in self.orders}
        self.unmatched = {
            (c, o, p): u
            for c, o, p, u in engine.rows_of(
                "SELECT customer_id, order_id, product, unmatched FROM matching WHERE unmatched > 0"
            )
        }
        engine.connection.close()


def test_a_return_goes_to_its_own_order_first():
    derived = Derived(
        [
            line("a", "1", "2024-01-01", 10, "cup"),
            line("a", "2", "2024-01-02", 10, "cup"),
            line("a", "1", "2024-01-03", -10, "cup"),
        ]
    )
    assert derived.valid == {("a", "1"): False, ("a", "2"): True}


def test_a_return_under_its_own_number_takes_the_latest_earlier_purchase():
    derived = Derived(
        [
            line("a", "1", "2024-01-01", 10, "cup"),
            line("a", "2", "2024-01-02", 10, "cup"),
            line("a", "r", "2024-01-03", -10, "cup"),
            line("a", "4", "2024-01-04", 10, "cup"),
        ]
    )
    assert derived.valid == {("a", "1"): True, ("a", "2"): False, ("a", "4"): True}
    assert derived.receipt == {
        "return_lines": 1,
        "matched": 1,
        "unmatched_returns": 0,
        "wholly_returned_orders": 1,
        "customers_without_valid_purchase": 0,
    }


def test_a_return_reaches_back_over_several_purchases_up_to_what_was_bought():
    derived = Derived(
        [
            line("a", "1", "2024-01-01", 30, "cup", 3),
            line("a", "2", "2024-01-02", 20, "cup", 2),
            line("a", "r", "2024-01-03", -40, "cup", -4),
            line("a", "s", "2024-01-04", -50, "cup", -5),
        ]
    )
    assert derived.valid == {("a", "1"): False, ("a", "2"): False}
    assert derived.unmatched == {("a", "s", "cup"): Decimal(4)}
    assert derived.receipt["unmatched_returns"] == 1
    assert derived.receipt["customers_without_valid_purchase"] == 1
    assert derived.buyers == {}


def test_a_return_before_any_purchase_reduces_money_only():
    derived = Derived([line("a", "r", "2024-01-01", -10, "cup"), line("a", "1", "2024-01-02", 10, "cup")])
    assert derived.valid == {("a", "1"): True}
    assert derived.buyers["a"][2:] == (1, 1, 1, Decimal(0))
    assert derived.receipt["unmatched_returns"] == 1


def test_a_return_at_the_very_moment_of_a_purchase_comes_after_it():
    derived = Derived([line("a", "0", "2024-01-01", -10, "cup"), line("a", "1", "2024-01-01", 10, "cup")])
    assert derived.valid == {("a", "1"): False}


def test_an_order_keeps_standing_while_something_of_value_was_kept():
    rows = [
        line("a", "1", "2024-01-01", 10, "cup"),
        line("a", "1", "2024-01-01", 5, "jar"),
        line("a", "1", "2024-01-01", 0, "gift"),
        line("a", "r", "2024-01-02", -10, "cup"),
    ]
    assert Derived(rows).valid == {("a", "1"): True}
    assert Derived([*rows, line("a", "s", "2024-01-03", -5, "jar")]).valid == {("a", "1"): False}


def test_a_free_order_is_no_order():
    assert Derived([line("a", "1", "2024-01-01", 0, "gift")]).valid == {("a", "1"): False}


def test_a_discount_line_is_no_return_of_the_product():
    rows = [line("a", "1", "2024-01-01", 10, "cup"), line("a", "1", "2024-01-01", -3, "cup", 1)]
    derived = Derived(rows)
    assert derived.valid == {("a", "1"): True}
    assert derived.buyers["a"][-1] == Decimal(7)
    assert derived.receipt["unmatched_returns"] == 1


def test_without_a_product_a_refund_matches_the_latest_earlier_order_of_that_very_amount():
    derived = Derived(
        [
            line("a", "1", "2024-01-01", 50, None),
            line("a", "2", "2024-01-02", 50, None),
            line("a", "3", "2024-01-03", 60, None),
            line("a", "r", "2024-01-04", -50, None),
            line("a", "s", "2024-01-05", -55, None),
            line("a", "4", "2024-01-06", 55, None),
        ]
    )
    assert derived.valid == {("a", "1"): True, ("a", "2"): False, ("a", "3"): True, ("a", "4"): True}
    assert derived.unmatched == {("a", "s", None): Decimal(55)}


def test_without_a_product_a_part_refund_in_the_order_leaves_it_standing():
    rows = [line("a", "1", "2024-01-01", 50, None), line("a", "1", "2024-01-02", -20, None)]
    assert Derived(rows).valid == {("a", "1"): True}
    assert Derived([*rows, line("a", "1", "2024-01-03", -30, None)]).valid == {("a", "1"): False}


def test_a_refund_without_a_product_matches_an_order_of_several_products():
    derived = Derived(
        [
            line("a", "1", "2024-01-01", 10, "cup"),
            line("a", "1", "2024-01-01", 5, "jar"),
            line("a", "r", "2024-01-02", -15, None),
        ]
    )
    assert derived.valid == {("a", "1"): False}


CANCELLED = [
    line("a", "1", "2024-01-01", 10, "cup"),
    line("a", "r", "2024-01-02", -10, "cup"),
    line("a", "2", "2024-01-03", 7, "jar"),
    line("a", "s", "2024-01-03", -3, "lid"),
]


@pytest.mark.parametrize(
    ("policy", "orders", "revenue", "returns"),
    [
        (ReturnsPolicy.NET, 1, Decimal(4), 2),
        (ReturnsPolicy.KEEP, 2, Decimal(4), 2),
        (ReturnsPolicy.EXCLUDE, 2, Decimal(17), 0),
    ],
)
def test_policies(policy, orders, revenue, returns):
    derived = Derived(CANCELLED, policy)
    assert (derived.buyers["a"][2], derived.buyers["a"][-1], len(derived.returns)) == (
        orders,
        revenue,
        returns,
    )


def test_shapes():
    derived = Derived(
        [
            line("a", "1", "2024-01-01 23:59", 10, "cup", 2),
            line("a", "1", "2024-01-02 00:01", 5, "jar"),
            line("a", "2", "2024-01-01 10:00", 4, "jar"),
            line("a", "r", "2024-01-05 09:00", -1, "x"),
            line("a", "s", "2024-01-05 19:00", -2, "x"),
        ]
    )
    assert derived.orders == [
        ("a", "1", datetime(2024, 1, 1, 23, 59), date(2024, 1, 1), 2, Decimal(3), Decimal(15), True),  # noqa: DTZ001
        ("a", "2", datetime(2024, 1, 1, 10), date(2024, 1, 1), 1, Decimal(1), Decimal(4), True),  # noqa: DTZ001
    ]
    assert derived.returns == [("a", date(2024, 1, 5), Decimal(-3))]
    assert derived.buyers == {"a": (date(2024, 1, 1), date(2024, 1, 1), 2, 1, 3, Decimal(16))}


# Few customers, orders, products, days and sizes, so that everything collides with everything.
LINES = st.builds(
    lambda customer, order, day, product, quantity, price, returned: line(
        customer,
        ("r" if returned and order % 2 else "o") + str(order),
        datetime(2024, 1, day),  # noqa: DTZ001
        (-1 if returned else 1) * price * quantity,
        product,
        (-1 if returned else 1) * quantity,
    ),
    st.sampled_from("ab"),
    st.integers(1, 5),
    st.integers(1, 6),
    st.sampled_from(["cup", "jar", None]),
    st.integers(1, 3),
    st.sampled_from([0, 1, 1, 2]),
    st.booleans(),
)
SHOPS = st.lists(LINES, max_size=25)


@given(SHOPS)
def test_last_in_first_out_agrees_with_a_stack(rows):
    derived, expected = Derived(rows), by_stack(rows)
    assert derived.valid == expected.valid
    assert derived.unmatched == expected.unmatched


@given(SHOPS, st.randoms(use_true_random=False))
def test_row_order_does_not_matter(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert vars(Derived(rows)) == vars(Derived(shuffled))


@given(SHOPS, st.data())
def test_splitting_a_line_in_two_changes_no_order(rows, data):
    if not rows:
        return
    at = data.draw(st.integers(0, len(rows) - 1))
    half = {**rows[at], "quantity": rows[at]["quantity"] / 2, "amount": rows[at]["amount"] / 2}
    whole, split = Derived(rows), Derived([*rows[:at], half, half, *rows[at + 1 :]])
    assert (whole.valid, whole.unmatched) == (split.valid, split.unmatched)
    assert {c: (*b[:4], b[5]) for c, b in whole.buyers.items()} == {
        c: (*b[:4], b[5]) for c, b in split.buyers.items()
    }


@given(SHOPS)
def test_a_purchase_and_its_full_return_are_as_if_absent(rows):
    day = datetime(2024, 2, 1)  # noqa: DTZ001
    undone = [line("a", "late", day, 9, "hat", 3), line("a", "late", day + timedelta(days=1), -9, "hat", -3)]
    assert Derived([*rows, *undone]).buyers == Derived(rows).buyers


@given(SHOPS)
def test_a_later_return_changes_no_count_that_was_taken_before(rows):
    seen = [row for row in rows if row["ordered_at"] < datetime(2024, 1, 4)]  # noqa: DTZ001
    assert Derived(seen).valid == by_stack(seen).valid


@given(SHOPS, st.sampled_from(ReturnsPolicy))
def test_money_adds_up_and_counts_do(rows, policy):
    derived = Derived(rows, policy)
    counted = [row for row in rows if policy is not ReturnsPolicy.EXCLUDE or not is_return(row)]
    gross = sum((row[6] for row in derived.orders), Decimal(0))
    returned = sum((row[2] for row in derived.returns), Decimal(0))
    assert gross + returned == sum((row["amount"] for row in counted), Decimal(0))
    receipt = derived.receipt
    assert receipt["return_lines"] == sum(is_return(row) for row in rows)
    assert receipt["matched"] + receipt["unmatched_returns"] == receipt["return_lines"]
    people = {row["customer_id"] for row in rows}
    assert receipt["customers_without_valid_purchase"] == len(people) - len(derived.buyers)
