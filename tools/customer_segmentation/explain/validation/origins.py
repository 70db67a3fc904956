"""The days from which on customers are followed: rolling origins, each with its own past and its own days after.

The days after one origin end where those of the next begin, so nothing is counted twice.
"""

from dataclasses import dataclass
from datetime import date

from customer_segmentation.explain.time_split import Window, split_window
from customer_segmentation.kit.errors import MethodError


@dataclass(frozen=True)
class Origins:
    """Windows of time splits.

    Attributes:
        judged: The latest first; segments are judged by what followed.
        learnt: An earlier one, perhaps shorter, from which an order of segments and a formula can be learnt for
            the earliest judged; None where the history is too short for it.
    """

    judged: tuple[Window, ...]
    learnt: Window | None


def rolling_origins(first_on: date, ends_on: date, horizon_days: int, most: int) -> Origins:
    """Return up to ``most`` origins with as much past as days after them.

    Raises:
        MethodError: The history does not hold a single one.
    """
    judged = [split_window(first_on, ends_on, horizon_days)]
    days = judged[0].days
    while len(judged) < most and (judged[-1].split_on - first_on).days >= 2 * days:
        judged.append(split_window(first_on, judged[-1].split_on, days))
    learnt: Window | None
    try:
        learnt = split_window(first_on, judged[-1].split_on, days)
    except MethodError:
        learnt = judged.pop() if len(judged) > 1 else None
    return Origins(tuple(judged), learnt)
