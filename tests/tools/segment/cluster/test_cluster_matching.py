from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.segment.cluster.matching import match_clusters

LABELS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=60)


def counted(pairs):
    return Counter((f"k{new}", f"c{old + 1}") for new, old in pairs)


def names(shared):
    return sorted({new for new, _ in shared}), sorted({old for _, old in shared})


@given(st.lists(st.integers(0, 4), min_size=1), st.permutations(range(5)))
def test_the_same_clusters_keep_their_ids_whatever_they_are_called_meanwhile(labels, turned):
    shared = Counter((f"k{turned[label]}", f"c{label + 1}") for label in labels)
    new, old = names(shared)
    found = match_clusters(new, old, shared)
    assert found == {f"k{turned[label]}": f"c{label + 1}" for label in set(labels)}


@given(LABELS)
def test_ids_are_given_once_and_fresh_ones_were_never_used(pairs):
    shared = counted(pairs)
    new, old = names(shared)
    found = match_clusters(new, old, shared, retired=["c6", "c7"])
    assert list(found) == new
    assert len(set(found.values())) == len(new)
    fresh = set(found.values()) - set(old)
    assert fresh.isdisjoint({*old, "c6", "c7"})
    for identity, kept in found.items():
        if kept in old:
            assert shared[identity, kept] > 0


@given(LABELS)
def test_no_other_pairing_is_more_alike(pairs):
    """Against every way of pairing, one by one."""
    from itertools import permutations

    shared = counted(pairs)
    new, old = names(shared)
    sizes_new, sizes_old = Counter(), Counter()
    for (a, b), n in shared.items():
        sizes_new[a] += n
        sizes_old[b] += n

    def alike(pairing):
        return sum(
            shared[a, b] / (sizes_new[a] + sizes_old[b] - shared[a, b]) for a, b in pairing if b in sizes_old
        )

    padded = [*old, *[""] * len(new)]
    best = max(alike(zip(new, chosen, strict=True)) for chosen in set(permutations(padded, len(new))))
    assert alike(match_clusters(new, old, shared).items()) == pytest.approx(best)


def test_a_cluster_that_split_goes_on_in_its_larger_part():
    shared = {("a", "c1"): 70, ("b", "c1"): 30, ("c", "c2"): 50}
    assert match_clusters(["a", "b", "c"], ["c1", "c2"], shared) == {"a": "c1", "b": "c3", "c": "c2"}


def test_an_id_that_is_gone_never_comes_back():
    """c2 went into c1, and c3 retired before: what is new is c4."""
    shared = {("a", "c1"): 70, ("a", "c2"): 30}
    assert match_clusters(["a", "b"], ["c1", "c2"], shared, retired=["c3"]) == {"a": "c1", "b": "c4"}


def test_customers_in_no_cluster_count_towards_the_size_of_the_other_side():
    """a holds 10 of c1 and 90 who were noise; b holds 9 of c1 and nobody else: c1 goes on in b."""
    shared = {("a", "c1"): 10, ("a", "noise"): 90, ("b", "c1"): 9}
    assert match_clusters(["a", "b"], ["c1"], shared) == {"b": "c1", "a": "c2"}


def test_centres_decide_where_no_customer_is_known():
    old = np.array([[0.0, 0.0], [4.0, 0.0]])
    new = np.array([[4.2, 0.1], [0.3, 0.0]])
    assert match_clusters(["a", "b"], ["c1", "c2"], {}, (new, old)) == {"a": "c2", "b": "c1"}


def test_customers_decide_before_centres():
    old = np.array([[0.0], [4.0]])
    shared = {("a", "c1"): 5, ("b", "c2"): 5}
    assert match_clusters(["a", "b"], ["c1", "c2"], shared, (old[::-1], old)) == {"a": "c1", "b": "c2"}


def test_a_centre_out_of_reach_continues_nothing():
    old = np.array([[0.0], [4.0]])
    assert match_clusters(["a", "b"], ["c1", "c2"], {}, (np.array([[0.1], [9.0]]), old)) == {
        "a": "c1",
        "b": "c3",
    }


def test_without_anything_in_common_all_are_fresh():
    assert match_clusters(["a", "b"], ["c1", "c2"], {}) == {"a": "c3", "b": "c4"}
    assert match_clusters(["a", "b"], [], {}) == {"a": "c1", "b": "c2"}
