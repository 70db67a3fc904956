"""What must hold for any file: the receipt adds up, shuffled rows change nothing, money is the sum of its lines."""

import random
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customer_segmentation.data.demo_shop import write_demo_shop

CELLS = {
    "customer": ["A", "B", " C ", "", "guest", "N/A", "TEST", "d4"],
    "order": ["1", "2", "3", "C4", "", "9"],
    "date": ["2024-01-01", "2024-02-28 10:00", "2024-03-05T11:12:13Z", "", "soon", "2031-01-01"],
    "sku": ["cup", "pot", ""],
    "qty": ["1", "2", "-1", "0", "", "x"],
    "price": ["10", "2.50", "0", "", "free", "-3"],
    "status": ["paid", "cancelled", "", "test"],
}
HEADER = "customer_id,order_id,order_date,sku,quantity,unit_price,order status"
GOOD = [f"{'AB'[n % 2]},{n},2024-01-{n:02d},cup,1,10,paid" for n in range(1, 29)]
"""Lines that can be used, more than any example has of others: the file stays readable."""

rows = st.lists(st.tuples(*(st.sampled_from(values) for values in CELLS.values())).map(",".join), max_size=20)
few = settings(
    max_examples=settings.default.max_examples // 4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def text(lines):
    return "\n".join([HEADER, *lines]) + "\n"


@few
@given(rows)
def test_the_receipt_always_adds_up(load, some):
    loaded = load(text([*GOOD, *some]))
    assert loaded.facts["lines_read"] == len(some) + len(GOOD)
    kept = loaded.rows(
        "transactions", "count(*), sum(amount), count(customer_id), count(order_id), count(ordered_at)"
    )
    lines, amount, *filled = kept[0]
    assert loaded.facts["lines_kept"] == lines
    assert filled == [lines] * 3
    assert loaded.facts["revenue"] == amount.quantize(Decimal("0.01"))
    assert loaded.facts["revenue"] == loaded.facts["gross"] - loaded.facts["returns_value"]
    assert loaded.facts["return_lines"] == loaded.facts["matched_returns"] + loaded.facts["unmatched_returns"]
    without = loaded.facts["customers_without_valid_purchase"]
    assert loaded.facts["customers_seen"] == loaded.facts["customers"] + without


@few
@given(rows, st.integers(0, 1_000_000))
def test_the_order_of_rows_changes_nothing_but_line_numbers(load, some, seed):
    whole = [*GOOD, *some]
    shuffled = list(whole)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - no secret
    first, second = load(text(whole)), load(text(shuffled))
    assert first.facts == second.facts
    columns = "customer_id, order_id, ordered_at, quantity, amount, product"
    assert first.rows("transactions", columns) == second.rows("transactions", columns)
    assert first.rows("orders") == second.rows("orders")
    assert [f.code for f in first.result.reply.findings] == [f.code for f in second.result.reply.findings]


def test_the_number_of_threads_changes_nothing(load, tmp_path, monkeypatch):
    shop = write_demo_shop(tmp_path / "shop", customers=300)
    loaded = []
    for threads in (1, 4):
        monkeypatch.setattr("os.cpu_count", lambda threads=threads: threads)
        copy = tmp_path / f"orders-{threads}.csv"
        copy.write_bytes(shop.orders.read_bytes())
        loaded.append(load(copy))
    first, second = loaded
    assert first.facts == second.facts
    for table in ("transactions", "orders", "returns", "customers"):
        assert first.rows(table) == second.rows(table)
