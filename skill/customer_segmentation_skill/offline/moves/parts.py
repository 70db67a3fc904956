"""A part of the customers or of the time, where something is to be made of that part alone."""

from typing import Final

from customer_segmentation_skill.offline.moves.arguments import TABLE, arguments_for, without_defaults
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
        scope = {"where": "where", "date_from": "from", "date_to": "to"}
        part = {scope[name]: value for name, value in scope_of(here).items() if value}
        return Move(calls=((main.tool, {**before, **part}),))
    return apply_filter(here)
