"""The two sides of a comparison: what their segments are called in facts and in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from customer_segmentation.kit.name import NamePart
from customer_segmentation.kit.words import name_of
from customer_segmentation.segment.segmentation import Segment


@dataclass(frozen=True)
class Named:
    """A segment of one side: its subject id in fact keys, and its name as parts."""

    subject: str
    parts: list[NamePart]
    given: str = ""


def named_sides(
    first: Sequence[Segment], second: Sequence[Segment]
) -> tuple[dict[str, Named], dict[str, Named]]:
    """Return subject and name of each segment by id, for both sides.

    Ids stand as they are; where both sides have one in common the segments are a1, a2, … and b1, b2, … and their
    names say which side they are of.
    """
    if not {segment.id for segment in first} & {segment.id for segment in second}:
        return _plain(first), _plain(second)
    return _marked(first, "a", "compare_first"), _marked(second, "b", "compare_second")


def _plain(segments: Sequence[Segment]) -> dict[str, Named]:
    return {s.id: Named(s.id, name_parts(s), s.name) for s in segments}


def _marked(segments: Sequence[Segment], letter: str, code: str) -> dict[str, Named]:
    return {
        segment.id: Named(f"{letter}{number}", [NamePart(code=code, of=name_parts(segment))])
        for number, segment in enumerate(segments, start=1)
    }


def name_parts(segment: Segment) -> list[NamePart]:
    """Return the name of a segment as parts: the given one, what its method found, or the built-in one."""
    if segment.name or not (segment.parts or name_of(segment.id, "en")):
        return [NamePart(code="as_called", values={"name": segment.name or segment.id})]
    return segment.parts or [NamePart(code=f"subjects/{segment.id}")]
