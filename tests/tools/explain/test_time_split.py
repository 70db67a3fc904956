from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from customer_segmentation.data.dataset import Grain
from customer_segmentation.explain.behaviour_scope import behaviour_scope
from customer_segmentation.explain.time_split import expected_order, history, split_window, time_split
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.segment.segmentation import Segment, Segmentation
from customer_segmentation.workspace.run import run
from shop_on_disk import load_shop, sale
from small_shop import LAST, small_shop

AS_OF = LAST + timedelta(days=1)
SPLIT_ON = AS_OF - timedelta(days=90)


def segments_of(workspace, rows, **asked):
    data = load_shop(workspace, rows, as_of=asked.pop("data_as_of", None))
    return run(tool_of(rfm_segments), {"data": data.id, **asked}, workspace)


def split_of(workspace, rows, days=90, **asked):
    segmentation = segments_of(workspace, rows, **asked)
    with behaviour_scope(segmentation, workspace) as scope:
        return time_split(scope, segmentation, workspace, days)


def frame(rows):
    import pandas as pd

    lines = pd.DataFrame(rows, columns=["customer", "order", "at", "quantity", "amount", "product"])
    lines["on"] = pd.to_datetime(lines["at"]).dt.date
    lines["cents"] = (lines["amount"].astype(float) * 100).round().astype(int)
    return lines


def recomputed(lines, earlier):
    """Return what the customers of ``earlier`` (customer -> segment) did, by pandas alone."""
    returned = set(lines.loc[lines["cents"] < 0, "order"])
    after = lines[lines["on"] >= SPLIT_ON]
    year_before = SPLIT_ON - timedelta(days=365)
    before = lines[(lines["on"] >= year_before) & (lines["on"] < year_before + timedelta(days=90))]
    bought = after[(after["cents"] > 0) & ~after["order"].isin(returned)]
    orders = bought.groupby("customer")["order"].nunique()
    found = {}
    for segment, people in earlier.groupby(earlier):
        ids = list(people.index)
        found[segment] = (
            len(ids),
            int((orders.reindex(ids).fillna(0) > 0).sum()),
            int(orders.reindex(ids).fillna(0).sum()),
            Decimal(int(before.loc[before["customer"].isin(ids), "cents"].sum())) / 100,
            Decimal(int(after.loc[after["customer"].isin(ids), "cents"].sum())) / 100,
        )
    return found


def earlier_assignment(workspace, rows):
    """Segments formed from a file that ends before the split day: nothing later can have been seen."""
    import pandas as pd

    past = [row for row in rows if row[2] < f"{SPLIT_ON}"]
    formed = segments_of(workspace.with_(thread="past"), past, data_as_of=SPLIT_ON)
    found = pd.read_parquet(formed.folder / "assignment.parquet")
    return found.set_index("customer_id")["segment"]


def told(split):
    return {
        segment: (o.customers, o.came_back, o.orders_after, o.spent_before, o.spent_after)
        for segment, o in split.outcomes.items()
    }


@pytest.mark.parametrize("seed", [1, 2])
def test_outcomes_equal_an_independent_recomputation(workspace, seed):
    rows = small_shop(seed)
    split = split_of(workspace, rows)
    assert (split.window.split_on, split.window.days, split.window.scale) == (SPLIT_ON, 90, 1)
    assert told(split) == recomputed(frame(rows), earlier_assignment(workspace, rows))
    assert sum(o.came_back for o in split.outcomes.values()) > 30


def test_sums_of_squares_are_those_of_the_customers(workspace):
    rows = [
        sale("a", "a1", date(2023, 1, 1), "7.50"),
        sale("a", "a2", date(2024, 6, 1), "2.00"),
        sale("b", "b1", date(2023, 6, 1), "4.00"),
        sale("b", "b2", date(2024, 5, 1), "3.50"),
    ]
    split = split_of(workspace, rows, map="r-package")
    outcomes = split.outcomes.values()
    # Split on 4 March 2024, compared with 5 March to 3 June 2023: a spent 0 then 2, b spent 4 then 3.50.
    assert split.window.before_from == date(2023, 3, 5)
    assert sum(o.before_squared for o in outcomes) == Decimal(16)
    assert sum(o.before_after for o in outcomes) == Decimal(14)
    assert sum(o.after_squared for o in outcomes) == Decimal("16.25")
    assert sum(o.largest_before for o in outcomes) == Decimal(4)


