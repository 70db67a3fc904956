"""What holds of any shop: cohorts add up, never exceed their size, and do not care how the rows were written."""

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest
from cohort_answers import TOOL, said
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.explain.cohort.cohorts import Cell, Cohort, together
from customer_segmentation.kit.fact import split_key
from customer_segmentation.workspace.run import run
from rows_shop import column, line, shop
from small_shop import small_shop

CHANNEL = column("channel")
_IDENTITY = iter(f"{n:024x}" for n in range(1, 10_000))


def rows_of(seed, customers=120):
    draw = random.Random(seed)  # noqa: S311 - a seeded shop, no secret
    for who, order, when, quantity, amount, product in small_shop(seed, customers):
        channel = draw.choice(["web", "shop", None])
        yield line(who, order, when, amount, product, quantity, channel=channel)


def replied(workspace, rows, **asked):
    data = shop(workspace, list(rows), [CHANNEL], identity=next(_IDENTITY))
    return run(TOOL, {"data": data, "period": "month", **asked}, workspace).reply


def figures(reply):
    return {key: (fact.value, fact.unit) for key, fact in reply.facts.items()}


def by_subject(reply):
    found = {}
    for key, fact in reply.facts.items():
        _, subject, measure = split_key(key)
        found.setdefault(subject, {})[measure] = fact.value
    return found


@pytest.mark.parametrize("period", ["auto", "week", "month", "quarter"])
@pytest.mark.parametrize("seed", [1, 2])
def test_cohorts_add_up_and_never_exceed_their_size(workspace, seed, period):
    reply = replied(workspace, rows_of(seed), period=period, periods=24)
    found = by_subject(reply)
    cohorts = {name: of for name, of in found.items() if name[0] == "2"}
    for of in cohorts.values():
        retained = {m: v for m, v in of.items() if m.startswith("retained_")}
        assert all(0 <= value <= of["customers"] for value in retained.values())
        assert all(0 <= value <= 1 for measure, value in of.items() if measure.startswith("retention_"))
        assert of.get("retention_0", 1) == 1
        assert sum(v for m, v in of.items() if m.startswith("orders_")) <= of["orders"]
        if "value_0" in of:
            last = max(int(m[6:]) for m in of if m.startswith("value_"))
            spent = sum(of[f"revenue_{n}"] for n in range(last + 1))
            assert abs(of[f"value_{last}"] - spent / of["customers"]) < Decimal("0.02")
    if len(cohorts) == found["all"]["cohorts"]:
        for measure in ("customers", "orders", "revenue"):
            assert sum(of[measure] for of in cohorts.values()) == found["all"][measure]


def test_the_whole_is_that_of_the_shop(workspace):
    rows = list(rows_of(3))
    reply = replied(workspace, rows)
    assert said(reply, "all", "revenue") == sum(row["amount"] for row in rows)


@pytest.mark.parametrize("by", ["", "channel"])
def test_the_order_of_rows_changes_nothing(workspace, by):
    rows = list(rows_of(4))
    shuffled = random.Random(4).sample(rows, len(rows))  # noqa: S311 - a seeded shuffle
    assert figures(replied(workspace, rows, by=by)) == figures(replied(workspace, shuffled, by=by))


@pytest.mark.parametrize("by", ["", "channel"])
def test_splitting_a_line_changes_nothing(workspace, by):
    rows = list(rows_of(5))
    split = [
        {**row, "quantity": row["quantity"] / 2, "amount": row["amount"] / 2}
        for row in rows
        for _ in range(2)
    ]
    assert figures(replied(workspace, rows, by=by)) == figures(replied(workspace, split, by=by))


def test_an_order_entered_in_two_on_the_same_day_is_no_return(workspace):
    rows = list(rows_of(5))
    parted = [
        {
            **row,
            "order_id": f"{row['order_id']}{part}",
            "quantity": row["quantity"] / 2,
            "amount": row["amount"] / 2,
        }
        for row in rows
        for part in ("a", "b")
    ]
    whole, halves = (
        {key: fact for key, fact in figures(replied(workspace, some)).items() if fact[1] != "orders"}
        for some in (rows, parted)
    )
    assert halves == whole
    assert whole["cohort_retention.all.ordered_again"][0] > 0


def test_moving_all_dates_by_whole_weeks_moves_the_names_alone(workspace):
    rows = list(rows_of(6))
    moved = [{**row, "ordered_at": row["ordered_at"] + timedelta(days=7 * 30)} for row in rows]
    one, other = (replied(workspace, some, period="week") for some in (rows, moved))
    old, new = by_subject(one), by_subject(other)
    days = [[parts[0].values["day"] for parts in reply.described.values()] for reply in (one, other)]
    assert [date.fromisoformat(day) + timedelta(days=7 * 30) for day in days[0]] == [
        date.fromisoformat(day) for day in days[1]
    ]
    assert [old[name] for name in one.described] == [new[name] for name in other.described]
    dates = {"first_on", "settled_from", "newest_from", "newest_to", "earlier_from", "earlier_to"}
    plain = [{m: v for m, v in of["all"].items() if m not in dates} for of in (old, new)]
    assert plain[0] == plain[1]


def test_a_purchase_and_its_full_return_are_as_if_absent(workspace):
    rows = list(rows_of(7))
    extra = [
        one
        for n in range(1, 40)
        for one in (
            line(f"c{n}", f"x{n}", "2023-02-07", 33, f"x{n}"),
            line(f"c{n}", f"x{n}", "2023-02-07", -33, f"x{n}"),
        )
    ]
    assert figures(replied(workspace, rows)) == figures(replied(workspace, [*rows, *extra]))


def test_money_scales_and_nothing_else(workspace):
    rows = list(rows_of(8))
    double = [{**row, "amount": 2 * row["amount"]} for row in rows]
    one, other = (figures(replied(workspace, some)) for some in (rows, double))
    assert {k: v for k, v in one.items() if v[1] != "EUR"} == {
        k: v for k, v in other.items() if v[1] != "EUR"
    }
    assert all(abs(2 * v - other[k][0]) <= Decimal("0.02") for k, (v, unit) in one.items() if unit == "EUR")


def test_looking_from_an_earlier_day_sees_nothing_after_it(workspace):
    rows = list(rows_of(9))
    day = "2024-03-01"
    before = [row for row in rows if row["ordered_at"].date().isoformat() < day]
    assert figures(replied(workspace, rows, as_of=day)) == figures(replied(workspace, before, as_of=day))


_CELLS = st.dictionaries(
    st.integers(0, 5),
    st.builds(Cell, st.integers(0, 9), st.integers(0, 9), st.decimals(-9, 9, places=2)),
)
_COHORTS = st.lists(
    st.builds(Cohort, st.integers(0, 4), st.integers(1, 9), st.integers(0, 9), _CELLS),
    unique_by=lambda c: c.place,
)


@given(st.lists(_COHORTS, max_size=4), st.randoms(use_true_random=False))
def test_taking_groups_together_loses_nothing(groups, draw):
    whole = together(groups)
    assert [c.place for c in whole] == sorted({c.place for cohorts in groups for c in cohorts})
    for measure in ("customers", "ordered_again", "orders", "revenue"):
        assert sum(getattr(c, measure) for c in whole) == sum(getattr(c, measure) for g in groups for c in g)
    assert together(draw.sample(groups, len(groups))) == whole
