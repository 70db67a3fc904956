"""Everything a message names, found once: files, segments, numbers, periods, columns, values."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from customer_segmentation_skill.offline.reading.amounts import Number, numbers
from customer_segmentation_skill.offline.reading.columns import columns_in, dimensions_in
from customer_segmentation_skill.offline.reading.cues import common_words, found_terms
from customer_segmentation_skill.offline.reading.dates import Period, periods
from customer_segmentation_skill.offline.reading.ordinals import ordinals
from customer_segmentation_skill.offline.reading.segment_names import described_segments, segments_in
from customer_segmentation_skill.offline.reading.situation import ColumnNames, Situation
from customer_segmentation_skill.offline.reading.sources import COMMAND, Source, command_sources, sources
from customer_segmentation_skill.offline.reading.spelling import respelt
from customer_segmentation_skill.offline.reading.utterance import Utterance, characters, phrase

Span = tuple[str, int, int]

_QUOTED: Final = re.compile(r"\"([^\"]+)\"|(?<![a-z])'([^']+)'(?![a-z])")
_WORD: Final = re.compile(r"[a-z0-9&.'-]+")
_HAN: Final = re.compile(r"[㐀-鿿]+")
_WORDS_IN_VALUE: Final = 4
_CHARACTERS_IN_VALUE: Final = 8
_SEARCHED: Final = 240
_NO_MASK: Final = frozenset({"customer", "segment"})


@dataclass(frozen=True)
class Reading:
    """A message and what it names. Spans are (meaning, start, end) in the folded text."""

    utterance: Utterance
    situation: Situation

    @property
    def folded(self) -> str:
        """The message for reading."""
        return self.utterance.folded

    def said(self, start: int, end: int) -> str:
        """Return a stretch of the message as typed."""
        return self.utterance.said[start:end].strip()

    @cached_property
    def is_command(self) -> bool:
        """Whether it begins with ``/customer-segmentation``."""
        return bool(COMMAND.match(self.utterance.said))

    @cached_property
    def sources(self) -> list[Source]:
        """Files and addresses."""
        find = command_sources if self.is_command else sources
        return find(self.utterance.said, self.folded)

    @cached_property
    def _files(self) -> list[Span]:
        return [("FILE", source.start, source.end) for source in self.sources]

    @cached_property
    def quoted(self) -> list[Span]:
        """Words in quotation marks that are no file."""
        found = [(m[1] or m[2], m.start(), m.end()) for m in _QUOTED.finditer(self.folded)]
        return _outside(found, self._files)

    @cached_property
    def periods(self) -> list[Period]:
        """Days, months, years, stretches of time."""
        found = periods(self.folded, self.situation.data_until)
        return [p for p in found if _outside([("", p.start, p.end)], self._files)]

    @cached_property
    def _dates(self) -> list[Span]:
        return [("DATE", period.start, period.end) for period in self.periods]

    @cached_property
    def segments(self) -> list[Span]:
        """Segments by name."""
        return _outside(segments_in(self.folded, self.situation.segments), self._files + self._dates)

    @cached_property
    def described(self) -> list[Span]:
        """Segments by loose description."""
        return _outside(described_segments(self.folded), self._files + self._dates + self.segments)

    @cached_property
    def numbers(self) -> list[Number]:
        """Numbers that belong to no file, name or date."""
        taken = self._files + self._dates + self.segments
        return [n for n in numbers(self.folded) if _outside([("", n.start, n.end)], taken)]

    @cached_property
    def ordinals(self) -> list[Span]:
        """Which one of several; the meaning is a number as text."""
        found = [(str(value), start, end) for value, start, end in ordinals(self.folded)]
        return _outside(found, self._files + self._dates)

    @cached_property
    def dimensions(self) -> list[Span]:
        """What may be grouped by."""
        return _outside(dimensions_in(self.folded, self.situation.columns), self._files + self._dates)

    @cached_property
    def measures(self) -> list[Span]:
        """What may be counted or summed."""
        return _outside(found_terms("measures", self.folded), self._files)

    @cached_property
    def traits(self) -> list[Span]:
        """Traits of people, such as age."""
        return _outside(found_terms("traits", self.folded), self._files + self.segments)

    @cached_property
    def headers(self) -> list[Span]:
        """Headers of the source."""
        known = tuple(ColumnNames(header, header) for header in self.situation.headers)
        return _outside(columns_in(self.folded, known + self.situation.columns), self._files)

    @cached_property
    def values(self) -> list[tuple[tuple[tuple[str, str], ...], int, int]]:
        """Values of the data: ((column, value), …), start, end; longer phrases first claim their place."""
        taken = self._files + self._dates + self.segments
        found: list[tuple[tuple[tuple[str, str], ...], int, int]] = []
        for start, end in self._phrases():
            text = self.folded[start:end]
            inside = any(start < e and s < end for _, s, e in [*taken, *found])
            if inside or text in common_words() or text.isdigit():
                continue
            if hits := self.situation.values(text):
                found.append((tuple(hits), start, end))
        return sorted(found, key=lambda one: one[1])

    def _phrases(self) -> list[tuple[int, int]]:
        """Return stretches that may be a value, longer ones first."""
        text = self.folded[:_SEARCHED]
        words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
        spans = [
            (words[i][0], words[i + size - 1][1])
            for size in range(_WORDS_IN_VALUE, 0, -1)
            for i in range(len(words) - size + 1)
        ]
        for run in _HAN.finditer(text):
            for size in range(min(_CHARACTERS_IN_VALUE, len(run[0])), 1, -1):
                spans += [(run.start() + i, run.start() + i + size) for i in range(len(run[0]) - size + 1)]
        return spans

    @cached_property
    def _masks(self) -> list[Span]:
        names = {"percent": "PCT", "money": "MONEY", "count": "NUM"}
        ordered = [
            self._files,
            [("QUOTED", start, end) for _, start, end in self.quoted],
            self._dates,
            [("SEGMENT", start, end) for _, start, end in self.segments],
            [("VALUE", start, end) for _, start, end in self.values],
            [("ORD", start, end) for _, start, end in self.ordinals],
            [(names[n.kind], n.start, n.end) for n in self.numbers],
            [("DIMENSION", s, e) for meaning, s, e in self.dimensions if meaning not in _NO_MASK],
            [("COLUMN", start, end) for _, start, end in self.headers],
        ]
        masks: list[Span] = []
        for group in ordered:
            masks += _outside(group, masks)
        return sorted(masks, key=lambda mask: mask[1])

    @cached_property
    def masked(self) -> str:
        """The message with capitals in place of what it names."""
        pieces, position = [], 0
        for name, start, end in self._masks:
            pieces += [self.folded[position:start], f" {name} "]
            position = end
        return "".join([*pieces, self.folded[position:]])

    @cached_property
    def english(self) -> tuple[str, ...]:
        """The message as English phrases: as said, masked, and masked with slips of the pen put right."""
        if not self.utterance.latin and not self._masks:
            return ()
        masked = phrase(self.masked)
        return tuple(dict.fromkeys([phrase(self.folded), masked, respelt(masked)]))

    @cached_property
    def chinese(self) -> tuple[str, ...]:
        """The message as runs of Chinese: as said, and masked."""
        texts = [characters(self.folded), characters(self.masked)]
        return tuple(dict.fromkeys(texts)) if self.utterance.chinese else ()


def _outside(found: list[Span], taken: list[Span]) -> list[Span]:
    """Return the spans that lie outside all taken ones."""
    return [one for one in found if all(one[2] <= s or e <= one[1] for _, s, e in taken)]
