"""A report as Markdown: readable as it is, with a list of its figures and the facts they stand for.

Words are escaped sign by sign: nothing from the data can become a link, an image, a heading, a row or HTML.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from customer_segmentation.act.report.figures import Figures
from customer_segmentation.act.report.report import (
    About,
    Block,
    Code,
    Glossary,
    Illustration,
    Report,
    Said,
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
from customer_segmentation.kit.reply import Reply

_SIGNS: Final = re.compile(r"[\\`*\[\]<>|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|&(?=#?\w+;)")
"""What Markdown may read as more than itself; underscores within words it does not."""
_LINKS: Final = re.compile(r"(?i)(?<=https)(?=:)|(?<=http)(?=:)|(?<=ftp)(?=:)|(?<=www)(?=\.)")
"""Where some readers would take a plain address for a link."""
_LEADS: Final = re.compile(r"^(\s*\d*)(?=[-+=#]|(?<=\d)[.)])")
"""Where a line would become a heading or an item of a list."""
_ITEM: Final = re.compile(r"( *)(- |\d+\. )(?=\S)")
"""Of a list. Only templates begin lines, so these signs are theirs."""


def write_markdown(report: Report, language: str, path: Path) -> Figures:
    """Write a report as Markdown and return the figures in it."""
    text, figures = as_markdown(report, language)
    path.write_text(text, encoding="utf-8")
    return figures


def as_markdown(report: Report, language: str) -> tuple[str, Figures]:
    """Return a report as Markdown, and the figures in it."""
    writer = _Writer(language)
    return "\n\n".join(part for part in writer.parts(report) if part) + "\n", writer.figures


def escaped(text: str) -> str:
    """Return text that Markdown shows as it stands."""
    return _LINKS.sub(r"\\", _SIGNS.sub(r"\\\g<0>", text))


def _line(line: str) -> str:
    """Return a line of a template, its marker of a list kept and all else escaped."""
    item = _ITEM.match(line)
    marker = item[0] if item else ""
    return marker + _LEADS.sub(r"\1\\", escaped(line[len(marker) :]))


class _Writer:
    def __init__(self, language: str) -> None:
        self.figures = Figures(language)
        self._language = language

    def parts(self, report: Report) -> Iterator[str]:
        """Yield the paragraphs, tables and headings in order."""
        language = self._language
        titles = section_titles(report, language)
        yield f"# {escaped(title_of(report, language))}"
        yield self._said(subtitle_of(report, language), report.whole)
        yield f"## {word('contents', language)}"
        yield "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))
        yield from (f"{escaped(note)}" for note in notes(report, language, pointing=False))
        for number, (section, title) in enumerate(zip(report.sections, titles, strict=True), 1):
            yield f"## {number}. {title}"
            for block in section.blocks:
                yield from self._block(block)
        yield f"## {word('figures', language)}"
        yield self._sources()

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Said() | Told():
                yield self._said(block.draft(self._language), block.reply)
            case Table():
                table = cells(block, self.figures)
                rows = [[row.name, *(f.text if f else "–" for f in row.figures)] for row in table.rows]
                yield f"**{table.caption}**"
                yield _table([table.heading, *rows])
            case Illustration():
                reply = block.picture.reply
                finding, reading = (self._said(part, reply) for part in block.draft(self._language))
                yield f"**{word('picture', self._language)}: {finding}** {reading}"
            case About():
                yield from self._about(block)
            case Settings():
                yield f"**{word(block.caption, self._language, 'report_captions')}**"
                yield _table(settings_rows(block, self._language))
            case Code():
                yield _code(block.text)
            case Glossary():
                said = explained(block, self._language).items()
                yield "\n".join(f"- **{escaped(term)}:** {escaped(' '.join(means))}" for term, means in said)

    def _about(self, block: About) -> Iterator[str]:
        yield f"### {escaped(names_of(block, self._language))}"
        lines = []
        for entry, said in block.entries.items():
            if text := self._said(said.draft(self._language), said.reply):
                lines.append(
                    f"- **{word(entry, self._language, 'report_entries')}:** {' '.join(text.split())}"
                )
        yield "\n".join(lines)

    def _said(self, draft: str, reply: Reply) -> str:
        marked = self.figures.marked(draft, reply)
        text = "\n".join(_line(line) for line in marked.splitlines())
        return self.figures.filled(text, lambda figure: escaped(figure.text))

    def _sources(self) -> str:
        language = self._language
        heading = [word(name, language) for name in ("figure", "means", "fact", "kind")]
        rows = [(f.text, f.meaning, f.key, f.origin) for f in self.figures.all]
        return _table([heading, *(list(row) for row in dict.fromkeys(rows))], right=())


def _table(rows: list[list[str]], *, right: tuple[int, ...] | None = None) -> str:
    """Return a table, the heading first; ``right`` are the columns of figures, by default all but the first."""
    columns = range(len(rows[0]))
    figures = columns[1:] if right is None else right
    rule = "| " + " | ".join("---:" if n in figures else "---" for n in columns) + " |"
    lines = ["| " + " | ".join(escaped(cell) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], rule, *lines[1:]])


def _code(text: str) -> str:
    """Return code in a fence longer than any in it."""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text) or [""]))
    return f"{fence}sql\n{text}\n{fence}"
