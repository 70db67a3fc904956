"""Comparisons without digits: "largest", "fell", "most of them", 最高, 翻倍.

Such a word is a claim that only a fact may make, unless its clause wishes, orders, asks, supposes or defines
something.
"""

import math
import re
from datetime import date
from functools import cache
from typing import Final

from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.grounding_lexicon import pattern
from customer_segmentation.kit.numerals import Span, merged
from customer_segmentation.kit.plain_text import hide
from customer_segmentation.kit.slot import Slot

_LOOK_BACK: Final = 300
"""What stands further back in an endless sentence says nothing about a claim."""
_CLAUSE: Final = re.compile(
    r"[,;:—–()|，、；：（）]|\s-\s|\b(?:because|since|but|while|as\s+it|who|which|that|where)\b|因为|由于|但|而(?!非)"
)
_QUESTION: Final = re.compile(r"[?？][\s\"'”’」』）)]*$")
_QUOTED_QUESTION: Final = re.compile(r"[\"“「『'‘][^\"“”「」『』]*[?？]\s*[\"”」』'’]")


def claims(sentence: str) -> list[Span]:
    """Return the comparisons that ``sentence``, with names hidden, claims."""
    if _QUESTION.search(sentence):
        return []
    spans = [found.span() for found in _QUOTED_QUESTION.finditer(sentence)]
    calm = hide(sentence, spans)
    calm = hide(calm, (found.span() for found in pattern("innocent_claims").finditer(calm)))
    found = [m.span() for m in pattern("claims_always").finditer(calm) if not _supposed(calm, m.start())]
    found += [
        m.span()
        for m in pattern("claims").finditer(calm)
        if not _supposed(calm, m.start()) and not _intended(calm, m.start())
    ]
    return merged(found)


def backing(slots: list[Slot]) -> list[Fact]:
    """Return what may back a comparison: ranks, changes, ratios, and the change of a fact between two results."""
    facts = [slot.fact for slot in slots if slot.compares]
    for key in dict.fromkeys(slot.key for slot in slots):
        runs = {slot.result: slot.fact for slot in slots if slot.key == key and _is_number(slot.fact)}
        if len(runs) == len(("before", "after")):
            before, after = (runs[result] for result in sorted(runs, key=_age))
            facts.append(Fact(value=float(after.number - before.number), unit="change"))
    return facts


def _is_number(fact: Fact) -> bool:
    return not isinstance(fact.value, (str, date))


def _age(result: str) -> float:
    return int(result[1:]) if result else math.inf


def contradicted(sentence: str, claim: Span, facts: list[Fact]) -> bool:
    """Tell whether every change of the sentence runs against the claim, or every rank against "largest"."""
    said = sentence[slice(*claim)]
    changes = [fact.number for fact in facts if fact.unit == "change"]
    if changes and len(changes) == len(facts):
        rising, falling = pattern("rising").search(said), pattern("falling").search(said)
        if rising and not falling:
            return max(changes) < 0
        if falling and not rising:
            return min(changes) > 0
    ranks = [fact.number for fact in facts if fact.unit == "rank"]
    if ranks and len(ranks) == len(facts) and pattern("leading").search(said):
        return 1 not in ranks and not pattern("not_leading").search(sentence)
    return False


def _supposed(sentence: str, place: int) -> bool:
    """Tell whether a condition, a definition or an "I cannot say" stands before the claim."""
    start = max(place - _LOOK_BACK, *(sentence.rfind(mark, 0, place) + 1 for mark in ";；"))
    before = sentence[max(start, 0) : place]
    return any(pattern(name).search(before) for name in ("suppositions", "unknowns", "definitions"))


def _intended(sentence: str, place: int) -> bool:
    """Tell whether the clause up to the claim orders or wishes something."""
    start = max(0, place - _LOOK_BACK)
    breaks = [found.end() for found in _CLAUSE.finditer(sentence, start, place)]
    clause = sentence[breaks[-1] if breaks else start : place]
    return bool(pattern("intents").search(clause)) or bool(_order().match(clause))


@cache
def _order() -> re.Pattern[str]:
    lead, verb = pattern("imperatives").pattern, pattern("imperative_verbs").pattern
    return re.compile(rf"[\s\"'“「]*(?:{lead}[\s,，]*)*{verb}(?:\b|(?<=[\u4e00-\u9fff]))", re.IGNORECASE)
