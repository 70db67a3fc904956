"""Which intent a message has: cues of the lexicon, weighed."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from customer_segmentation.kit.words import words_of
from customer_segmentation_skill.offline.reading.cues import any_of
from customer_segmentation_skill.offline.reading.reading import Reading

LOOKS: Final = frozenset({"chart", "report"})
"""What may be made of a part of the customers, so that the part is formed first."""
OF_A_PART: Final = frozenset(
    {"export", "send", "write_table", "show_segment", "advise_segment", "budget", "optimise"}
)
"""What may be asked of a part of the customers, which is formed first too: never of everybody instead."""
_SETTLED: Final = 12.0
"""How a message says it, whatever else it speaks of: "draw ..." """
_SURE: Final = 6.0
_LIKELY: Final = 3.0
_HINT: Final = 0.5
_MOST_HINTS: Final = 3
_NEVER: Final = -5.0
_LENGTH: Final = 2.0
"""What covering the whole message adds to a cue, so that the cue that explains more of it wins."""


_PRONOUN: Final = re.compile(
    r"\b(?:them|it|these|those|they|this (?:group|segment|one)|that (?:group|segment|one))\b|他们|她们|它们|这群|这些人|这个群|这类|那群|这组|那组|它"
)
"""Points at the segment spoken of last."""


@dataclass(frozen=True)
class Cues:
    """The cues of one intent in one language, and what the message must hold for it."""

    settled: re.Pattern[str] | None
    sure: re.Pattern[str] | None
    likely: re.Pattern[str] | None
    hint: re.Pattern[str] | None
    never: re.Pattern[str] | None


@cache
def _lexicon(language: str) -> dict[str, Any]:
    found: dict[str, Any] = words_of("lexicon", language)["intents"]
    return found


@cache
def _cues(intent: str, language: str) -> Cues:
    concepts: dict[str, str] = words_of("lexicon", language)["concepts"]
    entry = _lexicon(language)[intent]
    made = {
        level: any_of(str(entry.get(level, "")).splitlines(), language, concepts)
        for level in ("settled", "sure", "likely", "hint", "never")
    }
    return Cues(**made)


def intents() -> list[str]:
    """Return every intent, in the lexicon's order."""
    return list(_lexicon("en"))


def saying(intent: str, language: str) -> str:
    """Return a sentence that has this intent, to offer to a person."""
    return str(_lexicon(language)[intent]["say"])


def scores(reading: Reading) -> dict[str, float]:
    """Return how strongly a message has each intent; intents without any cue are left out."""
    found = {}
    for intent in intents():
        if not _possible(_lexicon("en")[intent], reading):
            continue
        points = max(
            _points(_cues(intent, "en"), reading.english), _points(_cues(intent, "zh"), reading.chinese)
        )
        if points > 0:
            found[intent] = points + _bonus(_lexicon("en")[intent].get("with", {}), reading)
    return found


def _points(cues: Cues, texts: tuple[str, ...]) -> float:
    """Return the points of the best reading of a message; what speaks against any reading counts."""
    against = bool(cues.never and any(cues.never.search(text) for text in texts))
    said = max((_for(cues, text, settled=not against) for text in texts), default=0.0)
    return said + _NEVER if against else said


def _for(cues: Cues, text: str, *, settled: bool) -> float:
    points = 0.0
    levels = ((cues.settled if settled else None, _SETTLED), (cues.sure, _SURE), (cues.likely, _LIKELY))
    for pattern, weight in levels:
        longest = _longest(pattern, text)
        if longest:
            points = max(points, weight + _LENGTH * longest / len(text))
    hints = {match[0] for match in cues.hint.finditer(text)} if cues.hint else set()
    return points + _HINT * min(len(hints), _MOST_HINTS)


def _longest(pattern: re.Pattern[str] | None, text: str) -> int:
    return max((len(match[0]) for match in pattern.finditer(text)), default=0) if pattern else 0


def _possible(entry: dict[str, Any], reading: Reading) -> bool:
    """Whether a message holds what an intent needs, pronouns for what was spoken of last included."""
    segments = len({meaning for meaning, *_ in reading.segments})
    if _PRONOUN.search(reading.folded) and reading.situation.last_slots.keys() & {"segment", "segments"}:
        segments += 1
    if reading.situation.last_intent == "compare_segments":
        segments += 1
    needs = entry.get("needs", "")
    if needs == "segment":
        return bool(segments) or (bool(entry.get("loose")) and bool(reading.described))
    if needs == "two_segments":
        return segments >= 2  # noqa: PLR2004 - a comparison is of two
    return needs != "trait" or bool(reading.traits)


def _bonus(entities: dict[str, int], reading: Reading) -> float:
    held = {
        "file": bool(reading.sources),
        "segment": bool(reading.segments),
        "value": bool(reading.values),
        "date": bool(reading.periods),
    }
    return float(sum(points for name, points in entities.items() if held[name]))
