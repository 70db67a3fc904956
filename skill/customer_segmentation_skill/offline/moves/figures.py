"""Figures that were shown: which fact stood behind a text such as 41% or 2.1 万."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from customer_segmentation.kit.fact import Fact, split_key
from customer_segmentation.kit.format import Style, formatted
from customer_segmentation.kit.placeholder import PLACEHOLDER
from customer_segmentation.kit.prose import fact_meaning
from customer_segmentation.kit.reply import FactTable
from customer_segmentation.kit.words import LANGUAGES
from customer_segmentation.workspace.ledger import ThreadLedger
from customer_segmentation.workspace.workspace import Result
from customer_segmentation_skill.offline.reading.amounts import numbers
from customer_segmentation_skill.offline.reading.cues import common_words, found_terms
from customer_segmentation_skill.offline.reading.utterance import folded

_EXACT: Final[tuple[Style, ...]] = ("prose", "table")
_ROUNDED: Final[tuple[Style, ...]] = ("approx",)


@dataclass(frozen=True)
class Shown:
    """A fact as it was shown, or could have been."""

    key: str
    fact: Fact
    result: Result


class Figures:
    """The facts behind the figures of a thread's last replies, and behind all of its results."""

    def __init__(self, ledger: ThreadLedger, results: list[Result], spoken: tuple[str, ...]) -> None:
        self._ledger = ledger
        self._results = list(reversed(results))
        self._spoken = spoken

    def shown(self) -> list[Shown]:
        """Return the facts of the last replies, latest reply first, each once."""
        found = [one for prose in self._spoken for one in self._in(prose)]
        return list({(one.key, one.result.id): one for one in found}.values())

    def matching(self, figure: str) -> list[Shown]:
        """Return the facts that a figure may be, those shown first; each key once."""
        found: list[Shown] = []
        for styles in (_EXACT, _ROUNDED):
            found = found or [one for one in self.shown() if reads_as(one.fact, figure, styles)]
        found = found or [one for one in self._all() if reads_as(one.fact, figure)]
        by_key = list({one.key: one for one in reversed(found)}.values())[::-1]
        return list({(meaning(one, "en"), str(one.fact.value)): one for one in reversed(by_key)}.values())[
            ::-1
        ]

    def described(self, text: str, language: str, subjects: list[str]) -> list[Shown]:
        """Return the facts that a question describes, those shown first: by measure and segment, else by words."""
        plain = folded(text)
        measures = {one for measures, *_ in found_terms("figures", plain) for one in measures.split()}
        for known in (self.shown(), list(self._all())) if measures else ():
            found = [one for one in known if split_key(one.key)[2] in measures]
            named = [one for one in found if split_key(one.key)[1] in (subjects or ["all"])]
            if found:
                return list({one.key: one for one in named or found}.values())
        wanted = _words(text)
        weighed = [(len(wanted & _words(meaning(one, language))), one) for one in self.shown()]
        most = max((weight for weight, _ in weighed), default=0)
        return [one for weight, one in weighed if weight == most and weight]

    def by_key(self, key: str, number: str = "") -> Shown | None:
        """Return a fact by key."""
        return self._found(key, number)

    def _in(self, prose: str) -> Iterator[Shown]:
        for place in PLACEHOLDER.finditer(prose):
            result = place["result"] or ""
            keys = self._table_keys(place["table"], result) if place["table"] else [place["key"]]
            for key in keys:
                if one := self._found(key, result):
                    yield one

    def _table_keys(self, name: str, result: str) -> list[str]:
        found = self._ledger.table(name, result)
        table = found[0] if found else None
        if not isinstance(table, FactTable):
            return []
        return [table.key(subject, measure) for subject in table.subjects for measure in table.measures]

    def _found(self, key: str, number: str) -> Shown | None:
        """Return the fact under a key with the result of the very tool that computed it."""
        tool = split_key(key)[0]
        holding = [r for r in self._results if (not number or r.number == number) and key in r.reply.facts]
        if not holding:
            return None
        fact = holding[0].reply.facts[key]
        source = [r for r in self._results if r.tool == tool and r.reply.facts.get(key) == fact]
        return Shown(key, fact, source[0] if source else holding[0])

    def _all(self) -> Iterator[Shown]:
        for result in self._results:
            for key in result.reply.facts:
                if one := self._found(key, result.number):
                    yield one


def meaning(one: Shown, language: str) -> str:
    """Return what a fact means, such as "customers in Champions"."""
    return fact_meaning(one.key, one.result.reply, language)


def reads_as(fact: Fact, figure: str, styles: tuple[Style, ...] = _EXACT) -> bool:
    """Whether a fact, in some language and one of the styles, is written like a figure that a person typed."""
    wanted, asked = _plain(figure), _value(figure)
    texts = [formatted(fact, language, style) for language in LANGUAGES for style in styles]
    return any(_plain(text) == wanted or (asked and _value(text) == asked) for text in texts)


def _plain(text: str) -> str:
    return "".join(folded(text).replace("−", "-").split()).strip(".")


def _value(text: str) -> tuple[Decimal, bool] | None:
    """Return the number in a text and whether it is a percentage."""
    found = numbers(folded(text.replace("−", "")))
    return (found[0].value, found[0].kind == "percent") if len(found) == 1 else None


def _words(text: str) -> set[str]:
    plain = folded(text)
    latin = {
        word.rstrip("s")
        for word in "".join(c if c.isalnum() else " " for c in plain).split()
        if word.isascii()
    }
    han = [c for c in plain if "\u3400" <= c <= "\u9fff"]
    pairs = {a + b for a, b in itertools.pairwise(han)}
    return (latin | pairs) - common_words()
