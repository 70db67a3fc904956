"""Other ways to spend the same money, held against the plan under the same draws and limits.

They need no thinking: contact everybody alike, divide the money by what segments brought in, or follow the playbooks
from the first segment on until the money is spent. Each uses one action per segment, the one the playbook proposes; where
that is no option, as after a test of others, the one that does best if all get the same.
"""

from collections.abc import Mapping
from math import inf
from typing import TYPE_CHECKING, Final

from customer_segmentation.kit.fact import Kind
from customer_segmentation.plan.budget.gain import Worth
from customer_segmentation.plan.budget.setting import Setting

if TYPE_CHECKING:
    from numpy import ndarray

NOTHING: Final = "do_nothing"
EVERYBODY: Final = "contact_everybody"
BY_REVENUE: Final = "by_turnover"
PLAYBOOK: Final = "playbook_order"
_ROUNDING: Final = 1e-9
"""What a quotient of floating-point money may fall short of a whole customer."""


def other_plans(
    setting: Setting, worth: Worth, proposed: Mapping[str, str], revenue: Mapping[str, float]
) -> dict[str, "ndarray"]:
    """Return customers contacted, by option, of each other plan.

    ``proposed`` holds the action that recommendations propose, by segment; ``revenue`` what segments brought in.
    """
    import numpy as np

    usual = _usual(setting, worth, proposed)
    room = np.array([setting.room(one.segment) for one in setting.options], dtype=float)
    everybody = np.where(usual, room, 0.0)
    by_playbook = [n for n, one in enumerate(setting.options) if usual[n] and one.segment in proposed]
    weights = np.array([max(revenue.get(one.segment, 0.0), 0.0) for one in setting.options]) * usual
    return {
        NOTHING: np.zeros(len(room), dtype=np.int64),
        EVERYBODY: _held(setting, worth, everybody * _share(setting, worth, everybody)),
        BY_REVENUE: _held(setting, worth, _divided(setting, worth, weights, everybody)),
        PLAYBOOK: _in_turn(setting, worth, by_playbook),
    }


def _usual(setting: Setting, worth: Worth, proposed: Mapping[str, str]) -> "ndarray":
    """Tell which option is the usual one of its segment: the action proposed, else the tested one best for all."""
    import numpy as np

    options = setting.options
    brings = {one.action: 0.0 for one in options if one.effect.kind is Kind.MEASURED}
    for n, one in enumerate(options):
        if one.action in brings:
            brings[one.action] += float(worth.expected[n]) * setting.room(one.segment)
    usual = np.zeros(len(options), dtype=bool)
    for segment in setting.segments:
        own = [n for n, one in enumerate(options) if one.segment == segment]
        first = [n for n in own if options[n].action == proposed.get(segment)]
        usual[first[0] if first else max(own, key=lambda n: brings.get(options[n].action, -inf))] = True
    return usual


def _share(setting: Setting, worth: Worth, wanted: "ndarray") -> float:
    """Return the share of all wanted contacts that the budget pays for."""
    cost = float(worth.cost @ wanted)
    return 1.0 if setting.budget is None or cost <= setting.budget else setting.budget / cost


def _divided(setting: Setting, worth: Worth, weights: "ndarray", room: "ndarray") -> "ndarray":
    """Divide the budget by weights; what a segment cannot use goes to the others by theirs."""
    import numpy as np

    if setting.budget is None:
        return room
    filled, left = np.zeros(len(room)), setting.budget
    for _ in range(len(room)):
        open_ = (filled < room) & (weights > 0)
        if left <= 0 or not open_.any():
            break
        money = np.where(open_, weights, 0.0) / weights[open_].sum() * left
        paid = np.where(
            worth.cost > 0, money / np.where(worth.cost > 0, worth.cost, 1.0), np.where(open_, room, 0.0)
        )
        added = np.minimum(paid, room - filled)
        filled, left = filled + added, left - float(worth.cost @ added)
    return filled


def _in_turn(setting: Setting, worth: Worth, order: list[int]) -> "ndarray":
    """Fill options one after the other until the budget is spent."""
    import numpy as np

    plan = np.zeros(len(setting.options), dtype=np.int64)
    for n in order:
        plan[n] = _fitting(setting, worth, plan, n, setting.room(setting.options[n].segment))
    return plan


def _held(setting: Setting, worth: Worth, wanted: "ndarray") -> "ndarray":
    """Return whole customers within the budget and the capacities, cutting channels in the order of acting."""
    import numpy as np

    plan = np.zeros(len(setting.options), dtype=np.int64)
    for n, customers in enumerate(wanted):
        plan[n] = _fitting(setting, worth, plan, n, int(customers + _ROUNDING))
    return plan


def _fitting(setting: Setting, worth: Worth, plan: "ndarray", n: int, wanted: int) -> int:
    """Return how many of the customers wanted may be added to a plan."""
    option = setting.options[n]
    limits = [float(wanted)]
    if setting.budget is not None and worth.cost[n] > 0:
        left = setting.budget - float(worth.cost @ plan)
        limits.append(left / float(worth.cost[n]))
    if option.channel in setting.capacity and option.contacts:
        used = sum(
            int(plan[k]) * one.contacts
            for k, one in enumerate(setting.options)
            if one.channel == option.channel
        )
        limits.append((setting.capacity[option.channel] - used) / option.contacts)
    return max(int(min(limits) + _ROUNDING), 0)
