"""What is measured of Ward and DBSCAN, each alone in a process: python -m benchmarks.tree_and_density_tasks TASK ..."""

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Labels, Points

K = 5
_SEED = 0


def ward(many: str, kept: str) -> None:
    """Grow our tree of so many seeded points, cut it and keep the labels."""
    from customer_segmentation.segment.cluster import hierarchical

    _keep(hierarchical.fit(_points(int(many)), K, _SEED).labels, kept)


def sklearn_ward(many: str, kept: str) -> None:
    """The same in scikit-learn."""
    from sklearn.cluster import AgglomerativeClustering

    _keep(AgglomerativeClustering(K, linkage="ward").fit_predict(_points(int(many))), kept)


def dbscan(many: str, kept: str) -> None:
    """Seek a radius and the dense clusters of so many seeded points; print the radius and the points asked for."""
    from customer_segmentation.segment.cluster import dbscan as method

    found = method.fit(_points(int(many)), _SEED)
    _keep(found.labels, kept)
    print(json.dumps({name: found.details[name] for name in ("eps", "min_samples", "how")}))


def sklearn_dbscan(many: str, kept: str, eps: str, min_samples: str) -> None:
    """The same in scikit-learn, which is told the radius."""
    from sklearn.cluster import DBSCAN

    _keep(DBSCAN(eps=float(eps), min_samples=int(min_samples)).fit_predict(_points(int(many))), kept)


def agreement(one: str, other: str) -> None:
    """Print the adjusted Rand index of two runs."""
    import numpy as np
    from sklearn.metrics import adjusted_rand_score

    print(json.dumps({"ari": adjusted_rand_score(np.load(one), np.load(other))}))


def _points(many: int) -> "Points":
    """Return five clouds of different width, and one point in fifty scattered about."""
    import numpy as np

    rng = np.random.default_rng(_SEED)
    middles = np.array([[0, 0, 0], [5, 0, 1], [0, 5, 2], [5, 5, -1], [2, 2, 7]], dtype=float)
    cloud = rng.integers(0, len(middles), many)
    made = middles[cloud] + rng.normal(size=(many, 3)) * (0.4 + 0.12 * cloud[:, None])
    made[: many // 50] = rng.uniform(-4, 10, (many // 50, 3))
    return made


def _keep(labels: "Labels", path: str) -> None:
    import numpy as np

    np.save(path, labels)


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
