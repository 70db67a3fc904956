"""How many clusters: the most that come back, stand apart and are worth a segment of their own.

No single index decides (PRACTICE, practice 9). A number of clusters k is a candidate when

1. every cluster holds at least ``min_share`` of the customers;
2. its least stable cluster reaches a bootstrap Jaccard of 0.75 (``stability``);
3. its silhouette beats that of clouds without groups (``structure``).

Of the candidates that stand apart as well as the best one does, the largest is chosen, because the simplest stable k
drifts to two; a larger one that stands apart less cuts clear groups once more. Calinski-Harabasz and Davies-Bouldin
are given beside them and do not decide: like the bare silhouette they favour certain k on any data. Without a candidate
there is no k: the customers are one cloud, and a division of it is drawn rather than found.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from customer_segmentation.segment.cluster.canonical import row_order
from customer_segmentation.segment.cluster.stability import STABLE, bootstrap_jaccard
from customer_segmentation.segment.cluster.structure import Separation, Structure, silhouette

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Clustering, Fitter, Points

Why = Literal["stable_and_separated", "no_structure", "unstable", "too_small"]
"""Why this k, or why none: not apart from one cloud; no k comes back; no k has large enough clusters."""

K_RANGE: Final = range(2, 11)
_SAMPLE: Final = 4_000
_RESAMPLED: Final = 2_000
_ROUNDS: Final = 20
_AS_WELL: Final = 0.01
"""Separations that differ by less are the same: half of what is needed to be told from one cloud."""


@dataclass(frozen=True)
class KScore:
    """What speaks for and against one number of clusters; None where it was not worth computing.

    Attributes:
        silhouette: -1 to 1, the higher the better; of a sample.
        calinski_harabasz: Spread between over spread within clusters, the higher the better.
        davies_bouldin: How alike each cluster is to its nearest, the lower the better.
        smallest_share: Share of the smallest cluster.
        least_jaccard: Stability of the least stable cluster, 0 to 1.
        separation: Against clouds without groups.
    """

    k: int
    silhouette: float
    calinski_harabasz: float
    davies_bouldin: float
    smallest_share: float
    least_jaccard: float | None = None
    separation: Separation | None = None

    @property
    def stable(self) -> bool:
        """Tell whether every cluster comes back."""
        return self.least_jaccard is not None and self.least_jaccard >= STABLE

    @property
    def qualifies(self) -> bool:
        """Tell whether this k is a candidate."""
        return self.stable and self.separation is not None and self.separation.exceeds


@dataclass(frozen=True)
class Choice:
    """The number of clusters chosen.

    Attributes:
        k: None where the customers show no groups.
        why: The reason.
        scores: For every k that the points allow, ascending.
        division: The most pieces that come back and are large enough, whether or not they stand apart: what a
            person may ask for who wants pieces of one cloud; None if there are none.
        clustering: Of all points into ``k``, as they came; None without a ``k``.
        stability: How alike each of its clusters stays, as ``bootstrap_jaccard`` tells.
    """

    k: int | None
    why: Why
    scores: tuple[KScore, ...]
    division: int | None
    clustering: "Clustering | None" = field(default=None, compare=False, repr=False)
    stability: tuple[float, ...] = ()


def choose(
    points: "Points",
    fitter: "Fitter",
    seed: int,
    k_range: Iterable[int] = K_RANGE,
    min_share: float = 0.05,
) -> Choice:
    """Return how many clusters the points have, if any.

    A sample of the points is looked at for every k, whatever their order; what is chosen is then fitted to all of them
    as they came, as it will be told.

    Args:
        points: Prepared, shape (points, features).
        fitter: The method.
        seed: Of every sample and fit.
        k_range: The numbers to try.
        min_share: The least share of the smallest cluster.
    """
    import numpy as np
    from threadpoolctl import threadpool_limits

    ordered = points[row_order(points)]
    draw = np.random.default_rng([seed, 0])
    chosen = np.sort(draw.choice(len(ordered), min(_SAMPLE, len(ordered)), replace=False))
    with threadpool_limits(1):  # how sums are shared among threads changes their last digit
        found = (_indices(ordered[chosen], fitter, k, seed) for k in sorted(set(k_range)))
        scores = [score for score in found if score]
        if not scores:
            return Choice(None, "no_structure", (), None)
        structure = Structure(ordered, fitter, seed)
        judged = [_judged(s, structure, ordered, fitter, seed, min_share) for s in scores]
        return _confirmed(judged, points, fitter, seed)


def _indices(points: "Points", fitter: "Fitter", k: int, seed: int) -> KScore | None:
    """Return the indices of k clusters; None where the points do not allow so many."""
    import numpy as np
    from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

    if k >= len(points):
        return None
    fitted = fitter(points, k, seed)
    if fitted.clusters < k:
        return None
    return KScore(
        k=k,
        silhouette=silhouette(points, fitted.labels),
        calinski_harabasz=float(calinski_harabasz_score(points, fitted.labels)),
        davies_bouldin=float(davies_bouldin_score(points, fitted.labels)),
        smallest_share=float(np.bincount(fitted.labels).min() / len(points)),
    )


def _judged(
    score: KScore, structure: Structure, points: "Points", fitter: "Fitter", seed: int, min_share: float
) -> KScore:
    """Return the score with what is worth computing still: separation only of what comes back."""
    if score.smallest_share < min_share:
        return score
    stable = bootstrap_jaccard(points, fitter, score.k, seed, rounds=_ROUNDS, sample=_RESAMPLED)
    judged = replace(score, least_jaccard=min(stable))
    return replace(judged, separation=structure.separation(score.k)) if judged.stable else judged


def _confirmed(scores: list[KScore], points: "Points", fitter: "Fitter", seed: int) -> Choice:
    """Return the choice after the very clusters of all points were resampled: those of a sample may be others."""
    choice = _chosen(scores)
    while choice.k:
        found = fitter(points, choice.k, seed)
        stability = tuple(bootstrap_jaccard(points, fitter, choice.k, seed, found=found))
        scores = [replace(s, least_jaccard=min(stability)) if s.k == choice.k else s for s in scores]
        confirmed = _chosen(scores)
        if confirmed.k == choice.k:
            return replace(confirmed, clustering=found, stability=stability)
        choice = confirmed
    return choice


def _chosen(scores: list[KScore]) -> Choice:
    large = [score for score in scores if score.least_jaccard is not None]
    stable = [score for score in large if score.stable]
    candidates = {score.k: score.separation for score in stable if score.separation and score.qualifies}
    division = max((score.k for score in stable), default=None)
    if candidates:
        best = max(s.excess for s in candidates.values())
        k = max(k for k, s in candidates.items() if s.excess >= best - _AS_WELL)
        return Choice(k, "stable_and_separated", tuple(scores), division)
    why: Why = "no_structure" if stable else "unstable" if large else "too_small"
    return Choice(None, why, tuple(scores), division)
