import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from customer_segmentation.stats.agreement import adjusted_rand, adjusted_rand_interval

CELLS = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), st.integers(1, 6), min_size=1
)


@given(CELLS)
def test_the_jackknife_leaves_out_every_customer_once(counts):
    people = [cell for cell, n in counts.items() for _ in range(n)]
    interval = adjusted_rand_interval(counts)
    if len(people) < 3:
        assert interval is None
        return
    indices = []
    for n in range(len(people)):
        rest = people[:n] + people[n + 1 :]
        indices.append(adjusted_rand_score([a for a, _ in rest], [b for _, b in rest]))
    mean = sum(indices) / len(people)
    error = ((len(people) - 1) / len(people) * sum((i - mean) ** 2 for i in indices)) ** 0.5
    index = float(adjusted_rand(counts))
    told = max(-1, index - 1.959964 * error), min(1, index + 1.959964 * error)
    assert interval == pytest.approx(told, abs=1e-5)


def test_it_narrows_with_more_customers_and_holds_the_index():
    draw = random.Random(1)  # noqa: S311
    counts = {(a, b): draw.randrange(5, 40) for a in "abc" for b in "xy"}
    many = {cell: 25 * n for cell, n in counts.items()}
    low, high = adjusted_rand_interval(counts)
    closer_low, closer_high = adjusted_rand_interval(many)
    assert low < float(adjusted_rand(counts)) < high
    assert closer_high - closer_low == pytest.approx((high - low) / 5, rel=0.1)
