"""What customers will do within a time to come: one by one, and added up with an interval.

The interval of a sum covers two things: that single customers buy by chance, and that the parameters are known
only as well as the data tell them (delta method). It does not cover that the shop may change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING, Final, NamedTuple

from customer_segmentation.explain.value.bg_nbd import Parameters
from customer_segmentation.explain.value.fit import Fit
from customer_segmentation.explain.value.gamma_gamma import Law, Spend, SpendFit, expected_spend
from customer_segmentation.explain.value.histories import WEEK, Histories
from customer_segmentation.explain.value.purchases import Purchases, purchases
from customer_segmentation.stats.shares import Estimate
from customer_segmentation.stats.wilson import Z_95

if TYPE_CHECKING:
    from customer_segmentation.explain.value.histories import Counts, Floats

_STEP: Final = 1e-3


class Total(NamedTuple):
    """What some customers will do together; value is None where no money is known."""

    customers: int
    active: Estimate
    purchases: Estimate
    value: Estimate | None


@dataclass(frozen=True)
class _Sum:
    """A figure per customer that is added up.

    Attributes:
        each: Expected, per customer.
        chance: Variance around it, per customer.
        slopes: Its derivatives to the logarithms of the parameters, (parameters, customers).
    """

    each: "Floats"
    chance: "Floats"
    slopes: "Floats"


@dataclass(frozen=True)
class Forecast:
    """Expected behaviour within a time to come; the arrays have one entry per customer.

    Attributes:
        active: Probability of not having left by the last day known.
        purchases: Days with a purchase.
        value: Money, net of returns; None where no money is known.
    """

    active: _Sum
    purchases: _Sum
    value: _Sum | None
    covariance: "Floats"

    def totals(self, codes: "Counts", many: int) -> list[Total]:
        """Return the sums over the customers of each code from 0 to ``many - 1``; negative codes are in none."""
        import numpy as np

        kept = codes >= 0
        customers = np.bincount(codes[kept], minlength=many)
        sums = [self._added(figure, codes, kept, many) for figure in (self.active, self.purchases)]
        value = [None] * many if self.value is None else self._added(self.value, codes, kept, many)
        found = zip(customers.tolist(), *sums, value, strict=True)
        return [Total(n, _within(active, n), bought, worth) for n, active, bought, worth in found]

    def _added(self, figure: _Sum, codes: "Counts", kept: "Counts", many: int) -> list[Estimate]:
        import numpy as np

        def added(each: "Floats") -> "Floats":
            return np.bincount(codes[kept], weights=each[kept], minlength=many)

        slopes = np.stack([added(slope) for slope in figure.slopes])
        known = (slopes * (self.covariance @ slopes)).sum(axis=0)
        errors = np.sqrt(np.maximum(added(figure.chance) + known, 0))
        return [_interval(float(v), float(e)) for v, e in zip(added(figure.each), errors, strict=True)]


def _interval(value: float, error: float) -> Estimate:
    """Return a positive figure with its 95% interval, symmetric on the logarithmic scale."""
    if value <= 0 or error <= 0:
        return Estimate(value, value, value)
    # Far below one the logarithmic scale would promise absurdly much.
    high = min(value * exp(min(Z_95 * error / value, 50.0)), value + 2 * Z_95 * error)
    return Estimate(value, value * exp(-Z_95 * error / value), high)


def _within(active: Estimate, customers: int) -> Estimate:
    return Estimate(*(min(end, float(customers)) for end in active))


def forecast(histories: Histories, fit: Fit, spend: SpendFit, horizon_days: int) -> Forecast:
    """Return what the customers are expected to do in the ``horizon_days`` days after their last day known."""
    import numpy as np

    groups, place, weeks = histories.groups, histories.place, horizon_days / WEEK
    here = purchases(fit.parameters, groups, weeks)
    changes = _changes(fit.parameters, lambda parameters: purchases(parameters, groups, weeks))
    of_spend = len(spend.covariance)
    size = len(changes) + of_spend
    covariance = np.zeros((size, size))
    covariance[: len(changes), : len(changes)] = fit.covariance
    covariance[len(changes) :, len(changes) :] = spend.covariance

    def summed(each: "Floats", chance: "Floats", slopes: "list[Floats]") -> _Sum:
        by_parameter = np.zeros((size, histories.size))
        for row, slope in enumerate(slopes):
            by_parameter[row] = slope[place]
        return _Sum(each[place], chance[place], by_parameter)

    active = summed(here.active, here.active * (1 - here.active), [change[0] for change in changes])
    bought = summed(here.mean, here.variance, [change[1] for change in changes])
    value = _value(histories, spend, bought) if spend.overall > 0 and histories.kept > 0 else None
    return Forecast(active, bought, value, covariance)


def _changes(parameters: Parameters, at: Callable[[Parameters], Purchases]) -> "list[tuple[Floats, Floats]]":
    """Return how active chance and mean change with the logarithm of each free parameter (central differences)."""
    found = []
    for place in range(len(parameters.free)):
        up, down = (at(_moved(parameters, place, step)) for step in (_STEP, -_STEP))
        found.append(((up.active - down.active) / (2 * _STEP), (up.mean - down.mean) / (2 * _STEP)))
    return found


def _moved(parameters: Parameters, place: int, step: float) -> Parameters:
    free = [value * exp(step) if n == place else value for n, value in enumerate(parameters.free)]
    return Parameters(parameters.model, *free)


def _value(histories: Histories, spend: SpendFit, bought: _Sum) -> _Sum:
    """Return the money of the purchases: how often and how much at a time are taken to be unrelated."""
    import numpy as np

    def at(law: Law | None) -> Spend:
        return expected_spend(spend, law, histories.spent, histories.occasions)

    each, kept = at(spend.law), histories.kept
    slopes = [slope * each.mean for slope in bought.slopes[: len(bought.slopes) - len(spend.covariance)]]
    if spend.law is not None:
        for place in range(len(spend.law)):
            step = np.zeros(len(spend.law))
            step[place] = _STEP
            up, down = (at(Law(*(np.array(spend.law) * np.exp(s)))) for s in (step, -step))
            slopes.append(bought.each * (up.mean - down.mean) / (2 * _STEP))
    twice = bought.chance + bought.each**2
    chance = bought.each * each.within + twice * each.mean_square - (bought.each * each.mean) ** 2
    return _Sum(kept * bought.each * each.mean, kept**2 * chance, kept * np.stack(slopes))
