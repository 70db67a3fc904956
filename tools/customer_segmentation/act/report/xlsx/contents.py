"""The sheets of a workbook, made from the sections of a report: every section a sheet, then every figure with its fact."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from customer_segmentation.act.report.report import (
    About,
    Block,
    Code,
    Glossary,
    Illustration,
    Report,
    Said,
    Section,
    Settings,
    Table,
    Told,
)
from customer_segmentation.act.report.words import (
    cells,
    explained,
    names_of,
    notes,
    section_titles,
    settings_rows,
    subtitle_of,
    title_of,
    word,
)
from customer_segmentation.act.report.xlsx.cells import Cell, as_written, in_full, in_words
from customer_segmentation.act.report.xlsx.charts import illustrated, shares
from customer_segmentation.act.report.xlsx.pieces import Entry, Grid, Line, Link, Piece, Sheet, Words
from customer_segmentation.kit.fact import NO_CURRENCY, is_currency
from customer_segmentation.kit.figures import Figures
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.words import message

_ITEM: Final = re.compile(r" *(- |\d+\. )(?=\S)")
"""Begins an item of a list. Only templates begin lines, so these signs are theirs."""
_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Where a workbook would read a character by its number in the head of a table."""
_LONGEST: Final = 240
"""A head of a table may have 255 characters."""
_FIGURES: Final = "figures"


class Contents:
    """Makes the sheets of a report.

    Attributes:
        figures: Those set in so far.
    """

    def __init__(self, report: Report, language: str) -> None:
        self.figures = Figures(language)
        self._report = report
        self._language = language

    def sheets(self) -> list[Sheet]:
        """Return the sheets in order: the summary with the ways to the others, the topics, the figures."""
        first, *others = self._report.sections
        title, *titles = section_titles(self._report, self._language)
        pieces = [*self._head(), Words(title, "heading"), *self._blocks(first)]
        made = [Sheet(self._tab(first.id), pieces, "summary")]
        for section, said in zip(others, titles, strict=True):
            is_list = any(isinstance(block, Glossary) for block in section.blocks)
            pieces = [Words(said, "title"), self._back(), *self._blocks(section)]
            made.append(Sheet(self._tab(section.id), pieces, "list" if is_list else "topic"))
        titles.append(word(_FIGURES, self._language))
        pieces = [Words(titles[-1], "title"), self._back(), self._sources()]
        made.append(Sheet(self._tab(_FIGURES), pieces, "list"))
        ways = [Link(said, sheet.name) for said, sheet in zip(titles, made[1:], strict=True)]
        made[0].pieces.extend([Words(word("contents", self._language), "heading"), *ways, *self._notes()])
        return made

    def _back(self) -> Link:
        first = self._tab(self._report.sections[0].id)
        return Link(f"← {first}", first)

    def _tab(self, name: str) -> str:
        return word(name, self._language, "report_sheets")

    def _head(self) -> Iterator[Piece]:
        yield Words(title_of(self._report, self._language), "title")
        yield from (
            replace(words, look="note")
            for words in self._said(subtitle_of(self._report, self._language), self._report.whole)
        )

    def _notes(self) -> Iterator[Words]:
        """Yield what is to be known; the first note is on the pictures of another format."""
        _, *others = notes(self._report, self._language, pointing=False)
        own = message("report_xlsx_note", self._language, sheet=self._tab(_FIGURES))
        yield from (Words(note, "note") for note in (own, *others))

    def _blocks(self, section: Section) -> Iterator[Piece]:
        tables = {block.name: block for block in section.blocks if isinstance(block, Table)}
        for block in section.blocks:
            match block:
                case Table():
                    yield self._table(block)
                    if block.name == "segments":
                        yield from shares(block, self.figures)
                case Illustration():
                    yield from illustrated(block, tables, self.figures)
                case _:
                    yield from self._words(block)

    def _words(self, block: Block) -> Iterator[Piece]:
        match block:
            case Said() | Told():
                yield from self._said(block.draft(self._language), block.reply)
            case About():
                yield Words(names_of(block, self._language), "heading")
                for entry, said in block.entries.items():
                    if text := self._filled(said.draft(self._language), said.reply):
                        yield Entry(word(entry, self._language, "report_entries"), " ".join(text.split()))
            case Settings():
                yield Words(word(block.caption, self._language, "report_captions"), "heading")
                yield from (Entry(*row) for row in settings_rows(block, self._language)[1:])
            case Code():
                yield from (Line(line) for line in block.text.splitlines())
            case Glossary():
                heading = [word(name, self._language, "report_sheets") for name in ("term", "meaning")]
                terms = explained(block, self._language).items()
                rows: list[list[Cell | None]] = [
                    [in_words(term), in_words(" ".join(meanings))] for term, meanings in terms
                ]
                yield Grid("glossary", "", heading, rows)

    def _said(self, draft: str, reply: Reply) -> Iterator[Words]:
        for paragraph in self._filled(draft, reply).split("\n\n"):
            yield from _lines(paragraph)

    def _filled(self, draft: str, reply: Reply) -> str:
        return self.figures.filled(self.figures.marked(draft, reply), lambda figure: figure.text)

    def _table(self, block: Table) -> Grid:
        table = cells(block, self.figures)
        rows: list[list[Cell | None]] = [
            [in_words(row.name), *(as_written(f, self._language) if f else None for f in row.figures)]
            for row in table.rows
        ]
        shaded = [n for n, measure in enumerate(block.table.measures, 1) if measure.startswith("retention_")]
        heading = told_apart(table.heading, word("says", self._language))
        return Grid(block.name, table.caption, heading, rows, tuple(shaded))

    def _sources(self) -> Grid:
        """Return every figure once in each way it is written: its value, what it is, how it came to be and its key."""
        language = self._language
        heading = [word(name, language, "report_sheets") for name in ("figure", "value", "unit")]
        heading += [word(name, language) for name in ("kind", "means", "fact")]
        once = {(figure.text, figure.key): figure for figure in self.figures.all}.values()
        rows: list[list[Cell | None]] = [
            [
                in_words(figure.text),
                in_full(figure, language),
                in_words(_unit(figure.fact.unit, language)),
                *(in_words(text) for text in (figure.origin, figure.meaning, figure.key)),
            ]
            for figure in once
        ]
        return Grid(_FIGURES, "", heading, rows, filtered=True)


