from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.advise.break_even import Reach, break_even_lift, expected_contribution, reach

SHOP = {
    "base_rate": Decimal("0.1"),
    "order_value": Decimal(60),
    "margin": Decimal("0.4"),
    "contact_cost": Decimal("0.05"),
}


def test_the_published_example():
    """Order 60, margin 40%, base rate 10%, contact 0.05: a reminder +0.2 points, 20% off +10.4 points."""
    assert round(break_even_lift(**SHOP) * 100, 1) == Decimal("0.2")
    assert round(break_even_lift(**SHOP, discount=Decimal(12)) * 100, 1) == Decimal("10.4")


@given(
    st.decimals("0.01", "0.9", places=2),
    st.decimals(1, 500, places=2),
    st.decimals("0.05", 1, places=2),
    st.decimals(0, 20, places=2),
    st.decimals("0", "0.04", places=2),
    st.decimals("0.1", 1, places=1),
)
def test_at_the_break_even_the_gain_is_nought(base_rate, value, margin, cost, off, redeeming):
    discount = off * value
    lift = break_even_lift(
        base_rate=base_rate,
        order_value=value,
        margin=margin,
        contact_cost=cost,
        discount=discount,
        redeeming=redeeming,
    )
    gain = margin * value * lift - redeeming * discount * (base_rate + lift) - cost
    assert abs(gain) < Decimal("1e-15")


def test_a_discount_that_eats_the_margin_never_pays():
    assert break_even_lift(**SHOP, discount=Decimal(24)) is None
    assert break_even_lift(**SHOP, discount=Decimal(24), redeeming=Decimal("0.5")) is not None


@pytest.mark.parametrize(
    ("lift", "base_rate", "found"),
    [
        ("0.04", "0.1", Reach.WITHIN),
        ("0.0401", "0.1", Reach.BEYOND),
        ("0.05", "0.95", Reach.WITHIN),
        ("0.0501", "0.95", Reach.BEYOND),
        ("0", "0", Reach.WITHIN),
        ("0.001", "0", Reach.BEYOND),
        (None, "0.1", Reach.BEYOND),
        (None, None, Reach.BEYOND),
        ("0.001", None, Reach.UNKNOWN),
    ],
)
def test_reach_is_measured_against_the_hopeful_scenario_and_against_everybody(lift, base_rate, found):
    exact = [None if number is None else Decimal(number) for number in (lift, base_rate)]
    assert reach(*exact, Decimal("0.4")) is found


def test_expected_contribution_is_one_order_each():
    assert expected_contribution(200, Decimal("0.25"), Decimal(60), Decimal("0.4")) == Decimal(1200)
