"""What a contact costs and brings, worked out by hand."""

from decimal import Decimal

import numpy as np
import pytest
from budget_cases import option
from hypothesis import assume, given
from hypothesis import strategies as st

from customer_segmentation.advise.break_even import break_even_lift
from customer_segmentation.plan.budget.gain import worth_of


def test_a_reminder_by_hand():
    """Order of 60 at 40%, contact 0.05, two extra buyers in a hundred: 24 x 0.02 - 0.05."""
    found = worth_of([option(earned=24.0, contact_cost=0.05)], np.array([[0.02]]), np.ones(1))
    assert found.gain[0, 0] == pytest.approx(0.43)
    assert (found.returned[0], found.cost[0]) == (pytest.approx(0.48), pytest.approx(0.05))


def test_an_offer_costs_money_on_orders_that_would_have_come_anyway():
    """20% off 60 = 12, everybody redeems it, one in ten orders anyway: 24 x 0.02 - 12 x 0.12 - 0.05."""
    one = option(earned=24.0, contact_cost=0.05, redeemed=12.0, base=0.1)
    found = worth_of([one], np.array([[0.02]]), np.ones(1))
    assert found.gain[0, 0] == pytest.approx(0.48 - 1.44 - 0.05)
    assert found.cost[0] == pytest.approx(1.49)


@given(
    st.floats(0.01, 0.9),
    st.floats(5, 200),
    st.floats(0.1, 1),
    st.floats(0, 5),
    st.floats(0, 0.3),
    st.floats(0.1, 1),
)
def test_it_is_nought_at_the_break_even(base, value, margin, contact, rate, redeeming):
    discount = rate * value
    # Where an order earns next to nothing, what is left of it is the rounding of the last digit.
    assume(abs(value * margin - redeeming * discount) > 1e-6 * value)
    lift = break_even_lift(
        base_rate=Decimal(str(base)),
        order_value=Decimal(str(value)),
        margin=Decimal(str(margin)),
        contact_cost=Decimal(str(contact)),
        discount=Decimal(str(discount)),
        redeeming=Decimal(str(redeeming)),
    )
    if lift is None:
        return
    one = option(base=base, earned=value * margin, contact_cost=contact, redeemed=redeeming * discount)
    found = worth_of([one], np.array([[float(lift)]]), np.ones(1))
    assert found.gain[0, 0] == pytest.approx(0, abs=1e-6 * (1 + value))


def test_the_expectation_is_the_mean_of_the_draws():
    extra = np.array([[0.0, 0.1], [0.04, 0.2]])
    found = worth_of([option(redeemed=3.0), option(action="b")], extra, np.ones(2))
    assert found.expected == pytest.approx(found.gain.mean(axis=0))
    assert found.expected == pytest.approx(found.returned - found.cost)


def test_no_options():
    found = worth_of([], np.zeros((200, 0)), np.ones(0))
    assert found.gain.shape == (200, 0)
    assert found.cost.shape == (0,)


def test_unsure_order_values_widen_what_comes_back_and_leave_what_is_expected():
    extra = np.full((4, 1), 0.1)
    sure = worth_of([option(earned=20.0)], extra, np.ones(1))
    unsure = worth_of([option(earned=20.0)], extra, np.array([[0.5], [1.5], [1.0], [1.0]]))
    assert sure.gain.tolist() == [[1.5]] * 4
    assert unsure.gain.ravel() == pytest.approx([0.5, 2.5, 1.5, 1.5])
    assert (unsure.expected, unsure.returned, unsure.cost) == (sure.expected, sure.returned, sure.cost)
    # Luck of the draws does not move the mean.
    hopeful = worth_of([option(earned=20.0)], extra, np.array([[2.0], [2.0], [1.0], [1.0]]))
    assert hopeful.gain.mean() == pytest.approx(sure.gain.mean())
