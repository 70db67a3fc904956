from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.segment.rfm.kmeans import runs

WEIGHTED = st.dictionaries(st.integers(0, 60), st.integers(1, 9), min_size=1, max_size=12)


def spread(values, weights, bounds):
    parts = zip(np.split(values, bounds[1:]), np.split(weights, bounds[1:]), strict=True)
    return sum(float(np.sum(w * (v - np.average(v, weights=w)) ** 2)) for v, w in parts)


@given(WEIGHTED, st.integers(1, 5))
def test_no_partition_into_runs_spreads_less(counts, classes):
    values = np.array(sorted(counts), dtype=float)
    weights = np.array([counts[int(v)] for v in values], dtype=float)
    found = runs(values, weights, classes)
    many = min(classes, len(values))
    every = ([0, *bounds] for bounds in combinations(range(1, len(values)), many - 1))
    least = min(spread(values, weights, bounds) for bounds in every)
    assert spread(values, weights, found) <= least + 1e-9
    assert len(found) == many


def test_equal_values_stay_together():
    values = np.array([0.0, 0.0, 0.0, 5.0, 5.0, 9.0])
    assert runs(values, np.ones(6), 5) == [0, 3, 5]
    assert runs(np.zeros(4), np.ones(4), 5) == [0]


def test_many_values_are_partitioned_as_well_as_scikit_learn_does():
    from sklearn.cluster import KMeans

    drawn = np.random.default_rng(7).lognormal(3, 1.2, 200_000).round(2)
    values, counts = np.unique(np.log1p(drawn), return_counts=True)
    found = runs(values, counts.astype(float), 5)
    fitted = KMeans(5, n_init=5, random_state=0).fit(values[:, None], sample_weight=counts)
    assert spread(values, counts, found) <= fitted.inertia_ * 1.000001
