from collections import defaultdict
from datetime import date, timedelta

import numpy as np
import pytest

from customer_segmentation.data.scope import open_scope
from customer_segmentation.engine.duckdb_engine import DuckDB
from customer_segmentation.engine.sql_file import sql
from customer_segmentation.explain.value.histories import read_histories
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.request import DataRequest
from rows_shop import aggregated, line, shop
from shop_on_disk import load_shop
from small_shop import small_shop


def histories(workspace, *, as_of=None, **asked):
    with open_scope(DataRequest(**asked), workspace, as_of=as_of) as scope:
        return read_histories(scope)


def test_days_count_and_not_orders(workspace):
    rows = [
        line("a", "o1", "2024-01-01", 10),
        line("a", "o2", "2024-01-01 15:00:00", 20),
        line("a", "o3", "2024-01-11", 5),
        line("a", "o4", "2024-01-31", 7),
        line("b", "o5", "2024-02-10", 9),
    ]
    shop(workspace, rows)
    found = histories(workspace)
    assert found.repeats.tolist() == [2, 0]
    assert found.active_days.tolist() == [30, 0]
    assert found.known_days.tolist() == [40, 0]
    assert found.spent.tolist() == [12, 0]
    assert found.occasions.tolist() == [2, 0]
    assert (found.first_on, found.last_day, found.days) == (date(2024, 1, 1), date(2024, 2, 10), 40)
    assert (found.size, found.repeat_customers, found.kept) == (2, 1, 1.0)


def test_a_whole_return_is_no_purchase_and_others_take_off_money(workspace):
    rows = [
        line("a", "o1", "2024-01-01", 60, "x"),
        line("a", "o2", "2024-01-11", 30, "y"),
        line("a", "o2", "2024-01-15", -30, "y"),
        line("a", "o3", "2024-02-01", 40, "z"),
        line("a", "r", "2024-02-02", -10, "unknown"),
    ]
    shop(workspace, rows)
    found = histories(workspace)
    assert (found.repeats.tolist(), found.spent.tolist()) == ([1], [40])
    assert found.kept == pytest.approx(0.9)


def test_a_small_shop_recomputed(workspace):
    rows = small_shop(seed=3, customers=150)
    load_shop(workspace, rows)
    found = histories(workspace)
    orders = defaultdict(lambda: [0.0, 0.0, None])
    for customer, order, when, _, amount, _ in rows:
        place = orders[customer, order]
        if float(amount) > 0:
            place[0] += float(amount)
            place[2] = date.fromisoformat(when[:10])
        else:
            place[1] += float(amount)
    days = defaultdict(lambda: defaultdict(float))
    for (customer, _), (bought, returned, day) in orders.items():
        if bought + returned > 0.001:
            days[customer][day] += bought
    lives = [sorted(days[customer].items()) for customer in sorted(days)]
    assert found.repeats.tolist() == [len(life) - 1 for life in lives]
    assert found.active_days.tolist() == [(life[-1][0] - life[0][0]).days for life in lives]
    assert found.spent == pytest.approx([sum(money for _, money in life[1:]) for life in lives])


def test_only_what_was_known_by_the_day_counts(workspace):
    load_shop(workspace, small_shop(seed=3, customers=60))
    split = date(2024, 1, 1)
    earlier = histories(workspace, as_of=split)
    assert earlier.last_day == split - timedelta(days=1)
    assert (earlier.known_days >= earlier.active_days).all()
    assert earlier.size < histories(workspace).size


def test_a_late_day_of_extraction_adds_no_knowledge(workspace):
    shop(workspace, [line("a", "o1", "2024-01-01", 10), line("a", "o2", "2024-03-01", 10)])
    found = histories(workspace, as_of=date(2030, 1, 1))
    assert (found.last_day, found.known_days.tolist()) == (date(2024, 3, 1), [60])


def test_groups_hold_every_customer(workspace):
    load_shop(workspace, small_shop(seed=4, customers=120))
    found = histories(workspace)
    groups = found.groups
    assert groups.customers.sum() == found.size
    assert len(groups.repeats) <= found.size
    assert (groups.repeats[found.place] == found.repeats).all()
    assert groups.last[found.place] * 7 == pytest.approx(found.active_days)
    assert groups.known[found.place] * 7 == pytest.approx(found.known_days)


def row(customer, first, last, orders, revenue):
    return {
        "customer_id": customer, "first_on": first and date.fromisoformat(first),
        "last_on": date.fromisoformat(last), "orders": orders, "revenue": revenue,
    }  # fmt: skip


def test_a_summary_counts_orders_as_days_where_they_can_be(workspace):
    rows = [
        row("a", "2024-01-01", "2024-03-01", 3, "90"),
        row("b", "2024-02-01", "2024-02-01", 4, "80"),
        row("c", "2024-02-01", "2024-02-03", 9, "90"),
        row("d", None, "2024-02-01", 2, "20"),
    ]
    aggregated(workspace, rows, as_of=date(2024, 4, 1))
    found = histories(workspace)
    assert found.repeats.tolist() == [2, 0, 2]
    assert found.active_days.tolist() == [60, 0, 2]
    assert found.known_days.tolist() == [90, 59, 59]
    assert (found.spent / found.occasions).tolist() == [30, 20, 10]
    assert (found.unknown, found.kept) == (1, 1.0)


def test_a_summary_without_first_days_is_refused(workspace):
    aggregated(workspace, [row("a", None, "2024-03-01", 3, "90")])
    with pytest.raises(MethodError, match="when customers bought first"):
        histories(workspace)


def test_row_order_changes_nothing(workspace):
    rows = small_shop(seed=5, customers=80)
    load_shop(workspace, rows)
    one = histories(workspace)
    load_shop(workspace, rows[::-1])
    other = histories(workspace)
    for name in ("repeats", "active_days", "known_days", "spent"):
        assert (getattr(one, name) == getattr(other, name)).all()
    assert np.array_equal(one.place, other.place)


def test_the_sql_shown_gives_the_histories_from_the_lines_alone(workspace, tmp_path):
    load_shop(workspace, small_shop(seed=6, customers=80))
    with open_scope(DataRequest(), workspace) as scope:
        found = read_histories(scope)
        text = scope.reproduced(sql(found.query, last_day=found.last_day))
        lines = scope.dataset.parquet("transactions")
    engine = DuckDB(tmp_path)
    engine.view("transactions", lines)
    rows = sorted(engine.rows_of(text))
    assert [repeats for _, repeats, *_ in rows] == found.repeats.tolist()
    assert [float(spent) for *_, spent, _, _ in rows] == pytest.approx(found.spent)
