"""Two ways to fit what customers do from what is known of them: boosted trees and a ridge on splines.

T. Hastie, R. Tibshirani, J. Friedman, "The elements of statistical learning", 2nd ed., sections 3.4, 5.2 and 10.
The same customers give the same fit, whatever the number of processors.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from customer_segmentation.measure.policy.design import Design
from customer_segmentation.measure.policy.known import Known

if TYPE_CHECKING:
    from customer_segmentation.stats.adjusted_difference import Floats

Loss = Literal["squared_error", "gamma"]

_STRENGTHS: Final = tuple(10 ** (power / 3) for power in range(-9, 7))
"""Of the ridge, in units of a column's spread."""
_NO_SPREAD: Final = 1e-9
_LEAST_LEFT: Final = 1e-3
_LEAF: Final = 100
_LEAVES: Final = 10
"""A leaf holds a part of the customers no smaller than this, and no more than ``_LEAF``."""


@contextmanager
def one_thread() -> Iterator[None]:
    """Fit and predict on one thread.

    How sums are shared among threads changes their last digit, and small fits take many times as long on several.
    """
    import sklearn.ensemble  # noqa: F401 - only libraries that are loaded already can be limited
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield


@dataclass(frozen=True)
class Trees:
    """Boosted trees: how deep, how many, how slowly learnt, and over how many seeds the fits are averaged."""

    depth: int = 3
    many: int = 80
    rate: float = 0.05
    seeds: int = 1


@dataclass(frozen=True, eq=False)
class Boosted:
    """Boosted trees; ``predict`` gives one figure per customer."""

    design: Design
    models: list[Any]

    def predict(self, known: Known) -> "Floats":
        """Return what is expected of customers."""
        columns = self.design.trees(known)
        found: Floats = sum(model.predict(columns) for model in self.models) / len(self.models)
        return found


@dataclass(frozen=True, eq=False)
class Ridge:
    """A ridge on splines; ``predict`` gives one figure per customer."""

    design: Design
    centre: "Floats"
    spread: "Floats"
    level: float
    coefficients: "Floats"

    def predict(self, known: Known) -> "Floats":
        """Return what is expected of customers."""
        columns = (self.design.splines(known) - self.centre) / self.spread
        found: Floats = self.level + columns @ self.coefficients
        return found


def boosted(
    design: Design,
    known: Known,
    target: "Floats",
    weights: "Floats | None",
    trees: Trees,
    *,
    loss: Loss = "squared_error",
) -> Boosted:
    """Return boosted trees fitted to a target of shape (customers,)."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    columns = design.trees(known)
    models = [
        HistGradientBoostingRegressor(
            loss=loss,
            max_depth=trees.depth,
            max_iter=trees.many,
            learning_rate=trees.rate,
            min_samples_leaf=max(1, min(_LEAF, len(target) // _LEAVES)),
            l2_regularization=1.0,
            max_features=0.5,
            early_stopping=False,
            random_state=seed,
        ).fit(columns, target, sample_weight=weights)
        for seed in range(trees.seeds)
    ]
    return Boosted(design, models)


def ridge(design: Design, known: Known, target: "Floats", weights: "Floats | None") -> Ridge:
    """Return a ridge fitted to a target of shape (customers,), its strength chosen by leaving one out."""
    import numpy as np

    columns = design.splines(known)
    share = np.full(len(target), 1 / len(target)) if weights is None else weights / weights.sum()
    centre = share @ columns
    spread = np.sqrt(share @ (columns - centre) ** 2)
    spread = np.where(spread > _NO_SPREAD, spread, 1.0)
    level = float(share @ target)
    standard, gap = (columns - centre) / spread, target - level
    sizes, turns = np.linalg.eigh((standard * share[:, None]).T @ standard)
    turned = standard @ turns
    along = (turned * share[:, None]).T @ gap
    squares = turned**2 * share[:, None]
    best, coefficients = np.inf, along
    for strength in _STRENGTHS:
        drawn = 1 / (np.maximum(sizes, 0.0) + strength)
        tried = along * drawn
        left = (gap - turned @ tried) / np.maximum(1 - share - squares @ drawn, _LEAST_LEFT)
        error = float(share @ left**2)
        if error < best:
            best, coefficients = error, tried
    return Ridge(design, centre, spread, level, turns @ coefficients)
