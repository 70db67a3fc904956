"""What a draft rests on: the segment, its playbook, the action that is planned or proposed, and the offer, if any."""

from dataclasses import dataclass
from typing import Final

from customer_segmentation.act.copy.request import DraftRequest, Form
from customer_segmentation.advise.evidence import gather
from customer_segmentation.advise.fitting_playbook import fitting_playbook
from customer_segmentation.advise.playbook import Action, Channel, Playbook
from customer_segmentation.advise.recommend import recommend
from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.tool import tool_of
from customer_segmentation.plan.budget.plan_budget import plan_budget
from customer_segmentation.segment.naming import identified
from customer_segmentation.segment.segmentation import Segmentation
from customer_segmentation.workspace.run import run
from customer_segmentation.workspace.workspace import Result, Workspace

PLAN, ADVICE = tool_of(plan_budget), tool_of(recommend)
_SEGMENT: Final = "segment"
_FORMS: Final = {
    Channel.EMAIL: Form.EMAIL,
    Channel.SMS: Form.SMS,
    Channel.PUSH: Form.PUSH,
    Channel.WECHAT: Form.WECHAT,
    Channel.PHONE: Form.CALL,
    Channel.POST: Form.LETTER,
    Channel.ONSITE: Form.LANDING_PAGE,
}
_HORIZON: Final = 90


@dataclass(frozen=True)
class Brief:
    """What to write.

    Attributes:
        action: What is planned or proposed for the segment; None where it is to be left alone, or for an arm of a test.
        plan: The budget plan made last on these segments, if the segment is in it.
        planned_offer: The key of the share of an order that the plan gives away; empty where it gives nothing.
    """

    segments: Result
    segment: str
    playbook: Playbook
    action: Action | None
    form: Form
    plan: Result | None
    planned_offer: str

    @property
    def own_form(self) -> bool:
        """Whether the text goes out by the channel of its action: an SMS is no service e-mail."""
        return self.action is not None and _FORMS.get(self.action.channel) is self.form


def inputs_of(request: DraftRequest, workspace: Workspace) -> dict[str, str]:
    """Return which segment is written to and the plan that the text follows."""
    segments = workspace.result(request.segmentation, "segmentation")
    plan = _plan(segments, workspace)
    segment = _segment(request, segments, plan, workspace)
    planned = plan and segment in plan.reply.detail["acting"]
    return {_SEGMENT: segment} | ({PLAN.name: plan.id} if plan and planned else {})


def brief(request: DraftRequest, workspace: Workspace) -> Brief:
    """Return what to write."""
    segments = workspace.result(request.segmentation, "segmentation")
    segment = workspace.inputs[_SEGMENT]
    evidence = gather(segments, workspace, _HORIZON)
    today = next(one for one in evidence.today if one.id == segment)
    playbook = fitting_playbook(today, evidence)
    plan = workspace.result(workspace.inputs[PLAN.name]) if PLAN.name in workspace.inputs else None
    action, channel = _action(segment, playbook, plan)
    offer = f"{PLAN.name}.{segment}.offer"
    return Brief(
        segments=segments,
        segment=segment,
        playbook=playbook,
        action=action,
        form=request.channel if request.channel is not Form.AUTO else _FORMS.get(channel, Form.EMAIL),
        plan=plan,
        planned_offer=offer if plan and offer in plan.reply.facts else "",
    )


def _plan(segments: Result, workspace: Workspace) -> Result | None:
    made = workspace.results_of(PLAN.name)
    return next((one for one in made if one.request["segmentation"] == segments.id), None)


def _segment(request: DraftRequest, segments: Result, plan: Result | None, workspace: Workspace) -> str:
    """Return the segment asked for, else the first in the plan, else the first to act on.

    Raises:
        InputError: There is no such segment, nobody is in it, or nobody is to be written to.
    """
    formed = Segmentation.read(segments.folder)
    if request.segment.strip():
        segment = identified(request.segment, formed.segments)
        if f"{segments.tool}.{segment}.customers" not in segments.reply.facts:
            raise InputError("recommend_segment_empty", segment=request.segment)
        return segment
    if plan and plan.reply.detail["acting"]:
        return str(plan.reply.detail["acting"][0])
    things = run(ADVICE, {"segmentation": segments.id}, workspace).reply.detail["things"]
    if not things:
        raise InputError("draft_nobody")
    return str(things[0][0])


def _action(segment: str, playbook: Playbook, plan: Result | None) -> tuple[Action | None, Channel]:
    """Return the action that the text belongs to, and its channel: the plan's, else the playbook's first."""
    if plan is None:
        first = playbook.actions[0]
        return (None if first.channel is Channel.NONE else first), first.channel
    doing = plan.reply.detail["doing"][segment][0]
    known = next((one for one in playbook.actions if one.id == doing["action"]), None)
    return known, Channel(doing["channel"])
