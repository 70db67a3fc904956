"""k-prototypes: K-Means for numbers and categories together, without turning categories into numbers.

Z. Huang, "Extensions to the k-means algorithm for clustering large data sets with categorical values", Data Mining
and Knowledge Discovery 2 (1998) 283-304. A customer costs the squared distance of the numbers to the means of the
cluster plus gamma for every category that is not its most frequent one. All customers choose, then all prototypes
move (Huang moves one after each customer); starts are drawn as in D. Arthur, S. Vassilvitskii, "k-means++", SODA
2007, with this cost in place of the squared distance.
"""

from typing import TYPE_CHECKING, Final, NamedTuple

from customer_segmentation.segment.cluster.canonical import as_they_came, by_size, renumbered, row_order
from customer_segmentation.segment.cluster.clustering import Clustering
from customer_segmentation.segment.cluster.prototypes import Placed, Prototypes, middle

if TYPE_CHECKING:
    import numpy as np

    from customer_segmentation.segment.cluster.clustering import Labels, Points

_MOST_STARTS: Final = 10
_FEWEST_STARTS: Final = 3
_COLUMNS: Final = 40
"""Starts times columns: with more columns each start is dearer, and starts differ less."""
_ROUNDS: Final = 100
_SAMPLE: Final = 100_000
# Less is the rounding of sums.
_GAIN: Final = 1e-12


class _Rows(NamedTuple):
    numbers: "Points"
    categories: "Labels"
    placed: Placed

    @classmethod
    def of(cls, numbers: "Points", categories: "Labels", width: int) -> "_Rows":
        return cls(numbers, categories, Placed.of(categories, width))


class _Found(NamedTuple):
    prototypes: Prototypes
    costs: list[float]
    """The cost of all rows after each round; it never rises."""


def fit(numbers: "Points", categories: "Labels", k: int, seed: int, gamma: float | None = None) -> Clustering:
    """Return at most ``k`` clusters, fewer where fewer rows differ.

    Above 100,000 rows the prototypes are those of a sample, and every row goes to the nearest.

    Its details: ``means``, ``modes`` and ``gamma`` (see ``Prototypes.of``), the ``cost`` of all rows, the ``rounds``
    of the best start.

    Args:
        numbers: Shape (rows, numbers), scaled, none missing.
        categories: Shape (rows, categories), codes from 0 that do not depend on the order of rows; ``UNKNOWN``
            where it is missing.
        k: Clusters asked for.
        seed: Of the starts, and of the sample.
        gamma: What one category that differs costs; None takes Huang's half the mean standard deviation.
    """
    import numpy as np

    order = row_order(numbers, categories)
    numbers, categories = numbers[order], categories[order]
    rng = np.random.default_rng(seed)
    some = np.arange(len(order))
    if len(order) > _SAMPLE:
        some = np.sort(rng.choice(len(order), _SAMPLE, replace=False))
    sample = _Rows.of(numbers[some], categories[some], 1 + int(categories.max(initial=0)))
    weight = gamma_of(numbers) if gamma is None else gamma
    columns = max(numbers.shape[1] + categories.shape[1], 1)
    starts = max(_FEWEST_STARTS, min(_MOST_STARTS, _COLUMNS // columns))
    tries = [_descend(sample, _start(sample, k, weight, rng)) for _ in range(starts)]
    best = min(tries, key=lambda found: found.costs[-1])
    found, costs = best.prototypes.nearest(numbers, categories)
    old = by_size(found)
    kept = Prototypes(best.prototypes.means[old], best.prototypes.modes[old], weight)
    told = kept.told() | {"cost": float(costs.sum()), "rounds": len(best.costs)}
    return Clustering(as_they_came(renumbered(found, old), order), len(old), told)


def gamma_of(numbers: "Points") -> float:
    """Return half the mean standard deviation of the numbers (Huang 1998, section 4); 1 where none varies."""
    if not numbers.size:
        return 1.0
    return 0.5 * float(numbers.std(axis=0).mean()) or 1.0


def _start(rows: _Rows, k: int, gamma: float, rng: "np.random.Generator") -> Prototypes:
    """Return rows as first prototypes, each drawn in proportion to its cost among those drawn before."""
    import numpy as np

    places = [int(rng.integers(len(rows.numbers)))]
    least = np.full(len(rows.numbers), np.inf)
    while True:
        last = Prototypes(rows.numbers[places[-1:]], rows.categories[places[-1:]], gamma)
        least = np.minimum(least, last.nearest(*rows)[1])
        if len(places) == k or not least.any():
            return Prototypes(rows.numbers[places], rows.categories[places], gamma)
        sums = np.cumsum(least)
        # Rounding may reach the last sum, beyond which there is no row.
        drawn = np.searchsorted(sums, rng.random() * sums[-1], side="right")
        places.append(int(min(drawn, np.flatnonzero(least)[-1])))


def _descend(rows: _Rows, prototypes: Prototypes) -> _Found:
    """Return where the prototypes come to rest, and the cost after each round."""
    labels, least = prototypes.nearest(*rows)
    costs = [float(least.sum())]
    for _ in range(_ROUNDS):
        chosen = _none_empty(labels, least, len(prototypes.means))
        moved = middle(rows.numbers, rows.categories, chosen, prototypes.gamma, rows.placed)
        labels, least = moved.nearest(*rows)
        if least.sum() >= costs[-1] * (1 - _GAIN):
            break
        prototypes = moved
        costs.append(float(least.sum()))
    return _Found(prototypes, costs)


def _none_empty(labels: "Labels", least: "Points", clusters: int) -> "Labels":
    """Return the labels with the dearest rows moved into clusters that nobody chose; those left empty go.

    A row alone in its cluster costs nothing there and lowers the cost of the one it left.
    """
    import numpy as np

    sizes = np.bincount(labels, minlength=clusters)
    if sizes.all():
        return labels
    labels, least = labels.copy(), least.copy()
    for empty in np.flatnonzero(sizes == 0):
        free = np.where(sizes[labels] > 1, least, 0)
        dearest = int(free.argmax())
        if free[dearest] <= 0:
            break
        sizes[labels[dearest]] -= 1
        labels[dearest], least[dearest], sizes[empty] = empty, 0, 1
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)
