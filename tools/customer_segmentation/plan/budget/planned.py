"""A budget plan with what it was decided on, and why segments are not in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from customer_segmentation.advise.evidence import Evidence
from customer_segmentation.advise.prospect import Prospect
from customer_segmentation.advise.shop_terms import ShopTerms
from customer_segmentation.kit.fact import Kind
from customer_segmentation.plan.budget.allocation import NextStep
from customer_segmentation.plan.budget.gain import Option, Worth
from customer_segmentation.plan.budget.request import BudgetRequest
from customer_segmentation.plan.budget.sensitivity import Assumption
from customer_segmentation.plan.budget.setting import Setting
from customer_segmentation.plan.budget.tested import PastTest, Tested
from customer_segmentation.plan.budget.told import Told
from customer_segmentation.segment.holdout import KeptAside
from customer_segmentation.workspace.workspace import Result

if TYPE_CHECKING:
    from numpy import ndarray


class Why(StrEnum):
    """Why a segment is not in the plan; words are in the reply templates."""

    TOLD = "told"
    """The person left it out."""
    LEFT_ALONE = "left_alone"
    """Its playbook leaves it alone, and no effect was told: contacts are taken to bring nothing."""
    NOBODY = "nobody"
    """Nobody like them ordered anyway, and no effect was told: relative to nothing there is nothing to assume."""
    NO_RATE = "no_rate"
    """How many order anyway is not known, and no effect was told."""
    NO_CHANNEL = "no_channel"
    """No channel is left for it, or no order value is known."""
    NO_GAIN = "no_gain"
    """It was tested, and no action is believed to bring extra orders."""
    LOSES = "loses"
    """No action is expected to return what it costs."""
    BEATEN = "beaten"
    """It pays, but the money, the contacts or the person's limits do more elsewhere."""
    RISKY = "risky"
    """It is expected to pay, but may well lose, and the plan is to be cautious."""


@dataclass(frozen=True)
class Planned:
    """A plan.

    Attributes:
        plan: Customers contacted, by option.
        tested: What a past test showed; ``test`` is there too where one could not be planned with.
        horizon: Days in which extra orders count.
        others: Other ways to spend the money, by name, likewise.
        aside: Customers by segment whom nothing contacts.
        step: The next money to spend.
        frontier: Cost and expected contribution of the best plans for less and for more money.
        assumptions: What the plan rests on, the one that moves it most first, and whether its worse end would
            ``drop`` what the plan does.
    """

    request: BudgetRequest
    segments: Result
    evidence: Evidence
    found: list[Prospect]
    terms: ShopTerms
    told: Told
    test: PastTest | None
    tested: Tested | None
    horizon: int
    setting: Setting
    worth: Worth
    plan: "ndarray"
    others: Mapping[str, "ndarray"]
    aside: Mapping[str, KeptAside]
    step: NextStep
    frontier: list[tuple[float, float]]
    assumptions: list[Assumption]
    drop: bool

    @property
    def used(self) -> list[int]:
        """Positions of the options that are used."""
        return [int(n) for n in self.plan.nonzero()[0]]

    @property
    def acting(self) -> list[str]:
        """Segments in the plan, the one that is expected to bring most first."""
        brings = self.worth.expected * self.plan
        total = {
            one: sum(float(brings[n]) for n in self.used_in(one))
            for one in dict.fromkeys(self.option(n).segment for n in self.used)
        }
        return sorted(total, key=lambda one: (-total[one], one))

    def held_out(self, segment: str) -> int:
        """Return how many of a segment are kept to compare with."""
        return self.aside[segment].held_out if segment in self.aside else 0

    def option(self, n: int) -> Option:
        """Return the option at a position."""
        return self.setting.options[n]

    def used_in(self, segment: str) -> list[int]:
        """Return positions of the options used in a segment, the one for most customers first."""
        own = [n for n in self.used if self.option(n).segment == segment]
        return sorted(own, key=lambda n: (-int(self.plan[n]), n))

    def first_of(self, segment: str) -> int | None:
        """Return the position of the option used most in a segment, else of its first; None if it has none."""
        own = self.used_in(segment) or [
            n for n, one in enumerate(self.setting.options) if one.segment == segment
        ]
        return own[0] if own else None

    def passed_over(self) -> dict[str, int]:
        """Return, by segment in the plan, the option that recommendations propose where the plan takes another."""
        proposed = {(one.segment.id, one.chosen.action.id) for one in self.found if one.chosen}
        return {
            one.segment: n
            for n, one in enumerate(self.setting.options)
            if one.name in proposed and not self.plan[n] and self.used_in(one.segment)
        }

    def left(self) -> dict[str, Why]:
        """Return why each segment that has customers is not in the plan, the largest first."""
        acting = set(self.acting)
        out = [one for one in self.found if one.segment.id not in acting]
        out.sort(key=lambda one: (-one.segment.customers, one.segment.id))
        return {one.segment.id: self._why(one) for one in out}

    def _why(self, one: Prospect) -> Why:
        name = one.segment.id
        own = [n for n, option in enumerate(self.setting.options) if option.segment == name]
        if name in self.told.without_segments:
            return Why.TOLD
        if not own:
            return Why.NO_CHANNEL if one.base_rate is not None else Why.NO_RATE
        if not (self.worth.returned[own] > 0).any():
            if all(self.option(n).effect.kind is Kind.MEASURED for n in own):
                return Why.NO_GAIN
            return Why.LEFT_ALONE if one.base_rate else Why.NOBODY
        if not (self.worth.expected[own] > 0).any():
            return Why.LOSES
        return Why.RISKY if self.setting.cautious else Why.BEATEN
