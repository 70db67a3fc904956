"""What customers would do in each arm, and how far single ones stray from it, each told by a model that never saw them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from customer_segmentation.measure.policy.design import design_of
from customer_segmentation.measure.policy.known import Known
from customer_segmentation.measure.policy.regression import Boosted, Ridge, Trees, boosted, ridge

if TYPE_CHECKING:
    from customer_segmentation.measure.people import Codes
    from customer_segmentation.stats.adjusted_difference import Flags, Floats

PARTS: Final = 4
_TREES: Final = Trees()
_FARTHEST: Final = 0.995
"""Squares beyond this quantile count as the quantile when the spread is learnt; a few whales would carry it."""
_LEAST_SPREAD: Final = 0.02
"""Nobody is believed steadier than this quantile of customers."""
_NEGLIGIBLE: Final = 1e-4
_ALMOST_NOTHING: Final = 1e-12


@dataclass(frozen=True, eq=False)
class Expectations:
    """Models of each part of the customers left out in turn; other customers get their mean.

    Attributes:
        means: By part and arm, two models whose mean tells the outcome.
        squares: By part, a model of the squared distance from it.
        least: The least spread that is believed.
    """

    means: list[list[tuple[Boosted, Ridge]]]
    squares: list[Boosted]
    least: float

    def outcome(self, known: Known) -> "Floats":
        """Return the expected outcome of other customers in every arm, shape (customers, arms)."""
        import numpy as np

        found: Floats = np.mean([_told(models, known) for models in self.means], axis=0)
        return found

    def spread(self, known: Known) -> "Floats":
        """Return the standard deviation of the outcome of other customers, shape (customers,)."""
        import numpy as np

        squares = np.mean([model.predict(known) for model in self.squares], axis=0)
        found: Floats = np.maximum(np.sqrt(squares), self.least)
        return found


@dataclass(frozen=True, eq=False)
class Seen:
    """Expectations of the customers they were learnt from, each by the models that left them out."""

    expectations: Expectations
    outcome: "Floats"
    spread: "Floats"


def expect(known: Known, outcome: "Floats", arm: "Codes", parts: "Codes") -> Seen:
    """Learn the expectations.

    Args:
        known: What was known before.
        outcome: Shape (customers,).
        arm: Shape (customers,), from zero without a gap, every arm in all but one of the parts.
        parts: Shape (customers,): which part each customer is of, from zero.
    """
    import numpy as np

    arms = int(arm.max()) + 1
    told = np.empty((len(known), arms))
    means = []
    for part in range(int(parts.max()) + 1):
        inside = parts != part
        models = [_mean(known, outcome, inside & (arm == one)) for one in range(arms)]
        told[~inside] = _told(models, known.of(~inside))
        means.append(models)
    squares = (outcome - told[np.arange(len(known)), arm]) ** 2
    tame = np.minimum(squares, np.quantile(squares, _FARTHEST))
    tame = np.maximum(tame, max(_NEGLIGIBLE * float(tame.mean()), _ALMOST_NOTHING))
    spread = np.empty(len(known))
    models_of_squares = []
    for part in range(int(parts.max()) + 1):
        inside = parts != part
        learnt = known.of(inside)
        model = boosted(design_of(learnt), learnt, tame[inside], None, _TREES, loss="gamma")
        spread[~inside] = np.sqrt(model.predict(known.of(~inside)))
        models_of_squares.append(model)
    least = float(np.quantile(spread, _LEAST_SPREAD))
    return Seen(Expectations(means, models_of_squares, least), told, np.maximum(spread, least))


def _mean(known: Known, outcome: "Floats", own: "Flags") -> tuple[Boosted, Ridge]:
    learnt = known.of(own)
    design = design_of(learnt)
    return boosted(design, learnt, outcome[own], None, _TREES), ridge(design, learnt, outcome[own], None)


def _told(models: list[tuple[Boosted, Ridge]], known: Known) -> "Floats":
    import numpy as np

    return np.column_stack([(trees.predict(known) + line.predict(known)) / 2 for trees, line in models])
