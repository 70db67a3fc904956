"""Exports that hold out what a test was designed with."""

import re
from typing import Any, Final

from customer_segmentation.kit.prose import subject_name
from customer_segmentation_skill.offline.memory import Option
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.reading.utterance import folded

_DESIGNED: Final = "design_experiment"
_AS_DESIGNED: Final = re.compile(
    r"\b(?:this|that|the same|the designed|the planned|such an?) (?:hold ?-?outs?|control group|share|test)\b"
    r"|\bas (?:designed|planned)\b|(?:这个|该|此|这样的?|同样的?|上面的?|按这个?)(?:留出|对照)"
)


def holdout_as_designed(here: Here, segments: list[str]) -> Move | dict[str, Any] | None:
    """Return the segments and the percent held out where an export is to be as a test was designed.

    A question where segments of that test hold out different shares; None where none is meant.
    """
    results = here.thread.workspace.results()
    last = next((one for one in reversed(results) if one.tool == _DESIGNED), None)
    if last is None or not _AS_DESIGNED.search(folded(here.said)):
        return None
    planned = [dict(one) for one in last.reply.detail["holdouts"]]
    fitting = [one for one in planned if not segments or set(segments) & set(one["segments"])]
    if segments:
        fitting = [{**one, "segments": [s for s in one["segments"] if s in segments]} for one in fitting]
    if not fitting:
        return None
    if len(fitting) == 1:
        return {"segments": fitting[0]["segments"], "holdout": fitting[0]["percent"]}
    options, shares = [], []
    for one in fitting:
        names = [subject_name(segment, last.reply, here.language) for segment in one["segments"]]
        words = " · ".join(names)
        kept = {"segments": one["segments"], "holdout": one["percent"]}
        options.append(Option(words, "export", {**here.found.slots, **kept}))
        shares.append(f"{_DESIGNED}.{one['segments'][0]}.held_out_share@{last.number}")
    entries = list(zip([option.words for option in options], shares, strict=True))
    return Move(text=here.tell("chat_which_holdout", entries=entries), options=tuple(options))
