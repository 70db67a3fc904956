"""What a cluster is called: by the features in which it lies farthest from all customers, so that no two are alike.

The distance is in standard deviations of all customers. A feature is ``high`` or ``low`` from ``_TELLING`` on,
``very_high`` or ``very_low`` from ``_EXTREME`` on, and ``typical`` below; a category is told where it is the cluster's most frequent one and more frequent than among all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from customer_segmentation.kit.name import NamePart
from customer_segmentation.segment.features.feature import Feature
from customer_segmentation.segment.features.matrix import FeatureMatrix
from customer_segmentation.segment.features.preparation import Preparation, as_compared

if TYPE_CHECKING:
    from customer_segmentation.segment.cluster.clustering import Labels, Points

_TELLING: Final = 0.4
_EXTREME: Final = 1.3
_MOST_PARTS: Final = 2
_OVER: Final = 1.25
"""A value names a cluster where it is that many times as frequent as among all: who is nearly everywhere tells nothing."""
_NEARLY_ALL: Final = 0.9
_MOSTLY: Final = 0.5
_OURS: Final = frozenset(
    {
        "recency_days",
        "orders",
        "revenue",
        "aov",
        "tenure_days",
        "gap_days",
        "units_per_order",
        "return_rate",
        "discount_share",
    }
)


@dataclass(frozen=True)
class Trait:
    """What a feature says of a cluster: how far it lies from all customers, and the words for that."""

    away: float
    part: NamePart

    @property
    def tells(self) -> bool:
        """Tell whether the cluster differs in this."""
        return abs(self.away) >= _TELLING


def named(traits: Sequence[Sequence[Trait]], ids: Sequence[str]) -> dict[str, list[NamePart]]:
    """Return the parts of every cluster's name; ``traits[i][j]`` is what feature j says of cluster i."""
    many = range(len(traits[0])) if traits else range(0)
    chosen: list[set[int]] = []
    for own in traits:
        telling = sorted((j for j in many if own[j].tells), key=lambda j: -abs(own[j].away))
        chosen.append(set(telling[:_MOST_PARTS]) or {max(many, key=lambda j: abs(own[j].away))})
    while alike := _alike(traits, chosen):
        feature = _that_parts(traits, chosen, alike)
        if feature is None:
            break
        for i in alike:
            chosen[i].add(feature)
    names = {ids[i]: [traits[i][j].part for j in sorted(chosen[i])] for i in range(len(traits))}
    taken: list[list[NamePart]] = []
    for identity, parts in names.items():
        if parts in taken:
            names[identity] = [NamePart(code="cluster_id", values={"id": identity}, of=list(parts))]
        taken.append(parts)
    return names


def _alike(traits: Sequence[Sequence[Trait]], chosen: Sequence[set[int]]) -> list[int]:
    """Return the first clusters that share a name and can still be parted."""
    groups: dict[tuple[str, ...], list[int]] = {}
    for i, own in enumerate(traits):
        groups.setdefault(_spelt(own, chosen[i]), []).append(i)
    shared = [members for members in groups.values() if len(members) > 1]
    return next((m for m in shared if _that_parts(traits, chosen, m) is not None), [])


def _spelt(own: Sequence[Trait], chosen: set[int]) -> tuple[str, ...]:
    return tuple(own[j].part.model_dump_json() for j in sorted(chosen))


def _that_parts(
    traits: Sequence[Sequence[Trait]], chosen: Sequence[set[int]], alike: Sequence[int]
) -> int | None:
    """Return the feature that tells clusters of one name apart the most; None if none does."""
    used = chosen[alike[0]]
    candidates = [
        j
        for j in range(len(traits[0]))
        if j not in used and len({traits[i][j].part.model_dump_json() for i in alike}) > 1
    ]
    spread = {
        j: max(traits[i][j].away for i in alike) - min(traits[i][j].away for i in alike) for j in candidates
    }
    return max(candidates, key=lambda j: spread[j]) if candidates else None


def cluster_traits(
    matrix: FeatureMatrix, labels: "Labels", clusters: int, preparation: Preparation
) -> list[list[Trait]]:
    """Return what every feature that was compared says of every cluster.

    Args:
        matrix: The customers, those in no cluster included.
        labels: The cluster of each; negative for none.
        clusters: How many there are.
        preparation: How numbers were compared.
    """
    numbers = {number.name: number for number in preparation.numbers}
    found: list[list[Trait]] = [[] for _ in range(clusters)]
    for feature in matrix.features:
        values = matrix.column(feature.name)
        for cluster in range(clusters):
            here = labels == cluster
            if feature.name in numbers:
                compared = as_compared(values, numbers[feature.name])
                found[cluster].append(_of_number(feature, values, compared, here))
            elif feature.name in preparation.categories:
                levels = matrix.levels[feature.name]
                found[cluster].append(_of_category(feature, values, here, levels))
    return found


def _level(away: float, *, graded: bool) -> str:
    """Return how high or low a cluster lies in a feature; ``graded`` tells high from very high."""
    if abs(away) < _TELLING:
        return "typical"
    side = "high" if away > 0 else "low"
    return side if abs(away) < _EXTREME or not graded else f"very_{side}"


def _of_number(feature: Feature, values: "Points", compared: "Points", here: "Labels") -> Trait:
    import numpy as np

    spread = float(compared.std())
    away = float(compared[here].mean() - compared.mean()) / spread if spread else 0.0
    own = values[here & ~np.isnan(values)]
    if feature.name == "orders" and len(own) and np.mean(own == 1) >= _NEARLY_ALL:
        return Trait(away, NamePart(code="orders_one"))
    level = _level(away, graded=feature.unit != "share")
    if feature.value:
        mostly = len(own) and own.mean() > _MOSTLY and away >= _TELLING
        code = "share_mostly" if mostly else f"share_{level}"
        return Trait(away, NamePart(code=code, values={"value": feature.value}))
    if feature.name in _OURS and not feature.header:
        return Trait(away, NamePart(code=f"{feature.name}_{level}"))
    told = {"trait": feature.header or feature.name}
    if feature.unit != "share":
        return Trait(away, NamePart(code=f"trait_{level}", values=told))
    if len(own) and abs(own.mean() - _MOSTLY) >= _NEARLY_ALL - _MOSTLY:
        level = "yes" if own.mean() > _MOSTLY else "no"
    return Trait(away, NamePart(code=f"flag_{level}", values=told))


def _of_category(feature: Feature, values: "Points", here: "Labels", levels: Sequence[str]) -> Trait:
    import numpy as np

    among_all = np.bincount(values[~np.isnan(values)].astype(int), minlength=len(levels)) / len(values)
    own = values[here & ~np.isnan(values)].astype(int)
    among_own = np.bincount(own, minlength=len(levels)) / max(int(here.sum()), 1)
    most = int(np.argmax(among_own))
    spread = float(np.sqrt(among_all[most] * (1 - among_all[most]))) or 1.0
    away = float(among_own[most] - among_all[most]) / spread
    told = {"trait": feature.header or feature.name, "value": levels[most] if levels else ""}
    if away < _TELLING or among_own[most] < _OVER * among_all[most]:
        return Trait(0.0, NamePart(code="category_mixed", values={"trait": told["trait"]}))
    return Trait(
        away, NamePart(code="category_mostly" if among_own[most] > _MOSTLY else "category_often", values=told)
    )
