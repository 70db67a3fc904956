"""A report as one HTML file: no other file, no request, no script; it reads on a phone and prints on paper.

Words pass a Markdown reader that knows paragraphs and lists and nothing else, figures stand in their place as
private marks until then, and everything is escaped: nothing from the data can become markup.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

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
from customer_segmentation.chart.drawing.files import as_svg
from customer_segmentation.chart.drawing.page import drawn
from customer_segmentation.chart.drawing.theme import LIGHT
from customer_segmentation.kit.assets import prompt_text
from customer_segmentation.kit.figures import Figure, Figures, tells_of_few
from customer_segmentation.kit.reply import Reply
from customer_segmentation.kit.words import message

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

_METADATA: Final = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_IDS: Final = re.compile(r'(\bid="|href="#|url\(#)')


def write_html(report: Report, language: str, path: Path) -> Figures:
    """Write a report as HTML and return the figures in it."""
    text, figures = as_html(report, language)
    path.write_text(text, encoding="utf-8")
    return figures


def as_html(report: Report, language: str) -> tuple[str, Figures]:
    """Return a report as HTML, and the figures in it."""
    writer = _Writer(language)
    page = (
        prompt_text("pages/report.html")
        .replace("{language}", "zh-Hans" if language == "zh" else language)
        .replace("{title}", _plain(title_of(report, language)))
        .replace("{body}", "\n".join(writer.parts(report)))
    )
    return page, writer.figures


def _plain(text: str) -> str:
    return escape(text, quote=True)


class _Writer:
    def __init__(self, language: str) -> None:
        self.figures = Figures(language)
        self._language = language

    @cached_property
    def _reader(self) -> "MarkdownIt":
        from markdown_it import MarkdownIt

        return MarkdownIt("zero", {"html": False}).enable(["list"])

    def parts(self, report: Report) -> Iterator[str]:
        """Yield the header, the contents and the sections."""
        language = self._language
        titles = [_plain(title) for title in section_titles(report, language)]
        yield f"<header><h1>{_plain(title_of(report, language))}</h1>"
        yield f'<div class="of">{self._said(subtitle_of(report, language), report.whole)}</div></header>'
        yield f'<nav aria-label="{_plain(word("contents", language))}"><ol>'
        for section, title in zip(report.sections, titles, strict=True):
            yield f'<li><a href="#{section.id}">{title}</a></li>'
        yield "</ol></nav>"
        yield from (f'<p class="note">{_plain(note)}</p>' for note in notes(report, language))
        for number, (section, title) in enumerate(zip(report.sections, titles, strict=True), 1):
            yield f'<section id="{section.id}"><h2><span class="number">{number}.</span> {title}</h2>'
            yield from self._blocks(section.blocks)
            yield "</section>"

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        """Pictures that follow each other stand side by side where there is room."""
        for pictures, together in groupby(blocks, key=lambda block: isinstance(block, Illustration)):
            made = [part for block in together for part in self._block(block)]
            yield from ['<div class="pictures">', *made, "</div>"] if pictures else made

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Said() | Told():
                yield self._said(block.draft(self._language), block.reply)
            case Table():
                yield self._table(block)
            case Illustration():
                yield self._picture(block)
            case About():
                yield from self._about(block)
            case Settings():
                yield from self._settings(block)
            case Code():
                yield f"<pre>{_plain(block.text)}</pre>"
            case Glossary():
                yield '<dl class="glossary">'
                for term, meanings in explained(block, self._language).items():
                    yield f"<div><dt>{_plain(term)}</dt>"
                    yield from (f"<dd>{_plain(meaning)}</dd>" for meaning in meanings)
                    yield "</div>"
                yield "</dl>"

    def _said(self, draft: str, reply: Reply) -> str:
        text = self._reader.render(self.figures.marked(draft, reply))
        return self.figures.filled(text, _figure)

    def _table(self, block: Table) -> str:
        table = cells(block, self.figures)
        heads = "".join(f'<th scope="col">{_plain(heading)}</th>' for heading in table.heading)
        rows = []
        for row in table.rows:
            figures = "".join(f"<td>{_figure(figure) if figure else '–'}</td>" for figure in row.figures)
            rows.append(f'<tr><th scope="row">{_plain(row.name)}</th>{figures}</tr>')
        return (
            f'<div class="wide"><table><caption>{_plain(table.caption)}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>\n" + "\n".join(rows) + "\n</tbody></table></div>"
        )

    def _picture(self, block: Illustration) -> str:
        picture, reply = block.picture, block.picture.reply
        page = drawn(picture, LIGHT, self._language)
        _, reading = block.draft(self._language)
        if any(tells_of_few(key, reply) for key in page.figures):
            return f"<p>{_plain(message('report_picture_of_few', self._language))}</p>"
        self.figures.pictures += 1
        for key in page.figures:
            self.figures.figure(key, reply)
        mark = f"p{self.figures.pictures}-"
        svg = as_svg(page)
        svg = _METADATA.sub("", svg[svg.index("<svg ") :])
        svg = _IDS.sub(lambda found: found[1] + mark, svg)
        facts = _plain(" ".join(page.figures))
        return f'<figure data-facts="{facts}">{svg}<figcaption>{self._said(reading, reply)}</figcaption></figure>'

    def _about(self, block: About) -> Iterator[str]:
        name = names_of(block, self._language)
        yield f"<article><h3>{_plain(name)}</h3><dl>"
        for entry, said in block.entries.items():
            if text := self._said(said.draft(self._language), said.reply):
                yield f"<div><dt>{_plain(word(entry, self._language, 'report_entries'))}</dt><dd>{text}</dd></div>"
        yield "</dl></article>"

    def _settings(self, block: Settings) -> Iterator[str]:
        caption = word(block.caption, self._language, "report_captions")
        heading, *rows = settings_rows(block, self._language)
        heads = "".join(f'<th scope="col">{_plain(cell)}</th>' for cell in heading)
        yield f'<table class="settings"><caption>{_plain(caption)}</caption>'
        yield f"<thead><tr>{heads}</tr></thead><tbody>"
        for name, value in rows:
            yield f'<tr><th scope="row">{_plain(name)}</th><td><code>{_plain(value)}</code></td></tr>'
        yield "</tbody></table>"


def _figure(figure: Figure) -> str:
    """Return a figure that says, pointed at, what it is and how it came to be."""
    said = f"{figure.meaning} ({figure.origin})"
    kind = figure.fact.kind.value if figure.told else "few"
    return f'<span class="figure {kind}" data-fact="{_plain(figure.key)}" title="{_plain(said)}">{_plain(figure.text)}</span>'
