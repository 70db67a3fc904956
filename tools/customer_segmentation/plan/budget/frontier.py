"""What more and more money is expected to bring: linear pieces, each flatter than the one before."""

from dataclasses import replace

from customer_segmentation.plan.budget.allocation import allocate
from customer_segmentation.plan.budget.gain import Worth
from customer_segmentation.plan.budget.request import Objective
from customer_segmentation.plan.budget.setting import Setting


def frontier(setting: Setting, worth: Worth) -> list[tuple[float, float]]:
    """Return (cost, expected contribution) of the best plans, from no money to where nothing more pays.

    Between two of them the best plan lies on a line. Nothing where the plan is made for something else than the
    expected contribution, or must contact somebody.
    """
    if setting.cautious or setting.objective is not Objective.CONTRIBUTION or any(setting.least.values()):
        return []
    freely = allocate(replace(setting, budget=None), worth)
    pieces = [(float(worth.expected[n]), float(worth.cost[n]), int(freely[n])) for n in freely.nonzero()[0]]
    pieces.sort(key=lambda piece: -piece[0] / piece[1] if piece[1] else float("-inf"))
    budgets, spent = [0.0], 0.0
    for _, cost, customers in pieces:
        spent += cost * customers
        budgets.append(spent)
    plans = [
        allocate(replace(setting, budget=budget), worth, whole=False) for budget in dict.fromkeys(budgets)
    ]
    return [(float(worth.cost @ plan), float(worth.expected @ plan)) for plan in plans]
