"""Whose figure a sentence gives: the subject of a placeholder must be the one its sentence speaks of."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from customer_segmentation.kit.date_phrases import DatePhrase
from customer_segmentation.kit.grounding_lexicon import pattern
from customer_segmentation.kit.mentions import Mention, dates_named, is_date
from customer_segmentation.kit.sentences import Part, Sentence
from customer_segmentation.kit.slot import Slot

_BREAK: Final = re.compile(r"[,;:—–，；：。]|\s-\s")
_LEADS_ON: Final = re.compile(r"[:：]\s*$")
_ENDS: Final = re.compile(r"[.!?。！？，,；;][\s\"”」)）]*$")

Subjects = frozenset[str]
NOBODY: Final[Subjects] = frozenset()


@dataclass
class Context:
    """Who was spoken of before a sentence."""

    heading: Subjects = NOBODY
    lead: Subjects = NOBODY
    last: Subjects = NOBODY
    before: Subjects = NOBODY
    block: int = -1
    columns: list[Subjects] = field(default_factory=list)
    items: dict[int, Subjects] = field(default_factory=dict)

    def enter(self, sentence: Sentence) -> None:
        """Move on to the block of ``sentence``."""
        if sentence.part is not Part.ROW:
            self.columns = []
        if sentence.block == self.block:
            return
        self.block = sentence.block
        self.before, self.last = self.last or self.before, NOBODY
        if sentence.part is Part.ITEM:
            self.items = {i: s for i, s in self.items.items() if i < sentence.indent}
            self.last = self.items[max(self.items)] if self.items else NOBODY
        elif sentence.part is Part.PROSE:
            self.items, self.lead = {}, NOBODY
        elif sentence.part is Part.HEADING:
            self.items, self.lead, self.heading, self.before = {}, NOBODY, NOBODY, NOBODY

    def leave(self, sentence: Sentence, text: str, mentions: list[Mention]) -> None:
        """Remember who ``sentence`` spoke of."""
        named = _subjects(mentions)
        compared = _compared(text, mentions)
        if sentence.part is Part.HEADING or self._is_title(sentence, text, mentions):
            self.heading = named
        if sentence.part is Part.ITEM and named:
            self.items.setdefault(sentence.indent, named)
        if sentence.part is Part.PROSE and _LEADS_ON.search(text[sentence.start : sentence.end]):
            self.lead = named or self.last
        self.last = named - compared or self.last | named

    @staticmethod
    def _is_title(sentence: Sentence, text: str, mentions: list[Mention]) -> bool:
        """Tell whether a line of prose opens with its only name and does not end as a sentence does."""
        if sentence.part is not Part.PROSE or len(mentions) != 1:
            return False
        before, after = text[sentence.start : mentions[0].start], text[mentions[0].end : sentence.end]
        return not re.search(r"\w", before) and not _ENDS.search(after)


def misattributed(
    text: str, sentence: Sentence, slots: list[Slot], mentions: list[Mention], context: Context
) -> list[Slot]:
    """Return the placeholders of segments whose sentence speaks of another one.

    Args:
        text: The plain text.
        sentence: The sentence.
        slots: Its placeholders of facts about somebody who has a name.
        mentions: The names in it.
        context: Who was spoken of before.
    """
    if sentence.part is Part.ROW:
        return [slot for slot in slots if not _fits_row(text, sentence, slot, mentions, context)]
    spoken = _Spoken(text, sentence, slots, _groups(text, mentions, slots), context)
    return [slot for slot in slots if not spoken.fits(slot)]


def misdated(text: str, sentence: Sentence, slots: list[Slot], phrases: list[DatePhrase]) -> list[Slot]:
    """Return the placeholders of dates whose sentence names other dates of the same grain."""
    wrong = []
    dated = [slot for slot in slots if is_date(slot.subject)]
    for slot in dated:
        mentions = dates_named(phrases, slot.subject)
        groups = _groups(text, mentions, dated)
        if mentions and not _Spoken(text, sentence, dated, groups, Context()).fits(slot):
            wrong.append(slot)
    return wrong


def _fits_row(text: str, sentence: Sentence, slot: Slot, mentions: list[Mention], context: Context) -> bool:
    """Tell whether a table row, its column or the heading above names the slot's subject."""
    if mentions:
        return any(slot.subject in mention.subjects for mention in mentions)
    column = text.count("|", sentence.start, slot.place)
    above = context.columns[column] if column < len(context.columns) else NOBODY
    spoken = above or context.lead or context.heading
    return not spoken or slot.subject in spoken | (NOBODY if above else context.before)


def columns(text: str, sentence: Sentence, mentions: list[Mention]) -> list[Subjects]:
    """Return the subjects named in each column of a table's heading row."""
    named = [NOBODY] * (text.count("|", sentence.start, sentence.end) + 1)
    for mention in mentions:
        named[text.count("|", sentence.start, mention.start)] |= mention.subjects
    return named


@dataclass(frozen=True)
class _Group:
    """Names that stand together, as in "Champions and Loyal"; ``aside`` are those merely compared with."""

    mentions: tuple[Mention, ...]
    aside: Subjects

    @property
    def subjects(self) -> Subjects:
        return _subjects(self.mentions)

    @property
    def start(self) -> int:
        return self.mentions[0].start

    @property
    def end(self) -> int:
        return self.mentions[-1].end


