"""Pictures, of what was answered last or of what a person names, and the report."""

import re
from dataclasses import replace
from typing import Any, Final

from customer_segmentation.workspace.workspace import Result
from customer_segmentation_skill.offline.moves.arguments import TABLE, arguments_for
from customer_segmentation_skill.offline.moves.budgets import TOOL, plan_within
from customer_segmentation_skill.offline.moves.groupings import meant_grouping
from customer_segmentation_skill.offline.moves.methods import MOVES, cohort
from customer_segmentation_skill.offline.moves.move import Here, Move
from customer_segmentation_skill.offline.moves.parts import PART, part_first
from customer_segmentation_skill.offline.moves.questions import export, scope_of
from customer_segmentation_skill.offline.reading.situation import Understanding
from customer_segmentation_skill.offline.reading.utterance import folded
from customer_segmentation_skill.offline.thread import SEGMENTATIONS
from customer_segmentation_skill.offline.understanding.plan_slots import spoken_plan

_DRAWN: Final = "draw_chart"
_ANSWERS: Final = frozenset(
    {TABLE[intent].tool for intent in ("query", "experiment", "budget", *MOVES)} - {*SEGMENTATIONS}
)
"""Tools whose answer is what "draw it" points at; after others it is the segments."""
_OF_SEGMENTS: Final = re.compile(r"\b(?:segments?|groups?|clusters?)\b|客群|分群|各群|群")


_POINTS: Final = re.compile(r"\b(?:it|that|this|these|them)\b|它|这个|这些|^(?:做|弄|转|整理|变|写|导|存)")
"""Points at the answer before, or names nothing at all."""
_OF_CLUSTERS: Final = re.compile(r"\bclusters?\b|聚类")


def chart(here: Here) -> Move:
    """Draw the picture that is named, else the one of the last answer, else those that tell most of the segments."""
    slots = dict(here.found.slots)
    if here.remembered.get("intent") == "chart" and not slots.keys() & {"picture", "kind"}:
        slots = {**here.last_slots, **slots}
    picture, shape = slots.get("picture", ""), slots.get("kind", "")
    if picture not in {"", *_pictures()} or (shape and not picture):
        return Move(text=here.say("chat_no_picture"))
    if here.thread.segmented is None:
        return Move(text=here.say("chat_no_segments"))
    if slots.get("period") or slots.get("by"):
        return _of_cohorts(here, slots)
    first = () if picture else _clusters_first(here)
    part = part_first(replace(here, found=replace(here.found, slots=slots)), _answered_by(picture))
    if part and not first:
        return _followed_by(part, arguments_for("chart", slots), slots)
    last = _pointed_answer(here, picture)
    if last and last.tool == TOOL:
        slots["plan"] = spoken_plan(str(here.remembered.get("intent", "")), here.last_slots)
    if last and last.tool not in _shown_tools().values():
        return Move(text=here.say("chat_no_picture"))
    if last and not first:
        slots["result"] = last.number
    about = {} if first else meant_grouping(here)
    return Move(calls=(*first, arguments_for("chart", {**slots, **about})), slots=slots)


def _followed_by(part: Move, made: tuple[str, dict[str, Any]], slots: dict[str, Any]) -> Move:
    """Make something of a part of the data once that is formed; where it is asked which part, that comes first."""
    if part.options or not part.calls:
        return part
    kept = {name: value for name, value in slots.items() if name not in PART}
    return replace(part, calls=(*part.calls, made), slots=kept)


def _answered_by(picture: str) -> str:
    """Return the intent that asks for what a picture shows; empty for pictures of the segments."""
    shown = _shown_tools().get(picture, "")
    return next((intent for intent in MOVES if TABLE[intent].tool == shown), "")


def _clusters_first(here: Here) -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return the call that forms clusters, where clusters are to be drawn and there are none."""
    wanted = _OF_CLUSTERS.search(folded(here.said)) and not here.thread.last_of("cluster_customers")
    return (arguments_for("cluster", scope_of(here)),) if wanted else ()


def _of_cohorts(here: Here, slots: dict[str, Any]) -> Move:
    """Follow newcomers as the message says, and draw that."""
    followed = cohort(replace(here, found=replace(here.found, slots=slots)))
    kept = {name: value for name, value in slots.items() if name not in {"period", "by"}}
    return Move(calls=(*followed.calls, arguments_for("chart", kept)), slots=kept)


def _pointed_answer(here: Here, picture: str) -> Result | None:
    """Return the answer before, where the picture is to be of it: not of the segments, and not of another tool's."""
    results = [result for result in here.thread.workspace.results() if result.tool != _DRAWN]
    latest = results[-1] if results else None
    last = (plan_within(here, latest) or latest) if latest else None
    last = last if last and last.tool in _ANSWERS else None
    if last is None or (picture and _shown_tools().get(picture) != last.tool):
        return None
    return None if not picture and _OF_SEGMENTS.search(folded(here.said)) else last


def report(here: Here) -> Move:
    """Write the report, in a kind of file that there is."""
    if here.thread.segmented is None:
        return Move(text=here.say("chat_no_segments"))
    slots = dict(here.found.slots)
    if listed := _listed(here):
        return replace(export(listed), intent="export", slots=listed.found.slots)
    known = slots.get("format", "") in {"", *_formats()}
    if not known:
        del slots["format"]
    notes = {} if known else {"beside": here.say("chat_report_instead")}
    if part := part_first(here):
        made = _followed_by(part, arguments_for("report", slots), slots)
        return replace(made, notes={**made.notes, **notes})
    return Move(calls=(arguments_for("report", {**slots, **meant_grouping(here)}),), notes=notes)


def _listed(here: Here) -> Here | None:
    """Return "make it excel" after an answer about a segment as the wish for its customers; None for a report."""
    segment = str(here.last_slots.get("segment", ""))
    plain = set(here.found.slots) == {"format"} and here.found.slots["format"] == "xlsx"
    if not (plain and segment and _POINTS.search(folded(here.said))):
        return None
    slots = {"format": "xlsx", "segments": [segment]}
    return replace(here, found=Understanding("export", slots))


def _formats() -> set[str]:
    from customer_segmentation.act.report.request import Format

    return {kind.value for kind in Format}


def _pictures() -> set[str]:
    from customer_segmentation.chart.kinds import KINDS

    return {kind.value for kind in KINDS}


def _shown_tools() -> dict[str, str]:
    """Return by picture the tool whose answer it shows; pictures of the segments themselves are left out."""
    from customer_segmentation.chart.kinds import KINDS

    return {kind.value: chart.shows.name for kind, chart in KINDS.items() if chart.shows}