def test_the_order_of_rows_does_not_matter(workspace):
    rows = small_shop(3, customers=150)
    assert split_of(workspace, rows) == split_of(workspace, rows[::-1])


def test_shifting_all_days_shifts_only_the_window(workspace):
    from small_shop import FIRST

    week = timedelta(days=7 * 52)
    rows = small_shop(4, customers=150)
    later = small_shop(4, customers=150, first=FIRST + week, last=LAST + week)
    one, other = split_of(workspace, rows), split_of(workspace, later)
    assert one.outcomes == other.outcomes
    assert other.window.split_on - one.window.split_on == week


def base(split):
    return {segment: o.customers for segment, o in split.outcomes.items()}


def test_nothing_after_the_split_day_changes_an_earlier_segment(workspace):
    rows = small_shop(5)
    past = [row for row in rows if row[2] < f"{SPLIT_ON}"]
    rich = [sale(f"c{n}", f"x{n}", SPLIT_ON + timedelta(days=n % 80), "9999.00") for n in range(1, 300)]
    end = [sale("c0", "last", LAST, "10.00")]
    one, other = split_of(workspace, past + end), split_of(workspace, past + rich + end)
    assert base(one) == base(other)
    assert sum(o.came_back for o in other.outcomes.values()) > sum(o.came_back for o in one.outcomes.values())


def test_a_return_after_the_split_day_does_not_touch_an_earlier_order(workspace):
    rows = small_shop(6)
    kept = [row for row in rows if row[2] < f"{SPLIT_ON}" and float(row[4]) > 0]
    back = [sale(row[0], row[1], SPLIT_ON + timedelta(days=5), f"-{row[4]}", row[5]) for row in kept]
    end = [sale("c0", "last", LAST, "10.00")]
    one, other = split_of(workspace, kept + end), split_of(workspace, kept + back + end)
    assert base(one) == base(other)
    assert {s: o.spent_before for s, o in one.outcomes.items()} == {
        s: o.spent_before for s, o in other.outcomes.items()
    }
    # The money goes back on the day of the return: what follows is the loss of all that was bought.
    assert sum(o.spent_after for o in other.outcomes.values()) == 10 - sum(Decimal(row[4]) for row in kept)


def test_frozen_thresholds_stay_and_found_ones_are_found_anew(workspace):
    rows = small_shop(7)
    given = "R=30,90,180,365;F=2,3,5,8;M=50,100,200,400"
    past = [row for row in rows if row[2] < f"{SPLIT_ON}"]
    formed = segments_of(workspace.with_(thread="past"), past, data_as_of=SPLIT_ON, thresholds=given)
    expected = {
        s: formed.reply.value(f"rfm_segments.{s}.customers") for s in formed.reply.tables["segments"].subjects
    }
    assert base(split_of(workspace, rows, thresholds=given)) == expected
    assert base(split_of(workspace, rows)) != expected


def test_a_condition_on_behaviour_does_not_tell_the_future(workspace):
    """Customers with two orders by the split day are followed whatever they did later."""
    rows = [sale("end", "e", date(2024, 12, 30), "1.00"), sale("start", "s", date(2023, 1, 1), "1.00")]
    for n in range(40):
        rows += [sale(f"c{n}", f"a{n}-{k}", date(2024, 1 + k, 3), "10.00") for k in range(2)]
        if n < 10:
            rows.append(sale(f"c{n}", f"z{n}", date(2024, 12, 1), "10.00"))
    split = split_of(workspace, rows, where="orders <= 2")
    # By the split day all 40 had two orders, and so had the one of the first day fewer; 10 of them came back.
    assert sum(o.customers for o in split.outcomes.values()) == 41
    assert sum(o.came_back for o in split.outcomes.values()) == 10


def test_a_late_day_of_extraction_is_not_taken_for_silence(workspace):
    rows = small_shop(8, customers=100)
    asked = split_of(workspace, rows, as_of=f"{AS_OF + timedelta(days=60)}")
    assert asked == split_of(workspace, rows)


def test_the_window_is_a_year_apart_where_the_history_allows():
    window = split_window(date(2022, 1, 1), date(2024, 1, 1), 90)
    assert window.split_on == date(2023, 10, 3)
    assert (window.before_from, window.before_to) == (date(2022, 10, 3), date(2023, 1, 1))
    assert (window.days, window.scale, window.is_a_year_earlier) == (90, 1, True)


