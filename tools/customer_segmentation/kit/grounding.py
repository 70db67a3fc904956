"""The guard: every figure and every comparison of a draft must come from a fact.

Figures stand in drafts as placeholders only. A bare number, a comparison without a rank, change or ratio, a
figure of one segment in a sentence about another, or a key that no tool gave are problems: the writer is asked
once to mend them, and what remains is marked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final, Protocol

from customer_segmentation.kit import render
from customer_segmentation.kit.attribution import Context, columns, misattributed, misdated
from customer_segmentation.kit.comparisons import backing, claims, contradicted
from customer_segmentation.kit.date_phrases import clock_times, date_phrases
from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.mentions import NameFinder, Names
from customer_segmentation.kit.numerals import bare_numbers, merged
from customer_segmentation.kit.plain_text import PlainText, hide, plain_text
from customer_segmentation.kit.sentences import Part, Sentence, sentences
from customer_segmentation.kit.slot import Slot
from customer_segmentation.kit.words import message


class Ledger(render.Ledger, Names, Protocol):
    """The facts of a conversation, the names of what they are about, and the span of its data."""

    def date_range(self) -> tuple[date, date] | None:
        """Return the first and last day of the data, or None before any was read."""


class ProblemKind(StrEnum):
    """What is wrong with a place in a draft."""

    BAD_PLACEHOLDER = "bad_placeholder"
    """A ``[[`` that is no placeholder, or a key without brackets."""
    UNKNOWN_KEY = "unknown_key"
    """No tool gave such a fact or table."""
    WRONG_SUBJECT = "wrong_subject"
    """The figure is about another subject than its sentence."""
    BARE_NUMBER = "bare_number"
    """A number that is no plain count up to ten, no list number and no date of the data."""
    COMPARISON = "comparison"
    """A comparison without a rank, change or ratio in its sentence."""
    CONTRADICTION = "contradiction"
    """A comparison that its own fact denies."""


@dataclass(frozen=True)
class Problem:
    """One place of a draft that is not grounded: what, where, and how to mend it (English, for a model)."""

    kind: ProblemKind
    excerpt: str
    start: int
    end: int
    hint: str


_OPEN: Final = re.compile(r"\[\[[^\[\]\n]{0,160}(?:\]\])?|\]\]")
_NAKED_KEY: Final = re.compile(r"(?<![\w.`/-])[a-z][a-z0-9_]*\.[A-Za-z0-9_-]+\.[a-z][a-z0-9_]*(?![\w.]\w)")
_LONGEST_EXCERPT: Final = 80


def check(text: str, ledger: Ledger, *, allowed: frozenset[str] = frozenset()) -> list[Problem]:
    """Return every place of a draft that is not grounded, in order of place.

    Args:
        text: The draft, with placeholders.
        ledger: The facts it may name.
        allowed: Texts that pass as they stand, such as file names and values of the data that hold digits.
    """
    problems = _Draft(text, ledger, allowed).problems()
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.start, problem.end, problem.kind))


class _Draft:
    """One draft being checked."""

    def __init__(self, draft: str, ledger: Ledger, allowed: frozenset[str]) -> None:
        self._draft = draft
        self._ledger = ledger
        self._plain: PlainText = plain_text(draft)
        text = self._plain.text
        self._broken = [found.span() for found in _OPEN.finditer(text)]
        naked = [found.span() for found in _NAKED_KEY.finditer(text) if self._is_naked(found)]
        self._broken = merged([*self._broken, *naked])
        finder = NameFinder(ledger)
        self._known = finder.known
        self._mentions = finder.mentions(text)
        known = [found.span() for value in allowed if value for found in re.finditer(re.escape(value), text)]
        self._calm = hide(text, [*self._broken, *((m.start, m.end) for m in self._mentions), *known])
        self._dates = date_phrases(self._calm, ledger.date_range())

    @cached_property
    def _sentences(self) -> list[Sentence]:
        return sentences(self._plain.text)

    def problems(self) -> Iterator[Problem]:
        for start, end in self._broken:
            yield self._problem(ProblemKind.BAD_PLACEHOLDER, start, end)
        yield from self._numbers()
        context = Context()
        for sentence in self._sentences:
            context.enter(sentence)
            yield from self._sentence(sentence, context)

    def _is_naked(self, found: re.Match[str]) -> bool:
        place = self._plain.positions[found.start()]
        in_code = self._draft[max(0, place - 1) : place] == "`"
        return not in_code and self._ledger.fact(found[0]) is not None

    def _numbers(self) -> Iterator[Problem]:
        span = self._ledger.date_range()
        strange = [(p.start, p.end) for p in self._dates if p.has_numbers and not p.within(span)]
        calm = hide(self._calm, [*((p.start, p.end) for p in self._dates), *clock_times(self._calm)])
        for start, end in [*strange, *bare_numbers(calm)]:
            if any(sentence.start <= start < sentence.end for sentence in self._sentences):
                yield self._problem(ProblemKind.BARE_NUMBER, start, end)

    def _sentence(self, sentence: Sentence, context: Context) -> Iterator[Problem]:
        text = self._plain.text
        slots, unknown = self._slots(sentence)
        for place in unknown:
            yield self._problem(ProblemKind.UNKNOWN_KEY, place, place + 1)
        mentions = [m for m in self._mentions if sentence.start <= m.start < sentence.end]
        dates = [p for p in self._dates if sentence.start <= p.start < sentence.end]
        if sentence.part is Part.ROW and not slots and not context.columns:
            context.columns = columns(text, sentence, mentions)
        named = [slot for slot in slots if slot.subject in self._known]
        wrong = misattributed(text, sentence, named, mentions, context)
        for slot in [*wrong, *misdated(text, sentence, slots, dates)]:
            values = {"subject": slot.subject, "key": slot.key}
            yield self._problem(ProblemKind.WRONG_SUBJECT, slot.place, slot.place + 1, **values)
        if sentence.part is not Part.HEADING or mentions:
            yield from self._comparisons(sentence, backing(slots))
        context.leave(sentence, text, mentions)

    def _slots(self, sentence: Sentence) -> tuple[list[Slot], list[int]]:
        """Return the placeholders of known facts, and the places of those that nothing is known of."""
        slots, unknown = [], []
        for place, found in self._plain.slots(sentence.start, sentence.end):
            key, result = found["key"], found["result"] or ""
            if found["table"]:
                if self._ledger.table(found["table"], result) is None:
                    unknown.append(place)
            elif fact := self._ledger.fact(key, result):
                slots.append(Slot(place, key, result, fact))
            else:
                unknown.append(place)
        return slots, unknown

    def _comparisons(self, sentence: Sentence, facts: list[Fact]) -> Iterator[Problem]:
        said = self._calm[sentence.start : sentence.end]
        for start, end in claims(said):
            place = sentence.start + start, sentence.start + end
            if not facts:
                yield self._problem(ProblemKind.COMPARISON, *place)
            elif contradicted(said, (start, end), facts):
                yield self._problem(ProblemKind.CONTRADICTION, *place)

    def _problem(self, kind: ProblemKind, start: int, end: int, **values: str) -> Problem:
        first, last = self._plain.span(start, end)
        excerpt = self._draft[first:last]
        if len(excerpt) > _LONGEST_EXCERPT:
            excerpt = excerpt[: _LONGEST_EXCERPT - 1] + "…"
        return Problem(kind, excerpt, first, last, message(f"grounding_{kind}", "en", **values))


def marked(text: str, problems: list[Problem], language: str) -> str:
    """Return ``text`` with a mark at the end of every line that holds a problem, inside a table's last cell."""
    mark = message("grounding_unverified", language)
    lines = text.splitlines(keepends=True)
    place = 0
    for n, line in enumerate(lines):
        if any(place <= problem.start < place + len(line) for problem in problems):
            said = line.rstrip()
            cell = " |" if said.endswith("|") and len(said) > 1 else ""
            said = said[:-1].rstrip() if cell else said
            lines[n] = f"{said} {mark}{cell}{line[len(line.rstrip()) :]}"
        place += len(line)
    return "".join(lines)


def complaint(problems: list[Problem]) -> str:
    """Return what to mend and how, in English, for the model that wrote the draft."""
    lines = [f"{n}. “{problem.excerpt}”: {problem.hint}" for n, problem in enumerate(problems, 1)]
    return "\n".join([message("grounding_complaint", "en"), *lines])
