"""Which id a cluster gets: that of the earlier cluster it continues, else a fresh one by turnover."""

from collections.abc import Sequence

from customer_segmentation.data.scope import Scope
from customer_segmentation.segment.cluster.earlier import Earlier
from customer_segmentation.segment.cluster.fitting import Fitted


def kept_ids(ordered: Sequence[str], fitted: Fitted, former: Earlier | None, scope: Scope) -> dict[str, str]:
    """Return the id of every cluster by its provisional one; ``ordered`` has the largest turnover first."""
    return {old: f"c{n}" for n, old in enumerate(ordered, start=1)}
