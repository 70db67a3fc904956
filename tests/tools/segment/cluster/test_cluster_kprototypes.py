import json
from collections import Counter
from itertools import product

import numpy as np
import pytest
from blobs import blobs, counted
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from customer_segmentation.segment.cluster import kprototypes
from customer_segmentation.segment.cluster.prototypes import Prototypes, middle
from customer_segmentation.segment.features.preparation import UNKNOWN


def cost_by_hand(numbers, codes, labels, gamma):
    """Return the cost of a partition with its own means and modes, in plain Python."""
    total = 0.0
    for label in set(labels):
        rows = [i for i, own in enumerate(labels) if own == label]
        for column in zip(*(numbers[i] for i in rows), strict=True):
            mean = sum(column) / len(column)
            total += sum((value - mean) ** 2 for value in column)
        for column in zip(*(codes[i] for i in rows), strict=True):
            known = Counter(code for code in column if code != UNKNOWN)
            total += gamma * (known.total() - max(known.values(), default=0))
    return total


def cheapest_by_hand(numbers, codes, k, gamma):
    """Return the least cost over every partition into at most k clusters."""
    return min(
        cost_by_hand(numbers, codes, labels, gamma) for labels in product(range(k), repeat=len(numbers))
    )


def mixed(rows, seed, levels=3, unknown=0.1):
    rng = np.random.default_rng(seed)
    numbers, codes = rng.normal(size=(rows, 2)), rng.integers(0, levels, (rows, 2))
    codes[rng.random(codes.shape) < unknown] = UNKNOWN
    return numbers, codes


@pytest.mark.parametrize(("k", "rows"), [(2, 9), (3, 7)])
@pytest.mark.parametrize("seed", range(6))
def test_it_finds_the_cheapest_of_all_partitions(k, rows, seed):
    numbers, codes = mixed(rows, seed)
    found = kprototypes.fit(numbers, codes, k, seed=0, gamma=0.7)
    least = cheapest_by_hand(numbers.tolist(), codes.tolist(), k, 0.7)
    assert found.details["cost"] == pytest.approx(least)


@given(st.integers(0, 10_000), st.integers(1, 6), st.sampled_from([0.0, 0.3, 5.0]))
def test_the_cost_is_that_of_its_own_partition(seed, k, gamma):
    numbers, codes = mixed(25, seed)
    found = kprototypes.fit(numbers, codes, k, seed, gamma)
    counted(found.labels, found.clusters)
    by_hand = cost_by_hand(numbers.tolist(), codes.tolist(), found.labels.tolist(), gamma)
    assert by_hand <= found.details["cost"] * (1 + 1e-9) + 1e-12
    # At rest the prototypes are the middles, so nothing is left to gain.
    assert by_hand == pytest.approx(found.details["cost"])


@given(st.integers(0, 10_000), st.integers(1, 8))
def test_no_round_raises_the_cost(seed, k):
    numbers, codes = mixed(30, seed)
    places = np.random.default_rng(seed).choice(30, k)
    prototypes = Prototypes(numbers[places], codes[places], 0.5)
    for _ in range(5):
        labels, least = prototypes.nearest(numbers, codes)
        filled = kprototypes._none_empty(labels, least, len(prototypes.means))
        prototypes = middle(numbers, codes, filled, 0.5)
        assert prototypes.nearest(numbers, codes)[1].sum() <= least.sum() * (1 + 1e-12)


@given(st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing(seed):
    numbers, codes = mixed(40, 5)
    order = np.random.default_rng(seed).permutation(40)
    whole, shuffled = (
        kprototypes.fit(numbers, codes, 4, seed=1),
        kprototypes.fit(numbers[order], codes[order], 4, seed=1),
    )
    assert whole.labels[order].tolist() == shuffled.labels.tolist()
    assert whole.details == shuffled.details


def test_categories_part_what_numbers_do_not():
    numbers = np.zeros((60, 1))
    codes = np.repeat([[0, 0], [1, 1], [2, 0]], [30, 20, 10], axis=0)
    found = kprototypes.fit(numbers, codes, 3, seed=0)
    assert counted(found.labels, 3) == [30, 20, 10]
    assert found.details["cost"] == 0


def test_numbers_and_categories_together_find_more_than_either():
    numbers, truth = blobs(spread=2.0)
    rng = np.random.default_rng(0)
    codes = np.where(rng.random(len(truth)) < 0.8, truth, rng.integers(0, 3, len(truth)))[:, None]
    scaled = (numbers - numbers.mean(axis=0)) / numbers.std(axis=0)
    neither = np.zeros((len(truth), 0))
    together = kprototypes.fit(scaled, codes, 3, seed=0)
    numbers_alone = kprototypes.fit(scaled, neither.astype(int), 3, seed=0)
    categories_alone = kprototypes.fit(neither, codes, 3, seed=0)
    agreement = [
        adjusted_rand_score(truth, found.labels) for found in (together, numbers_alone, categories_alone)
    ]
    assert agreement[0] > 0.7
    assert agreement[0] == max(agreement)
    assert agreement[0] > agreement[1] + 0.05


def test_the_details_place_a_new_customer():
    numbers, codes = mixed(200, 3)
    found = kprototypes.fit(numbers, codes, 4, seed=0)
    told = json.loads(json.dumps(found.details))
    assert told == found.details
    assert Prototypes.of(told).nearest(numbers, codes)[0].tolist() == found.labels.tolist()


def test_huangs_weight_is_half_the_mean_deviation():
    assert kprototypes.gamma_of(np.array([[0.0, 0.0], [2.0, 6.0]])) == 0.5 * (1 + 3) / 2
    assert kprototypes.gamma_of(np.ones((5, 2))) == 1.0
    assert kprototypes.gamma_of(np.empty((5, 0))) == 1.0


def test_fewer_kinds_of_customers_than_clusters_asked_for():
    found = kprototypes.fit(np.zeros((5, 0)), np.array([[0], [0], [1], [UNKNOWN], [1]]), 4, seed=0)
    assert found.clusters == 2
    assert found.labels[0] == found.labels[1] != found.labels[2] == found.labels[4]


def test_a_cluster_that_nobody_chose_takes_the_dearest_row():
    labels = kprototypes._none_empty(np.array([0, 0, 0, 2]), np.array([1.0, 5.0, 2.0, 9.0]), 3)
    # The last row is alone in its cluster and stays there.
    assert labels.tolist() == [0, 1, 0, 2]


def test_a_cluster_left_empty_goes():
    assert kprototypes._none_empty(np.array([0, 2, 2]), np.zeros(3), 4).tolist() == [0, 1, 1]


def test_above_the_sample_every_row_is_placed(monkeypatch):
    monkeypatch.setattr(kprototypes, "_SAMPLE", 150)
    numbers, truth = blobs(sizes=(400, 300, 200))
    found = kprototypes.fit(numbers, truth[:, None], 3, seed=0)
    assert found.labels.tolist() == truth.tolist()


def test_one_customer():
    found = kprototypes.fit(np.array([[1.0]]), np.array([[0]]), 3, seed=0)
    assert (found.labels.tolist(), found.clusters) == ([0], 1)
