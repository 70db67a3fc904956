"""Which features are meant: groups of them, or any that the person names."""

import csv
from io import StringIO
from typing import Final

from customer_segmentation.data.dataset import Column, Grain
from customer_segmentation.data.scope import Scope
from customer_segmentation.engine.where import nearest
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.words import LANGUAGES
from customer_segmentation.segment.features.feature import Feature
from customer_segmentation.segment.features.measures import (
    few_levels,
    mix_features,
    purchase_features,
    trait_features,
    value_share,
)

RFM: Final = ("recency_days", "orders", "aov")
"""Average order value stands for money: the sum follows the number of orders and would count it twice
(PRACTICE, practice 7: rank correlation 0.78 against 0.16)."""
_GROUPS: Final = {
    "rfm": "rfm",
    "behaviour": "behaviour",
    "behavior": "behaviour",
    "行为": "behaviour",
    "traits": "traits",
    "attributes": "traits",
    "特征": "traits",
    "属性": "traits",
}


def choose_features(text: str, scope: Scope, *, default: str = "rfm") -> list[Feature]:
    """Return the features that a comma-separated text names, each once, in its order.

    A name is a group (``rfm``; ``behaviour``: everything that purchases tell; ``traits``), a measure, a trait
    by name or header, or ``column=value`` for that value's share of a customer's spend; quotes may stand
    around names with commas. An empty text means ``default``, or the traits where nothing else is known.

    Raises:
        InputError: A name that the data do not hold, or nothing to compare customers by.
    """
    by_traits_alone = scope.dataset.grain is Grain.ATTRIBUTES
    asked = text.strip() or ("traits" if by_traits_alone else default)
    chosen: dict[str, Feature] = {}
    for entry in next(
        csv.reader(StringIO(asked.replace("，", ",").replace("、", ",")), skipinitialspace=True)
    ):
        if entry.strip():
            chosen |= {feature.name: feature for feature in _meant(entry.strip(), scope)}
    if not chosen:
        raise InputError("features_none", source=scope.dataset.source)
    return list(chosen.values())


def _meant(entry: str, scope: Scope) -> list[Feature]:
    group = _GROUPS.get(entry.casefold())
    if group == "rfm":
        return [f for f in purchase_features(scope) if f.name in RFM]
    if group == "behaviour":
        bought = [f for f in purchase_features(scope) if f.name != "revenue"]
        return bought + mix_features(scope)
    if group == "traits":
        return few_levels(trait_features(scope), scope)
    return [_named(entry, scope)]


def _named(entry: str, scope: Scope) -> Feature:
    column, sign, value = entry.partition("=")
    if sign and scope.has_orders:
        return value_share(_line_column(column.strip(), scope), value.strip().strip("\"'"))
    known = [*purchase_features(scope), *trait_features(scope, sensitive=True), *mix_features(scope)]
    wanted = entry.casefold()
    for feature in known:
        if wanted in _spoken(feature):
            return feature
    names = [feature.header if feature.header and not feature.value else feature.name for feature in known]
    raise InputError("feature_unknown", feature=entry, nearest=nearest(entry, names))


def _spoken(feature: Feature) -> set[str]:
    header = () if feature.value else (feature.header,)
    words = () if feature.header else tuple(feature.words(language) for language in LANGUAGES)
    return {name.casefold() for name in (feature.name, *header, *words) if name}


def _line_column(name: str, scope: Scope) -> Column:
    column = scope.dimension(name)
    if column.table != "transactions":
        raise InputError("feature_not_of_lines", column=name)
    return column
