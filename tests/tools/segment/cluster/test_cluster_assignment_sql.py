"""The assignment in the engine against a nearest centre and a near-tie worked out in NumPy."""

from datetime import date, timedelta

import numpy as np
import pytest

from customer_segmentation.data.scope import open_scope
from customer_segmentation.kit.request import DataRequest
from customer_segmentation.segment.cluster.assignment_sql import NEAR, clusters_sql
from customer_segmentation.segment.cluster.model import Model
from customer_segmentation.segment.cluster.scores import nearest_centre
from customer_segmentation.segment.features.choice import choose_features
from customer_segmentation.segment.features.matrix import read_features
from customer_segmentation.segment.features.preparation import Preparation, Prepared, Scaling, prepare
from rows_shop import aggregated


def customer(n, orders):
    last = date(2024, 12, 31) - timedelta(days=n * 7 % 300)
    return {"customer_id": f"c{n:05d}", "last_on": last, "orders": orders, "revenue": 5 + n * 37 % 911}


def model_of(preparation, centres, *, fences=False):
    return Model(
        method="kmeans",
        features=[p.name for p in preparation.numbers],
        preparation=preparation,
        fences=fences,
        ids=[f"k{n}" for n in range(len(centres))],
        centres=centres,
        scores=nearest_centre(centres),
    )


@pytest.fixture
def by_orders(workspace):
    """Place customers of 1 to 9 orders by centres of their orders."""
    data = aggregated(workspace, [customer(n, n) for n in range(1, 10)])
    with open_scope(DataRequest(data=data), workspace) as scope:
        features = choose_features("orders", scope)

        def placed(centres, **fence):
            preparation = Preparation(numbers=[Prepared(name="orders", **fence)])
            model = model_of(preparation, [[float(c)] for c in centres], fences=bool(fence))
            query = f"SELECT q.segment, q.tied FROM ({clusters_sql(model, features, scope)}) AS q"
            return scope.engine.rows_of(f"{query} ORDER BY q.orders")

        yield placed


def test_between_two_centres_the_first_has_the_customer_and_the_tie_is_told(by_orders):
    found = by_orders([3, 7])
    assert [segment for segment, _ in found] == ["k0"] * 5 + ["k1"] * 4
    assert [tied for _, tied in found] == [orders == 5 for orders in range(1, 10)]


def test_a_third_centre_far_away_ties_nobody_and_a_double_one_ties_all_of_its_own(by_orders):
    found = by_orders([3, 8, 8])
    assert [segment for segment, _ in found] == ["k0"] * 5 + ["k1"] * 4
    assert [tied for _, tied in found] == [orders > 5 for orders in range(1, 10)]


def test_nobody_is_tied_in_a_cluster_that_is_alone_or_among_the_outliers(by_orders):
    assert by_orders([3]) == [("k0", False)] * 9
    assert by_orders([3, 7], high=4.5) == [("k0", False)] * 4 + [("outliers", False)] * 5


def placed_by_distance(points, centres):
    """Return the nearest centre of each point and whether a second is as near, by distances in full."""
    away = np.square(points[:, None, :] - centres[None]).sum(axis=2)
    scores = (np.square(points).sum(axis=1)[:, None] - away) / 2
    best, second = -np.sort(-scores, axis=1)[:, :2].T
    return away.argmin(axis=1), best - second <= NEAR * np.maximum(np.abs(best), 1)


def test_it_is_the_nearest_centre_on_any_number_of_threads(workspace):
    drawn = np.random.default_rng(4).geometric(0.3, 5000)
    data = aggregated(workspace, [customer(n, int(orders)) for n, orders in enumerate(drawn)])
    with open_scope(DataRequest(data=data), workspace) as scope:
        features = choose_features("rfm", scope)
        matrix = read_features(features, scope)
        preparation = prepare(matrix, Scaling.AUTO, fences=False)
        points = preparation.points(matrix)
        # Two of the points themselves, the second twice: many ties, exact ones.
        centres = points[[7, 1200, 1200, 3000]]
        query = clusters_sql(model_of(preparation, centres.tolist()), features, scope)
        found = []
        for threads in (1, 4):
            scope.engine.connection.execute(f"SET threads = {threads}")
            found.append(scope.engine.rows_of(f"SELECT q.* FROM ({query}) AS q ORDER BY q.customer_id"))
    nearest, tied = placed_by_distance(points, centres)
    assert found[0] == found[1]
    assert [row[1] for row in found[0]] == [f"k{n}" for n in nearest]
    assert [row[-1] for row in found[0]] == tied.tolist()
    assert 0 < tied.sum() < len(tied)
