"""Three indices vote on the number of groups, by hand."""

import pytest

from customer_segmentation.segment.cluster.consensus import ranked, votes
from customer_segmentation.segment.cluster.structure import Lead, Separation


def apart(silhouette, spread, compactness):
    return Separation(*(Lead(ahead + 1, 1, 0.01) for ahead in (silhouette, spread, compactness)))


def test_two_of_three_indices_decide():
    found = {3: apart(0.3, 0.1, 0.9), 7: apart(0.5, 0.2, 0.4), 8: apart(0.4, 0.1, 0.2)}
    assert votes(found) == {3: 1, 7: 2, 8: 0}
    assert ranked(found) == [7, 3, 8]


def test_of_equally_many_votes_the_simplest_wins():
    found = {2: apart(0.3, 0.1, 0.1), 4: apart(0.2, 0.3, 0.1), 5: apart(0.1, 0.1, 0.2)}
    assert ranked(found) == [2, 4, 5]
    assert votes({2: apart(0.3, 0.1, 0.1), 4: apart(0.3, 0.1, 0.1)}) == {2: 3, 4: 0}


def test_an_index_by_which_nothing_is_ahead_is_silent():
    assert votes({2: apart(0.3, -0.1, -0.2), 3: apart(0.2, -0.2, 0)}) == {2: 1, 3: 0}


@pytest.mark.parametrize("found", [{}])
def test_without_candidates_nobody_votes(found):
    assert (votes(found), ranked(found)) == ({}, [])
