"""What an optimisation plan is made of: the budget plan, the advice behind it, and the tests that prove it."""

import json
from typing import Any, Final

from customer_segmentation.advise.recommend import recommend
from customer_segmentation.advise.terms_request import TERMS
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.fact_sheet import ALL
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.plan.budget.plan_budget import plan_budget
from customer_segmentation.plan.experiment.design_experiment import design_experiment
from customer_segmentation.plan.optimisation.request import OptimisationRequest
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Result, Workspace

BUDGET, ADVICE, TESTS = tool_of(plan_budget), tool_of(recommend), tool_of(design_experiment)
WITHOUT_TESTS: Final = f"without {TESTS.name}"
"""The input that says why no test can be designed: an error, as JSON."""
_ALL: Final = 12
_SHORTEST: Final = 7
"""Days over which behaviour is compared at least."""


def steps(request: OptimisationRequest, workspace: Workspace) -> dict[str, str]:
    """Run the steps and return the id of each one's result; of advice on one segment alone under its name.

    Raises:
        InputError, MethodError, NeedsAnswer: As ``plan_budget`` does.
    """
    workspace.progress("progress_optimisation")
    quiet = workspace.with_(progress=lambda _step: None)
    plan = run(BUDGET, request.of_budget(), quiet)
    asked = {
        "segmentation": request.segmentation,
        "horizon_days": max(horizon_of(plan), _SHORTEST),
        **{name: getattr(request, name) for name in TERMS},
    }
    advice = run(ADVICE, {**asked, "top": _ALL}, quiet)
    done = {BUDGET.name: plan.id, ADVICE.name: advice.id}
    for segment in plan.reply.detail["acting"]:
        if segment not in advice.reply.detail["words"]:
            done[f"{ADVICE.name} {segment}"] = run(ADVICE, {**asked, "segment": segment}, quiet).id
    return done | _tested(plan, {**asked, "held_out": request.held_out}, quiet)


def horizon_of(plan: Result) -> int:
    """Return the days in which extra orders count."""
    return int(plan.reply.facts[f"{BUDGET.name}.{ALL}.horizon_days"].number)


def _tested(plan: Result, asked: dict[str, Any], workspace: Workspace) -> dict[str, str]:
    """Design the tests of what the plan does, on those it holds out; where it does nothing, of what is worth trying."""
    segments = ",".join(plan.reply.detail["acting"])
    try:
        return {TESTS.name: run(TESTS, {**asked, "segments": segments}, workspace).id}
    except MethodError as error:
        values = {name: str(value) for name, value in error.values.items()}
        return {
            WITHOUT_TESTS: json.dumps(
                {"code": error.code, "values": values}, ensure_ascii=False, sort_keys=True
            )
        }
