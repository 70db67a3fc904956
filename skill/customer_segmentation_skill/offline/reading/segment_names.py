"""Segments in a message: by built-in names, the person's own names, and loose descriptions."""

import re
from functools import lru_cache
from typing import Final

from customer_segmentation.kit.words import LANGUAGES, words_of
from customer_segmentation_skill.offline.reading.cues import found_terms, pattern_of, without_overlaps
from customer_segmentation_skill.offline.reading.situation import SegmentNames
from customer_segmentation_skill.offline.reading.utterance import folded as fold

_BY_ID: Final = re.compile(r"(?<![a-z0-9_.])[cgm]\d{1,2}(?![a-z0-9_])")
"""Segments without a name of their own are called by their ids, and asked for where there are none such."""
_NUMBERED: Final = re.compile(
    r"(?:(?<![a-z])(?:cluster|group|segment)\s?(?:no\.?\s?|number\s|#\s?)?|[群类组簇]\s?)(\d{1,2})(?![a-z0-9_.]|\s*(?:groups|clusters|segments|ways|个|类|群|组))"
)


@lru_cache(maxsize=8)
def _own_names(segments: tuple[SegmentNames, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    made = []
    for segment in segments:
        spoken = [segment.id.replace("_", " "), *segment.names]
        patterns = [_name_pattern(fold(name)) for name in spoken if name.strip()]
        made.append((segment.id, re.compile("|".join(patterns))))
    return tuple(made)


def _name_pattern(name: str) -> str:
    words = [re.escape(word) for word in re.split(r"[\s_-]+", name.strip()) if word]
    inner = r"[\s_-]+".join(words)
    return rf"(?<![a-z0-9_])(?:{inner})(?![a-z0-9_])" if name.isascii() else inner


@lru_cache(maxsize=1)
def _tail() -> re.Pattern[str]:
    english, chinese = (words_of("lexicon", language)["chat_terms"]["tail"] for language in LANGUAGES)
    before = r"\s*" + pattern_of(chinese, "zh")
    return re.compile(rf"[\s_-]+{pattern_of(english, 'en')}|{before}")


def segments_in(folded: str, segments: tuple[SegmentNames, ...]) -> list[tuple[str, int, int]]:
    """Return (segment id, start, end) for every segment that folded text names, in order."""
    found = [
        (identity, match.start(), match.end())
        for identity, pattern in _own_names(segments)
        for match in pattern.finditer(folded)
    ]
    found += found_terms("segments", folded)
    found += [(match[0], match.start(), match.end()) for match in _BY_ID.finditer(folded)]
    found += _by_number(folded, [segment.id for segment in segments])
    return [_with_tail(folded, span) for span in without_overlaps(found)]


def _by_number(folded: str, ids: list[str]) -> list[tuple[str, int, int]]:
    """Return the segments that are called by their number: cluster 2, group 3."""
    found = [
        (f"{letter}{match[1]}", match.start(), match.end())
        for match in _NUMBERED.finditer(folded)
        for letter in "cgm"
    ]
    return [span for span in found if span[0] in ids]


def described_segments(folded: str) -> list[tuple[str, int, int]]:
    """Return (segment id, start, end) for loose descriptions such as "best customers"."""
    return found_terms("loosely", folded)


def _with_tail(folded: str, span: tuple[str, int, int]) -> tuple[str, int, int]:
    tail = _tail().match(folded, span[2])
    return (span[0], span[1], tail.end()) if tail else span