def _groups(text: str, mentions: list[Mention], slots: list[Slot]) -> list[_Group]:
    """Put names together that no figure and no other clause stands between."""
    together: list[list[Mention]] = []
    for mention in mentions:
        if together and _same_group(text, together[-1][-1], mention, slots):
            together[-1].append(mention)
        else:
            together.append([mention])
    return [_Group(tuple(group), _compared(text, group)) for group in together]


def _subjects(mentions: Iterable[Mention]) -> Subjects:
    return frozenset[str]().union(*(mention.subjects for mention in mentions))


def _compared(text: str, mentions: Iterable[Mention]) -> Subjects:
    """Return the subjects that others are merely compared with, as after "unlike" or 比."""
    return _subjects(m for m in mentions if pattern("compared").search(text[max(0, m.start - 24) : m.start]))


def _same_group(text: str, one: Mention, other: Mention, slots: list[Slot]) -> bool:
    if any(one.end <= slot.place < other.start for slot in slots):
        return False
    between = text[one.end : other.start]
    return bool(pattern("list_words").fullmatch(between)) or not _BREAK.search(between)


@dataclass(frozen=True)
class _Spoken:
    """One sentence with its names grouped."""

    text: str
    sentence: Sentence
    slots: list[Slot]
    groups: list[_Group]
    context: Context

    def fits(self, slot: Slot) -> bool:
        """Tell whether the sentence speaks of the slot's subject at that place."""
        before = [group for group in self.groups if group.end <= slot.place]
        after = next((group for group in self.groups if group.start > slot.place), None)
        if not self.groups:
            return self._carried_on(slot)
        if after and self._joined(slot, after, "joined") and not self._of_the_clause(slot, before):
            return slot.subject in after.subjects
        if after and slot.subject in after.subjects and self._joined(slot, after, "joined_by_verb"):
            return True
        if not before:
            return bool(after and slot.subject in after.subjects) or self._by_pronoun(slot)
        return self._governed(slot, before) or self._in_parallel(slot, before)

    def _of_the_clause(self, slot: Slot, before: list[_Group]) -> bool:
        """Tell whether the slot's clause already named its subject, or its fact relates two subjects."""
        if not before or slot.subject not in before[-1].subjects:
            return slot.compares
        return slot.compares or not _BREAK.search(self.text[before[-1].end : slot.place])

    def _joined(self, slot: Slot, group: _Group, how: str) -> bool:
        return bool(pattern(how).fullmatch(self.text, slot.place + 1, group.start))

    def _governed(self, slot: Slot, before: list[_Group]) -> bool:
        """Tell whether the nearest names before the slot, past those merely compared with, are the slot's."""
        for group in reversed(before):
            own = [other for other in self.slots if self._nearest(other) is group]
            if slot.subject in group.subjects:
                main = group.subjects - group.aside
                return self._in_order(group, own) and not (
                    main and len(own) == 1 and slot.subject not in main
                )
            if group.aside != group.subjects and not slot.compares:
                return False
        return self._by_pronoun(slot)

    def _nearest(self, slot: Slot) -> _Group | None:
        before = [group for group in self.groups if group.end <= slot.place]
        return before[-1] if before else None

    @staticmethod
    def _in_order(group: _Group, slots: list[Slot]) -> bool:
        """Tell whether figures of one measure follow names in the order of the names, where there are as many."""
        measures = {slot.measure for slot in slots}
        if (
            len(slots) != len(group.mentions)
            or len(measures) > 1
            or len({s.subject for s in slots}) < len(slots)
        ):
            return True
        return all(s.subject in m.subjects for s, m in zip(slots, group.mentions, strict=True))

    def _in_parallel(self, slot: Slot, before: list[_Group]) -> bool:
        """Tell whether several figures at the end take up several names from the beginning, in their order."""
        trailing = [other for other in self.slots if other.place > before[-1].end]
        named = [mention for group in before for mention in group.mentions]
        if slot not in trailing or len(trailing) != len(named) or len(named) == 1:
            return False
        return all(s.subject in m.subjects for s, m in zip(trailing, named, strict=True))

    def _by_pronoun(self, slot: Slot) -> bool:
        """Tell whether "they" may mean the slot's subject, spoken of before."""
        spoken = self.context.last | self.context.lead | self.context.heading
        said = self.text[self.sentence.start : slot.place]
        return slot.subject in spoken and bool(pattern("pronouns").search(said))

    def _carried_on(self, slot: Slot) -> bool:
        """Tell whether a sentence that names nobody may give the slot's figure."""
        said = self.text[self.sentence.start : self.sentence.end]
        spoken = self.context.last or self.context.lead or (self.context.heading and self.context.before)
        if spoken or self.context.heading:
            return slot.subject in spoken | self.context.heading
        if pattern("pronouns").match(said.lstrip(" \t\"'“")) and self.context.before:
            return slot.subject in self.context.before
        return not pattern("everyone").search(said)
