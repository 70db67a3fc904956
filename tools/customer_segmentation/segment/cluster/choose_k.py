"""How many clusters: the simplest division that comes back, stands apart, and that the indices agree on.

No single index decides (PRACTICE, practice 9). A number of clusters k is a candidate when

1. every cluster holds at least ``min_share`` of the customers;
2. its least stable cluster reaches a bootstrap Jaccard of 0.75 (``stability``), the mean of ``_VIEWS`` samples of
   the customers that are each divided on their own: one sample may fall on an odd division, and the choice with it;
3. its silhouette beats that of clouds without groups (``structure``): the simplest stable k alone drifts to two.

Among the candidates silhouette, Caliński-Harabasz and Davies-Bouldin have a vote each, by how far they are ahead of
clouds without groups (``consensus``); the most votes win, of equally many the simplest. A candidate that one of them
prefers to the chosen one holds about as well and is told. Without a candidate there is no k: the customers are one
cloud, and a division of it is drawn rather than found.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal

from customer_segmentation.kit.errors import MethodError
from customer_segmentation.segment.cluster.canonical import row_order
from customer_segmentation.segment.cluster.consensus import ranked, votes
from customer_segmentation.segment.cluster.indices import silhouette
from customer_segmentation.segment.cluster.stability import STABLE, bootstrap_jaccard
from customer_segmentation.segment.cluster.structure import Separation, Structure

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Clustering, Fitter, Points

Why = Literal["stable_and_separated", "no_structure", "unstable", "too_small"]
"""Why this k, or why none: not apart from one cloud; no k comes back; no k has large enough clusters."""

K_RANGE: Final = range(2, 11)
_SAMPLE: Final = 3_000
_RESAMPLED: Final = 3_000
_VIEWS: Final = 5
_ROUNDS: Final = 4
"""In each view."""
_APART: Final = 1_000
"""Between the seeds of views, whose rounds take the seeds that follow."""


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
        votes: How many of the three indices speak for it; None where it is no candidate.
    """

    k: int
    silhouette: float
    calinski_harabasz: float
    davies_bouldin: float
    smallest_share: float
    least_jaccard: float | None = None
    separation: Separation | None = None
    votes: int | None = None

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
        ranked: The candidates, the chosen one first.
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
    ranked: tuple[int, ...] = ()

    @property
    def rivals(self) -> tuple[int, ...]:
        """The candidates besides ``k`` that an index speaks for."""
        return tuple(score.k for score in self.scores if score.votes and score.k != self.k)


class NoGroups(MethodError):  # noqa: N818 - an answer, as its base is
    """No number of groups is a candidate; ``choice`` tells what was tried."""

    def __init__(self, choice: Choice, customers: int) -> None:
        self.choice = choice
        if choice.why == "no_structure" and choice.division:
            super().__init__("cluster_one_cloud", customers=customers, pieces=choice.division)
        else:
            super().__init__(f"cluster_{choice.why}", customers=customers)


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
    judged = replace(score, least_jaccard=_least_stable(points, fitter, score.k, seed))
    return replace(judged, separation=structure.separation(score.k)) if judged.stable else judged


def _least_stable(points: "Points", fitter: "Fitter", k: int, seed: int) -> float:
    """Return the stability of the least stable of k clusters, the mean over several samples of the points."""
    found = []
    for view in range(_VIEWS):
        stable = bootstrap_jaccard(points, fitter, k, seed + _APART * view, rounds=_ROUNDS, sample=_RESAMPLED)
        found.append(min(stable))
        if sum(found) + _VIEWS - len(found) < STABLE * _VIEWS:
            break  # not even with views that come back whole would it be stable
    return sum(found) / len(found)


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
    spoken = votes(candidates)
    told = tuple(replace(score, votes=spoken.get(score.k)) for score in scores)
    if candidates:
        order = tuple(ranked(candidates))
        return Choice(order[0], "stable_and_separated", told, division, ranked=order)
    why: Why = "no_structure" if stable else "unstable" if large else "too_small"
    return Choice(None, why, told, division)
