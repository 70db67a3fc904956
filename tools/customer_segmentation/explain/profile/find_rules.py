"""Rules found with a shallow tree per segment, in round numbers, and tested on customers held out.

The tree tells one segment from everybody else (L. Breiman et al., "Classification and regression trees", 1984); its
best leaf is a conjunction. Conditions that add nothing are dropped and cut points rounded as far as the rule stays
as good; precision and coverage are measured on the third of customers that the rule was not found on.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from customer_segmentation.explain.profile.aspects import Aspect, Compared
from customer_segmentation.explain.profile.rule import Cut, Fit, Rule, fit_of
from customer_segmentation.segment.segment_table import SMALL

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    Mask = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]

SAMPLE: Final = 100_000
"""So many customers at most are looked at."""
_FEWEST: Final = 2 * SMALL
_KEPT: Final = 0.99
"""A simpler rule is taken if it keeps so much of the balance of precision and coverage."""
_DIGITS: Final = (1, 2, 3, 4, 6, 9)
_PLACES: Final = Decimal("0.0001")


def find_rules(found: Compared, depth: int, seed: int) -> list[Rule]:
    """Return a rule for every segment large enough that one can be told, in the order of segments."""
    import numpy as np

    known = [aspect for aspect in found.aspects if aspect.is_known]
    if not known:
        return []
    order = np.random.default_rng(seed).permutation(found.places.size)[:SAMPLE]
    values = np.column_stack([aspect.values[order] for aspect in known])
    places = found.places[order]
    tested = np.arange(order.size) < order.size // 3
    rules = []
    for n, segment in enumerate(found.segments):
        members = places == n
        if not _FEWEST <= int(members.sum()) <= members.size - _FEWEST:
            continue
        cuts = _rule(values[~tested], members[~tested], known, depth)
        if cuts:
            held_out = fit_of(_chosen(cuts, known, values[tested]), members[tested])
            rules.append(Rule(segment, cuts, held_out))
    return rules


def _rule(values: "Numbers", members: "Mask", aspects: list[Aspect], depth: int) -> tuple[Cut, ...]:
    import numpy as np
    from sklearn.tree import DecisionTreeClassifier

    whole = ~np.isnan(values).any(axis=1)
    if not 0 < int(members[whole].sum()) < int(whole.sum()):
        return ()
    tree = DecisionTreeClassifier(
        max_depth=depth, min_samples_leaf=SMALL // 2, class_weight="balanced", random_state=0
    )
    # 32-bit floats are what the tree compares; given so, its cuts and ours see the same numbers.
    tree.fit(values[whole].astype(np.float32), members[whole])
    best: tuple[Cut, ...] = ()
    reached = 0.0
    for cuts in _leaves(tree.tree_, aspects):
        balance = _balance(cuts, aspects, values, members)
        if balance > reached:
            best, reached = cuts, balance
    return _rounded(_needed(best, aspects, values, members), aspects, values, members)


def _leaves(tree: Any, aspects: list[Aspect]) -> list[tuple[Cut, ...]]:
    """Return the conditions of every leaf, those on one thing taken together."""
    found = []
    open_nodes: list[tuple[int, dict[tuple[int, bool], float]]] = [(0, {})]
    while open_nodes:
        node, bounds = open_nodes.pop()
        column, left, right = (
            int(tree.feature[node]),
            int(tree.children_left[node]),
            int(tree.children_right[node]),
        )
        if left < 0:
            cuts = sorted(bounds.items())
            found.append(
                tuple(Cut(aspects[n], below, Decimal(repr(at)).quantize(_PLACES)) for (n, below), at in cuts)
            )
            continue
        at = float(tree.threshold[node])
        under, over = (column, True), (column, False)
        open_nodes.append((right, {**bounds, over: max(at, bounds.get(over, at))}))
        open_nodes.append((left, {**bounds, under: min(at, bounds.get(under, at))}))
    return [cuts for cuts in found if cuts]


def _chosen(cuts: tuple[Cut, ...], aspects: list[Aspect], values: "Numbers") -> "Mask":
    import numpy as np

    columns = {aspect.id: n for n, aspect in enumerate(aspects)}
    chosen = np.ones(len(values), dtype=np.bool_)
    for cut in cuts:
        chosen &= cut.holds(values[:, columns[cut.aspect.id]])
    return chosen


def _balance(cuts: tuple[Cut, ...], aspects: list[Aspect], values: "Numbers", members: "Mask") -> float:
    fit: Fit = fit_of(_chosen(cuts, aspects, values), members)
    return fit.balance


def _needed(
    cuts: tuple[Cut, ...], aspects: list[Aspect], values: "Numbers", members: "Mask"
) -> tuple[Cut, ...]:
    """Return the conditions without those that add next to nothing."""
    if not cuts:
        return cuts
    wanted = _KEPT * _balance(cuts, aspects, values, members)
    for cut in cuts:
        fewer = tuple(other for other in cuts if other is not cut)
        if fewer and _balance(fewer, aspects, values, members) >= wanted:
            return _needed(fewer, aspects, values, members)
    return cuts


def _rounded(
    cuts: tuple[Cut, ...], aspects: list[Aspect], values: "Numbers", members: "Mask"
) -> tuple[Cut, ...]:
    """Return the conditions with the fewest digits at which the rule stays as good, one condition after another."""
    if not cuts:
        return cuts
    wanted = _KEPT * _balance(cuts, aspects, values, members)
    columns = {aspect.id: n for n, aspect in enumerate(aspects)}
    for place, cut in enumerate(cuts):
        told = values[:, columns[cut.aspect.id]]
        for digits in _DIGITS:
            rounder = Cut(cut.aspect, cut.below, _round(cut.at, digits, told))
            tried = (*cuts[:place], rounder, *cuts[place + 1 :])
            if _balance(tried, aspects, values, members) >= wanted:
                cuts = tried
                break
    return cuts


def _round(at: Decimal, digits: int, told: "Numbers") -> Decimal:
    """Return a cut point with so many digits; between whole numbers it is the upper one."""
    import numpy as np

    known = told[~np.isnan(told)]
    if bool((known == np.floor(known)).all()):
        at = Decimal(int(np.ceil(float(at))))
    if not at:
        return at
    rounded = at.quantize(Decimal(1).scaleb(at.adjusted() + 1 - digits))
    return rounded.quantize(_PLACES).normalize() if rounded.as_tuple().exponent else rounded
