import json

import numpy as np

from customer_segmentation.segment.cluster.prototypes import Prototypes, middle
from customer_segmentation.segment.features.preparation import UNKNOWN

NUMBERS = np.array([[0.0], [2.0], [10.0]])
CODES = np.array([[0, 1], [0, UNKNOWN], [1, UNKNOWN]])


def test_means_and_modes_by_hand():
    found = middle(NUMBERS, CODES, np.array([0, 0, 1]), 0.5)
    assert found.means.tolist() == [[1.0], [10.0]]
    # Nobody in the second cluster has a known second category.
    assert found.modes.tolist() == [[0, 1], [1, UNKNOWN]]


def test_of_equally_frequent_levels_the_lowest_code_is_the_mode():
    codes = np.array([[3], [1], [3], [1], [2]])
    assert middle(np.zeros((5, 0)), codes, np.zeros(5, dtype=int), 1.0).modes.tolist() == [[1]]


def test_costs_by_hand():
    prototypes = Prototypes(np.array([[1.0], [10.0]]), np.array([[0, 1], [1, UNKNOWN]]), 0.5)
    # The first row lies 1 and 10 away; in the second cluster both categories differ, 2 · 0.5.
    # The second: 1 and nothing, for what is unknown costs nothing; 64 and one category that differs.
    assert prototypes.costs(NUMBERS, CODES).tolist() == [[1.0, 101.0], [1.0, 64.5], [81.5, 0.0]]


def test_what_is_unknown_changes_no_choice():
    prototypes = Prototypes(np.array([[0.0], [4.0]]), np.array([[0], [1]]), 100.0)
    labels, least = prototypes.nearest(np.array([[1.0], [3.0]]), np.array([[UNKNOWN], [UNKNOWN]]))
    assert (labels.tolist(), least.tolist()) == ([0, 1], [1.0, 1.0])


def test_many_rows_are_read_in_parts(monkeypatch):
    from customer_segmentation.segment.cluster import prototypes as module

    rng = np.random.default_rng(0)
    numbers, codes = rng.normal(size=(50, 2)), rng.integers(-1, 3, (50, 2))
    prototypes = middle(numbers, codes, np.arange(50) % 4, 0.5)
    labels, least = prototypes.nearest(numbers, codes)
    monkeypatch.setattr(module, "_CHUNK", 7)
    again = prototypes.nearest(numbers, codes)
    assert (again[0].tolist(), again[1].tolist()) == (labels.tolist(), least.tolist())


def test_they_are_told_and_read_again():
    for prototypes in (
        Prototypes(np.array([[0.1, 2.0]]), np.array([[1, UNKNOWN]]), 0.3),
        Prototypes(np.empty((2, 0)), np.array([[1], [0]]), 1.0),
        Prototypes(np.array([[1.0], [2.0]]), np.empty((2, 0), dtype=np.int64), 1.0),
    ):
        again = Prototypes.of(json.loads(json.dumps(prototypes.told())))
        assert again.means.tolist() == prototypes.means.tolist()
        assert again.modes.tolist() == prototypes.modes.tolist()
        assert again.means.shape == prototypes.means.shape
        assert again.modes.shape == prototypes.modes.shape
        assert again.gamma == prototypes.gamma
