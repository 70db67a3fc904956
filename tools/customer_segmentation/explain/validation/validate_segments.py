"""Validation out of time: do segments tell what customers do later, and more than something simpler does?

The segments are formed again on each of several days from what was known before it alone, cut points and models
included, and their customers are followed from that day on (PRACTICE, practice 15 and section 7). To predict is
not to persuade: nothing here says that an action works.
"""

from customer_segmentation.data.scope import Scope
from customer_segmentation.explain.behaviour_scope import behaviour_scope
from customer_segmentation.explain.time_split import Window, expected_order, history
from customer_segmentation.explain.validation.followed import Followed, followed
from customer_segmentation.explain.validation.judged import judge
from customer_segmentation.explain.validation.origins import rolling_origins
from customer_segmentation.explain.validation.reply import validation_reply
from customer_segmentation.explain.validation.request import ValidateRequest
from customer_segmentation.explain.validation.scores import Declared
from customer_segmentation.kit.errors import InputError, MethodError
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.tool import Effect, tool
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.workspace import Result, Workspace


@tool(effect=Effect.READ)
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
        latest, *older = origins.judged
        splits = [followed(scope, found, workspace, latest)]
        splits += [split for window in older if (split := _or_none(scope, found, workspace, window))]
        learnt = _or_none(scope, found, workspace, origins.learnt) if origins.learnt else None
        if not splits[0].customers:
            raise MethodError("validate_nobody", days=latest.days)
        judged = judge(splits, learnt, Declared(formed.ids(), expected_order(formed)))
        return validation_reply(request, scope, formed, judged)


def _or_none(scope: Scope, found: Result, workspace: Workspace, window: Window) -> Followed | None:
    """Follow customers from an older day on; None where the segments cannot be formed on so little."""
    try:
        split = followed(scope, found, workspace, window)
    except (MethodError, InputError):
        return None
    return split if split.customers else None
