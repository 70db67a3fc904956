"""Several tasks in one message, each in the person's own words.

A message is cut where a joint ("and then", a comma) stands before a word that begins a task ("export", 导出), and
only if every piece by itself is understood as something to do. What is cut wrongly is worse than what is not cut:
one doubtful piece leaves the message whole.
"""

import re
from dataclasses import replace
from functools import cache
from typing import Final

from customer_segmentation.kit.words import LANGUAGES, words_of
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.situation import Situation
from customer_segmentation_skill.offline.reading.utterance import Utterance
from customer_segmentation_skill.offline.understanding.understand import understand

MOST: Final = 8
"""Tasks that are taken from one message."""
_NO_TASK: Final = frozenset({"choose", "approve", "reject", "greeting", "thanks", "help", "out_of_scope"})
_SAID_ONCE: Final = frozenset(
    {
        "analyse",
        "load_data",
        "undo",
        "explain_figure",
        "explain_method",
        "cohort",
        "traits",
        "compare_groupings",
    }
)
"""Said twice on end these are one task in more words."""
_FORMS_SEGMENTS: Final = frozenset({"analyse", "load_data", "cluster", "traits"})


def wishes_in(text: str, situation: Situation) -> list[str]:
    """Return the tasks of a message in their order; the message itself where it is one task or none."""
    pieces = _pieces(Reading(Utterance.of(text), situation))
    if not 1 < len(pieces) <= MOST:
        return [text]
    situation = replace(situation, last_intent="", open_question=())
    for piece in pieces:
        found = understand(piece, situation)
        again = found.intent == situation.last_intent and found.intent in _SAID_ONCE
        if not found.is_sure or found.intent in _NO_TASK or again:
            return [text]
        if found.intent in _FORMS_SEGMENTS:
            situation = replace(situation, has_data=True, has_segments=True)
        situation = replace(situation, last_intent=found.intent, last_slots=found.slots)
    return pieces


def _pieces(reading: Reading) -> list[str]:
    """Return the message cut at every joint outside of names that a word beginning a task follows."""
    cuts = [
        match
        for match in _cut().finditer(reading.folded)
        if all(match.end() <= start or end <= match.start() for start, end in _names(reading))
    ]
    starts = [0, *(match.end() for match in cuts)]
    ends = [*(match.start() for match in cuts), len(reading.folded)]
    said = [reading.said(start, end).strip(" ,;.，；。、") for start, end in zip(starts, ends, strict=True)]
    return [words for words in said if words]


def _names(reading: Reading) -> list[tuple[int, int]]:
    """Return where files, quoted words and segments stand: nothing is cut there."""
    files = [(source.start, source.end) for source in reading.sources]
    return [*files, *((start, end) for _, start, end in (*reading.quoted, *reading.segments))]


@cache
def _cut() -> re.Pattern[str]:
    """Return what stands between two tasks, in any language."""
    made = []
    for language in LANGUAGES:
        words = words_of("lexicon", language)["wishes"]
        joints, openers = ("|".join(str(words[part]).split("\n")[:-1]) for part in ("joints", "openers"))
        made.append(f"(?:{joints})(?=(?:{openers}))")
    return re.compile("|".join(f"(?:{pattern})" for pattern in made))
