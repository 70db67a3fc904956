"""What is to be decided on: options, who is there for them, and the limits.

Where nothing tells the actions of a segment apart, they are all taken to bring the same, which is to say that nobody
knows. A cent of difference in cost must not choose between them then: of these the plan takes the first, in the order of
the playbook, that is expected to pay. An action whose own effect was told or measured competes by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from customer_segmentation.plan.budget.gain import Option, Worth
from customer_segmentation.plan.budget.request import Objective

if TYPE_CHECKING:
    from numpy import ndarray


@dataclass(frozen=True)
class Setting:
    """What is to be decided on.

    Attributes:
        available: Customers by segment who are not held out.
        least: Customers by segment who must be contacted; ``most`` who may.
        budget: None without a limit.
        capacity: Contacts by channel.
    """

    options: list[Option]
    available: Mapping[str, int]
    least: Mapping[str, int] = field(default_factory=dict)
    most: Mapping[str, int] = field(default_factory=dict)
    budget: float | None = None
    capacity: Mapping[str, int] = field(default_factory=dict)
    objective: Objective = Objective.CONTRIBUTION
    cautious: bool = False

    @property
    def segments(self) -> list[str]:
        """The segments that have an option, in the order of acting."""
        return list(dict.fromkeys(one.segment for one in self.options))

    def room(self, segment: str) -> int:
        """Return how many of a segment may be contacted."""
        return min(self.available.get(segment, 0), self.most.get(segment, self.available.get(segment, 0)))


def in_question(setting: Setting, worth: Worth) -> "ndarray":
    """Tell which options the plan chooses between: one of those that nothing tells apart, and all others.

    Of those alike it is the first expected to pay; where none is, the one that loses least.
    """
    import numpy as np

    options = setting.options
    asked = np.array([one.effect.apart for one in options], dtype=bool)
    for segment in dict.fromkeys(one.segment for one in options):
        alike = [n for n, one in enumerate(options) if one.segment == segment and not one.effect.apart]
        if alike:
            paying = (n for n in alike if worth.expected[n] > 0)
            asked[next(paying, max(alike, key=lambda n: float(worth.expected[n])))] = True
    return asked
