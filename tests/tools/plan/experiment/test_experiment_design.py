"""The verdict on one experiment: the least held out that shows the lift, and what cannot be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.plan.experiment.design import (
    SHARES,
    Verdict,
    chance,
    design,
    design_holding,
    least_holding,
    wanted_lift,
)
from customer_segmentation.plan.experiment.power import Groups
from customer_segmentation.plan.experiment.request import ExperimentRequest
from customer_segmentation.plan.experiment.subject import Subject

ASKED = ExperimentRequest()
MONEY = ExperimentRequest(measured="revenue")


def subject(customers=1000, base=0.3, mean=20.0, deviation=60.0, correlation=0.0, highest=0.4):
    return Subject(
        id="s",
        customers=customers,
        opted_out=0,
        followed=500,
        certainty=500,
        base=base,
        mean=mean,
        deviation=deviation,
        correlation=correlation,
        payoff=None,
        likely=min(0.1 * base, 1 - base),
        highest=min(highest * base, 1 - base),
    )


def test_the_least_share_that_shows_the_lift_is_held_out():
    found = design(subject(700), ASKED)
    assert (found.verdict, found.held_out) == (Verdict.ENOUGH, 0.3)
    less = [design_holding(subject(700), share, ASKED).verdict for share in SHARES[:2]]
    assert less == [Verdict.SMALL, Verdict.SMALL]
    assert design(subject(20_000), ASKED).held_out == 0.1


def test_where_nothing_shows_it_half_are_held_out_to_show_what_can_be():
    found = design(subject(150), ASKED)
    assert (found.verdict, found.held_out) == (Verdict.SMALL, 0.5)
    assert found.detectable > found.wanted
    assert found.needed > 150
    assert least_holding(subject(150), ASKED) is None


def test_a_share_that_was_asked_for_is_kept():
    found = design(subject(700), ExperimentRequest(held_out=10))
    assert (found.held_out, found.verdict, found.groups) == (0.1, Verdict.SMALL, Groups(630, 70))
    assert design(subject(700), ExperimentRequest(held_out=50)).verdict is Verdict.ENOUGH


def test_groups_below_thirty_show_nothing():
    assert design_holding(subject(290), 0.1, ASKED).detectable is None
    assert design_holding(subject(300), 0.1, ASKED).detectable is not None
    # 10% held out of a lift as large as this would be shown by fewer than 300, were 29 enough to read a rate of.
    large = ExperimentRequest(lift=60)
    assert design_holding(subject(5_000), 0.1, large).needed == 300
    assert design_holding(subject(5_000), 0.5, large).needed == 60


@pytest.mark.parametrize("base", [0.0, 1.0])
def test_where_nobody_or_everybody_orders_there_is_nothing_to_show(base):
    found = design(subject(base=base), ASKED)
    assert (found.verdict, found.detectable, found.needed) == (Verdict.NOTHING, None, None)
    assert chance(subject(base=base), 0.1, Groups(500, 500), ASKED) == 0


def test_a_lift_beyond_everybody_is_looked_for_as_far_as_there_is_room():
    found = design(subject(5_000, base=0.95), ExperimentRequest(lift=20))
    assert found.verdict is Verdict.ENOUGH
    assert found.needed is not None


def test_money_is_looked_for_as_the_share_who_order_times_the_basket():
    one = subject()
    assert wanted_lift(one, MONEY) == pytest.approx(0.4 * 20)
    assert wanted_lift(one, ExperimentRequest(measured="revenue", lift=25)) == pytest.approx(5)
    assert wanted_lift(one, ExperimentRequest(lift=3)) == pytest.approx(0.03)
    assert wanted_lift(subject(mean=-4.0), MONEY) == 0


def test_adjusting_for_the_past_shows_smaller_rises_of_money():
    plain, adjusted = (design_holding(subject(correlation=c), 0.5, MONEY) for c in (0.0, 0.8))
    assert adjusted.detectable == pytest.approx(0.6 * plain.detectable)
    assert adjusted.needed == pytest.approx(0.36 * plain.needed, rel=0.02)


def test_money_that_does_not_vary_shows_nothing():
    found = design(subject(deviation=0.0), MONEY)
    assert (found.verdict, found.detectable, found.needed) == (Verdict.SMALL, None, None)


asked = st.builds(
    ExperimentRequest,
    measured=st.sampled_from(["ordered", "revenue"]),
    lift=st.sampled_from([0, 1, 5, 20]),
    held_out=st.sampled_from([0, 10, 33, 50]),
    power=st.sampled_from([0.5, 0.8, 0.95]),
    alpha=st.sampled_from([0.01, 0.05, 0.2]),
)


@given(
    customers=st.integers(1, 100_000),
    base=st.floats(0, 1),
    mean=st.floats(-50, 500),
    deviation=st.floats(0, 5_000),
    correlation=st.floats(-1, 1),
    request=asked,
)
def test_a_verdict_says_what_its_figures_say(customers, base, mean, deviation, correlation, request):
    one = subject(customers, base, mean, deviation, correlation)
    found = design(one, request)
    assert found.groups.contacted + found.groups.held_out == customers
    if found.verdict is Verdict.ENOUGH:
        assert chance(one, found.wanted, found.groups, request) >= request.power - 1e-4
        assert min(found.groups.contacted, found.groups.held_out) >= 30
        assert found.needed is None or found.needed <= customers + 1 / found.held_out + 1
    elif found.verdict is Verdict.NOTHING:
        assert found.wanted == 0
    elif found.needed and found.detectable:
        assert found.needed >= customers - 1 / found.held_out - 1
