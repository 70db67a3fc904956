import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from customer_segmentation.explain.comparison.crossed import crossed

PEOPLE = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", None]), st.sampled_from(["x", "y", None])), min_size=1
)


def rows_of(people):
    cells = {}
    for pair in people:
        if pair != (None, None):
            cells[pair] = cells.get(pair, 0) + 1
    return [(a, b, n) for (a, b), n in cells.items()]


@given(PEOPLE)
def test_the_table_adds_up_and_is_the_same_from_both_sides(people):
    found = crossed(rows_of(people), ["a", "b", "c"], ["x", "y"])
    both = [(a, b) for a, b in people if a and b]
    assert found.customers == sum(found.size(segment) for segment in found.first) == len(both)
    assert found.only_first == sum(b is None and a is not None for a, b in people)
    assert found.only_second == sum(a is None and b is not None for a, b in people)
    if both:
        told = adjusted_rand_score([a for a, _ in both], [b for _, b in both])
        assert found.agreement == pytest.approx(told)
        assert found.turned().agreement == found.agreement
    assert found.turned().turned() == found


@given(PEOPLE)
def test_other_names_change_nothing(people):
    name = {"a": "q", "b": "p", "c": "r", "x": "z", "y": "w", None: None}
    one = crossed(rows_of(people), ["a", "b", "c"], ["x", "y"])
    other = crossed(rows_of([(name[a], name[b]) for a, b in people]), ["q", "p", "r"], ["z", "w"])
    assert [name[segment] for segment in one.first] == other.first
    for segment in one.first:
        best, its = one.counterpart(segment), other.counterpart(name[segment])
        assert (name[best.segment], *best[1:]) == its
        assert one.spread(segment) == pytest.approx(other.spread(name[segment]))


def test_a_counterpart_overlaps_most_not_holds_most():
    rows = [("a", "x", 6), ("a", "y", 4), ("b", "x", 90)]
    best = crossed(rows, ["a", "b"], ["x", "y"]).counterpart("a")
    assert best == ("y", 4, 0.4, 0.4)


@pytest.mark.parametrize(
    ("rows", "verdict"),
    [
        ([("a", "x", 50), ("b", "y", 50)], "same"),
        ([("a", "x", 40), ("a", "y", 10), ("b", "x", 10), ("b", "y", 40)], "partly"),
        ([("a", "x", 25), ("a", "y", 25), ("b", "x", 25), ("b", "y", 25)], "unlike"),
    ],
)
def test_the_verdict(rows, verdict):
    assert crossed(rows, ["a", "b"], ["x", "y"]).verdict == verdict


def test_spread_runs_from_whole_to_even():
    found = crossed([("a", "x", 10), ("b", "x", 5), ("b", "y", 5)], ["a", "b"], ["x", "y"])
    assert (found.spread("a"), found.spread("b")) == (0, pytest.approx(1))
