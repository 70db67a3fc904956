"""How features become points that distances can compare, frozen so that later customers are prepared alike.

In this order: what is missing becomes the median; of a skewed feature the logarithm of one more is taken; then every
feature is centred and scaled. A feature that hardly differs between customers is dropped. A customer beyond a fence of
any feature is an outlier: the fences lie ``_FAR`` interquartile ranges outside the quartiles (J. W. Tukey, "Exploratory
Data Analysis" (1977), calls three far out) of the feature as it is compared, yet never so near that more than
``MOST_OUTLIERS`` of the customers lie beyond them.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, Field

from customer_segmentation.segment.features.feature import Feature
from customer_segmentation.segment.features.matrix import FeatureMatrix

if TYPE_CHECKING:
    import numpy as np

    Points = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Codes = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
    Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

UNKNOWN: Final = -1
"""The code of a category that is not known."""
MOST_OUTLIERS: Final = 0.01
MOST_MISSING: Final = 0.5
"""A feature that is unknown of more customers than this tells of who is known, and is dropped."""
_SKEWED: Final = 1.0
_FAR: Final = 3.0
_FEWEST_FOR_FENCES: Final = 100
_ALIKE: Final = 0.95
_FEW_VALUES: Final = 2


class Scaling(StrEnum):
    """How features are made comparable."""

    AUTO = "auto"
    """Logarithms of what is skewed, then standard scores."""
    NONE = "none"
    """As they are."""
    STANDARD = "standard"
    """Less the mean, divided by the standard deviation."""
    ROBUST = "robust"
    """Less the median, divided by the interquartile range."""


class Prepared(BaseModel):
    """How one feature becomes a coordinate: (log(1 + max(x, 0)) or x, less ``centre``) divided by ``scale``.

    Attributes:
        missing: What stands for a value that is not known.
        low: The fence below which a customer is an outlier, None for no fence; likewise ``high``.
        unknown: The share of customers of whom it was not known.
    """

    name: str
    log: bool = False
    missing: float = 0.0
    centre: float = 0.0
    scale: float = 1.0
    low: float | None = None
    high: float | None = None
    unknown: float = 0.0


class Preparation(BaseModel):
    """How customers become points.

    Attributes:
        numbers: The coordinates, in their order.
        categories: Names of the features that are categories, in their order.
        constant: Names of features dropped because customers do not differ in them.
        unknown: Names of features dropped because too few customers have a value.
    """

    numbers: list[Prepared]
    categories: list[str] = Field(default_factory=list)
    constant: list[str] = Field(default_factory=list)
    unknown: list[str] = Field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The features that are compared, numbers first."""
        return [*(number.name for number in self.numbers), *self.categories]

    def points(self, matrix: FeatureMatrix) -> "Points":
        """Return the coordinates of customers, shape (customers, numbers)."""
        import numpy as np

        if not self.numbers:
            return np.empty((len(matrix.ids), 0))
        columns = [(as_compared(matrix.column(p.name), p) - p.centre) / p.scale for p in self.numbers]
        return np.ascontiguousarray(np.stack(columns, axis=1))

    def codes(self, matrix: FeatureMatrix) -> "Codes":
        """Return the categories of customers as places of levels, shape (customers, categories)."""
        import numpy as np

        if not self.categories:
            return np.empty((len(matrix.ids), 0), dtype=np.int64)
        told = np.stack([matrix.column(name) for name in self.categories], axis=1)
        return np.where(np.isnan(told), UNKNOWN, told).astype(np.int64)

    def outliers(self, matrix: FeatureMatrix) -> "Flags":
        """Return which customers lie beyond a fence."""
        import numpy as np

        beyond = np.zeros(len(matrix.ids), dtype=bool)
        for number in self.numbers:
            values = matrix.column(number.name)
            if number.low is not None:
                beyond |= values < number.low
            if number.high is not None:
                beyond |= values > number.high
        return beyond


