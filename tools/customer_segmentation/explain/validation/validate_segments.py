"""Validation out of time: do segments tell what customers do later, and more than something simpler does?

The segments are formed again on each of several days from what was known before it alone, cut points and models
included, and their customers are followed from that day on (PRACTICE, practice 15 and section 7). Of clusters the
verdict is one on clusters found anew; what each did is told of today's, as ``recommend`` tells it. To predict is
not to persuade: nothing here says that an action works.
"""

from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.behaviour_scope import behaviour_scope
from customer_segmentation.explain.earlier_segments import drifts
from customer_segmentation.explain.time_split import Window, expected_order, follow, history
from customer_segmentation.explain.validation.anew import found_anew
from customer_segmentation.explain.validation.followed import Followed, read_followed
from customer_segmentation.explain.validation.judged import judge
from customer_segmentation.explain.validation.origins import Origins, rolling_origins
from customer_segmentation.explain.validation.reply import validation_reply
from customer_segmentation.explain.validation.request import ValidateRequest
from customer_segmentation.explain.validation.scores import Split
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Result, Workspace


@tool(effect=Effect.READ, version=2)
def validate_segments(request: ValidateRequest, workspace: Workspace) -> Reply:
    """Tell whether segments predict what customers do later, and whether something simpler would do as well.

    Raises:
        MethodError: The data hold no single orders, too short a history, or segments that cannot be formed at
            another day.
    """
    found = workspace.result(request.segmentation, "segmentation")
    formed = Segmentation.read(found.folder)
    with behaviour_scope(found, workspace) as scope:
        origins = rolling_origins(*history(scope), request.horizon_days, request.origins)
        told = _as_told(scope, found, workspace, origins)
        anew = [_anew(scope, found, workspace, split) for split in told] if drifts(found) else []
        judged = judge(told, expected_order(formed), anew)
        return validation_reply(request, scope, found, judged)


def _as_told(scope: Scope, found: Result, workspace: Workspace, origins: Origins) -> list[Split]:
    """Follow the customers of the segments as advice counts them, from the latest origin to the earliest.

    Raises:
        MethodError: The segments cannot be formed on the latest, or nobody is in them.
    """
    latest, *older = origins.judged
    splits = [_followed(scope, found, workspace, latest)]
    if not splits[0].customers:
        raise MethodError("validate_nobody", days=latest.days)
    splits += [split for window in older if (split := _or_none(scope, found, workspace, window))]
    learnt = _or_none(scope, found, workspace, origins.learnt) if origins.learnt else None
    return [Split(split, lesson) for split, lesson in zip(splits, [*splits[1:], learnt], strict=True)]


def _followed(scope: Scope, found: Result, workspace: Workspace, window: Window) -> Followed:
    follow(scope, found, workspace, window)
    return read_followed(scope, window)


def _or_none(scope: Scope, found: Result, workspace: Workspace, window: Window) -> Followed | None:
    """Follow customers from an older day on; None where the segments cannot be formed on so little."""
    try:
        split = _followed(scope, found, workspace, window)
    except (MethodError, InputError):
        return None
    return split if split.customers else None


def _anew(scope: Scope, found: Result, workspace: Workspace, told: Split) -> Split:
    """Return an origin with clusters found anew, or with none to judge where there are none to be found."""
    before = told.lesson.window if told.lesson else None
    anew = found_anew(scope, found, workspace, told.judged.window, before)
    return anew or Split(told.judged, None)
