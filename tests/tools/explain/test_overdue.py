from datetime import date, timedelta

from customer_segmentation.data.dataset import Grain
from customer_segmentation.explain.behaviour_scope import behaviour_scope
from customer_segmentation.explain.overdue import Rhythm, overdue
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.segment.rfm.rfm_segments import rfm_segments
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.run import run
from shop_on_disk import load_shop, sale

END = date(2024, 12, 31)


def rhythms(workspace, rows, **load):
    data = load_shop(workspace, rows, **load)
    found = run(tool_of(rfm_segments), {"data": data.id, "merge": MERGED}, workspace)
    with behaviour_scope(found, workspace) as scope:
        return overdue(scope, Segmentation.read(found.folder))


MERGED = (
    "champions+loyal_customers+potential_loyalists+new_customers+promising+need_attention+about_to_sleep"
    "+at_risk+cant_lose+hibernating+one_time_lapsed=Everybody"
)


def orders(customer, *days_ago):
    return [sale(customer, f"{customer}{n}", END - timedelta(days=n), "10") for n in days_ago]


def test_silence_is_compared_with_the_customers_own_gap(workspace):
    rows = [
        *orders("on", 0, 10, 20),
        # Recency is counted from the day after the last: 10 days of silence against gaps of 10, then 11.
        *orders("due", 9, 19, 29),
        *orders("late", 10, 20, 30),
        *orders("seasonal", 330, 695),
        *orders("once", 200),
    ]
    assert rhythms(workspace, rows) == {"m1": Rhythm(customers=4, overdue=1)}


def test_two_orders_on_one_day_are_no_rhythm(workspace):
    twice = [sale("twice", f"t{n}", END - timedelta(days=50), "10") for n in (1, 2)]
    assert rhythms(workspace, [*orders("a", 0, 5), *twice]) == {"m1": Rhythm(customers=1, overdue=0)}


def test_aggregated_customers_without_a_first_day_have_none(workspace):
    rows = [("a", "2024-05-01", 3, "30"), ("b", "2024-06-01", 1, "10")]
    assert rhythms(workspace, rows, grain=Grain.CUSTOMERS) == {}


def test_nine_in_ten_gaps_count(workspace):
    """Nine gaps of 5 days and one of 40: the longest is beyond nine in ten; two of 40 are not."""

    def customer(name, silent, *gaps):
        place, days = silent - 1, [silent - 1]
        for gap in gaps:
            place += gap
            days.append(place)
        return orders(name, *days)

    rows = [*orders("z", 0, 300), *customer("one", 20, *[5] * 9, 40), *customer("two", 20, *[5] * 8, 40, 40)]
    assert rhythms(workspace, rows) == {"m1": Rhythm(customers=3, overdue=1)}


def test_an_order_wholly_returned_makes_no_rhythm(workspace):
    rows = [*orders("a", 0, 300), *orders("b", 50, 60), sale("b", "b50", END - timedelta(days=45), "-10")]
    assert rhythms(workspace, rows) == {"m1": Rhythm(customers=1, overdue=0)}
