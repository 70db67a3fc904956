"""Which cluster continues which, by centres in the old scale."""

import numpy as np
import pytest

from customer_segmentation.segment.cluster.identity import _centres, _in_scale
from customer_segmentation.segment.cluster.matching import match_clusters
from customer_segmentation.segment.cluster.model import Model
from customer_segmentation.segment.features.preparation import Preparation, Prepared


@pytest.mark.parametrize("now_log", [True, False])
@pytest.mark.parametrize("then_log", [True, False])
def test_a_coordinate_stands_for_the_same_value_in_either_scale(now_log, then_log):
    values = np.array([0.0, 3.0, 40.0])

    def coordinates(prepared):
        return ((np.log1p(values) if prepared.log else values) - prepared.centre) / prepared.scale

    now = Prepared(name="x", log=now_log, centre=2.0, scale=0.5)
    then = Prepared(name="x", log=then_log, centre=-1.0, scale=3.0)
    assert _in_scale(coordinates(now), now, then) == pytest.approx(coordinates(then))


def test_centres_of_other_features_cannot_be_compared():
    def model(name):
        return Model(
            method="kmeans",
            features=[name],
            preparation=Preparation(numbers=[Prepared(name=name)]),
            ids=["c1", "c2"],
            centres=[[0.0], [1.0]],
        )

    assert _centres(["c2", "c1"], model("x"), model("y")) is None
    new, old = _centres(["c2", "c1"], model("x"), model("x"))
    assert (new.tolist(), old.tolist()) == ([[1.0], [0.0]], [[0.0], [1.0]])


def test_a_cluster_nearer_to_another_old_one_gets_a_fresh_id():
    """Both new ones lie around c1; c2 is gone, and nothing is passed off as it."""
    old = np.array([[0.0], [10.0]])
    assert match_clusters(["k0", "k1"], ["c1", "c2"], {}, (np.array([[0.5], [3.0]]), old)) == {
        "k0": "c1",
        "k1": "c3",
    }
    assert match_clusters(["k0", "k1"], ["c1", "c2"], {}, (np.array([[9.0], [1.0]]), old)) == {
        "k0": "c2",
        "k1": "c1",
    }
