"""The facts of clusters: how sure they are, what they were chosen by, and the means of what they compare."""

from typing import TYPE_CHECKING, Final

from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.fact_sheet import ALL, FactSheet
from customer_segmentation.kit.name import NamePart
from customer_segmentation.kit.reply import FactTable
from customer_segmentation.segment.cluster.choose_k import Choice
from customer_segmentation.segment.cluster.contributions import contributions
from customer_segmentation.segment.cluster.fitting import Fitted
from customer_segmentation.segment.cluster.request import Method
from customer_segmentation.segment.cluster.stability import bootstrap_jaccard, over_seeds
from customer_segmentation.segment.features.feature import CURRENCY
from customer_segmentation.segment.segment_table import SegmentTable

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Points

_IN_TABLE: Final = frozenset({"recency_days", "orders", "revenue", "aov"})
"""Features that the table of segments tells of anyway."""
_SEEDED: Final = frozenset({Method.KMEANS, Method.GMM, Method.KPROTOTYPES})
_SEED_SAMPLE: Final = 10_000


def say_certainty(table: SegmentTable, fitted: Fitted) -> None:
    """Say how stable each cluster is (``stability``, mean Jaccard over resamples) and how it agrees over seeds."""
    import numpy as np

    chosen = fitted.choice.stability if fitted.choice else ()
    found = chosen or bootstrap_jaccard(
        fitted.points, fitted.fitter, fitted.clusters, fitted.model.seed, found=fitted.found
    )
    for identity, value in zip(fitted.model.ids, found, strict=True):
        table.say(identity, "stability", value, "share", kind=Kind.ESTIMATED)
    if fitted.model.method in _SEEDED:
        some = fitted.points
        if len(some) > _SEED_SAMPLE:
            rng = np.random.default_rng(fitted.model.seed)
            some = some[np.sort(rng.choice(len(some), _SEED_SAMPLE, replace=False))]
        agreed = over_seeds(some, fitted.fitter, fitted.clusters, fitted.model.seed)
        table.say(ALL, "seed_agreement", agreed, "coefficient", kind=Kind.ESTIMATED)
    table.say(ALL, "explained", _explained(fitted.points, fitted), "share", kind=_kind(fitted))


def _explained(points: "Points", fitted: Fitted) -> float:
    """Return the share of the squared distances to the mean that lies between clusters."""
    within = sum(
        float(((points[fitted.labels == j] - points[fitted.labels == j].mean(axis=0)) ** 2).sum())
        for j in range(fitted.clusters)
    )
    grouped = points[fitted.labels >= 0]
    return 1 - within / float(((grouped - grouped.mean(axis=0)) ** 2).sum())


def _kind(fitted: Fitted) -> Kind:
    return Kind.MEASURED if len(fitted.matrix.ids) == fitted.matrix.customers else Kind.ESTIMATED


def say_means(table: SegmentTable, fitted: Fitted, ids: list[str]) -> dict[str, list[NamePart]]:
    """Say the mean of every number that the table of segments lacks, and return what these measures are called."""
    import numpy as np

    labels = fitted.labels_of_all
    measures = {}
    for n, feature in enumerate(fitted.matrix.features, start=1):
        if feature.kind == "category" or feature.name in _IN_TABLE:
            continue
        if feature.name not in fitted.model.preparation.names:
            continue
        values = fitted.matrix.column(feature.name)
        measures[f"mean_{n}"] = [feature.named]
        unit = table.currency if feature.unit == CURRENCY else feature.unit
        for j, identity in enumerate(ids):
            own = values[labels == j]
            own = own[~np.isnan(own)]
            if len(own):
                mean = float(own.mean())
                table.say(
                    identity, f"mean_{n}", round(mean) if unit == "days" else mean, unit, kind=_kind(fitted)
                )
    return measures


def say_contributions(table: SegmentTable, fitted: Fitted) -> dict[str, float]:
    """Say how much each feature has to do with the clusters, as ``effect`` of f1 and so on, and return it by name."""
    found = contributions(fitted)
    place = {name: f"f{n}" for n, name in enumerate(fitted.model.features, start=1)}
    for name, effect in found.items():
        table.say(place[name], "effect", effect, "coefficient", kind=_kind(fitted))
    return found


def say_unknown(table: SegmentTable, fitted: Fitted) -> None:
    """Say of how many customers a feature was not known, as ``unknown_f1`` and so on."""
    place = {name: f"f{n}" for n, name in enumerate(fitted.model.features, start=1)}
    for number in fitted.model.preparation.numbers:
        if number.unknown:
            table.say(ALL, f"unknown_{place[number.name]}", number.unknown, "share", kind=_kind(fitted))


def say_choice(table: FactSheet, choice: Choice) -> FactTable:
    """Say what spoke for each number of groups tried, under subjects k2, k3, …, and return them as a table."""
    for score in choice.scores:
        subject = f"k{score.k}"
        table.say(subject, "silhouette", score.silhouette, "coefficient", kind=Kind.ESTIMATED)
        table.say(subject, "smallest_share", score.smallest_share, "share", kind=Kind.ESTIMATED)
        if score.least_jaccard is not None:
            table.say(subject, "least_stability", score.least_jaccard, "share", kind=Kind.ESTIMATED)
        if score.separation is not None:
            table.say(subject, "separation", score.separation.excess, "coefficient", kind=Kind.ESTIMATED)
        if score.votes is not None:
            table.say(subject, "votes", score.votes, "count")
            table.say(subject, "place_rank", choice.ranked.index(score.k) + 1, "rank")
    if choice.rivals:
        table.say(ALL, "rival", choice.rivals[0], "count")
    subjects = [f"k{score.k}" for score in choice.scores]
    told = ["place_rank", "votes", "least_stability", "separation", "silhouette", "smallest_share"]
    return FactTable(
        tool=table.tool,
        subjects=subjects,
        measures=[measure for measure in told if any(table.has(subject, measure) for subject in subjects)],
        subject_label="groups_tried",
    )
