"""A report as Markdown: readable as it is, with a list of its figures and the facts they stand for."""

import re
from collections.abc import Iterator
from pathlib import Path

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
from customer_segmentation.kit.figures import Figures
from customer_segmentation.kit.markdown import escaped, escaped_line, markdown_table
from customer_segmentation.kit.reply import Reply


def write_markdown(report: Report, language: str, path: Path) -> Figures:
    """Write a report as Markdown and return the figures in it."""
    text, figures = as_markdown(report, language)
    path.write_text(text, encoding="utf-8")
    return figures


def as_markdown(report: Report, language: str) -> tuple[str, Figures]:
    """Return a report as Markdown, and the figures in it."""
    writer = _Writer(language)
    return "\n\n".join(part for part in writer.parts(report) if part) + "\n", writer.figures


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
                yield markdown_table([table.heading, *rows])
            case Illustration():
                reply = block.picture.reply
                finding, reading = (self._said(part, reply) for part in block.draft(self._language))
                yield f"**{word('picture', self._language)}: {finding}** {reading}"
            case About():
                yield from self._about(block)
            case Settings():
                yield f"**{word(block.caption, self._language, 'report_captions')}**"
                yield markdown_table(settings_rows(block, self._language))
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
        text = "\n".join(escaped_line(line) for line in marked.splitlines())
        return self.figures.filled(text, lambda figure: escaped(figure.text))

    def _sources(self) -> str:
        language = self._language
        heading = [word(name, language) for name in ("figure", "means", "fact", "kind")]
        rows = [(f.text, f.meaning, f.key, f.origin) for f in self.figures.all]
        return markdown_table([heading, *(list(row) for row in dict.fromkeys(rows))], right=())


def _code(text: str) -> str:
    """Return code in a fence longer than any in it."""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text) or [""]))
    return f"{fence}sql\n{text}\n{fence}"
