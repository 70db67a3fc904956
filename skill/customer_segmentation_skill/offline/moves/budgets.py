"""Money to spend: where it should go, the whole plan written out, either again with something changed, and why not others."""

from dataclasses import replace
from typing import Any, Final

from customer_segmentation.advise.terms_request import TERMS
from customer_segmentation.workspace.workspace import Result
from customer_segmentation_skill.offline.moves import talk
from customer_segmentation_skill.offline.moves.arguments import TABLE, arguments_for, without_defaults
from customer_segmentation_skill.offline.moves.groupings import meant_grouping
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.understanding.plan_slots import spoken_plan

TOOL: Final = "plan_budget"
WHOLE: Final = "optimisation_plan"
_LOOKS: Final = frozenset({"language", "start"})
"""How a document is written and when it begins changes none of its figures."""


def budget(here: Here) -> Move:
    """Plan how to spend, or say why a segment is not in the plan made last."""
    slots = dict(here.found.slots)
    if slots.pop("share_of_money", False):
        return Move(text=here.say("chat_plan_share"), slots=slots)
    segment = str(slots.pop("why", ""))
    last = plan_before(here)
    if segment and last:
        return _why(here, last, segment, slots)
    asked = arguments_for("budget", {**slots, **meant_grouping(here)})
    return _called(here, asked, slots, last if _spoken(here) else None)


def optimise(here: Here) -> Move:
    """Write the whole plan out: on the terms of the plan made last, with what the message changes of them."""
    slots, last = dict(here.found.slots), plan_before(here)
    if slots.pop("share_of_money", False):
        return Move(text=here.say("chat_plan_share"), slots=slots)
    tool, asked = arguments_for("optimise", {**slots, **meant_grouping(here)})
    kept = without_defaults(TOOL, dict(last.request)) if last else {}
    kept.pop("segmentation", None)
    names = TABLE["optimise"].fields
    before = {slot: kept[name] for slot, name in names.items() if name in kept} if last else {}
    if "without" in before:
        before["without"] = str(before["without"]).split(",")
    again = _spoken(here) if last else None
    told = {**before, **again[1]} if again else before
    changed = any(slot not in _LOOKS and told.get(slot) != value for slot, value in slots.items())
    return _called(here, (tool, {**kept, **asked}), {**before, **slots}, last if again and changed else None)


def _called(
    here: Here, asked: tuple[str, dict[str, Any]], slots: dict[str, Any], before: Result | None
) -> Move:
    """Return the call, after the one that forms segments where there are none."""
    first = () if here.thread.main else (arguments_for("form_segments", {}),)
    return Move(calls=(*first, asked), slots=slots, notes={"before": before.number} if before else {})


def set_profile(here: Here) -> Move:
    """Keep what was told about the shop; after a plan, make it again on the new terms."""
    kept = talk.set_profile(here)
    found, plan = here.found.slots, _spoken(here)
    fields = {str(found.get("field", "")), *(str(field) for field, _ in found.get("more", []))}
    last = plan_before(here)
    if plan is None or not fields & {*TERMS} or last is None:
        return kept
    intent, told = plan
    slots = {name: value for name, value in told.items() if name not in {*fields, "why"}}
    again = optimise if intent == "optimise" else budget
    made = again(replace(here, found=replace(here.found, slots=slots)))
    asked = tuple((tool, {n: v for n, v in args.items() if n not in fields}) for tool, args in made.calls)
    notes = {**made.notes, "before": last.number, "beside": kept.text}
    return replace(made, calls=asked, intent=intent, slots=slots, notes=notes)


def _spoken(here: Here) -> tuple[str, dict[str, Any]] | None:
    return spoken_plan(str(here.remembered.get("intent", "")), here.last_slots)


def plan_within(here: Here, whole: Result) -> Result | None:
    """Return the budget plan that a whole plan holds; None if it is no whole plan, or that was forgotten."""
    if whole.tool != WHOLE:
        return None
    plans = [result for result in here.thread.workspace.results() if result.tool == TOOL]
    same = (
        plan for plan in reversed(plans) if all(whole.request.get(n) == v for n, v in plan.request.items())
    )
    return next(same, None)


def plan_before(here: Here) -> Result | None:
    """Return the plan made last on the segments spoken of; None if there is none."""
    main = here.thread.main
    plans = [result for result in here.thread.workspace.results() if result.tool == TOOL]
    return next((plan for plan in reversed(plans) if main and plan.request["segmentation"] == main.id), None)


def _why(here: Here, plan: Result, segment: str, slots: dict[str, Any]) -> Move:
    if segment not in here.thread.ids():
        return Move(text=here.tell("chat_no_such_segment", segment=segment, known=here.thread.ids()))
    text = here.tell("chat_why_not_planned", plan.reply, segment=segment, number=plan.number)
    spoken = _spoken(here)
    return Move(text=text, intent=spoken[0] if spoken else "", slots=slots)
