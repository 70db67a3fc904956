"""An order of rows, and numbers of clusters, that do not depend on how the rows came.

Sums of floats, random starts and ties all follow the order of rows. A method that sorts its points first, and
numbers its clusters by size afterwards, gives the same clusters whichever way a table was written.
"""

from typing import TYPE_CHECKING

from customer_segmentation.segment.cluster.clustering import NOISE

if TYPE_CHECKING:
    import numpy as np

    from customer_segmentation.segment.cluster.clustering import Labels, Points


def row_order(*tables: "Points | Labels") -> "Labels":
    """Return the places of the rows, sorted by the first column, then the second and so on over all tables."""
    import numpy as np

    columns = [column for table in tables for column in table.T]
    return np.lexsort(columns[::-1]).astype(np.int64)


def distinct(points: "Points", enough: int) -> int:
    """Return how many different points there are, or ``enough`` where there are at least so many."""
    import numpy as np

    for looked_at in (10 * enough, len(points)):
        found = len(np.unique(points[:looked_at], axis=0))
        if found >= enough:
            return enough
    return found


def as_they_came(sorted_labels: "Labels", order: "Labels") -> "Labels":
    """Return labels of sorted rows in the order in which the rows came."""
    import numpy as np

    labels = np.empty_like(sorted_labels)
    labels[order] = sorted_labels
    return labels


def by_size(labels: "Labels", weights: "np.ndarray | None" = None) -> "Labels":
    """Return which old label becomes 0, 1, ...: the largest cluster first, of equal ones the one met first.

    Labels that no point has are left out, and so is noise.

    Args:
        labels: In canonical order.
        weights: How many points each label stands for; one where it is left out.
    """
    import numpy as np

    found, first, place = np.unique(labels, return_index=True, return_inverse=True)
    size = np.bincount(place, weights=weights, minlength=len(found))
    ranked = np.lexsort((first, -size))
    clusters: Labels = found[ranked[found[ranked] != NOISE]].astype(np.int64)
    return clusters


def renumbered(labels: "Labels", old: "Labels") -> "Labels":
    """Return the labels with ``old[i]`` written as i; those not in ``old`` become noise."""
    import numpy as np

    new = np.full(max(int(labels.max(initial=NOISE)), int(old.max(initial=NOISE))) + 2, NOISE, dtype=np.int64)
    new[old] = np.arange(len(old))
    # Noise is -1 and reads the last place, which no label has.
    numbered: Labels = new[labels]
    return numbered
