"""How big a test must be, who is held out, and when it is read."""

from collections.abc import Sequence
from typing import Final

from customer_segmentation.advise.evidence import Evidence, gather
from customer_segmentation.advise.prospect import NEWCOMERS, Prospect, prospects
from customer_segmentation.advise.terms_request import profile_used, terms_of
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.plan.experiment.design import Design, Verdict, design, design_holding
from customer_segmentation.plan.experiment.reply import POOLED, Designed, experiment_reply
from customer_segmentation.plan.experiment.request import ExperimentRequest
from customer_segmentation.plan.experiment.rolling import Rolling, rolling
from customer_segmentation.plan.experiment.subject import Subject, subject_of, together
from customer_segmentation.segment.holdout import kept_aside
from customer_segmentation.segment.naming import several
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Workspace

_PAIR: Final = 2
_WITHOUT_RATES: Final = {
    "recommend_no_orders": "experiment_no_orders",
    "recommend_history_short": "experiment_history_short",
    "recommend_method": "experiment_not_formed_earlier",
}


@tool(effect=Effect.READ, inputs=profile_used, version=3)
def design_experiment(request: ExperimentRequest, workspace: Workspace) -> Reply:
    """Say how an action is tested: who is held out, what lift that can show, how many it takes, when it is read.

    Base rates and variances are those of the segments themselves, out of time. Where a segment alone is too small to
    learn from, several are taken together.

    Raises:
        InputError: An unknown segment.
        MethodError: The data do not say what such customers do unasked.
    """
    result = workspace.result(request.segmentation, "segmentation")
    formed = Segmentation.read(result.folder)
    evidence = gather(result, workspace, request.horizon_days)
    if evidence.split is None:
        raise MethodError(_reason(evidence))
    terms = terms_of(request, workspace, result.reply.currency)
    asked = several(request.segments, formed.segments)
    about = [one for one in prospects(evidence, terms) if one.segment.id in asked and _to_test(one, request)]
    opted_out = {segment: one.opted_out for segment, one in kept_aside(formed, workspace, 0).items()}
    subjects = [
        found
        for one in about
        if (found := subject_of(one, evidence, terms, opted_out.get(one.segment.id, 0)))
    ]
    if not subjects:
        raise MethodError("experiment_too_few" if about else "experiment_no_action")
    designs = [design(subject, request) for subject in subjects]
    both = _poolable(designs)
    pooled = design(together(both, POOLED), request) if both else None
    designs = _as_pooled(designs, pooled, request)
    return experiment_reply(
        Designed(
            request=request,
            segments=result,
            about=about,
            designs=designs,
            taken_together=both,
            pooled=pooled,
            window=evidence.split.window,
            rolling=_rolling(designs, evidence, request),
        )
    )


def _reason(evidence: Evidence) -> str:
    """Return why the data give no rates."""
    known = (_WITHOUT_RATES[one.code] for one in evidence.findings if one.code in _WITHOUT_RATES)
    return next(known, "experiment_no_rates")


def _to_test(one: Prospect, request: ExperimentRequest) -> bool:
    """Tell whether to test on a segment: one asked for, or one for which an action is proposed."""
    return bool(request.segments.strip()) or one.chosen is not None


def _poolable(designs: Sequence[Design]) -> list[Subject]:
    """Return the subjects to take together: those too small alone, or all where only one is; none without need."""
    small = [one.subject for one in designs if one.verdict is Verdict.SMALL]
    able = [one.subject for one in designs if one.verdict is not Verdict.NOTHING]
    if not small or len(able) < _PAIR:
        return []
    return small if len(small) >= _PAIR else able


def _as_pooled(designs: Sequence[Design], pooled: Design | None, request: ExperimentRequest) -> list[Design]:
    """Return the designs as they are done: segments too small alone hold out what the test of all holds out."""
    if pooled is None or pooled.verdict is not Verdict.ENOUGH:
        return list(designs)
    return [
        design_holding(one.subject, pooled.held_out, request) if one.verdict is Verdict.SMALL else one
        for one in designs
    ]


def _rolling(designs: Sequence[Design], evidence: Evidence, request: ExperimentRequest) -> Rolling | None:
    """Return the test on newcomers as they come, where those there today are too few."""
    new = next((one for one in designs if one.subject.id == NEWCOMERS), None)
    small = new is not None and new.verdict is Verdict.SMALL
    if new is None or not small or new.needed is None or evidence.clock is None:
        return None
    return rolling(evidence.clock, new.subject.customers, new.needed, request.alpha)
