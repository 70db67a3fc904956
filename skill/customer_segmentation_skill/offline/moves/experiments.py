"""Tests of actions: how big they must be, on whom the conversation was about."""

import re
from typing import Any, Final

from customer_segmentation.workspace.workspace import Result
from customer_segmentation_skill.offline.moves.arguments import arguments_for
from customer_segmentation_skill.offline.moves.groupings import meant_grouping
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.reading.utterance import folded

_PRONOUN: Final = re.compile(
    r"\b(?:them|it|this|these|those|that|they)\b|他们|她们|它们?|这|那群|那个群|那组"
)
_ON_EVERYTHING: Final = re.compile(
    r"\b(?:all|every|each|which) (?:segments?|groups?)\b|各群|所有|每个群|哪些群|哪个群"
)
_SPOKEN_OF: Final = frozenset({"advise_segment", "show_segment", "experiment"})
"""What one may have asked about a segment, so that a question about "the test" is about it too."""


def experiment(here: Here) -> Move:
    """Design a test: on the segments named or spoken of, else on those worth acting on."""
    slots = {**_carried(here), **here.found.slots}
    segments = [str(segment) for segment in slots.get("segments") or []]
    missing = [segment for segment in segments if here.thread.holding(segment) is None]
    if missing and here.thread.main:
        return Move(text=here.tell("chat_no_such_segment", segment=missing[0], known=here.thread.ids()))
    holding = here.thread.holding(segments[0]) if segments else None
    asked = {**slots, **(_held_by(here, holding) if holding else meant_grouping(here))}
    return Move(calls=(arguments_for("experiment", asked),), slots=slots)


def _carried(here: Here) -> dict[str, Any]:
    """Return what the message leaves to what was said before: the test asked about last, or its segments."""
    before = here.last_slots
    last = str(here.remembered.get("intent", ""))
    if here.found.slots.get("segments") or _ON_EVERYTHING.search(folded(here.said)):
        return {}
    if last == "experiment" and not here.found.slots:
        return before
    spoken = before.get("segments") or ([before["segment"]] if before.get("segment") else [])
    points = last in _SPOKEN_OF or _PRONOUN.search(folded(here.said))
    return {"segments": list(spoken)} if spoken and points else {}


def _held_by(here: Here, holding: Result) -> dict[str, Any]:
    latest = here.thread.segmented
    return {"segmentation": holding.number} if latest and latest.id != holding.id else {}
