"""Texts to customers: to the segment that is named or spoken of, by the channel that is named or planned."""

import re
from typing import Final

from customer_segmentation_skill.offline.moves import segment_answers
from customer_segmentation_skill.offline.moves.arguments import arguments_for
from customer_segmentation_skill.offline.moves.groupings import meant_grouping
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.moves.pointing import pointed_segment
from customer_segmentation_skill.offline.reading.utterance import folded

_POINTS: Final = re.compile(
    r"\b(?:them|it|this|that|these|those|they)\b|他们|她们|它|这群|这些人|这类|那群|写成|改成|换成"
)


def draft(here: Here) -> Move:
    """Draft a text; without a segment named, to the one spoken of, else to the first to act on."""
    slots = dict(here.found.slots)
    if not slots.get("segment") and (
        _POINTS.search(folded(here.said)) or here.remembered.get("intent") == "draft"
    ):
        segment = pointed_segment(here)
        slots |= {"segment": segment} if segment else {}
    first = () if here.thread.main else (arguments_for("form_segments", {}),)
    about = {} if first else meant_grouping(here)
    segment = str(slots.get("segment", ""))
    if segment and not first:
        holding, latest = here.thread.holding(segment), here.thread.segmented
        if holding is None:
            return segment_answers.missing(here, segment)
        about = {} if latest and holding.id == latest.id else {"segmentation": holding.number}
    return Move(calls=(*first, arguments_for("draft", {**slots, **about})), slots=slots)
