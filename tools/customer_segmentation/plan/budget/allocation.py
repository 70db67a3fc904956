"""From what contacting one customer brings to how many are contacted: limits, the solver, and what comes of it."""

from dataclasses import dataclass, replace
from math import ceil, log10
from typing import TYPE_CHECKING, Final

from customer_segmentation.plan.budget.gain import Option, Worth, worth_of
from customer_segmentation.plan.budget.request import Objective
from customer_segmentation.plan.budget.setting import Setting, in_question
from customer_segmentation.plan.budget.solve import Limit, Problem, solve

if TYPE_CHECKING:
    from numpy import ndarray

_CENT: Final = 0.01
_HOPE: Final = 0.5
"""Cautious plans count this part of every gain of customers: assumptions tend to be hopeful."""
LOW: Final = 0.1
HIGH: Final = 0.9
"""The percentiles between which a plan is said to end up."""


@dataclass(frozen=True)
class Outlook:
    """What a plan, or a part of it, may bring after all costs: mean, percentiles, and the chance of a loss."""

    expected: float
    low: float
    median: float
    high: float
    loss: float


@dataclass(frozen=True)
class NextStep:
    """The next money to spend.

    Attributes:
        money: A round sum.
        returns: What it would bring back, before it is taken off.
        bound: Whether a plan spends all there is and would spend more.
    """

    money: float
    returns: float
    bound: bool


def allocate(setting: Setting, worth: Worth, *, whole: bool = True) -> "ndarray":
    """Return customers contacted, by option, whole numbers of them or parts.

    Raises:
        NoPlan: The least numbers asked for break another limit.
    """
    import numpy as np

    must = np.array([bool(setting.least.get(one.segment)) for one in setting.options], dtype=bool)
    wanted = (worth.expected > 0) & (_value(setting, worth) > 0)
    return solve(_problem(setting, worth, in_question(setting, worth) & (wanted | must)), whole=whole)


def is_bound(setting: Setting, worth: Worth, plan: "ndarray") -> bool:
    """Tell whether more money would be spent if there were more."""
    if setting.budget is None:
        return False
    freely = allocate(replace(setting, budget=None), worth, whole=False)
    return float(worth.cost @ freely) > float(worth.cost @ plan) + _CENT


def spend_more(setting: Setting, worth: Worth, plan: "ndarray", step: float, *, bound: bool) -> float:
    """Return what the next ``step`` of money would bring back, before it is taken off, beyond a plan.

    It is found by solving again for the largest return with one step more than the budget, where a plan is ``bound`` by
    it, else than the plan costs. Nothing could bring back more than the plan at its own cost, or the plan would not be
    the best.
    """
    start = setting.budget if setting.budget is not None and bound else float(worth.cost @ plan)
    asked = in_question(setting, worth) & (worth.returned > 0)
    wider = replace(setting, budget=start + step, least={}, cautious=False)
    problem = replace(_problem(wider, worth, asked), value=worth.returned)
    return max(float(worth.returned @ solve(problem)) - float(worth.returned @ plan), 0.0)


def next_step(setting: Setting, worth: Worth, plan: "ndarray") -> NextStep:
    """Return what the next money would bring back beyond a plan."""
    money, bound = step_of(setting.budget or 0.0, setting.options), is_bound(setting, worth, plan)
    return NextStep(money, spend_more(setting, worth, plan, money, bound=bound), bound)


def outlook(draws: "ndarray") -> Outlook:
    """Return what totals of draws amount to."""
    import numpy as np

    low, median, high = (float(value) for value in np.quantile(draws, (LOW, 0.5, HIGH)))
    return Outlook(float(draws.mean()), low, median, high, float((draws < 0).mean()))


def step_of(budget: float, options: list[Option]) -> float:
    """Return a round sum of money to ask about next: about a hundredth of a budget, and enough for ten contacts."""
    dearest = max((one.contact_cost for one in options), default=0.0)
    enough = 10 ** ceil(log10(10 * dearest)) if dearest > 0 else 1
    return float(max(enough, 10 ** (round(log10(budget)) - 2) if budget > 0 else 0))


def _problem(setting: Setting, worth: Worth, allowed: "ndarray") -> Problem:
    import numpy as np

    options, segments = setting.options, setting.segments
    room = np.array([setting.room(one) for one in segments])
    channels = np.array([one.channel for one in options])
    contacts = np.array([one.contacts for one in options], dtype=float)
    return Problem(
        segment=np.array([segments.index(one.segment) for one in options], dtype=int),
        value=_value(setting, worth),
        cost=worth.cost,
        allowed=allowed,
        available=room,
        least=np.array([setting.least.get(one, 0) for one in segments]),
        budget=setting.budget,
        limits=[
            Limit(np.where(channels == channel, contacts, 0.0), most)
            for channel, most in setting.capacity.items()
        ],
        risked=_with_less_hope(options, worth) if setting.cautious else None,
    )


def _value(setting: Setting, worth: Worth) -> "ndarray":
    """Return what contacting one customer is worth by the objective."""
    import numpy as np

    if setting.objective is Objective.CONTRIBUTION:
        return worth.expected
    extra: ndarray = worth.extra.mean(axis=0)
    counted = np.array([one.lapsed or setting.objective is Objective.ORDERS for one in setting.options])
    return np.where(counted, extra, 0.0)


def _with_less_hope(options: list[Option], worth: Worth) -> "ndarray":
    import numpy as np

    return worth_of(options, np.where(worth.extra > 0, _HOPE, 1.0) * worth.extra, worth.value).gain
