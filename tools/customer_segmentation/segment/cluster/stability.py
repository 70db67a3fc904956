"""Whether clusters come back: from other customers of the same kind, and from other random starts.

C. Hennig, "Cluster-wise assessment of cluster stability", Computational Statistics & Data Analysis 52 (2007) 258-271:
a cluster whose likeness (Jaccard) to its nearest one in resampled data is 0.75 on average is stable, below 0.6 it
should not be interpreted.
"""

from collections import Counter
from typing import TYPE_CHECKING, Final

from customer_segmentation.stats.agreement import adjusted_rand

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Clustering, Fitter, Labels, Points

STABLE: Final = 0.75
DOUBTFUL: Final = 0.6
"""Below it a cluster should not be interpreted."""
_ROUNDS: Final = 20
_LARGEST_SAMPLE: Final = 5_000
_OTHER_SEEDS: Final = 5


def bootstrap_jaccard(
    points: "Points",
    fitter: "Fitter",
    k: int,
    seed: int,
    *,
    rounds: int = _ROUNDS,
    sample: int = _LARGEST_SAMPLE,
    found: "Clustering | None" = None,
) -> list[float]:
    """Return for each cluster how alike it stays, on average, when the customers are drawn again; 0 to 1.

    In every round as many points as there are are drawn with replacement and divided anew; each of the clusters is
    compared with the new one most like it, both as the drawn points that they hold, drawn twice counting twice.

    Args:
        points: Shape (points, features), in an order that does not depend on how they came.
        fitter: The method.
        k: How many clusters it is asked for.
        seed: Of the draws and the fits.
        rounds: How often.
        sample: At most so many points are looked at.
        found: The clustering of ``points`` to judge; the fitter's own where it is left out.
    """
    import numpy as np

    draw = np.random.default_rng([seed, 2])
    chosen = draw.choice(len(points), min(sample, len(points)), replace=False)
    looked_at = points[chosen]
    if found is None:
        found = fitter(looked_at, k, seed)
        original = found.labels
    else:
        original = found.labels[chosen]
    likeness = np.zeros(found.clusters)
    seen = np.zeros(found.clusters)
    for number in range(1, rounds + 1):
        again = draw.integers(len(looked_at), size=len(looked_at))
        refitted = fitter(looked_at[again], k, seed + number)
        present, best = _nearest(original[again], found.clusters, refitted)
        likeness += best
        seen += present
    return [float(value) for value in likeness / np.maximum(seen, 1)]


def _nearest(original: "Labels", clusters: int, refitted: "Clustering") -> "tuple[Points, Points]":
    """Return which clusters have drawn points, and the Jaccard likeness of each to the new one most like it."""
    import numpy as np

    shared = np.zeros((clusters + 1, refitted.clusters + 1))  # the last row and column are noise, label -1
    np.add.at(shared, (original, refitted.labels), 1)
    rows, columns = shared.sum(axis=1)[:-1, None], shared.sum(axis=0)[None, :-1]
    together = shared[:-1, :-1]
    alike = together / np.maximum(rows + columns - together, 1)
    return (rows[:, 0] > 0).astype(np.float64), alike.max(axis=1, initial=0.0)


def over_seeds(points: "Points", fitter: "Fitter", k: int, seed: int, *, seeds: int = _OTHER_SEEDS) -> float:
    """Return how well the labels agree, on average, with those of other seeds: the adjusted Rand index, at most 1.

    Equal inertia does not mean equal labels (PRACTICE, practice 12).
    """
    first = fitter(points, k, seed).labels
    others = (fitter(points, k, seed + other).labels for other in range(1, seeds + 1))
    return sum(agreement(first, labels) for labels in others) / seeds


def agreement(labels: "Labels", others: "Labels") -> float:
    """Return the adjusted Rand index of two labellings of the same points; noise is a group like any other."""
    import numpy as np

    pairs, counts = np.unique(np.stack([labels, others], axis=1), axis=0, return_counts=True)
    table = Counter({(str(a), str(b)): int(n) for (a, b), n in zip(pairs, counts, strict=True)})
    return float(adjusted_rand(table))
