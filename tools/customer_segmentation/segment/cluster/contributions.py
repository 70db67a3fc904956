"""How much each feature has to do with the clusters, and whether they are mere values of one of them.

Of a number the correlation ratio (K. Pearson, "On the general theory of skew correlation", 1905): the root of the share of
its variance, as it was compared, that lies between clusters. Of a category Cramér's V. Both go from 0, where the clusters
do not differ in it, to 1; 0.1 is small (J. Cohen, 1988).
"""

from collections import Counter
from typing import TYPE_CHECKING, Final

from customer_segmentation.segment.cluster.fitting import Fitted
from customer_segmentation.segment.features.preparation import as_compared
from customer_segmentation.stats.association import cramers_v

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Labels, Points

DIVIDES: Final = 0.1
"""A feature with less has no part in the division."""
_ONE_VALUE: Final = 0.99


def contributions(fitted: Fitted) -> dict[str, float]:
    """Return the effect size over the clusters of every feature that was compared, by its name."""
    numbers = {number.name: number for number in fitted.model.preparation.numbers}
    labels = fitted.labels_of_all
    found = {}
    for name in fitted.model.preparation.names:
        values = fitted.matrix.column(name)
        if name in numbers:
            found[name] = correlation_ratio(
                as_compared(values, numbers[name])[labels >= 0], labels[labels >= 0]
            )
        else:
            known = (labels >= 0) & (values == values)  # noqa: PLR0124 - what is not known is not itself
            pairs = zip(labels[known].tolist(), values[known].tolist(), strict=True)
            found[name] = cramers_v(Counter((str(a), str(b)) for a, b in pairs))
    return found


def correlation_ratio(values: "Points", labels: "Labels") -> float:
    """Return the root of the share of the variance of values, shape (points,), that lies between clusters."""
    import numpy as np

    sizes = np.bincount(labels)
    there = sizes > 0
    means = np.bincount(labels, weights=values)[there] / sizes[there]
    total = float(np.square(values - values.mean()).sum())
    between = float((sizes[there] * np.square(means - values.mean())).sum())
    return min(1.0, (between / total) ** 0.5) if total > 0 else 0.0


def mere_values(fitted: Fitted) -> str:
    """Return the feature of which the clusters are single values, such as 1, 2 and 3 orders; empty for none.

    One cluster, of all that is beyond, may hold several.
    """
    import numpy as np

    labels = fitted.labels_of_all
    for name in fitted.model.preparation.names:
        values = fitted.matrix.column(name)
        told = set()
        for cluster in range(fitted.clusters):
            kinds, counts = np.unique(values[labels == cluster], return_counts=True)
            if counts.max() >= _ONE_VALUE * counts.sum():
                told.add(float(kinds[counts.argmax()]))
        if len(told) >= max(fitted.clusters - 1, 1) and fitted.clusters > 1:
            return name
    return ""
