"""Words of the lexicon as patterns.

English: a space also matches a hyphen or underscore, ``..`` up to six words between. Chinese: written
without spaces, ``..`` up to ten characters between. In both, ``{name}`` is a concept and ``a|b`` a choice.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from customer_segmentation.kit.words import LANGUAGES, words_of

_GROUP: Final = re.compile(r"(?<!\\)\((?!\?)")
_CONCEPT: Final = re.compile(r"\{([a-z_]+)\}")
_GAP: Final = {"en": r"\s+(?:\S+\s+){0,6}?", "zh": r".{0,10}?"}
_EDGES: Final = {"en": (r"(?<![a-z0-9_])", r"(?![a-z0-9_])"), "zh": ("", "")}


def pattern_of(cue: str, language: str, concepts: Mapping[str, str] | None = None) -> str:
    """Return one cue as the text of a regular expression without capturing groups."""
    text = cue.strip()
    while found := _CONCEPT.search(text):
        text = text.replace(found[0], f"(?:{(concepts or {})[found[1]]})")
    text = _GROUP.sub("(?:", text)
    if language == "zh":
        return text.replace("..", _GAP["zh"]).replace(" ", "")
    text = (
        text.replace(" .. ", "\0")
        .replace(" ?", r"[\s_-]?")
        .replace(" ", r"[\s_-]+")
        .replace("\0", _GAP["en"])
    )
    before, after = _EDGES["en"]
    return ("" if text.startswith("^") else before) + f"(?:{text})" + ("" if text.endswith("$") else after)


def any_of(
    cues: Iterable[str], language: str, concepts: Mapping[str, str] | None = None
) -> re.Pattern[str] | None:
    """Return one pattern that matches any of the cues, or None if there are none."""
    patterns = [pattern_of(cue, language, concepts) for cue in cues if cue.strip()]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns)) if patterns else None


@cache
def terms(section: str) -> dict[str, list[tuple[str, str]]]:
    """Return a section of the chat terms as (language, cue) pairs by meaning."""
    merged: dict[str, list[tuple[str, str]]] = {}
    for language in LANGUAGES:
        found: dict[str, Any] = words_of("lexicon", language)["chat_terms"][section]
        for meaning, cues in found.items():
            merged.setdefault(meaning, []).extend((language, str(cue)) for cue in cues)
    return merged


@cache
def term_patterns(section: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return (meaning, pattern) for a section of the chat terms; patterns match folded text in place."""
    made = []
    for meaning, cues in terms(section).items():
        patterns = [pattern_of(cue, language) for language, cue in cues]
        made.append((meaning, re.compile("|".join(f"(?:{pattern})" for pattern in patterns))))
    return tuple(made)


def found_terms(section: str, folded: str) -> list[tuple[str, int, int]]:
    """Return (meaning, start, end) of the terms of a section in folded text, in order; longer matches win."""
    found = [
        (meaning, match.start(), match.end())
        for meaning, pattern in term_patterns(section)
        for match in pattern.finditer(folded)
        if match.end() > match.start()
    ]
    return without_overlaps(found)


def first_term(section: str, folded: str) -> str:
    """Return the meaning of the first term of a section in folded text, or nothing."""
    found = found_terms(section, folded)
    return found[0][0] if found else ""


def without_overlaps(found: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Return the spans that do not overlap, longer ones kept first, in order of place."""
    kept: list[tuple[str, int, int]] = []
    for one in sorted(found, key=lambda span: (span[1] - span[2], span[1])):
        if all(one[2] <= other[1] or other[2] <= one[1] for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda span: span[1])


@cache
def common_words() -> frozenset[str]:
    """Return the words that stand in any sentence and so tell nothing by themselves."""
    spoken = (str(words_of("lexicon", language)["chat_terms"]["common"]) for language in LANGUAGES)
    return frozenset(" ".join(spoken).split())