def _lines(paragraph: str) -> Iterator[Words]:
    """Yield a paragraph, and each item of a list in it by itself."""
    words: Words | None = None
    for line in paragraph.splitlines():
        text = line.strip()
        item = _ITEM.match(line)
        if words and not item:
            words = replace(words, text=f"{words.text} {text}")
            continue
        if words:
            yield words
        words = Words(f"• {text[2:]}" if item and item[1] == "- " else text, "item" if item else "words")
    if words and words.text:
        yield words


def told_apart(heading: list[str], says: str) -> list[str]:
    """Return the heads of a table, none twice: one that would be follows the head before it, else a number."""
    heading = [_ESCAPE.sub("_ ", head) for head in heading]
    often = Counter(head.casefold() for head in heading)
    said: list[str] = []
    for n, head in enumerate(heading):
        full = f"{heading[n - 1]}{says}{head}" if n and often[head.casefold()] > 1 else head or " "
        full = full[:_LONGEST]
        known = {other.casefold() for other in said}
        number = 2
        unlike = full
        while unlike.casefold() in known:
            unlike = f"{full} {number}"
            number += 1
        said.append(unlike)
    return said


def _unit(unit: str, language: str) -> str:
    if is_currency(unit):
        return word("money", language, "report_units") if unit == NO_CURRENCY else unit
    return word(unit, language, "report_units")
