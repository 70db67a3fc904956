"""Sending customers to a receiver: who and where to must be clear, the rest is in the plan."""

from customer_segmentation_skill.offline.moves.arguments import arguments_for
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.moves.questions import (
    EVERYBODY,
    ask_which_segments,
    exported_segments,
)
from customer_segmentation_skill.offline.reading.utterance import folded


def send(here: Here) -> Move:
    """Propose to send the customers of segments; which ones and where to must be said."""
    slots = dict(here.found.slots)
    if not slots.get("receiver"):
        return Move(text=here.say("chat_send_where"))
    segments = exported_segments(here)
    if not segments and not EVERYBODY.search(folded(here.said)):
        return ask_which_segments(here, "send")
    known = here.thread.ids()
    slots["segments"] = [segment for segment in segments if segment in known] or segments
    holding = here.thread.holding(segments[0]) if segments else None
    if holding and here.thread.segmented and holding.id != here.thread.segmented.id:
        slots["segmentation"] = holding.number
    return Move(calls=(arguments_for("send", slots),))
