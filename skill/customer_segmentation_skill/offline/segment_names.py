"""Segments in a message: by built-in names, the person's own names, and loose descriptions."""

import re
from functools import lru_cache

from customer_segmentation.kit.words import LANGUAGES, words_of
from customer_segmentation_skill.offline.cues import found_terms, pattern_of, without_overlaps
from customer_segmentation_skill.offline.situation import SegmentNames
from customer_segmentation_skill.offline.utterance import folded as fold


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
    return [_with_tail(folded, span) for span in without_overlaps(found)]


def described_segments(folded: str) -> list[tuple[str, int, int]]:
    """Return (segment id, start, end) for loose descriptions such as "best customers"."""
    return found_terms("loosely", folded)


def _with_tail(folded: str, span: tuple[str, int, int]) -> tuple[str, int, int]:
    tail = _tail().match(folded, span[2])
    return (span[0], span[1], tail.end()) if tail else span
