"""Splitting a draft into sentences: English and Chinese, with Markdown headings, lists and tables.

Every line of a list, every row of a table and every heading stands alone; a paragraph is split at the ends of
its sentences.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Part(StrEnum):
    """What a sentence belongs to."""

    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    PROSE = "prose"


@dataclass(frozen=True)
class Sentence:
    """One sentence: its place in the text without list numbers and heading marks.

    Attributes:
        start: First position.
        end: Position after the last character.
        part: What it belongs to.
        block: Number of the paragraph, table or list item it stands in.
        indent: How far a list item is set in, in spaces.
    """

    start: int
    end: int
    part: Part
    block: int
    indent: int = 0


_BLANK: Final = re.compile(r"[ \t]*(?:>[ \t]*)*")
_HEADING: Final = re.compile(r"#{1,6}[ \t]+")
_MARKER: Final = re.compile(
    r"(?:[-*+•·◦▪–—][ \t]+|[(（]?\d{1,2}[.)、）．](?!\d)[ \t]*|[(（][a-z][)）][ \t]*"
    r"|[①-⑳][ \t]*|[(（]?[一二三四五六七八九十]{1,3}[)、）．.][ \t]*)"
)
_RULE: Final = re.compile(r"[ \t|:+=_-]*$")
_END: Final = re.compile(
    r"[。！？…!?]+[\"'”’」』）)\]]*|\.+[\"'”’)\]]*(?=\s|$|[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff])\.(?!\d)"
)
_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|cf|etc|approx|ca|no|nr|art|st|dr|mr|mrs|ms|inc|ltd|jan|feb|mar|apr|jun|jul|aug"
    r"|sep|sept|oct|nov|dec|incl|excl|max|min|avg|fig|resp)|^\s*\d{1,2}|\b[A-Z])$",
    re.IGNORECASE,
)
_WRAPPED: Final = re.compile(r"[a-z\ufffc(]")
_CLOSED: Final = re.compile(r"[.!?:;。！？：；|]\s*$")


def sentences(text: str) -> list[Sentence]:
    """Return the sentences of ``text`` in order."""
    return [one for block in _blocks(text) for one in _split(text, block) if one.start < one.end]


def _blocks(text: str) -> Iterator[Sentence]:
    """Yield headings, rows, list items and paragraphs; a soft-wrapped line joins the one before."""
    open_block: Sentence | None = None
    number = 0
    place = 0
    for line in text.splitlines(keepends=True):
        start, place = place, place + len(line)
        block = _line(text, start, start + len(line.rstrip()), number + 1)
        if block is None:
            if open_block:
                yield open_block
            open_block = None
            number += 1
        elif open_block and _continues(text, open_block, block):
            open_block = Sentence(
                open_block.start, block.end, open_block.part, open_block.block, open_block.indent
            )
        else:
            if open_block:
                yield open_block
                same = open_block.part == block.part in {Part.PROSE, Part.ROW}
                number = open_block.block if same else open_block.block + 1
            else:
                number += 1
            open_block = Sentence(block.start, block.end, block.part, number, block.indent)
    if open_block:
        yield open_block


def _line(text: str, start: int, end: int, number: int) -> Sentence | None:
    """Return what one line is, or None if it says nothing."""
    lead = _BLANK.match(text, start, end)
    begin = lead.end() if lead else start
    if begin >= end or _RULE.match(text[begin:end]):
        return None if begin >= end or "|" not in text[begin:end] else Sentence(end, end, Part.ROW, number)
    if heading := _HEADING.match(text, begin, end):
        return Sentence(heading.end(), end, Part.HEADING, number)
    if text[begin] == "|" or text.count("|", begin, end) > 1:
        return Sentence(begin, end, Part.ROW, number)
    if marker := _MARKER.match(text, begin, end):
        return Sentence(marker.end(), end, Part.ITEM, number, begin - start)
    return Sentence(begin, end, Part.PROSE, number)


def _continues(text: str, block: Sentence, line: Sentence) -> bool:
    return (
        line.part is Part.PROSE
        and block.part in {Part.PROSE, Part.ITEM}
        and bool(_WRAPPED.match(text, line.start))
        and not _CLOSED.search(text[block.start : block.end])
    )


def _split(text: str, block: Sentence) -> Iterator[Sentence]:
    """Yield the sentences of one block."""
    if block.part in {Part.HEADING, Part.ROW}:
        yield block
        return
    start = block.start
    for found in _END.finditer(text, block.start, block.end):
        if found[0].startswith(".") and _ABBREVIATION.search(text[start : found.start()]):
            continue
        yield Sentence(start, found.end(), block.part, block.block, block.indent)
        start = found.end()
    if text[start : block.end].strip():
        yield Sentence(start, block.end, block.part, block.block, block.indent)
