"""A part of the customers or of the time, where something is to be made of that part alone."""

from dataclasses import replace
from typing import Final

from customer_segmentation_skill.offline.moves.arguments import (
    SCOPE_FIELDS,
    TABLE,
    arguments_for,
    kept_arguments,
    without_defaults,
)
from customer_segmentation_skill.offline.moves.corrections import apply_filter
from customer_segmentation_skill.offline.moves.groupings import grouping_of
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.moves.questions import scope_of
from customer_segmentation_skill.offline.thread import ANALYSES

PART: Final = ("conditions", "date_from", "date_to")
"""The slots that name a part."""


def part_first(here: Here, answers: str = "") -> Move | None:
    """Return how the part that a message names is formed or asked about; None where it names none.

    Args:
        here: Where the message stands.
        answers: The intent whose answer is to be of the part, such as ``migration``; empty for the segments.
    """
    slots = here.found.slots
    if not any(slots.get(name) for name in PART):
        return None
    clear = all(condition["column"] for condition in slots.get("conditions", []))
    asked = TABLE[answers].fields if answers else {}
    if clear and "where" in asked:
        return Move(calls=(arguments_for(answers, scope_of(here)),))
    if "date_from" in asked and not slots.get("conditions"):
        return Move(calls=(arguments_for(answers, slots),))
    main = grouping_of(here)
    if clear and main and main.tool not in ANALYSES:
        before = without_defaults(main.tool, dict(main.request))
        part = {SCOPE_FIELDS[name]: value for name, value in scope_of(here).items() if value}
        return Move(calls=((main.tool, {**before, **part}),))
    return apply_filter(here)


def of_part(here: Here, made: Move) -> Move:
    """Return what is done about a message, on the part of the customers that it names: that is formed first."""
    before = here.thread.analyses[-1] if here.thread.analyses else None
    kept = str(kept_arguments(before).get("where", "")) if before else ""
    part = part_first(here) if made.calls or here.found.intent == "show_segment" else None
    slots = {name: value for name, value in (made.slots or {}).items() if name not in PART}
    if part is None or (before and scope_of(here)["where"] == kept):
        return replace(made, slots=slots)
    if part.options or not part.calls:
        return part
    if not made.calls:
        return replace(part, intent="filter")
    tool, asked = made.calls[-1]
    asked = {name: value for name, value in asked.items() if name != "segmentation"}
    return replace(part, calls=(*part.calls, (tool, asked)), slots=slots)
