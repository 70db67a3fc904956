"""Answers about segments from figures that are there already: the table, one of them, two side by side."""

from typing import Final

from customer_segmentation.advise.playbook import load_playbook
from customer_segmentation.kit.words import name_of
from customer_segmentation.workspace.workspace import Result
from customer_segmentation_skill.offline.moves.move import Here, Move

_MEASURES: Final = ("customers", "share", "revenue", "revenue_share", "aov", "orders_each", "median_recency")


def list_segments(here: Here) -> Move:
    """Show the table of segments, or form them first."""
    if here.thread.main is None:
        return Move(calls=(("rfm_segments", {}),))
    main = here.thread.main
    return Move(text=here.tell("chat_segments", number=main.number, filter=filter_of(main)))


def show_segment(here: Here, segment: str) -> Move:
    """Say what a segment is and its figures."""
    result = here.thread.holding(segment)
    if result is None:
        return missing(here, segment)
    meaning = load_playbook(segment).meaning if name_of(segment, "en") else None
    text = here.tell(
        "chat_segment",
        result.reply,
        segment=segment,
        measures=measures_of(result, [segment]),
        key=f"{result.tool}.{segment}",
        number=result.number,
        filter=filter_of(result),
        meaning=(meaning.zh if here.language == "zh" else meaning.en) if meaning else "",
    )
    return Move(text=text, intent="show_segment", slots={"segment": segment})


def compare_segments(here: Here, segments: list[str]) -> Move:
    """Put the figures of two segments side by side."""
    first, second = segments[0], segments[1]
    result = here.thread.holding(first)
    other = here.thread.holding(second)
    if result is None or other is None:
        return missing(here, second if result else first)
    if result.id != other.id:
        return Move(text=here.say("chat_compare_apart"))
    text = here.tell(
        "chat_comparison",
        result.reply,
        segments=segments[:2],
        measures=measures_of(result, segments[:2]),
        tool=result.tool,
        number=result.number,
        filter=filter_of(result),
    )
    return Move(text=text, intent="compare_segments", slots={"segments": segments[:2]})


def filter_of(result: Result) -> str:
    """Return which part of the data a result is about, in words; nothing for all of it."""
    return str(result.reply.detail.get("filter") or "")


def missing(here: Here, segment: str) -> Move:
    """Say that nobody is in a segment, and which segments there are."""
    if here.thread.segmented is None:
        return Move(text=here.say("chat_no_segments"))
    known = here.thread.ids()
    return Move(text=here.tell("chat_no_such_segment", segment=segment, known=known))


def measures_of(result: Result, segments: list[str]) -> list[str]:
    """Return the measures that every one of some segments has, in the order of the segment table."""
    facts = result.reply.facts
    return [m for m in _MEASURES if all(f"{result.tool}.{segment}.{m}" in facts for segment in segments)]
