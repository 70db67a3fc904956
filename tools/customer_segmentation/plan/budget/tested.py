"""The test that a plan rests on: which one, what its arms were, and what is believed after it.

Only a group held out at random shows an effect. A campaign without one is never planned with, and the plan says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from customer_segmentation.advise.break_even import Reach
from customer_segmentation.advise.evidence import Evidence
from customer_segmentation.advise.playbook import Action, Channel
from customer_segmentation.advise.prospect import Case, Prospect
from customer_segmentation.advise.shop_terms import ShopTerms
from customer_segmentation.advise.terms_request import profile_used
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.request import LATEST
from customer_segmentation.measure.effects_file import read_effects
from customer_segmentation.measure.past_test import MEASURED_BY, unfit
from customer_segmentation.plan.budget.arms import actions_of, discount_in
from customer_segmentation.plan.budget.belief import Belief, Lift, Rate, believe
from customer_segmentation.plan.budget.effects import Effect
from customer_segmentation.plan.budget.request import BudgetRequest
from customer_segmentation.workspace.workspace import Result, Workspace

NONE: Final = "none"


@dataclass(frozen=True)
class PastTest:
    """A measured campaign; ``unfit`` says why it is not planned with, empty where it is.

    Attributes:
        number: What the thread calls it.
        about: Its effects file.
    """

    number: str
    unfit: str
    about: Mapping[str, Any]

    @property
    def days(self) -> int | None:
        """Days over which it was measured."""
        return self.about.get("horizon_days") or None


@dataclass(frozen=True)
class Tested:
    """What is believed after a test.

    Attributes:
        actions: What each arm was.
        contacted: Customers of the test; ``held_out`` likewise.
    """

    test: PastTest
    actions: Mapping[str, Action]
    belief: Belief
    contacted: int
    held_out: int

    def effect_of(self, segment: str, action: str) -> Effect | None:
        """Return the effect of an action; None where it was not tested."""
        arm = next((arm for arm, one in self.actions.items() if one.id == action), "")
        return self.belief.effects.get((segment, arm))

    def rate_of(self, segment: str) -> Rate | None:
        """Return the share of a segment who order anyway."""
        return self.belief.rates.get(segment)


def inputs_of(request: BudgetRequest, workspace: Workspace) -> dict[str, str]:
    """Tell apart plans made on other terms, or after another test."""
    test = _past(request, workspace)
    used = {"measured": test[0].id, "unfit": test[1]} if test else {}
    return profile_used(request, workspace) | used


def past_test(request: BudgetRequest, workspace: Workspace) -> PastTest | None:
    """Return the test that a request means: the one it names, else the latest that fits; None where there is none.

    Raises:
        InputError: It names no result of this thread, or one that measured no campaign.
        MethodError: The one it names cannot be planned with, and why.
    """
    found = _past(request, workspace)
    if found is None:
        return None
    result, unfit = found
    if unfit and request.measured != LATEST:
        raise MethodError(unfit, number=result.number)
    return PastTest(result.number, unfit, {} if unfit else read_effects(result.folder))


def _past(request: BudgetRequest, workspace: Workspace) -> tuple[Result, str] | None:
    if request.measured.casefold() == NONE:
        return None
    if request.measured and request.measured != LATEST:
        result = workspace.result(request.measured)
        if result.tool != MEASURED_BY:
            raise InputError("budget_not_measured", number=result.number, tool=result.tool)
        return result, _unfit(result, request.segmentation)
    found = [(one, _unfit(one, request.segmentation)) for one in workspace.results_of(MEASURED_BY)]
    return next((one for one in found if not one[1]), found[0] if found else None)


def _unfit(result: Result, segmentation: str) -> str:
    reason = unfit(result, segmentation)
    return f"budget_test_{reason}" if reason else ""


def tested_of(
    test: PastTest | None, request: BudgetRequest, found: Sequence[Prospect], evidence: Evidence
) -> Tested | None:
    """Return what is believed after a test.

    Raises:
        InputError: Words on its arms that name none of them, or nothing that can be done.
        NeedsAnswer: What an arm was is not known.
    """
    if test is None or test.unfit:
        return None
    cells = test.about["cells"]
    whole = [one for one in test.about["effects"] if one["segment"] == ALL]
    return Tested(
        test=test,
        actions=actions_of(list(dict.fromkeys(str(one["arm"]) for one in cells)), request, found),
        belief=believe(cells, _before(test, evidence), {one.segment.id: _assumed(one) for one in found}),
        contacted=sum(one["contacted"] for one in whole),
        held_out=max((one["held_out"] for one in whole), default=0),
    )


def with_arms(found: Sequence[Prospect], tested: Tested | None, terms: ShopTerms) -> list[Prospect]:
    """Return the segments with the arms of a test beside the actions of their playbooks."""
    if tested is None:
        return list(found)
    arms = [action for action in tested.actions.values() if terms.offers(action)]
    ids = {action.id for action in arms}
    return [
        replace(
            one,
            cases=(
                *(case for case in one.cases if case.action.id not in ids),
                *(_case(action, one, terms) for action in arms),
            ),
        )
        for one in found
    ]


def _case(action: Action, one: Prospect, terms: ShopTerms) -> Case:
    value = one.segment.order_value or Decimal(0)
    return Case(action, terms.contact_cost(action), discount_in(action, value), None, Reach.UNKNOWN)


def _before(test: PastTest, evidence: Evidence) -> dict[str, tuple[int, int]]:
    """Return who ordered and was followed over as many days before the test began; nothing where it is not known."""
    split, start = evidence.split, test.about["start"]
    if split is None or not start or split.window.days != test.days:
        return {}
    if split.window.ends_on > date.fromisoformat(start):
        return {}
    return {segment: (one.came_back, one.customers) for segment, one in split.outcomes.items()}


def _assumed(one: Prospect) -> Lift:
    """Return what the playbook assumes a contact to bring."""
    scenarios = [case.action.scenario_lift for case in one.cases if case.action.channel is not Channel.NONE]
    if not scenarios:
        return Lift(0.0, 0.0)
    lift = Lift.of(scenarios[0].low, scenarios[0].likely, scenarios[0].high)
    alone = one.cases[0].action.channel is Channel.NONE
    return Lift(0.0, lift.error) if alone else lift
