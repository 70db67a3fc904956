"""What contacting a customer gains, given what is known of them: learnt from those contacted and those held out.

An R-learner (X. Nie, S. Wager, "Quasi-oracle estimation of heterogeneous treatment effects", Biometrika 108 (2021)
299-319) in units of the customer's own spread: what is left of an outcome after the expected part is divided by how
far such customers stray, so that the few who spend much neither drown the others nor are shrunk like them. Boosted
trees and a ridge on splines are weighed against each other on customers that neither saw. Outcomes farther from
expectation than nearly all are drawn in for learning; policies are valued on the outcomes as they are.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from customer_segmentation.measure.policy.design import design_of
from customer_segmentation.measure.policy.expectations import PARTS, Expectations, Seen, expect
from customer_segmentation.measure.policy.known import Known
from customer_segmentation.measure.policy.regression import Boosted, Ridge, Trees, boosted, one_thread, ridge

if TYPE_CHECKING:
    import numpy as np

    from customer_segmentation.measure.people import Codes
    from customer_segmentation.stats.adjusted_difference import Floats

MOST_LEARNT: Final = 60_000
"""So many customers at most are learnt from; who is a matter of the seed."""
_TREES: Final = Trees(depth=4, many=100, rate=0.03, seeds=3)
_QUICK: Final = Trees(depth=4, many=100, rate=0.03)
"""Where the trees are only weighed against the line."""
_DRAWN_IN: Final = 0.995


@dataclass(frozen=True, eq=False)
class Gain:
    """The gain of one arm in units of spread: ``trees`` of it by the trees, the rest by the line."""

    boosted: Boosted
    ridge: Ridge
    trees: float

    def predict(self, known: Known) -> "Floats":
        """Return the gain of customers, in their own spread."""
        return self.trees * self.boosted.predict(known) + (1 - self.trees) * self.ridge.predict(known)


@dataclass(frozen=True, eq=False)
class Gains:
    """Learnt gains of every arm over being left alone."""

    expectations: Expectations
    arms: list[Gain]

    def predict(self, known: Known) -> "Floats":
        """Return what contacting gains in units of the outcome, shape (customers, arms of contact)."""
        import numpy as np

        with one_thread():
            spread = self.expectations.spread(known)
            return np.column_stack([spread * gain.predict(known) for gain in self.arms])


def choose(gains: "Floats") -> "Codes":
    """Return the arm that gains most for each customer, from one; zero where none gains."""
    import numpy as np

    best = gains.argmax(axis=1)
    return np.where(gains[np.arange(len(gains)), best] > 0, best + 1, 0)


def learn_gains(
    known: Known, outcome: "Floats", arm: "Codes", chances: "Floats", draw: "np.random.Generator"
) -> Gains:
    """Learn the gains.

    Args:
        known: What was known before.
        outcome: Shape (customers,), after the cost of contact.
        arm: Shape (customers,), zero for those held out.
        chances: Shape (customers, arms): of being in each arm.
        draw: Chance, for the parts that models are fitted on.
    """
    import numpy as np

    if len(known) > MOST_LEARNT:
        some = np.sort(draw.permutation(len(known))[:MOST_LEARNT])
        known, outcome, arm, chances = known.of(some), outcome[some], arm[some], chances[some]
    parts = split(arm, PARTS, draw)
    with one_thread():
        seen = expect(known, outcome, arm, parts)
        gains = [_gain(known, outcome, arm, chances, seen, parts, one) for one in range(1, chances.shape[1])]
    return Gains(seen.expectations, gains)


def split(arm: "Codes", parts: int, draw: "np.random.Generator") -> "Codes":
    """Return a part for every customer by chance, as many of each arm in every part as can be."""
    import numpy as np

    found = np.empty(len(arm), dtype=np.int64)
    order = draw.permutation(len(arm))
    for one in np.unique(arm):
        own = order[arm[order] == one]
        found[own] = np.arange(len(own)) % parts
    return found


def _gain(
    known: Known, outcome: "Floats", arm: "Codes", chances: "Floats", seen: Seen, parts: "Codes", one: int
) -> Gain:
    import numpy as np

    used = (arm == one) | (arm == 0)
    contacted = chances[used, one] / (chances[used, one] + chances[used, 0])
    expected = contacted * seen.outcome[used, one] + (1 - contacted) * seen.outcome[used, 0]
    strayed = (outcome[used] - expected) / seen.spread[used]
    far = float(np.quantile(np.abs(strayed), _DRAWN_IN))
    apart = (arm[used] == one) - contacted
    target, weights = np.clip(strayed, -far, far) / apart, apart**2
    own, of = known.of(used), parts[used]
    told = np.empty((len(own), 2))
    for part in range(PARTS):
        inside = of != part
        models = _models(own.of(inside), target[inside], weights[inside], _QUICK)
        told[~inside] = np.column_stack([model.predict(own.of(~inside)) for model in models])
    trees, line = _models(own, target, weights, _TREES)
    return Gain(trees, line, _weight(target, weights, told))


def _models(known: Known, target: "Floats", weights: "Floats", trees: Trees) -> tuple[Boosted, Ridge]:
    design = design_of(known)
    return boosted(design, known, target, weights, trees), ridge(design, known, target, weights)


def _weight(target: "Floats", weights: "Floats", told: "Floats") -> float:
    """Return the weight of the first of two predictions, between zero and one, that errs least with the second."""
    apart = told[:, 0] - told[:, 1]
    whole = float((weights * apart**2).sum())
    if whole <= 0:
        return 0.5
    return min(1.0, max(0.0, float((weights * apart * (target - told[:, 1])).sum()) / whole))
