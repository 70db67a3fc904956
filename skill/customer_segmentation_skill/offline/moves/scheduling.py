"""Repeating on a schedule, and stopping a schedule."""

from datetime import datetime
from typing import Any

from customer_segmentation.recipes.schedule.overview import scheduled, scheduled_words
from customer_segmentation.workspace.journal import now
from customer_segmentation_skill.offline.memory import Option
from customer_segmentation_skill.offline.moves.arguments import arguments_for
from customer_segmentation_skill.offline.moves.groupings import meant_grouping
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.moves.talk import no_data
from customer_segmentation_skill.offline.reading.utterance import folded

_OTHER = "other"


def schedule(here: Here) -> Move:
    """Propose to repeat what this conversation did, or a recipe; how often must be said."""
    slots = here.found.slots
    if not slots.get("recipe"):
        if here.thread.loaded is None:
            return no_data(here)
        if here.thread.segmented is None:
            return Move(text=here.say("chat_no_segments"))
    if slots.get("every", _OTHER) == _OTHER:
        return Move(text=here.say("chat_schedule_rhythm" if slots.get("every") else "chat_schedule_when"))
    about = {} if slots.get("recipe") else meant_grouping(here)
    return Move(calls=(arguments_for("schedule", {**slots, **about}),))


def stop_schedule(here: Here) -> Move:
    """Propose to stop the schedule that is meant; asks which one where several could be."""
    found = _all(here)
    meant = [one for one in found if _fits(one, here)] or found
    if not found:
        return Move(text=scheduled_words([], here.language))
    if len(meant) == 1:
        return Move(calls=(("schedule_refresh", {"stop": meant[0]["id"]}),))
    options = tuple(
        Option(f"{one['name']} ({one['id']})", tool="schedule_refresh", arguments={"stop": one["id"]})
        for one in meant
    )
    words = [option.words for option in options]
    asked = here.tell("chat_question", text=here.say("chat_which_schedule"), options=words)
    return Move(text=asked, options=options)


def _all(here: Here) -> list[dict[str, Any]]:
    return scheduled(here.thread.workspace, datetime.fromisoformat(now()))


def _fits(one: dict[str, Any], here: Here) -> bool:
    """Tell whether a message means a schedule: by its id, its name, or when it runs."""
    slots = here.found.slots
    if slots.get("id"):
        return bool(one["id"] == slots["id"])
    when = one.get("when", {})
    rhythm = {name: slots[name] for name in ("every", "weekday") if name in slots}
    if rhythm:
        return all(when.get(name) == value for name, value in rhythm.items())
    return folded(one["name"]) in folded(here.said)
