"""A segment without a playbook of its own is served by that of the state its customers are in."""

from decimal import Decimal

import pytest

from customer_segmentation.advise.evidence import Evidence, SegmentToday
from customer_segmentation.advise.fitting_playbook import fitting_playbook
from customer_segmentation.explain.overdue import Rhythm


def today(identity="c1", customers=100, orders="3", recency=40, revenue=10_000):
    return SegmentToday(
        id=identity,
        customers=customers,
        order_value=Decimal(30),
        orders_each=None if orders is None else Decimal(orders),
        median_recency=recency,
        revenue=None if revenue is None else Decimal(revenue),
    )


OTHERS = today("c2", revenue=10_000, orders="3")


@pytest.mark.parametrize(
    ("segment", "rhythm", "playbook"),
    [
        (today(orders="1", recency=20), None, "promising"),
        (today(orders="1", recency=90), Rhythm(33, 0), "promising"),
        (today(orders="1", recency=91), None, "about_to_sleep"),
        (today(orders="1", recency=181), None, "one_time_lapsed"),
        (today(revenue=10_000, recency=200), Rhythm(90, 45), "at_risk"),
        (today(revenue=9_000, recency=200), Rhythm(90, 45), "hibernating"),
        (today(revenue=9_000, recency=20), Rhythm(90, 45), "need_attention"),
        (today(), Rhythm(80, 20), "need_attention"),
        (today(customers=20, revenue=10_000), Rhythm(18, 2), "champions"),
        (today(orders="3"), Rhythm(80, 19), "loyal_customers"),
        (today(orders="2"), Rhythm(80, 19), "potential_loyalists"),
        (today(recency=None), Rhythm(80, 19), "generic"),
    ],
)
def test_the_state_is_read_from_the_facts(segment, rhythm, playbook):
    rhythms = {"c2": Rhythm(90, 10)} | ({"c1": rhythm} if rhythm else {})
    evidence = Evidence("cluster_customers", [segment, OTHERS], all_recency=60, rhythms=rhythms)
    assert fitting_playbook(segment, evidence).segment == playbook


@pytest.mark.parametrize(
    ("tool", "identity", "playbook"),
    [
        ("rfm_segments", "champions", "champions"),
        ("trait_segments", "g1", "generic"),
        ("define_segment", "others", "generic"),
        ("define_segment", "chosen", "loyal_customers"),
        ("cluster_customers", "outliers", "outliers"),
    ],
)
def test_a_playbook_of_its_own_goes_first_and_mixed_groups_have_the_generic_one(tool, identity, playbook):
    segment = today(identity)
    evidence = Evidence(tool, [segment, OTHERS], all_recency=60, rhythms={identity: Rhythm(80, 0)})
    assert fitting_playbook(segment, evidence).segment == playbook


def test_without_days_the_state_follows_orders_and_recency():
    late, early, once = today(recency=90), today(recency=30), today(orders="1.2", recency=30)
    for segment, playbook in ((late, "at_risk"), (early, "loyal_customers"), (once, "promising")):
        evidence = Evidence("cluster_customers", [segment, OTHERS], all_recency=60)
        assert fitting_playbook(segment, evidence).segment == playbook
