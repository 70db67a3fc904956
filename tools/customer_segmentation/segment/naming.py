"""What the person calls segments, and which segments they want taken together."""

import re
from collections.abc import Sequence
from typing import Final

from customer_segmentation.kit.errors import InputError
from customer_segmentation.kit.words import shown
from customer_segmentation.segment.segmentation import Segment

_LONGEST_NAME: Final = 60
_IN_ONE: Final = 6
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")


def merged(segments: Sequence[Segment], text: str) -> tuple[list[Segment], dict[str, str]]:
    """Take segments together as in ``at_risk+cant_lose=Win back; hibernating+one_time_lapsed``.

    A merged segment gets the id ``m1``, ``m2``, … and stands where the first of its parts stood.

    Returns:
        The segments after merging, and the new id of every segment before it.

    Raises:
        InputError: An unknown segment, one in two merges, or a merge of fewer than two.
    """
    new_id = {segment.id: segment.id for segment in segments}
    named: dict[str, str] = {}
    for number, (left, name) in enumerate(_entries(text), start=1):
        parts = [identified(part, segments) for part in left.replace("＋", "+").split("+")]
        if len(set(parts)) < 2 or any(new_id[part] != part for part in parts):  # noqa: PLR2004 - two make one
            raise InputError("segment_merge_wrong", merge=left)
        named[f"m{number}"] = name
        new_id.update(dict.fromkeys(parts, f"m{number}"))
    by_id = {segment.id: segment for segment in segments}
    ids = dict.fromkeys(new_id[segment.id] for segment in segments)
    after = [by_id[i] if i in by_id else Segment(id=i, name=named[i]) for i in ids]
    return _unlike(after), new_id


def renamed(segments: Sequence[Segment], text: str) -> list[Segment]:
    """Name segments as in ``champions=VIPs; at_risk=Wavering``.

    Raises:
        InputError: An unknown segment, no name, or a name that another segment has.
    """
    names: dict[str, str] = {}
    for left, name in _entries(text):
        if not name:
            raise InputError("segment_name_missing", segment=left)
        names[identified(left, segments)] = name
    return _unlike([s.model_copy(update={"name": names.get(s.id, s.name)}) for s in segments])


def _entries(text: str) -> list[tuple[str, str]]:
    parts = text.replace("；", ";").replace("\n", ";").replace("＝", "=").split(";")
    pairs = (part.partition("=") for part in parts if part.strip())
    return [(left.strip(), shown(name)[:_LONGEST_NAME].strip()) for left, _, name in pairs]


def _all_names(segment: Segment) -> list[str]:
    return [segment.name] if segment.name else segment.all_names()


def identified(words: str, segments: Sequence[Segment]) -> str:
    """Return the id of a segment that is meant by its id or by a name in any language.

    Raises:
        InputError: None is called so; the message names them in the language of the words.
    """
    wanted = _folded(words)
    for segment in segments:
        if wanted in {_folded(said) for said in (segment.id, *_all_names(segment))}:
            return segment.id
    known = [segment.called("zh" if _CHINESE.search(words) else "en") for segment in segments]
    # A value in a message is bounded, so a long list goes in two.
    more = "".join(f", {name}" for name in known[_IN_ONE:])
    raise InputError("segment_not_here", segment=words, segments=", ".join(known[:_IN_ONE]), more=more)


def several(words: str, segments: Sequence[Segment]) -> list[str]:
    """Return the ids of segments listed by id or name in any language; all of them for no words.

    Raises:
        InputError: A word names none of them.
    """
    if not words.strip():
        return [segment.id for segment in segments]
    said = (word.strip() for word in re.split(r"[,，、;；]", words))
    return list(dict.fromkeys(identified(word, segments) for word in said if word))


def _folded(words: str) -> str:
    return words.casefold().replace("’", "'").replace("_", " ").strip(" \"'“”「」")


def _unlike(segments: list[Segment]) -> list[Segment]:
    """Return the segments if no two share a name; raises InputError else."""
    taken: dict[str, str] = {}
    for segment in segments:
        for name in _all_names(segment):
            if taken.setdefault(_folded(name), segment.id) != segment.id:
                raise InputError("segment_name_taken", name=name)
    return segments
