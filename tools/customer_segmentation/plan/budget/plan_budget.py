"""Who gets which action, how much is spent, what comes back, and how sure that is."""

from typing import TYPE_CHECKING, Final

from customer_segmentation.advise.evidence import Evidence, gather
from customer_segmentation.advise.prospect import Prospect, prospects
from customer_segmentation.advise.terms_request import terms_of
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.plan.budget.allocation import allocate, next_step
from customer_segmentation.plan.budget.comparison import other_plans
from customer_segmentation.plan.budget.effects import Drawn, draw_effects, draw_order_values
from customer_segmentation.plan.budget.frontier import frontier
from customer_segmentation.plan.budget.gain import Option, Worth, worth_of
from customer_segmentation.plan.budget.options import options_of
from customer_segmentation.plan.budget.planned import Planned
from customer_segmentation.plan.budget.reply import budget_reply
from customer_segmentation.plan.budget.request import BudgetRequest, Caution
from customer_segmentation.plan.budget.sensitivity import assumptions_of, would_drop
from customer_segmentation.plan.budget.setting import Setting
from customer_segmentation.plan.budget.solve import NoPlan
from customer_segmentation.plan.budget.tested import inputs_of, past_test, tested_of, with_arms
from customer_segmentation.plan.budget.told import Told, told_of
from customer_segmentation.segment.holdout import held_out_by_segment
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Result, Workspace

if TYPE_CHECKING:
    from numpy import ndarray

HORIZON: Final = 90
"""Days in which extra orders count, where neither the person nor a test says it."""


@tool(effect=Effect.READ, inputs=inputs_of, version=4)
def plan_budget(request: BudgetRequest, workspace: Workspace) -> Reply:
    """Divide a budget over segments and actions: who is contacted, at what cost, what comes back, and how sure that is.

    Effects are those the person told, else those that a past test measured, else the scenarios of the playbooks, which
    are assumptions. No action that is
    expected to lose is proposed, so less than the budget may be spent, or nothing.

    Raises:
        InputError: Words that cannot be read, or least numbers that break another limit.
        MethodError: The data hold no money, or the test named cannot be planned with.
        NeedsAnswer: What an arm of the test was is not known.
    """
    result = workspace.result(request.segmentation, "segmentation")
    formed = Segmentation.read(result.folder)
    test = past_test(request, workspace)
    horizon = request.horizon_days or (test.days if test else None) or HORIZON
    evidence = _evidence(result, workspace, horizon)
    terms = terms_of(request, workspace, result.reply.currency)
    found = prospects(evidence, terms)
    tested = tested_of(test, request, found, evidence)
    found = with_arms(found, tested, terms)
    told = told_of(request, formed.segments, found)
    options = options_of(found, request, terms, told, tested)
    held_out = held_out_by_segment(formed, workspace, request.held_out)
    setting = _setting(request, evidence, told, options, held_out)
    worth = _worth(request, options, evidence)
    plan = _allocated(setting, worth)
    margin = float(terms.margin.value)
    rests_on = assumptions_of(setting, worth, plan, margin)
    return budget_reply(
        Planned(
            request=request,
            segments=result,
            evidence=evidence,
            found=found,
            terms=terms,
            told=told,
            test=test,
            tested=tested,
            horizon=horizon,
            setting=setting,
            worth=worth,
            plan=plan,
            others=other_plans(setting, worth, _proposed(found), _revenue(evidence)),
            held_out=held_out,
            step=next_step(setting, worth, plan),
            frontier=frontier(setting, worth),
            assumptions=rests_on,
            drop=bool(rests_on) and would_drop(setting, worth, plan, margin, rests_on[0]),
        )
    )


def _evidence(segments: Result, workspace: Workspace, horizon: int) -> Evidence:
    evidence = gather(segments, workspace, horizon)
    if all((one.order_value or 0) <= 0 for one in evidence.today):
        raise MethodError("budget_no_money")
    return evidence


def _allocated(setting: Setting, worth: Worth) -> "ndarray":
    _check_least(setting)
    try:
        return allocate(setting, worth)
    except NoPlan:
        raise InputError("budget_least_too_dear") from None


def _setting(
    request: BudgetRequest, evidence: Evidence, told: Told, options: list[Option], held_out: dict[str, int]
) -> Setting:
    return Setting(
        options=options,
        available={one.id: one.customers - held_out.get(one.id, 0) for one in evidence.today},
        least=told.least,
        most=told.most,
        budget=float(request.budget) if request.budget else None,
        capacity={str(channel): most for channel, most in told.capacity.items()},
        objective=request.objective,
        cautious=request.caution is Caution.CAUTIOUS,
    )


def _worth(request: BudgetRequest, options: list[Option], evidence: Evidence) -> Worth:
    """Return what the options bring, over draws of their effects and of what an order is worth."""
    effects = [Drawn(one.segment, one.action, one.effect, one.base) for one in options]
    values = [(one.segment, evidence.value_errors.get(one.segment, 0.0)) for one in options]
    return worth_of(
        options,
        draw_effects(effects, request.draws, request.seed),
        draw_order_values(values, request.draws, request.seed),
    )


def _proposed(found: list[Prospect]) -> dict[str, str]:
    """Return the action that recommendations propose, by segment."""
    return {one.segment.id: one.chosen.action.id for one in found if one.chosen}


def _revenue(evidence: Evidence) -> dict[str, float]:
    return {one.id: float(one.revenue or 0) for one in evidence.today}


def _check_least(setting: Setting) -> None:
    """Raise InputError where fewer customers are there than are asked for."""
    for segment, least in setting.least.items():
        room = setting.room(segment) if segment in setting.segments else 0
        if least > room:
            raise InputError("budget_least_too_many", segment=segment, least=least, room=room)
