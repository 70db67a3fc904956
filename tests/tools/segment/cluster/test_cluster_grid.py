import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from customer_segmentation.segment.cluster.grid import gather


def test_points_of_a_cell_stand_at_their_mean_with_their_weight():
    cells = gather(np.array([[0.0, 0.0], [0.2, 0.8], [1.5, 0.1], [0.1, 0.1]]), 1.0)
    assert cells.cell.tolist() == [0, 0, 1, 0]
    assert cells.weights.tolist() == [3, 1]
    np.testing.assert_allclose(cells.means, [[0.1, 0.3], [1.5, 0.1]])


@given(
    st.lists(st.tuples(st.floats(-50, 50), st.floats(-50, 50)), min_size=1, max_size=60), st.floats(0.1, 20)
)
def test_no_point_is_lost_and_none_is_farther_than_a_cell(places, side):
    points = np.array(places)
    cells = gather(points, side)
    assert cells.weights.sum() == len(points)
    np.testing.assert_allclose(
        (cells.means * cells.weights[:, None]).sum(axis=0), points.sum(axis=0), rtol=1e-9, atol=1e-7
    )
    assert (np.abs(points - cells.means[cells.cell]) <= side * (1 + 1e-6) + 1e-9).all()
    for cell in range(len(cells.means)):
        within = points[cells.cell == cell]
        assert (np.ptp(within, axis=0) <= side * (1 + 1e-6) + 1e-9).all()
