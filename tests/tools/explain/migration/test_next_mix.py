from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.explain.migration.flows import Flow, Flows
from customer_segmentation.explain.migration.next_mix import next_mix


def flows(counts, segments="ab"):
    made = {move: Flow(n, n, Decimal(n), Decimal(n)) for move, n in counts.items() if n}
    return Flows(list(segments), made, [])


STEADY = {("a", "a"): 60, ("a", "b"): 40, ("b", "a"): 10, ("b", "b"): 190, (None, "a"): 30, ("a", None): 5}


def test_the_mix_is_todays_times_the_shares_that_moved_plus_the_newcomers():
    found = next_mix(flows(STEADY))
    # Today a has 60 + 10 + 30, b has 40 + 190; of 105 in a 60 stayed and 40 left for b, of 200 in b 10 came to a.
    assert found["a"].value == pytest.approx(100 * 60 / 105 + 230 * 10 / 200 + 30)
    assert found["b"].value == pytest.approx(100 * 40 / 105 + 230 * 190 / 200)


def test_the_interval_holds_nineteen_in_twenty_draws_of_the_model():
    draw = np.random.default_rng(1)
    many = 20_000
    drawn = np.zeros((many, 2))
    for row, today in (((60, 40, 5), 100), ((10, 190, 0), 230)):
        smooth = (np.array(row) + 0.5) / (sum(row) + 1.5)
        shares = draw.dirichlet(smooth * (sum(row) + 1), size=many)
        drawn += np.array([draw.multinomial(today, share) for share in shares])[:, :2]
    drawn[:, 0] += draw.poisson(draw.gamma(30.5, size=many))
    for place, segment in enumerate("ab"):
        found = next_mix(flows(STEADY))[segment]
        low, high = np.quantile(drawn[:, place], [0.025, 0.975])
        assert found.high - found.low == pytest.approx(high - low, rel=0.1)


def test_a_segment_without_a_past_is_taken_to_stay():
    found = next_mix(flows({("a", "a"): 50, ("a", "b"): 50}))
    assert found["b"].value == pytest.approx(50 * 50 / 100 + 50)


def test_nobody_moving_and_nobody_new_is_the_mix_of_today():
    found = next_mix(flows({("a", "a"): 70, ("b", "b"): 30}))
    assert [found[s].value for s in "ab"] == [70, 30]
    assert all(found[s].low < found[s].value < found[s].high for s in "ab")


@given(st.lists(st.integers(0, 50), min_size=6, max_size=6))
def test_nobody_is_lost_or_made_where_nobody_leaves(counts):
    places = (("a", "a"), ("a", "b"), ("b", "a"), ("b", "b"), (None, "a"), (None, "b"))
    made = flows(dict(zip(places, counts, strict=True)))
    found = next_mix(made)
    today, newcomers = sum(counts), counts[4] + counts[5]
    assert sum(one.value for one in found.values()) == pytest.approx(today + newcomers)
    assert all(0 <= one.low <= one.value <= one.high for one in found.values())