def test_a_short_history_is_compared_with_its_average():
    window = split_window(date(2023, 1, 1), date(2023, 10, 28), 90)
    assert (window.before_from, window.before_to) == (date(2023, 1, 1), date(2023, 7, 30))
    assert (window.days, window.scale, window.is_a_year_earlier) == (90, Decimal(90) / 210, False)


def test_the_window_shrinks_to_what_the_history_allows():
    window = split_window(date(2023, 1, 1), date(2023, 4, 11), 90)
    assert (window.days, window.history, window.split_on) == (50, 100, date(2023, 2, 20))


def test_a_history_that_is_too_short_is_refused():
    with pytest.raises(MethodError) as refused:
        split_window(date(2023, 1, 1), date(2023, 3, 1), 90)
    assert refused.value.code == "time_split_history_short"
    assert str(refused.value).startswith(
        "The orders cover 59 days; to see what customers do next it takes at least 60."
    )


def test_aggregated_customers_have_no_history(workspace):
    data = load_shop(
        workspace,
        [(f"c{n}", f"2024-{1 + n % 12:02d}-03", 1 + n % 5, f"{20 + n}.00") for n in range(60)],
        grain=Grain.CUSTOMERS,
    )
    segmentation = run(tool_of(rfm_segments), {"data": data.id}, workspace)
    with behaviour_scope(segmentation, workspace) as scope, pytest.raises(MethodError) as refused:
        history(scope)
    assert refused.value.code == "time_split_no_orders"


def test_scores_are_compared_on_the_same_pairs(workspace):
    from sklearn.metrics import roc_auc_score

    rows = small_shop(9)
    split = split_of(workspace, rows)
    lines, earlier = frame(rows), earlier_assignment(workspace, rows)
    returned = set(lines.loc[lines["cents"] < 0, "order"])
    bought = lines[(lines["cents"] > 0) & ~lines["order"].isin(returned)]
    came_back = earlier.index.isin(bought.loc[bought["on"] >= SPLIT_ON, "customer"])
    back_by_then = set(lines.loc[(lines["cents"] < 0) & (lines["on"] < SPLIT_ON), "order"])
    past = lines[(lines["cents"] > 0) & (lines["on"] < SPLIT_ON) & ~lines["order"].isin(back_by_then)]
    orders = past.groupby("customer")["order"].nunique().reindex(earlier.index)
    last = past.groupby("customer")["on"].max().reindex(earlier.index).map(date.toordinal)
    places = {segment: -place for place, segment in enumerate(DECLARED)}
    assert float(split.segments_order) == pytest.approx(roc_auc_score(came_back, earlier.map(places)))
    assert float(split.recency_order) == pytest.approx(roc_auc_score(came_back, last))
    assert float(split.orders_order) == pytest.approx(roc_auc_score(came_back, orders))


DECLARED = [
    "champions",
    "loyal_customers",
    "potential_loyalists",
    "cant_lose",
    "need_attention",
    "at_risk",
    "new_customers",
    "promising",
    "about_to_sleep",
    "hibernating",
    "one_time_lapsed",
]


@pytest.mark.parametrize(
    ("method", "ids", "order"),
    [
        ("rfm", ["one_time_lapsed", "cant_lose", "champions"], ["champions", "cant_lose", "one_time_lapsed"]),
        ("rfm", ["lost", "champions"], ["lost", "champions"]),
        ("rfm", ["m1", "champions"], ["m1", "champions"]),
        ("kmeans", ["c1", "c2"], []),
    ],
)
def test_the_order_is_declared_before_any_data_are_seen(method, ids, order):
    segmentation = Segmentation(
        method=method, data="d", as_of=date(2024, 1, 1), segments=[Segment(id=i) for i in ids]
    )
    assert expected_order(segmentation) == order


def test_an_order_at_midnight_of_the_split_day_belongs_to_what_follows(workspace):
    rows = [sale("start", "s", date(2023, 1, 1), "1.00"), sale("end", "e", LAST, "1.00")]
    rows += [sale("x", "x1", date(2024, 3, 1), "5.00")]
    midnight = sale("x", "x2", datetime(SPLIT_ON.year, SPLIT_ON.month, SPLIT_ON.day), "5.00")  # noqa: DTZ001
    split = split_of(workspace, [*rows, midnight])
    assert sum(o.came_back for o in split.outcomes.values()) == 1
    assert sum(o.customers for o in split.outcomes.values()) == 2
