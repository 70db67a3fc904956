"""Which segment is meant: by name, by "the second", by "them"."""

from customer_segmentation_skill.offline.moves.move import Here


def pointed_segment(here: Here) -> str:
    """Return the segment that a message points at: named, by its place in the last list, or spoken of last."""
    slots = here.found.slots
    if slots.get("segment"):
        return str(slots["segment"])
    if slots.get("ordinal"):
        known = shown_segments(here)
        place = len(known) - 1 if int(slots["ordinal"]) < 0 else int(slots["ordinal"]) - 1
        return known[place] if 0 <= place < len(known) else ""
    before = here.last_slots
    if before.get("segment"):
        return str(before["segment"])
    spoken = before.get("segments") or [defined_segment(here)]
    return str(spoken[0])


def defined_segment(here: Here) -> str:
    """Return the segment that the person described last, where the latest segmentation is by rules."""
    segmentation = here.thread.segmentation
    return segmentation.ids()[0] if segmentation and segmentation.method == "rules" else ""


def pointed_segments(here: Here, *, at_least: int = 1) -> list[str]:
    """Return the segments that a message points at, filled up with those spoken of last."""
    named = list(here.found.slots.get("segments") or [])
    if len(named) >= at_least:
        return named
    before = here.last_slots
    spoken = [*before.get("segments", []), *([before["segment"]] if before.get("segment") else [])]
    return [*named, *(segment for segment in spoken if segment not in named)]


def shown_segments(here: Here, *, advised: bool = False) -> list[str]:
    """Return the segments in the order they were shown: of the advice, or of the table."""
    ids = here.thread.ids()
    if not advised:
        return ids
    for result in reversed(here.thread.workspace.results()):
        detail = result.reply.detail
        if result.tool == "recommend" and detail.get("ranked") and not detail.get("asked"):
            first = [str(segment) for segment in detail.get("first", [])]
            ranked = [str(entry["segment"]) for entry in detail["ranked"]]
            return list(dict.fromkeys([*first, *ranked]))
    return ids
