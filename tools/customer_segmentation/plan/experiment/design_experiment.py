"""How big a test must be, who is held out, and when it is read."""

from typing import Final

from customer_segmentation.advise.evidence import gather
from customer_segmentation.advise.prospect import Prospect, prospects
from customer_segmentation.advise.terms_request import profile_used, terms_of
from customer_segmentation.kit.errors import MethodError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.plan.experiment.design import Design, Verdict, design
from customer_segmentation.plan.experiment.reply import POOLED, Designed, experiment_reply
from customer_segmentation.plan.experiment.request import ExperimentRequest
from customer_segmentation.plan.experiment.subject import Subject, subject_of, together
from customer_segmentation.segment.naming import several
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Workspace

_PAIR: Final = 2


@tool(effect=Effect.READ, inputs=profile_used)
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
    terms = terms_of(request, workspace, result.reply.currency)
    asked = several(request.segments, formed.segments)
    about = [one for one in prospects(evidence, terms) if one.segment.id in asked and _to_test(one, request)]
    subjects = [found for one in about if (found := subject_of(one, evidence))]
    if evidence.split is None or not subjects:
        raise MethodError("experiment_no_rates" if evidence.split is None else "experiment_too_few")
    designs = [design(subject, request) for subject in subjects]
    both = _poolable(designs)
    pooled = design(together(both, POOLED), request) if both else None
    return experiment_reply(
        Designed(request, result, evidence, about, designs, both, pooled, evidence.split.window)
    )


def _to_test(one: Prospect, request: ExperimentRequest) -> bool:
    """Tell whether to test on a segment: one asked for, or one for which an action is proposed."""
    return bool(request.segments.strip()) or one.chosen is not None


def _poolable(designs: list[Design]) -> list[Subject]:
    """Return the subjects to take together: those too small alone, or all where only one is; none without need."""
    small = [one.subject for one in designs if one.verdict is not Verdict.ENOUGH]
    if not small or len(designs) < _PAIR:
        return []
    return small if len(small) >= _PAIR else [one.subject for one in designs]
