"""How sure the money of an order is: by hand, by drawing customers again, and from a shop."""

import numpy as np
import pytest

from customer_segmentation.advise.evidence import gather
from customer_segmentation.advise.order_value import relative_error
from odd_shops import form_segments


def sums(orders, revenue):
    return (
        *(len(orders), orders.sum(), revenue.sum()),
        *((orders**2).sum(), (orders * revenue).sum(), (revenue**2).sum()),
    )


def test_by_hand():
    orders, revenue = np.array([1.0, 1.0, 2.0]), np.array([10.0, 30.0, 40.0])
    # Money over orders is 20; customers are 10 below, 10 above and 0 away from it.
    assert relative_error(*sums(orders, revenue)) == pytest.approx((200 * 3 / 2) ** 0.5 / 80)


def test_customers_who_all_spend_alike_leave_no_doubt():
    assert relative_error(*sums(np.array([1.0, 3.0]), np.array([20.0, 60.0]))) == 0


def test_what_cannot_be_told_is_none_and_nothing_is_less_sure_than_its_own_size():
    assert relative_error(1, 2, 10, 4, 20, 100) is None
    assert relative_error(2, 2, 0, 2, 0, 0) is None
    assert relative_error(*sums(np.array([1.0, 1.0]), np.array([100.0, -99.0]))) == 1


def test_it_is_what_drawing_customers_again_shows():
    draw = np.random.default_rng(4)
    orders = 1 + draw.poisson(2, 400)
    revenue = orders * draw.lognormal(3, 1, 400)
    again = draw.integers(0, 400, (4_000, 400))
    values = revenue[again].sum(axis=1) / orders[again].sum(axis=1)
    told = relative_error(*sums(orders.astype(float), revenue))
    assert told == pytest.approx(values.std() / (revenue.sum() / orders.sum()), rel=0.06)


def test_it_is_gathered_for_every_segment_with_money(workspace):
    segments = form_segments(workspace, "shop")
    evidence = gather(segments, workspace, 90)
    assert set(evidence.value_errors) == {one.id for one in evidence.today if one.order_value}
    assert all(0 <= error <= 1 for error in evidence.value_errors.values())
