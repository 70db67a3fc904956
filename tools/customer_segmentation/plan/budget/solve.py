"""The best allocation: how many customers of each segment get which action.

A linear program in whole customers, solved exactly by HiGHS (Huangfu & Hall 2018, *Mathematical Programming
Computation* 10, 119) through scipy. Risk is limited by the conditional value at risk: on average of the worst tenth of
draws the plan must not lose (Rockafellar & Uryasev 2000, *Journal of Risk* 2, 21). That average is the least of all
averages over a tenth of the draws, each linear in the plan, so the draws that turn out worst are added as constraints
until none is broken (Künzi-Bay & Mayer 2006, *Computational Management Science* 3, 3).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from numpy import ndarray

TAIL: Final = 0.1
"""The share of draws, the worst ones, whose average must not be a loss."""
_ENOUGH: Final = 1e-9
"""Relative slack of sums of floating-point money."""


class NoPlan(Exception):  # noqa: N818 - it is an outcome
    """No allocation holds all limits."""


@dataclass(frozen=True)
class Limit:
    """``weights`` x customers, per option, may be ``most`` at most."""

    weights: "ndarray"
    most: float


@dataclass(frozen=True)
class Problem:
    """What is to be decided; arrays are by option but ``available`` and ``least``, which are by segment.

    Attributes:
        segment: The segment of each option, as a position in ``available``.
        value: What contacting one customer is worth to the person.
        cost: What it costs against the budget.
        allowed: Options that may be used.
        available: Customers who may be contacted; ``least`` who must be.
        budget: None without a limit.
        limits: Capacities of channels.
        risked: Draws x options of the contribution of one customer, where the worst draws must not lose on average.
    """

    segment: "ndarray"
    value: "ndarray"
    cost: "ndarray"
    allowed: "ndarray"
    available: "ndarray"
    least: "ndarray"
    budget: float | None = None
    limits: Sequence[Limit] = ()
    risked: "ndarray | None" = None


def solve(problem: Problem, *, whole: bool = True) -> "ndarray":
    """Return customers per option; the budget is never exceeded.

    They are whole numbers unless parts of customers will do, as for drawing a line through many plans.

    Raises:
        NoPlan: The least numbers asked for break another limit.
    """
    import numpy as np

    if not problem.allowed.any():
        if problem.least.any():
            raise NoPlan
        return np.zeros(len(problem.value), dtype=np.int64 if whole else float)
    if problem.risked is None:
        return _in_budget(problem, [], whole=whole)
    # Most constraints of the risk are found faster in parts of customers.
    found, cuts = _without_risk(problem, problem.risked, [], whole=False)
    return _without_risk(problem, problem.risked, cuts, whole=True)[0] if whole else found


def _without_risk(
    problem: Problem, risked: "ndarray", cuts: "list[ndarray]", *, whole: bool
) -> "tuple[ndarray, list[ndarray]]":
    """Add the draws that turn out worst as constraints until none is broken; return the plan and the constraints."""
    import numpy as np

    found = _in_budget(problem, cuts, whole=whole)
    while True:
        worst = worst_average(risked, found)
        if float(worst @ found) >= -_ENOUGH * float(np.abs(worst) @ found):
            return found, cuts
        before, cuts = found, [*cuts, worst]
        found = _in_budget(problem, cuts, whole=whole)
        if np.array_equal(found, before):
            return found, cuts


def worst_average(draws: "ndarray", plan: "ndarray") -> "ndarray":
    """Return the average, by option, of the draws in which a plan brings least."""
    import numpy as np

    tail = max(round(TAIL * len(draws)), 1)
    worst = np.argsort(draws @ plan, kind="stable")[:tail]
    average: ndarray = draws[np.sort(worst)].mean(axis=0)
    return average


def _in_budget(problem: Problem, cuts: "list[ndarray]", *, whole: bool) -> "ndarray":
    """Solve, and again with a hair less to spend where rounding in the solver went over the budget."""
    found = _solved(problem, cuts, whole=whole)
    limit = problem.budget
    while (
        problem.budget is not None and limit and float(problem.cost @ found) > problem.budget * (1 + _ENOUGH)
    ):
        limit -= 2 * (float(problem.cost @ found) - problem.budget)
        found = _solved(replace(problem, budget=max(limit, 0.0)), cuts, whole=whole)
    return found


def _solved(problem: Problem, cuts: "list[ndarray]", *, whole: bool) -> "ndarray":
    import numpy as np
    from scipy.optimize import Bounds, milp

    largest = float(np.abs(problem.value[problem.allowed]).max()) or 1.0
    upper = np.where(problem.allowed, problem.available[problem.segment], 0).astype(float)
    found = milp(
        -problem.value / largest,
        integrality=np.full(len(upper), int(whole)),
        bounds=Bounds(np.zeros(len(upper)), upper),
        constraints=_constraints(problem, cuts),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise NoPlan
    plan: ndarray = np.rint(found.x).astype(np.int64) if whole else np.clip(found.x, 0.0, upper)
    return plan


def _constraints(problem: Problem, cuts: "list[ndarray]") -> list[Any]:
    """Return one owning action per customer, least and most, capacities, the budget, and the cuts of the risk."""
    import numpy as np
    from scipy.optimize import LinearConstraint
    from scipy.sparse import csr_array

    options, segments = len(problem.value), len(problem.available)
    of_segment = csr_array(
        (np.ones(options), (problem.segment, np.arange(options))), shape=(segments, options)
    )
    rows = [LinearConstraint(of_segment, problem.least, problem.available)]
    rows += [LinearConstraint(limit.weights[None, :], -np.inf, limit.most) for limit in problem.limits]
    if problem.budget is not None:
        scale = float(problem.cost.max()) or 1.0
        rows.append(LinearConstraint(problem.cost[None, :] / scale, -np.inf, problem.budget / scale))
    for cut in cuts:
        scale = float(np.abs(cut).max()) or 1.0
        rows.append(LinearConstraint(cut[None, :] / scale, 0.0, np.inf))
    return rows
