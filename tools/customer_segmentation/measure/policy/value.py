"""What ways of choosing whom to contact are worth, told on customers whom the learnt one was not learnt from.

Customers are split into parts; for each part the policy, its threshold and the expectations come from the others. A
customer counts in every arm with a doubly robust score: the expected outcome, set right by what was seen where that arm
is theirs, by the inverse of its chance (J. M. Robins, A. Rotnitzky, L. P. Zhao, JASA 89 (1994) 846-866; for policies S.
Athey, S. Wager, Econometrica 89 (2021) 133-161). As chances are known, the means are unbiased whatever the models say.
"""

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from customer_segmentation.measure.policy.gains import choose, learn_gains, split
from customer_segmentation.measure.policy.known import Known
from customer_segmentation.measure.policy.regression import one_thread
from customer_segmentation.stats.mean_difference import MeanDifference, with_error
from customer_segmentation.stats.shares import Estimate

if TYPE_CHECKING:
    from customer_segmentation.measure.people import Codes
    from customer_segmentation.stats.adjusted_difference import Floats

PARTS: Final = 5


@dataclass(frozen=True, eq=False)
class HeldOut:
    """What was learnt without each customer, about them.

    Attributes:
        scores: Doubly robust outcome in every arm, shape (customers, arms).
        gains: Learnt gain of every arm of contact, shape (customers, arms - 1).
        parts: The part each customer was held out with.
    """

    scores: "Floats"
    gains: "Floats"
    parts: "Codes"

    @property
    def chosen(self) -> "Codes":
        """The arm that the learnt policy chooses for each customer, zero for none."""
        return choose(self.gains)


def held_out(known: Known, outcome: "Floats", arm: "Codes", chances: "Floats", seed: int) -> HeldOut:
    """Learn a policy without each part of the customers in turn; arguments as those of ``learn_gains``."""
    import numpy as np

    draw = np.random.default_rng(seed)
    parts = split(arm, PARTS, draw)
    gains = np.empty((len(known), chances.shape[1] - 1))
    scores = np.empty(chances.shape)
    with one_thread():
        for part in range(PARTS):
            inside, left = parts != part, parts == part
            learnt = learn_gains(known.of(inside), outcome[inside], arm[inside], chances[inside], draw)
            own = known.of(left)
            gains[left] = learnt.predict(own)
            expected = learnt.expectations.outcome(own)
            scores[left] = doubly_robust(expected, outcome[left], arm[left], chances[left])
    return HeldOut(scores, gains, parts)


def doubly_robust(expected: "Floats", outcome: "Floats", arm: "Codes", chances: "Floats") -> "Floats":
    """Return the scores of customers in every arm, shape (customers, arms)."""
    import numpy as np

    rows = np.arange(len(arm))
    scores = expected.copy()
    scores[rows, arm] += (outcome - expected[rows, arm]) / chances[rows, arm]
    return scores


def value_of(scores: "Floats", chosen: "Codes") -> MeanDifference:
    """Return the mean outcome per customer if each had the arm chosen for them."""
    import numpy as np

    return _mean(scores[np.arange(len(chosen)), chosen])


def ahead(scores: "Floats", chosen: "Codes", other: "Codes") -> MeanDifference:
    """Return by how much one choice is worth more than another per customer, the same customers compared."""
    import numpy as np

    rows = np.arange(len(chosen))
    return _mean(scores[rows, chosen] - scores[rows, other])


def same_number(chosen: "Codes", parts: "Codes", first: "Floats") -> "Codes":
    """Return a choice that contacts as many of every part with the same arms, those with the lowest ``first``.

    Of equals the earlier customer comes first; who is contacted has the commonest arm of that part's choice.
    """
    import numpy as np

    found = np.zeros_like(chosen)
    for part in np.unique(parts):
        own = np.flatnonzero(parts == part)
        arms = chosen[own][chosen[own] > 0]
        if len(arms):
            order = own[np.argsort(first[own], kind="stable")]
            found[order[: len(arms)]] = np.bincount(arms).argmax()
    return found


def _mean(values: "Floats") -> MeanDifference:
    """Return a mean with its interval, of no width where nothing varies; two customers or more."""
    mean, error = float(values.mean()), sqrt(float(values.var(ddof=1)) / len(values))
    if error <= 0:
        return MeanDifference(Estimate(mean, mean, mean), 0.0, 1.0 if mean == 0 else 0.0)
    return with_error(mean, error, len(values) - 1)
