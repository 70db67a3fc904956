"""Who belongs to which cluster as scores: the cluster with the highest score has the customer.

For the nearest centre c of a point x, ``|x|²`` is the same for every cluster and is left out: the score is
``c·x - |c|²/2``, linear in x. For a mixture of normal distributions it is the logarithm of weight times density,
quadratic in x. For k-prototypes every category that differs from the cluster's takes ``mismatch`` off.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, Field

from customer_segmentation.segment.cluster.prototypes import Prototypes
from customer_segmentation.segment.features.preparation import UNKNOWN

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Points


class Scores(BaseModel):
    """One score per cluster.

    Attributes:
        constants: Shape (clusters,).
        linear: Shape (clusters, numbers).
        quadratic: Shape (clusters, numbers, numbers), symmetric; empty for none.
        modes: Per cluster, its value of each category; None where it is not known of any customer.
        mismatch: What another value of a category takes off.
    """

    constants: list[float]
    linear: list[list[float]]
    quadratic: list[list[list[float]]] = Field(default_factory=list)
    modes: list[list[str | None]] = Field(default_factory=list)
    mismatch: float = 0.0

    @property
    def clusters(self) -> int:
        """How many clusters there are."""
        return len(self.constants)

    def of(self, points: "Points") -> "Points":
        """Return the scores of points, shape (points, clusters), categories left aside."""
        import numpy as np

        scores: Points = points @ np.array(self.linear).T + np.array(self.constants)
        if self.quadratic:
            # Row by row: a sum over both axes at once would hold points x clusters x numbers.
            for j, form in enumerate(self.quadratic):
                scores[:, j] += ((points @ np.array(form)) * points).sum(axis=1)
        return scores

    def unscaled(self, centres: "Points", scales: "Points") -> "Scores":
        """Return the same scores of x where these are of (x - centre) / scale."""
        import numpy as np

        slope, shift = 1 / scales, -centres / scales
        linear, constants = np.array(self.linear), np.array(self.constants)
        forms = (
            np.array(self.quadratic) if self.quadratic else np.zeros((len(constants), len(slope), len(slope)))
        )
        return self.model_copy(
            update={
                "constants": (
                    constants + linear @ shift + np.einsum("i,kij,j->k", shift, forms, shift)
                ).tolist(),
                "linear": ((linear + 2 * forms @ shift) * slope).tolist(),
                "quadratic": (slope[:, None] * forms * slope).tolist() if self.quadratic else [],
            }
        )


def nearest_centre(centres: list[list[float]]) -> Scores:
    """Return the scores by which the nearest of centres, shape (clusters, numbers), has a point."""
    return Scores(constants=[-sum(c * c for c in centre) / 2 for centre in centres], linear=centres)


def likeliest(details: dict[str, Any]) -> Scores:
    """Return the scores of a mixture from the details of ``gmm.fit``."""
    import numpy as np

    weights, means = np.array(details["weights"]), np.array(details["means"])
    precisions = np.array(details["precisions"])
    pulled = np.einsum("kij,kj->ki", precisions, means)
    constants = np.log(weights) + np.array(details["log_det"]) - (pulled * means).sum(axis=1) / 2
    return Scores(constants=constants.tolist(), linear=pulled.tolist(), quadratic=(-precisions / 2).tolist())


def cheapest(prototypes: Prototypes, levels: Sequence[Sequence[str]]) -> Scores:
    """Return the scores of k-prototypes; ``levels`` are the values of each category by code."""
    modes = [
        [None if code == UNKNOWN else level[code] for code, level in zip(row, levels, strict=True)]
        for row in prototypes.modes.tolist()
    ]
    centred = nearest_centre(prototypes.means.tolist())
    return centred.model_copy(update={"modes": modes, "mismatch": prototypes.gamma / 2})
