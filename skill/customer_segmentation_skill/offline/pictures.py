"""Pictures, of what was answered last or of what a person names, and the report."""

import re
from typing import Any, Final

from customer_segmentation.workspace.workspace import Result
from customer_segmentation_skill.offline.arguments import arguments_for
from customer_segmentation_skill.offline.methods import main_segmentation
from customer_segmentation_skill.offline.move import Here, Move
from customer_segmentation_skill.offline.utterance import folded

_DRAWN: Final = "draw_chart"
_WITHOUT_PICTURE: Final = frozenset({"query_data"})
"""Tools whose answers people point at and that no picture shows."""
_OF_SEGMENTS: Final = re.compile(r"\b(?:segments?|groups?|clusters?)\b|客群|分群|各群|群")


def chart(here: Here) -> Move:
    """Draw the picture that is named, else the one of the last answer, else those that tell most of the segments."""
    slots = dict(here.found.slots)
    if here.remembered.get("intent") == "chart" and not slots.get("picture"):
        slots = {**here.last_slots, **slots}
    picture, shape = slots.get("picture", ""), slots.get("kind", "")
    if picture not in {"", *_pictures()} or (shape and not picture):
        return Move(text=here.say("chat_no_picture"))
    if here.thread.segmented is None:
        return Move(text=here.say("chat_no_segments"))
    shown: dict[str, Any] = {}
    last = None if picture or _OF_SEGMENTS.search(folded(here.said)) else _last_answer(here)
    if last and last.tool in _WITHOUT_PICTURE:
        return Move(text=here.say("chat_no_picture"))
    if last and last.tool in _shown_tools():
        shown["result"] = last.number
    return Move(calls=(arguments_for("chart", {**slots, **shown}),), slots=slots)


def report(here: Here) -> Move:
    """Write the report, in a kind of file that there is."""
    if here.thread.segmented is None:
        return Move(text=here.say("chat_no_segments"))
    wanted = here.found.slots.get("format", "")
    known = wanted in {"", *_formats()}
    slots = {"format": wanted if known else "", **main_segmentation(here)}
    notes = {} if known else {"beside": here.say("chat_report_instead")}
    return Move(calls=(arguments_for("report", slots),), notes=notes)


def _formats() -> set[str]:
    from customer_segmentation.act.report.request import Format

    return {kind.value for kind in Format}


def _last_answer(here: Here) -> Result | None:
    """Return the last result of the conversation that is no picture itself."""
    results = [result for result in here.thread.workspace.results() if result.tool != _DRAWN]
    return results[-1] if results else None


def _pictures() -> set[str]:
    from customer_segmentation.chart.kinds import KINDS

    return {kind.value for kind in KINDS}


def _shown_tools() -> set[str]:
    """Return the tools whose answers have a picture."""
    from customer_segmentation.chart.kinds import KINDS

    return {chart.shows.name for chart in KINDS.values() if chart.shows}
