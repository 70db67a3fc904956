"""One-dimensional k-means without a seed, for ``--scoring kmeans``.

In one dimension clusters are runs of the sorted values, so the best partition of a few hundred of them can be
computed outright (Fisher 1958; Wang & Song 2011, Ckmeans.1d.dp) instead of being searched from random starts.
The values are gathered on an even grid, partitioned there, and the bounds refined on the values themselves.
"""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Places = np.ndarray[tuple[int, ...], np.dtype[np.intp]]

_GRID: Final = 500
_ROUNDS: Final = 300


def runs(values: "Array", weights: "Array", classes: int) -> list[int]:
    """Return where each cluster begins in ascending ``values``; at most ``classes``, equal values together."""
    import numpy as np

    if values[0] == values[-1]:
        return [0]
    centred = values - np.average(values, weights=weights)
    cell = np.floor((values - values[0]) * (_GRID / (values[-1] - values[0])))
    starts = np.unique(np.searchsorted(cell, np.unique(cell)))
    bounds = starts[_partition(np.add.reduceat(weights, starts), _sums(weights * centred, starts), classes)]
    many, much = _cumulative(weights), _cumulative(weights * centred)
    for _ in range(_ROUNDS):
        ends = np.append(bounds[1:], len(values))
        centres = (much[ends] - much[bounds]) / (many[ends] - many[bounds])
        middles = (centres[:-1] + centres[1:]) / 2
        moved = np.unique(np.append(0, np.searchsorted(centred, middles)))
        if np.array_equal(moved, bounds):
            break
        bounds = moved
    return [int(bound) for bound in bounds]


def _sums(parts: "Array", starts: "Places") -> "Array":
    import numpy as np

    return np.add.reduceat(parts, starts)


def _cumulative(parts: "Array") -> "Array":
    import numpy as np

    return np.concatenate([[0.0], np.cumsum(parts)])


def _partition(weights: "Array", sums: "Array", classes: int) -> "Places":
    """Return where each run begins in the partition with the least spread within its runs.

    The spread of a run is, but for a constant, minus (sum)²/weight; ``best[i]`` is the least spread of the
    first i cells in as many runs as were laid so far.
    """
    import numpy as np

    many, much = _cumulative(weights), _cumulative(sums)
    weight = many[None, :] - many[:, None]
    spread = np.where(
        weight > 0, -((much[None, :] - much[:, None]) ** 2) / np.where(weight > 0, weight, 1), np.inf
    )
    best, came_from = spread[0], []
    for _ in range(min(classes, len(weights)) - 1):
        laid = best[:, None] + spread
        came_from.append(np.argmin(laid, axis=0))
        best = np.min(laid, axis=0)
    bounds, end = [], len(weights)
    for places in reversed(came_from):
        end = int(places[end])
        bounds.append(end)
    return np.array([0, *reversed(bounds)], dtype=np.intp)
