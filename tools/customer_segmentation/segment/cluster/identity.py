"""Which id a cluster gets: that of the earlier cluster it continues, else a fresh one by turnover.

Over a refresh customers known to both tell which cluster continues which. At another day of the same data they do
not, for whoever moved from one cluster to another is known to both: there the centres tell.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.segment.cluster.earlier import Earlier
from customer_segmentation.segment.cluster.matching import match_clusters
from customer_segmentation.segment.cluster.model import Model
from customer_segmentation.segment.features.preparation import Prepared

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Points

FEWEST_SHARED: Final = 0.05
"""Data that share fewer of their customers are of another shop, not of a later day."""


def first_ids(ordered: Sequence[str]) -> dict[str, str]:
    """Return c1, c2, … by provisional id."""
    return {provisional: f"c{n}" for n, provisional in enumerate(ordered, start=1)}


def kept_ids(
    ordered: Sequence[str], model: Model, former: Earlier, data: str, scope: Scope
) -> dict[str, str]:
    """Return the id of every cluster by its provisional one; ``ordered`` has the largest turnover first."""
    another_day = former.data == data and former.as_of != scope.as_of
    return match_clusters(
        ordered,
        former.model.ids,
        {} if another_day else shared_customers(former, scope),
        _centres(ordered, model, former.model),
        retired=former.model.retired,
    )


def shared_customers(former: Earlier, scope: Scope) -> dict[tuple[str, str], int]:
    """Return how many customers are in a segment of ``assigned`` and in one of an earlier result."""
    scope.engine.view("former", former.assignment)
    rows = scope.engine.rows_of(
        "SELECT a.segment, f.segment, COUNT(*) FROM assigned AS a JOIN former AS f "
        "ON f.customer_id = a.customer_id GROUP BY a.segment, f.segment"
    )
    return {(new, old): int(customers) for new, old, customers in rows}


def continues(former: Earlier, scope: Scope) -> bool:
    """Tell whether enough customers of ``assigned`` are known from an earlier result."""
    [(customers,)] = scope.engine.rows_of("SELECT COUNT(*) FROM assigned AS a")
    return sum(shared_customers(former, scope).values()) >= FEWEST_SHARED * int(customers)


def _centres(ordered: Sequence[str], model: Model, former: Model) -> "tuple[Points, Points] | None":
    """Return the centres of the new clusters, in their order, and of the old ones, both in the old scale."""
    import numpy as np

    now, then = model.preparation.numbers, former.preparation.numbers
    if not now or [number.name for number in now] != [number.name for number in then]:
        return None
    centres = np.array([model.centres[model.ids.index(i)] for i in ordered])
    columns = [
        _in_scale(centres[:, n], one, other) for n, (one, other) in enumerate(zip(now, then, strict=True))
    ]
    return np.stack(columns, axis=1), np.array(former.centres)


def _in_scale(values: "Points", now: Prepared, then: Prepared) -> "Points":
    """Return coordinates of one preparation as those of another."""
    import numpy as np

    told = values * now.scale + now.centre
    if now.log and not then.log:
        told = np.expm1(told)
    elif then.log and not now.log:
        told = np.log1p(np.maximum(told, 0))
    return (told - then.centre) / then.scale