def prepare(matrix: FeatureMatrix, scaling: Scaling, *, fences: bool) -> Preparation:
    """Return how the customers of a matrix are prepared; ``fences`` set outliers apart."""
    import numpy as np

    numbers, constant, unknown = [], [], []
    fences = fences and len(matrix.ids) >= _FEWEST_FOR_FENCES
    for feature in matrix.features:
        values = matrix.column(feature.name)
        known = values[~np.isnan(values)]
        if not len(known) or 1 - len(known) / len(values) > MOST_MISSING:
            unknown.append(feature.name)
        elif len(np.unique(known[:1])) == len(np.unique(known)):
            constant.append(feature.name)
        elif feature.kind == "number":
            numbers.append(_prepared(feature, values, known, scaling))
    if fences:
        numbers = _fenced(numbers, matrix)
        if any(number.low is not None or number.high is not None for number in numbers):
            numbers = _without_outliers(numbers, matrix, scaling)
    dropped = {*constant, *unknown}
    categories = [f.name for f in matrix.features if f.kind == "category" and f.name not in dropped]
    return Preparation(numbers=numbers, categories=categories, constant=constant, unknown=unknown)


def _prepared(feature: Feature, values: "Points", known: "Points", scaling: Scaling) -> Prepared:
    import numpy as np

    prepared = Prepared(
        name=feature.name,
        log=scaling is Scaling.AUTO and feature.unit != "share" and _is_skewed(known),
        missing=float(np.median(known)),
        unknown=1 - len(known) / len(values),
    )
    return _scaled(prepared, as_compared(values, prepared), scaling)


def _is_skewed(known: "Points") -> bool:
    """Tell whether values above zero reach much farther up than down."""
    import numpy as np

    if np.quantile(known, 0.05) < 0 or len(np.unique(known)) <= _FEW_VALUES:
        return False
    away = known - known.mean()
    return bool((away**3).mean() > _SKEWED * (away**2).mean() ** 1.5)


def as_compared(values: "Points", prepared: Prepared) -> "Points":
    """Return the values of a feature with nothing missing, their logarithms where it is skewed."""
    import numpy as np

    told = np.where(np.isnan(values), prepared.missing, values)
    return np.log1p(np.maximum(told, 0)) if prepared.log else told


def _scaled(prepared: Prepared, compared: "Points", scaling: Scaling) -> Prepared:
    import numpy as np

    if scaling is Scaling.NONE:
        return prepared
    spread = float(np.std(compared))
    centre = float(np.mean(compared))
    if scaling is Scaling.ROBUST:
        low, centre, high = (float(v) for v in np.quantile(compared, [0.25, 0.5, 0.75]))
        spread = high - low or spread
    return prepared.model_copy(update={"centre": centre, "scale": spread or 1.0})


def _fenced(numbers: list[Prepared], matrix: FeatureMatrix) -> list[Prepared]:
    """Return the features with fences that leave at most ``MOST_OUTLIERS`` of the customers beyond all of them."""
    import numpy as np

    shared = MOST_OUTLIERS / (2 * max(len(numbers), 1))
    units = {feature.name: feature.unit for feature in matrix.features}
    fenced = []
    for number in numbers:
        values = matrix.column(number.name)
        compared = as_compared(values, number)
        low, high = np.quantile(compared, [0.25, 0.75])
        if units[number.name] == "share" or not high > low:
            fenced.append(number)
            continue
        reach = _FAR * (high - low)
        edges = np.quantile(compared, [shared, 1 - shared])
        below, above = min(low - reach, edges[0]), max(high + reach, edges[1])
        update = {
            "low": _as_told(below, number) if compared.min() < below else None,
            "high": _as_told(above, number) if compared.max() > above else None,
        }
        fenced.append(number.model_copy(update=update))
    return fenced


def _as_told(compared: float, number: Prepared) -> float | None:
    """Return the value of the feature that is compared as this; a logarithm has no value below zero."""
    from math import expm1

    if not number.log:
        return float(compared)
    return expm1(compared) if compared > 0 else None


def _without_outliers(numbers: list[Prepared], matrix: FeatureMatrix, scaling: Scaling) -> list[Prepared]:
    """Return the features centred and scaled by the customers within the fences."""
    within = ~Preparation(numbers=numbers).outliers(matrix)
    return [_scaled(n, as_compared(matrix.column(n.name), n)[within], scaling) for n in numbers]


def nearly_alike(points: "Points", names: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of features whose coordinates tell nearly the same: a correlation of 0.95 or more."""
    import numpy as np

    if points.shape[1] < 2 or len(points) < 2:  # noqa: PLR2004 - a pair
        return []
    related = np.abs(np.corrcoef(points, rowvar=False))
    places = range(len(names))
    return [(names[i], names[j]) for i in places for j in places if i < j and related[i, j] >= _ALIKE]
