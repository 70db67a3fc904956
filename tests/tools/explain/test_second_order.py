from datetime import date, timedelta

import pytest

from customer_segmentation.explain.behaviour_scope import behaviour_scope
from customer_segmentation.explain.second_order import second_order
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.workspace.run import run
from shop_on_disk import load_shop, sale
from small_shop import small_shop

START, END = date(2024, 1, 1), date(2024, 12, 31)
"""First and last day; the follow-up of newcomers after 2 October is not over."""


def clock_of(workspace, rows, **asked):
    data = load_shop(workspace, [sale("a", "a", START, "1"), sale("z", "z", END, "1"), *rows])
    segmentation = run(tool_of(rfm_segments), {"data": data.id, **asked}, workspace)
    with behaviour_scope(segmentation, workspace) as scope:
        return second_order(scope)


def newcomers(number, first, *gaps, name="c"):
    """Customers with a first order on ``first`` and later ones after ``gaps`` days."""
    for n in range(number):
        for order, gap in enumerate((0, *gaps)):
            yield sale(f"{name}{n}", f"{name}{n}-{order}", first + timedelta(days=gap), "10")


def test_newcomers_are_counted_by_their_second_order(workspace):
    day = date(2024, 6, 1)
    rows = [
        *newcomers(10, day, 10, name="early"),
        *newcomers(7, day, 30, name="edge"),
        *newcomers(5, day, 31, name="late"),
        *newcomers(3, day, 90, name="last"),
        *newcomers(2, day, 91, name="after"),
        *newcomers(20, day, name="once"),
    ]
    clock = clock_of(workspace, rows)
    assert (clock.newcomers, clock.ordered_again) == (47, 25)
    assert (clock.silent, clock.ordered_after_silence) == (30, 8)
    assert (clock.first_from, clock.last_day) == (START + timedelta(days=90), date(2024, 10, 2))
    assert not clock.may_be_older


def test_a_second_order_of_the_same_day_is_no_return(workspace):
    rows = [*newcomers(30, date(2024, 6, 1), 0), *newcomers(10, date(2024, 6, 1), 0, 0, 40, name="later")]
    clock = clock_of(workspace, rows)
    assert (clock.newcomers, clock.ordered_again) == (40, 10)
    assert (clock.silent, clock.ordered_after_silence) == (40, 10)


@pytest.mark.parametrize(("first", "counted"), [(date(2024, 10, 2), 40), (date(2024, 10, 3), 30)])
def test_only_newcomers_whose_follow_up_is_over_count(workspace, first, counted):
    rows = [*newcomers(30, date(2024, 6, 1)), *newcomers(10, first, name="new")]
    assert clock_of(workspace, rows).newcomers == counted


def test_an_order_wholly_returned_is_no_second_order(workspace):
    rows = list(newcomers(30, date(2024, 6, 1), 20))
    back = [sale(r[0], r[1], date(2024, 6, 25), "-10") for r in rows if r[1] in {"c0-1", "c1-1"}]
    assert clock_of(workspace, rows + back).ordered_again == 28


def test_those_first_seen_when_the_data_begin_are_left_out_while_enough_remain(workspace):
    old = list(newcomers(30, START + timedelta(days=5), name="old"))
    clock = clock_of(workspace, old)
    assert (clock.newcomers, clock.may_be_older, clock.first_from) == (31, True, START)
    clock = clock_of(workspace, [*old, *newcomers(30, date(2024, 6, 1))])
    assert (clock.newcomers, clock.may_be_older) == (30, False)


def test_too_few_newcomers_give_no_clock(workspace):
    assert clock_of(workspace, list(newcomers(28, date(2024, 6, 1)))) is None


def test_a_condition_on_orders_does_not_choose_those_who_came_again(workspace):
    rows = [*newcomers(20, date(2024, 6, 1), 10, name="again"), *newcomers(20, date(2024, 6, 1), name="once")]
    clock = clock_of(workspace, rows, where="orders >= 2")
    assert (clock.newcomers, clock.ordered_again) == (40, 20)


def test_counts_equal_an_independent_recomputation(workspace):
    import pandas as pd

    rows = small_shop(11)
    lines = pd.DataFrame(rows, columns=["customer", "order", "at", "quantity", "amount", "product"])
    lines["on"] = pd.to_datetime(lines["at"]).dt.normalize()
    returned = set(lines.loc[lines["amount"].astype(float) < 0, "order"])
    orders = (
        lines[~lines["order"].isin(returned)]
        .groupby("order")
        .agg(customer=("customer", "first"), on=("on", "min"))
    )
    days = orders.sort_values("on").groupby("customer")["on"].apply(list)
    data = load_shop(workspace, rows)
    segmentation = run(tool_of(rfm_segments), {"data": data.id}, workspace)
    with behaviour_scope(segmentation, workspace) as scope:
        clock = second_order(scope)
    counted = [d for d in days if pd.Timestamp(clock.first_from) <= d[0] <= pd.Timestamp(clock.last_day)]
    gaps = [next(((day - d[0]).days for day in d if day > d[0]), None) for d in counted]
    again = [gap for gap in gaps if gap is not None and gap <= 90]
    silent = [gap for gap in gaps if gap is None or gap > 30]
    assert (clock.newcomers, clock.ordered_again) == (len(gaps), len(again))
    assert (clock.silent, clock.ordered_after_silence) == (
        len(silent),
        sum(gap is not None and gap <= 90 for gap in silent),
    )
