"""A shop small enough to be counted by hand, and what must not count."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from cohort_answers import answer, codes, joined, said

from customer_segmentation.kit.errors import InputError, MethodError
from rows_shop import line

HAND = [
    line("a", "a1", "2024-01-05", 100),
    line("a", "a2", "2024-02-10", 50, product="lamp"),
    line("a", "a2", "2024-03-02", -50, product="lamp"),
    line("a", "a3", "2024-03-05", 30),
    line("b", "b1", "2024-01-31", 20),
    line("b", "b1", "2024-01-31", 5, product="q"),
    line("c", "c0", "2024-01-20", 70, product="vase"),
    line("c", "c0", "2024-02-01", -70, product="vase"),
    line("c", "c1", "2024-02-15", 40),
    line("c", "c2", "2024-04-01", 10),
    line("d", "d0", "2024-02-02", 60),
    line("d", "d0", "2024-02-03", -60),
    line("e", "e1", "2024-03-31", 8),
]
"""a orders in January, wholly returns February's order in March; b once; c's first valid order lies in February,
a wholly returned one before it; d has none; the data end on 1 April, so April is not over."""


def test_counts_by_hand(workspace):
    reply = answer(workspace, HAND, period="month")
    assert said(reply, "all", "customers", "orders", "revenue", "cohorts") == [4, 6, Decimal("213.00"), 3]
    january = said(reply, "2024-01", "customers", "orders", "revenue")
    assert january == [2, 3, Decimal("155.00")]
    assert said(reply, "2024-01", "retained_0", "retained_1", "retained_2", "retained_3") == [2, 0, 1, None]
    assert said(reply, "2024-01", "orders_0", "orders_1", "orders_2") == [2, 0, 1]
    assert said(reply, "2024-01", "revenue_0", "revenue_1", "revenue_2") == [125, 50, -20]
    assert said(reply, "2024-02", "customers", "orders", "revenue") == [1, 2, Decimal("50.00")]
    assert said(reply, "2024-02", "revenue_0", "revenue_1", "revenue_2") == [40, 0, None]
    assert said(reply, "2024-03", "customers", "retained_0", "retained_1") == [1, 1, None]


def test_a_return_is_no_activity_and_takes_its_money_away(workspace):
    rows = [
        *joined("a", 40, "2024-01-05", quantity=5),
        *(line(f"a{n}", f"a{n}-0", "2024-02-05", -4, quantity=-2) for n in range(40)),
        line("z", "z", "2024-03-31", 1),
    ]
    reply = answer(workspace, rows, period="month")
    assert said(reply, "2024-01", "retention_0", "retention_1") == [1, 0]
    assert said(reply, "2024-01", "value_0", "value_1") == [10, 6]


def test_no_rate_is_read_from_few_customers(workspace):
    reply = answer(
        workspace,
        [
            *joined("a", 29, "2024-01-05", 30),
            *joined("b", 30, "2024-02-01", 30),
            line("z", "z", "2024-04-30", 1),
        ],
        period="month",
    )
    assert said(reply, "2024-01", "retained_1", "retention_1", "value_1") == [29, None, None]
    assert said(reply, "2024-02", "retained_1", "retention_1", "value_1") == [30, 1, 20]


def test_the_unfinished_period_is_said_and_never_zero(workspace):
    reply = answer(workspace, HAND, period="month")
    assert "cohort_unfinished" not in codes(reply)
    rows = [*HAND, line("f", "f1", "2024-04-02", 8)]
    reply = answer(workspace, rows, period="month", laid={"identity": "e" * 24})
    [finding] = [found for found in reply.findings if found.code == "cohort_unfinished"]
    assert finding.subject == "2024-04"
    assert said(reply, "2024-04", "customers", "orders", "retained_0") == [1, 1, None]
    assert reply.tables["retention"].subjects == ["2024-01", "2024-02", "2024-03", "pooled"]


@pytest.mark.parametrize(
    ("as_of", "over"),
    [(None, False), (date(2024, 3, 29), False), (date(2024, 4, 1), True), (date(2024, 5, 1), True)],
)
def test_a_day_of_extraction_ends_a_period_that_had_a_quiet_end(workspace, as_of, over):
    rows = [*joined("a", 30, "2024-02-01", 27), line("z", "z", "2024-03-27", 1)]
    reply = answer(workspace, rows, period="month", laid={"as_of": as_of}) if over else None
    if over:
        assert said(reply, "2024-02", "retained_1") == 0
    else:
        with pytest.raises(MethodError, match="month"):
            answer(workspace, rows, period="month", laid={"as_of": as_of})


def test_a_long_silence_before_the_day_of_extraction_tells_nothing(workspace):
    rows = [*joined("a", 30, "2024-01-01", 27), line("z", "z", "2024-02-29", 1)]
    reply = answer(workspace, rows, period="month", laid={"as_of": date(2025, 1, 1)})
    assert said(reply, "2024-01", "retained_1", "retained_2") == [0, None]


def test_ordering_again_is_counted_in_days_for_whole_cohorts_alone(workspace):
    rows = [
        *joined("early", 10, "2024-06-01", 10),
        *joined("edge", 7, "2024-06-30", 90),
        *joined("after", 5, "2024-06-02", 91),
        *joined("once", 20, "2024-06-03"),
        *joined("late", 9, "2024-07-01", 1),
        line("a", "a", "2024-01-01", 1),
        line("z", "z", "2024-10-28", 1),
    ]
    reply = answer(workspace, rows, period="month")
    assert said(reply, "all", "followed", "ordered_again", "follow_up_days") == [42, 17, 90]
    assert said(reply, "2024-06", "followed", "ordered_again") == [42, 17]
    assert said(reply, "2024-07", "followed", "customers") == [None, 9]
    reply = answer(
        workspace, [*rows, line("z", "z2", "2024-10-29", 1)], period="month", laid={"identity": "e" * 24}
    )
    assert said(reply, "all", "followed", "ordered_again") == [51, 26]


def test_a_further_order_of_the_same_day_is_no_return(workspace):
    rows = [
        *joined("day", 20, "2024-06-01", 0),
        *joined("back", 15, "2024-06-01", 0, 0, 5),
        *joined("next", 5, "2024-06-01", 1),
        line("a", "a", "2024-01-01", 1),
        line("z", "z", "2024-10-28", 1),
    ]
    reply = answer(workspace, rows, period="month")
    assert said(reply, "all", "followed", "ordered_again") == [40, 20]
    assert said(reply, "2024-06", "customers", "orders", "ordered_again") == [40, 110, 20]


def test_the_row_taken_together_shows_those_whose_shares_it_shows(workspace):
    """The old are in the run-up, and the newest month is not over: neither is in the row."""
    rows = [
        *joined("old", 100, "2024-01-10", 30),
        *joined("new", 40, "2024-05-10", 31),
        *joined("late", 7, "2024-12-20"),
        line("z", "z", "2024-12-30", 1),
    ]
    reply = answer(workspace, rows, period="month")
    assert said(reply, "all", "customers") == 148
    assert said(reply, "pooled", "customers", "orders") == [40, 80]
    assert said(reply, "pooled", "followed_1", "retained_1", "retention_1") == [40, 40, 1]
    assert reply.tables["retention"].subjects[-1] == reply.tables["value"].subjects[-1] == "pooled"


def test_who_is_first_seen_in_the_run_up_does_not_count_for_all(workspace):
    rows = [
        *joined("old", 100, "2024-01-10", 30),
        *joined("new", 40, "2024-05-10"),
        line("z", "z", "2024-12-31", 1),
    ]
    reply = answer(workspace, rows, period="month")
    assert said(reply, "all", "settled_from") == date(2024, 1, 10) + timedelta(days=89)
    assert [said(reply, "pooled", "retention_1"), said(reply, "all", "ordered_again_share")] == [0, 0]
    assert said(reply, "2024-01", "retention_1") == 1
    assert "cohort_may_be_older" in codes(reply)


def test_where_too_few_would_remain_all_count_and_it_is_said(workspace):
    rows = [
        *joined("old", 100, "2024-01-10", 30),
        *joined("new", 20, "2024-05-10"),
        line("z", "z", "2024-12-31", 1),
    ]
    reply = answer(workspace, rows, period="month")
    assert said(reply, "all", "followed", "ordered_again") == [120, 100]
    assert "cohort_all_may_be_older" in codes(reply)
    assert reply.detail["verdict"] == "unknown"


def test_a_history_without_a_later_period_is_refused(workspace):
    with pytest.raises(MethodError) as refused:
        answer(workspace, HAND, period="year")
    assert refused.value.code == "cohort_history_short"
    with pytest.raises(MethodError):
        answer(workspace, [line("a", "a", "2024-01-01", 1)], laid={"identity": "e" * 24})


def test_unknown_words_are_refused(workspace):
    for asked in ({"period": "fortnight"}, {"periods": 0}, {"as_of": "soon"}, {"by": "colour"}):
        with pytest.raises(InputError):
            answer(workspace, HAND, **asked)


def test_money_at_the_start_is_that_of_the_same_customers(workspace):
    rows = [
        *joined("a", 40, "2024-05-10", 31, 62, 93, 124, 155, 186, amount=10),
        *joined("b", 40, "2024-12-10", amount=90),
        line("s", "s", "2024-01-01", 1),
        line("z", "z", "2024-12-31", 1),
    ]
    reply = answer(workspace, rows, period="month")
    assert said(reply, "all", "value_at") == 6
    assert said(reply, "pooled", "value_start", "value_6") == [10, 70]
    assert said(reply, "pooled", "value_0") == Decimal("49.40")
