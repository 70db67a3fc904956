"""Which cluster of today is which of before, so that its id and name stay while its customers come and go.

New and old clusters are paired one to one so that all pairs together are as alike as can be: H. W. Kuhn, "The
Hungarian method for the assignment problem", Naval Research Logistics Quarterly 2 (1955) 83-97. Customers known to
both decide, by the Jaccard likeness of clusters; without such customers the distances of centres do. A pair with no
customer in common, or whose new centre is nearer to another old one, or further from this one than its nearest
neighbour was, is no pair. A new cluster without a pair gets a number that no cluster had before.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Points

_PREFIX: Final = "c"


def match_clusters(
    new: Sequence[str],
    old: Sequence[str],
    shared: Mapping[tuple[str, str], int],
    centres: "tuple[Points, Points] | None" = None,
    *,
    retired: Iterable[str] = (),
) -> dict[str, str]:
    """Return the id that each new cluster gets: that of the old one it continues, else a fresh one.

    Args:
        new: Provisional ids of the new clusters; fresh ids are given out in this order.
        old: Ids of the old clusters.
        shared: How many customers known to both are in a new and in an old cluster; ids that are in neither list
            (noise, outliers) count towards the size of the other one.
        centres: Of the new and of the old clusters, shape (clusters, features) each, both in the old scale; they
            decide where there is no shared customer.
        retired: Ids that clusters had before and that must not come back.
    """
    pairs = _by_customers(new, old, shared)
    if not any(shared.values()) and centres is not None:
        pairs = _by_distance(new, old, *centres)
    taken = {*old, *retired}
    fresh = (f"{_PREFIX}{n}" for n in range(1, len(taken) + len(new) + 1))
    unused = (identity for identity in fresh if identity not in taken)
    return {identity: pairs.get(identity) or next(unused) for identity in new}


def _by_customers(
    new: Sequence[str], old: Sequence[str], shared: Mapping[tuple[str, str], int]
) -> dict[str, str]:
    import numpy as np

    now = {i: sum(n for (a, _), n in shared.items() if a == i) for i in new}
    before = {i: sum(n for (_, b), n in shared.items() if b == i) for i in old}
    alike = np.zeros((len(new), len(old)))
    for row, i in enumerate(new):
        for column, j in enumerate(old):
            both = shared.get((i, j), 0)
            alike[row, column] = both / max(now[i] + before[j] - both, 1)
    return {i: j for i, j, likeness in _paired(new, old, alike) if likeness > 0}


def _by_distance(
    new: Sequence[str], old: Sequence[str], new_centres: "Points", old_centres: "Points"
) -> dict[str, str]:
    import numpy as np

    apart = _distances(old_centres, old_centres)
    np.fill_diagonal(apart, np.inf)
    reach = dict(zip(old, apart.min(axis=1, initial=np.inf), strict=True))
    between = _distances(new_centres, old_centres)
    home = {i: old[int(n)] for i, n in zip(new, between.argmin(axis=1), strict=True)}
    return {i: j for i, j, nearness in _paired(new, old, -between) if j == home[i] and -nearness < reach[j]}


def _distances(centres: "Points", others: "Points") -> "Points":
    import numpy as np
    from scipy.spatial.distance import cdist

    return np.asarray(cdist(centres, others), dtype=np.float64)


def _paired(new: Sequence[str], old: Sequence[str], alike: "Points") -> list[tuple[str, str, float]]:
    """Return the pairs with the greatest likeness in sum; of equal sums always the same, whatever the order."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    rows = sorted(range(len(new)), key=lambda n: new[n])
    columns = sorted(range(len(old)), key=lambda n: old[n])
    sorted_alike = alike[np.ix_(rows, columns)]
    found = zip(*linear_sum_assignment(sorted_alike, maximize=True), strict=True)
    return [(new[rows[a]], old[columns[b]], float(sorted_alike[a, b])) for a, b in found]
