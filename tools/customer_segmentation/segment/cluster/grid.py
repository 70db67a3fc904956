"""Points gathered into the cells of a grid, each cell one point as heavy as those it holds."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Labels, Points


class Cells(NamedTuple):
    """The cells that hold points.

    Attributes:
        means: Shape (cells, features): the mean of the points in each.
        weights: How many points each holds.
        cell: The cell of each point.
    """

    means: "Points"
    weights: "Points"
    cell: "Labels"


def gather(points: "Points", side: float) -> Cells:
    """Return the cells of this side that hold points of shape (points, features).

    The grid begins at the least value of each feature; the cells are in the order of their places.
    """
    import numpy as np

    places = np.floor((points - points.min(axis=0)) / side)
    order = np.lexsort(places.T[::-1])
    fresh = np.ones(len(points), dtype=bool)
    fresh[1:] = (np.diff(places[order], axis=0) != 0).any(axis=1)
    cell = np.empty(len(points), dtype=np.int64)
    cell[order] = np.cumsum(fresh) - 1
    weights = np.bincount(cell).astype(np.float64)
    sums = [np.bincount(cell, weights=column) for column in points.T]
    return Cells(np.stack(sums, axis=1) / weights[:, None], weights, cell)
