"""The results that an optimisation plan is put together from."""

import json
from dataclasses import dataclass
from typing import Any

from customer_segmentation.data.period import read_day
from customer_segmentation.kit.reply import Finding, Reply
from customer_segmentation.plan.optimisation.calendar import Calendar
from customer_segmentation.plan.optimisation.request import OptimisationRequest
from customer_segmentation.plan.optimisation.steps import (
    ADVICE,
    BUDGET,
    TESTS,
    WITHOUT_TESTS,
    horizon_of,
)
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Result, Workspace


@dataclass(frozen=True)
class Material:
    """What is known.

    Attributes:
        alone: Advice on single segments that the advice on all says to leave, by segment.
        tests: None where the data allow none, then ``without_tests`` says why.
        bets: Segments in the plan, the most urgent first.
    """

    request: OptimisationRequest
    segments: Result
    formed: Segmentation
    budget: Result
    advice: Reply
    alone: dict[str, Reply]
    tests: Reply | None
    without_tests: Finding | None
    bets: list[str]
    calendar: Calendar

    def words_of(self, segment: str) -> dict[str, Any]:
        """Return what the playbook says of a segment, by kind of words and language."""
        told = self.alone.get(segment, self.advice)
        words: dict[str, Any] = told.detail["words"][segment]
        return words

    def action_words(self, segment: str, action: str) -> dict[str, Any]:
        """Return when and how an action of a playbook is done, by language; nothing for an arm of a test."""
        told = self.alone.get(segment, self.advice)
        found = [one for one in told.detail["actions"][segment] if one["id"] == action]
        return found[0] if found else {}


def material(request: OptimisationRequest, workspace: Workspace) -> Material:
    """Return the results of the steps that were run; raises InputError for a first day that is none."""
    inputs = workspace.inputs
    segments = workspace.result(request.segmentation, "segmentation")
    formed = Segmentation.read(segments.folder)
    budget, advice = workspace.result(inputs[BUDGET.name]), workspace.result(inputs[ADVICE.name]).reply
    acting = set(budget.reply.detail["acting"])
    bets = [entry["segment"] for entry in advice.detail["ranked"] if entry["segment"] in acting]
    prefix = f"{ADVICE.name} "
    why = json.loads(inputs[WITHOUT_TESTS]) if WITHOUT_TESTS in inputs else None
    return Material(
        request=request,
        segments=segments,
        formed=formed,
        budget=budget,
        advice=advice,
        alone={
            name.removeprefix(prefix): workspace.result(identity).reply
            for name, identity in inputs.items()
            if name.startswith(prefix)
        },
        tests=workspace.result(inputs[TESTS.name]).reply if TESTS.name in inputs else None,
        without_tests=Finding(**why) if why else None,
        bets=bets,
        calendar=Calendar.of(read_day("start", request.start) or formed.as_of, bets, horizon_of(budget)),
    )
