"""What segments are compared by: features, a category's levels each on their own, and the segment of everybody."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from customer_segmentation.data.scope import Scope
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.name import NamePart
from customer_segmentation.segment.features.choice import choose_features
from customer_segmentation.segment.features.feature import CURRENCY, Feature
from customer_segmentation.segment.features.matrix import FeatureMatrix, people_of, read_features
from customer_segmentation.segment.segment_table import SMALL
from customer_segmentation.segment.traits.sensitive import is_protected

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Places = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

_EVERYTHING: Final = "behaviour, revenue, traits"
_MOST_MISSING: Final = 0.05
_FEW: Final = 10


@dataclass(frozen=True, eq=False)
class Aspect:
    """One thing to compare by.

    Attributes:
        id: Its assigned id in fact keys: the name of a measure of our own, else ``f1``, ``f2``, …
        feature: What it is; for a level of a category, the category.
        place: Its column in the query over the features, from 1.
        level: One value of a category; empty for a number.
        values: Shape (customers,), NaN where not known; 1 and 0 for a level.
        formed: The segments were formed from it, or it follows from what they were formed from.
    """

    id: str
    feature: Feature
    place: int
    level: str
    values: "Numbers"
    formed: bool

    @property
    def is_share(self) -> bool:
        """Tell whether each customer either has it or not."""
        flag = self.feature.unit == "share" and bool(self.feature.header) and not self.feature.value
        return bool(self.level) or flag

    @property
    def is_part(self) -> bool:
        """Tell whether it is a part of a customer's money, from none to all: skew cannot carry its mean."""
        return self.feature.unit == "share" and not self.is_share

    @cached_property
    def has_median(self) -> bool:
        """Tell whether the median is its typical value, because skew would carry a mean.

        A count of a few has a mean: its median would be 1 for nearly every segment.
        """
        import numpy as np

        known = self.values[~np.isnan(self.values)]
        whole = bool((known == np.floor(known)).all())
        few = whole and float(np.median(np.abs(known))) < _FEW
        return (
            self.feature.unit != "share"
            and not self.level
            and (self.feature.unit in {"days", "year", CURRENCY} or not few)
        )

    @property
    def is_known(self) -> bool:
        """Tell whether nearly every customer has a value."""
        import numpy as np

        return bool(np.isnan(self.values).mean() <= _MOST_MISSING)

    @property
    def named(self) -> NamePart:
        """What it is called, as part of a name."""
        if self.level:
            return NamePart(code="profile_level", values={"level": self.level}, of=[self.feature.named])
        return self.feature.named

    def words(self, language: str) -> str:
        """Return what it is called within a sentence, such as "days since the last order"."""
        return self.named.words(language)


@dataclass(frozen=True, eq=False)
class Compared:
    """The customers of a segmentation and what they are compared by.

    Attributes:
        features: The features of the query, in its order.
        aspects: Things to compare by.
        segments: Segment ids that have customers, in their declared order.
        places: Shape (customers,): the place of each customer's segment in ``segments``.
        left_out: Protected traits that nobody asked for, so that nothing is compared by them.
    """

    features: list[Feature]
    aspects: list[Aspect]
    segments: list[str]
    places: "Places"
    left_out: tuple[Feature, ...] = ()

    @property
    def protected(self) -> list[Feature]:
        """The protected traits that the segments are compared by."""
        return [feature for feature in self.features if is_protected(feature.header)]

    def size(self, segment: str) -> int:
        """Return how many customers a segment has."""
        return int((self.places == self.segments.index(segment)).sum())


def _segment(scope: Scope) -> Feature:
    """Return the segment of the table ``assigned`` as a feature."""
    person, _ = people_of((), scope)
    placed = f"(SELECT a.segment FROM assigned AS a WHERE a.customer_id = {person}.customer_id)"
    return Feature("segment", placed, kind="category")


def compared(text: str, scope: Scope, declared: list[str], formed: set[str]) -> Compared:
    """Return the customers of the table ``assigned`` by the features that a text names.

    An empty text means all known ones but protected traits, unless the segments were formed from those.

    Raises:
        InputError: A feature that the data do not hold, or nothing but protected traits and none asked for.
        MethodError: No customer of the segments has a valid order in the data.
    """
    import numpy as np

    features, left_out = _chosen(text, scope, formed)
    segment = _segment(scope)
    matrix = read_features([*features, segment], scope)
    told = matrix.values[:, -1]
    inside = ~np.isnan(told)
    levels = matrix.levels[segment.name]
    present = [segment for segment in declared if segment in levels]
    if not present:
        raise MethodError("profile_nobody")
    order = np.array([present.index(level) if level in present else -1 for level in levels])
    places = order[told[inside].astype(np.int64)]
    return Compared(features, list(_aspects(matrix, inside, formed)), present, places, tuple(left_out))


def _chosen(text: str, scope: Scope, formed: set[str]) -> tuple[list[Feature], list[Feature]]:
    """Return what to compare by, and the protected traits that are left out because nobody asked for them."""
    features = choose_features(text, scope, default=_EVERYTHING)
    if text.strip():
        return features, []
    left_out = [f for f in features if is_protected(f.header) and not formed & {f.name, f.header}]
    kept = [f for f in features if f not in left_out]
    if not kept:
        raise InputError("profile_only_protected", headers=", ".join(f.header for f in left_out))
    return kept, left_out


def _aspects(
    matrix: FeatureMatrix, inside: "np.ndarray[tuple[int, ...], np.dtype[np.bool_]]", formed: set[str]
) -> list[Aspect]:
    import numpy as np

    found: list[Aspect] = []
    numbered = 0
    for place, feature in enumerate(matrix.features[:-1], start=1):
        values = matrix.values[inside, place - 1]
        by_construction = bool(formed & {feature.name, feature.header, feature.name.partition("=")[0]} - {""})
        for level, told in _levels(matrix, feature, values):
            own = not feature.header and not level
            numbered += not own
            name = feature.name if own else f"f{numbered}"
            found.append(Aspect(name, feature, place, level, told, by_construction))
    return [aspect for aspect in found if np.unique(aspect.values[~np.isnan(aspect.values)]).size > 1]


def _levels(matrix: FeatureMatrix, feature: Feature, values: "Numbers") -> list[tuple[str, "Numbers"]]:
    """Return a number as it is, and of a category every level that enough customers have as 1 and 0.

    Of two levels the more frequent one says it all.
    """
    import numpy as np

    if feature.kind == "number":
        return [("", values)]
    unknown = np.isnan(values)
    levels = matrix.levels[feature.name]
    sizes = [int((values == n).sum()) for n in range(len(levels))]
    told = [n for n, size in enumerate(sizes) if size >= SMALL]
    if len([size for size in sizes if size]) == 2:  # noqa: PLR2004 - who has not the one has the other
        told = [max(told, key=lambda n: sizes[n])] if told else []
    return [(levels[n], np.where(unknown, np.nan, (values == n).astype(np.float64))) for n in told]
