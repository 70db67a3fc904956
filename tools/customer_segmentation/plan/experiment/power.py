"""What two random groups can tell apart: power, detectable difference and sample size, of shares and of means.

Shares by the normal approximation with the pooled share under the hypothesis of no difference (Fleiss, Levin & Paik
2003, *Statistical Methods for Rates and Proportions*, chapter 4), means by the non-central t distribution (Cohen 1988,
chapter 2), both two-sided and both as statsmodels computes them.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

_WIDEST: Final = 0.999999
_WIDEST_RISE: Final = 100.0
"""Standard deviations beyond which no rise of a mean is looked for."""
_MOST: Final = 10_000_000_000


@dataclass(frozen=True)
class Groups:
    """How many customers are contacted and how many are held out."""

    contacted: int
    held_out: int

    @property
    def enough(self) -> bool:
        """Whether both groups have the two customers that a variance needs."""
        return min(self.contacted, self.held_out) > 1


@dataclass(frozen=True)
class Demands:
    """How sure a test must be: ``alpha`` of calling chance an effect, ``power`` of seeing an effect that is there."""

    alpha: float = 0.05
    power: float = 0.8


def divided(customers: int, share: float) -> Groups:
    """Return customers in two groups, ``share`` of them held out, to the nearest customer."""
    held_out = math.floor(customers * share + 0.5)
    return Groups(customers - held_out, held_out)


def power_of_share(base: float, lift: float, groups: Groups, alpha: float) -> float:
    """Return the chance of seeing that a share of ``base`` rose by ``lift``, both as fractions of one."""
    from statsmodels.stats.proportion import power_proportions_2indep

    found = power_proportions_2indep(
        lift, base, nobs1=groups.contacted, ratio=groups.held_out / groups.contacted, alpha=alpha
    )
    return float(found.power)


def power_of_mean(deviation: float, difference: float, groups: Groups, alpha: float) -> float:
    """Return the chance of seeing that a mean rose by ``difference``, where values vary by ``deviation``."""
    from statsmodels.stats.power import TTestIndPower

    ratio = groups.held_out / groups.contacted
    found = float(TTestIndPower().power(difference / deviation, groups.contacted, alpha, ratio=ratio))
    # scipy 1.17 gives no number for some non-central t far above its critical value, where the chance is one.
    return 1.0 if math.isnan(found) else found


def detectable_share(base: float, groups: Groups, demands: Demands) -> float | None:
    """Return the smallest rise of a share that two groups show with the power demanded; None if there is none."""
    if not groups.enough:
        return None
    return _least(
        lambda lift: power_of_share(base, lift, groups, demands.alpha), (1 - base) * _WIDEST, demands.power
    )


def detectable_mean(deviation: float, groups: Groups, demands: Demands) -> float | None:
    """Return the smallest rise of a mean that two groups show with the power demanded; None if there is none."""
    if not groups.enough or deviation <= 0:
        return None
    widest = _WIDEST_RISE * deviation
    return _least(lambda rise: power_of_mean(deviation, rise, groups, demands.alpha), widest, demands.power)


def customers_for_share(base: float, lift: float, share: float, demands: Demands) -> int | None:
    """Return how many customers, ``share`` of them held out, show a rise of ``base`` by ``lift``.

    None where no number of people on earth would.
    """
    return _customers(lambda groups: power_of_share(base, lift, groups, demands.alpha), share, demands.power)


def customers_for_mean(deviation: float, difference: float, share: float, demands: Demands) -> int | None:
    """Return how many customers, ``share`` of them held out, show a rise of a mean.

    None where no number of people on earth would.
    """
    return _customers(
        lambda groups: power_of_mean(deviation, difference, groups, demands.alpha), share, demands.power
    )


def _least(power: Callable[[float], float], widest: float, wanted: float) -> float | None:
    from scipy.optimize import brentq

    least = widest * 1e-9
    if power(widest) < wanted:
        return None
    return float(brentq(lambda rise: power(rise) - wanted, least, widest, xtol=1e-12, rtol=1e-10))


def _customers(power: Callable[[Groups], float], share: float, wanted: float) -> int | None:
    """Return the fewest customers that reach a power, by doubling and halving."""
    low, high = 4, 8
    while power(_at_least_two(high, share)) < wanted:
        low, high = high, high * 2
        if high > _MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if power(_at_least_two(middle, share)) >= wanted else (middle, high)
    return high


def _at_least_two(customers: int, share: float) -> Groups:
    groups = divided(customers, share)
    return Groups(max(groups.contacted, 2), max(groups.held_out, 2))
