"""What the segments of a result were formed from: there they differ by construction, which proves nothing."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from customer_segmentation.data.filterables import filterables
from customer_segmentation.data.scope import Scope
from customer_segmentation.engine.condition import tests_of
from customer_segmentation.engine.where import parse_where
from customer_segmentation.segment.features.choice import choose_features
from customer_segmentation.workspace.workspace import Result

_FOLLOW: Final[Mapping[str, frozenset[str]]] = {
    "orders": frozenset({"revenue", "tenure_days", "gap_days"}),
    "aov": frozenset({"revenue"}),
    "revenue": frozenset({"aov", "orders"}),
}
"""Turnover is orders times their value; more orders mean a longer history and shorter gaps."""


def formed_from(segmentation: Result, scope: Scope) -> set[str]:
    """Return the names of the features that the segments were formed from, and of those that follow from them.

    A feature about one value of a column, such as ``category=Shoes``, is among them with its column.
    """
    own = set(_own(segmentation, scope))
    return own | {follower for name in own for follower in _FOLLOW.get(name, ())}


def _own(segmentation: Result, scope: Scope) -> Iterable[str]:
    asked, detail = segmentation.request, segmentation.reply.detail
    if segmentation.tool == "rfm_segments":
        return ["recency_days", "orders", *(["revenue"] if "M" in str(detail.get("grid", "")) else [])]
    if segmentation.tool == "define_segment":
        return _of_rule(asked, scope)
    told = [*_listed(detail.get("features")), *_listed(detail.get("traits"))]
    if told or "features" not in asked:
        return told
    return [feature.name for feature in choose_features(asked["features"], scope)]


def _listed(names: Any) -> list[str]:
    return [str(name) for name in names] if isinstance(names, (list, tuple)) else []


def _of_rule(asked: dict[str, Any], scope: Scope) -> list[str]:
    found = ["recency_days"] if asked.get("not_in_days") else []
    if asked.get("bought_at_least") or asked.get("bought") or asked.get("not_bought"):
        found += ["orders", "category"]
    if not str(asked.get("rule", "")).strip():
        return found
    rule = parse_where(asked["rule"], filterables(scope.dataset, scope.as_of))
    return found + [test.field.name for test in tests_of(rule)]
