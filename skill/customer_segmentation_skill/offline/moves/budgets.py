"""Money to spend: where it should go, the same plan again with something changed, and why somebody is not in it."""

from dataclasses import replace
from typing import Any, Final

from customer_segmentation.advise.terms_request import TERMS
from customer_segmentation.workspace.workspace import Result
from customer_segmentation_skill.offline.moves import talk
from customer_segmentation_skill.offline.moves.arguments import arguments_for
from customer_segmentation_skill.offline.moves.groupings import meant_grouping
from customer_segmentation_skill.offline.moves.move import Here, Move

TOOL: Final = "plan_budget"


def budget(here: Here) -> Move:
    """Plan how to spend, or say why a segment is not in the plan made last."""
    slots = dict(here.found.slots)
    segment = str(slots.pop("why", ""))
    last = plan_before(here)
    if segment and last:
        return _why(here, last, segment, slots)
    calls = [arguments_for("budget", {**slots, **meant_grouping(here)})]
    if here.thread.main is None:
        calls.insert(0, arguments_for("form_segments", {}))
    again = last is not None and here.remembered.get("intent") == "budget"
    return Move(calls=tuple(calls), slots=slots, notes={"before": last.number} if last and again else {})


def set_profile(here: Here) -> Move:
    """Keep what was told about the shop; after a plan, make it again on the new terms."""
    kept = talk.set_profile(here)
    field = str(here.found.slots.get("field", ""))
    last = plan_before(here)
    if here.remembered.get("intent") != "budget" or field not in TERMS or last is None:
        return kept
    slots = {name: value for name, value in here.last_slots.items() if name not in {field, "why"}}
    made = budget(replace(here, found=replace(here.found, slots=slots)))
    return replace(made, intent="budget", notes={**made.notes, "beside": kept.text})


def plan_before(here: Here) -> Result | None:
    """Return the plan made last on the segments spoken of; None if there is none."""
    main = here.thread.main
    plans = [result for result in here.thread.workspace.results() if result.tool == TOOL]
    return next((plan for plan in reversed(plans) if main and plan.request["segmentation"] == main.id), None)


def _why(here: Here, plan: Result, segment: str, slots: dict[str, Any]) -> Move:
    if segment not in here.thread.ids():
        return Move(text=here.tell("chat_no_such_segment", segment=segment, known=here.thread.ids()))
    text = here.tell("chat_why_not_planned", plan.reply, segment=segment, number=plan.number)
    return Move(text=text, slots=slots)
