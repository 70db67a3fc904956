"""Which grouping a message is about: the one it names or points at, else the main one of the thread."""

import re
from typing import Any, Final

from customer_segmentation.workspace.workspace import Result
from customer_segmentation_skill.offline.moves.arguments import without_defaults
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.reading.cues import first_term
from customer_segmentation_skill.offline.reading.utterance import folded
from customer_segmentation_skill.offline.thread import SEGMENTATIONS

_TOOLS: Final = {"rfm": "rfm_segments", "clusters": "cluster_customers", "traits": "trait_segments"}
"""By what people call a grouping: the tool that forms it."""
_POINTS: Final = re.compile(
    r"\b(?:it|that|this|these|those|them|they)\b|这个|这些|那个|那些|它|他们|她们|这群|这组"
)
_LOOKS: Final = ("draw_chart", "write_report")
"""What shows an answer and is none itself."""


def meant_grouping(here: Here) -> dict[str, Any]:
    """Return the segmentation that what is made is to be about, as an argument; nothing where it is the latest anyway."""
    found = grouping_of(here)
    latest = here.thread.segmented
    return {"segmentation": found.number} if found and latest and found.id != latest.id else {}


def grouping_of(here: Here) -> Result | None:
    """Return the segmentation that a message names or points at, else the main one of the thread."""
    return _named(here) or _pointed(here) or here.thread.main


def _named(here: Here) -> Result | None:
    tool = _TOOLS.get(first_term("groupings", folded(here.said)))
    return here.thread.last_of(tool) if tool else None


def _pointed(here: Here) -> Result | None:
    """Return the segments answered last, where a message points at them."""
    answers = [one for one in here.thread.workspace.results() if one.tool not in _LOOKS]
    last = answers[-1] if answers else None
    points = _POINTS.search(folded(here.said)) is not None
    return last if last and last.tool in SEGMENTATIONS and points else None


def use_grouping(here: Here) -> Move:
    """Go back to a grouping: it is formed again as it was, and what follows is about it."""
    tool = _TOOLS.get(str(here.found.slots.get("grouping", "")))
    if tool is None:
        return which_grouping(here)
    before = here.thread.last_of(tool)
    here.thread.stay_with(tool)
    return Move(calls=((tool, without_defaults(tool, dict(before.request)) if before else {}),))


def which_grouping(here: Here) -> Move:
    """Say which grouping the talk is about, and which others there are."""
    main = here.thread.main
    if main is None:
        return Move(text=here.say("chat_no_segments"))
    others = [one for tool in _TOOLS.values() if (one := here.thread.last_of(tool)) and one.id != main.id]
    return Move(text=here.tell("chat_grouping", main=_entry(main), others=[_entry(one) for one in others]))


def _entry(one: Result) -> dict[str, Any]:
    return {"tool": one.tool, "number": one.number, "count": f"{one.tool}.all.customers"}
