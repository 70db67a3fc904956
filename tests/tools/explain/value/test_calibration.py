from collections import defaultdict
from datetime import date, timedelta

import pytest
from simulated_buyers import FIRST, lines_of, lives

from customer_segmentation.data.scope import open_scope
from customer_segmentation.explain.value.calibration import CLASSES, calibrated
from customer_segmentation.explain.value.histories import read_histories
from customer_segmentation.explain.value.request import PredictValueRequest
from rows_shop import line, shop

DAYS = 600


@pytest.fixture
def rows():
    return lines_of(lives(7, 500, r=0.9, alpha=5, a=0.8, b=2.5, days=DAYS))


def checked(workspace, data, **asked):
    request = PredictValueRequest(data=data, **asked)
    with open_scope(request, workspace) as scope:
        known = read_histories(scope)
    return calibrated(request, workspace, known)


def test_what_came_is_counted_on_its_own(workspace, rows):
    found = checked(workspace, shop(workspace, rows), horizon_days=90)
    last = max(row["ordered_at"].date() for row in rows)
    assert found.split_on == last - timedelta(days=89)
    before, after, spent = defaultdict(set), defaultdict(set), defaultdict(float)
    for row in rows:
        day = row["ordered_at"].date()
        (before if day < found.split_on else after)[row["customer_id"]].add(day)
        if day >= found.split_on:
            spent[row["customer_id"]] += float(row["amount"])
    assert found.everybody.predicted.customers == len(before)
    assert found.everybody.bought == sum(len(after[customer]) for customer in before)
    assert found.everybody.spent == pytest.approx(sum(spent[customer] for customer in before))
    starts = [*CLASSES.values(), 10_000]
    for n, name in enumerate(CLASSES):
        members = [c for c, days in before.items() if starts[n] <= len(days) < starts[n + 1]]
        assert found.classes[name].predicted.customers == len(members)
        assert found.classes[name].bought == sum(len(after[customer]) for customer in members)


def test_in_its_own_world_the_model_does_well(workspace, rows):
    found = checked(workspace, shop(workspace, rows), horizon_days=150)
    purchases = found.everybody.predicted.purchases
    assert purchases.low < found.everybody.bought < purchases.high
    assert found.covered >= len(found.judged) - 1
    assert found.pairs > 0.7


def test_later_returns_and_conditions_on_behaviour_tell_nothing(workspace, rows):
    """The customers are those with two orders before the split; what they did after it is all seen."""
    data = shop(workspace, rows)
    found = checked(workspace, data, horizon_days=90, where="orders = 2")
    before, after = defaultdict(set), defaultdict(set)
    for row in rows:
        day = row["ordered_at"].date()
        (before if day < found.split_on else after)[row["customer_id"]].add(day)
    members = [customer for customer, days in before.items() if len(days) == 2]
    assert found.everybody.predicted.customers == len(members)
    assert found.everybody.bought == sum(len(after[customer]) for customer in members) > 0


def test_returns_after_the_split_reduce_what_was_spent(workspace, rows):
    data = shop(workspace, rows)
    plain = checked(workspace, data, horizon_days=90)
    buyer = next(
        row for row in rows if row["ordered_at"].date() < plain.split_on and float(row["amount"]) > 1
    )
    returned = line(buyer["customer_id"], "back", plain.split_on, -1, "other")
    found = checked(workspace, shop(workspace, [*rows, returned], identity="e" * 24), horizon_days=90)
    assert found.everybody.spent == pytest.approx(plain.everybody.spent - 1)
    assert found.everybody.bought == plain.everybody.bought
    assert found.everybody.predicted.value.value == pytest.approx(plain.everybody.predicted.value.value)


def test_too_short_a_history_is_not_held_out(workspace):
    rows = [line(f"c{n}", f"o{n}-{k}", FIRST + timedelta(days=k), 5) for n in range(40) for k in (0, 60)]
    assert checked(workspace, shop(workspace, rows)) is None


def test_too_few_who_came_back_before_are_not_fitted(workspace):
    rows = [
        line(f"c{n}", f"o{n}-{k}", date(2024, 1, 1) + timedelta(days=k), 5)
        for n in range(40)
        for k in (n, 200)
    ]
    assert checked(workspace, shop(workspace, rows)) is None


def test_nobody_known_before_is_no_check(workspace):
    rows = [line("a", "o0", "2023-01-01", 5, country="x")]
    rows += [
        line(f"c{n}", f"o{n}-{k}", date(2024, 1, 1) + timedelta(days=k), 5)
        for n in range(40)
        for k in (n, 90)
    ]
    data = shop(workspace, rows)
    assert checked(workspace, data, date_from="2024-01-01", horizon_days=90) is None
