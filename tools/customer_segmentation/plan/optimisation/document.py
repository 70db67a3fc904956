"""The plan as Markdown: to read, to forward, and to paste into a page of one's own."""

from collections.abc import Iterator
from typing import Final

from customer_segmentation.kit.figures import Figures
from customer_segmentation.kit.markdown import escaped, escaped_line, markdown_table
from customer_segmentation.kit.prose import prose, subject_name
from customer_segmentation.kit.render import column_heading
from customer_segmentation.kit.reply import FactTable, Reply
from customer_segmentation.kit.words import message, words_of
from customer_segmentation.plan.optimisation.parts import ENTRIES, Bet, Part, TableOf, Words, parts_of

_EMPTY: Final = "–"


def plan_document(reply: Reply, source: str, language: str) -> str:
    """Return a plan as Markdown; figures that tell of fewer than five customers are not shown."""
    return "\n\n".join(text for text in _Writer(reply, language).texts(source) if text.strip()) + "\n"


class _Writer:
    def __init__(self, reply: Reply, language: str) -> None:
        self._reply = reply
        self._language = language
        self._figures = Figures(language)
        self._labels = words_of("labels", language)

    def texts(self, source: str) -> Iterator[str]:
        """Yield title, headings, paragraphs and tables in order."""
        yield f"# {escaped(message('optimisation_title', self._language, source=source))}"
        yield self._filled(message("optimisation_of", self._language, source=source))
        for part in parts_of(self._reply):
            yield from self._part(part)

    def _part(self, part: Part) -> Iterator[str]:
        yield f"## {self._labels['report_sections'][part.id]}"
        for block in part.blocks:
            match block:
                case Words():
                    yield self._filled(self._said(block.template))
                case TableOf():
                    yield self._table(self._reply.tables[block.name])
                case Bet():
                    yield from self._bet(block.segment)

    def _bet(self, segment: str) -> Iterator[str]:
        yield f"### {escaped(subject_name(segment, self._reply, self._language))}"
        lines = []
        for entry in ENTRIES:
            said = self._filled(self._said("plan_bet", segments=[segment], entry=entry))
            if said.strip():
                lines.append(f"- **{self._labels['report_entries'][entry]}:** {' '.join(said.split())}")
        yield "\n".join(lines)

    def _said(self, template: str, **more: object) -> str:
        return prose(f"report/{template}", self._reply, self._language, **more)

    def _table(self, table: FactTable) -> str:
        reply, language = self._reply, self._language
        heading = [self._labels["columns"].get(table.subject_label, table.subject_label)]
        heading += [column_heading(table.tool, measure, reply, language) for measure in table.measures]
        rows = []
        for subject in table.subjects:
            keys = [table.key(subject, measure) for measure in table.measures]
            rows.append([subject_name(subject, reply, language), *map(self._cell, keys)])
        return markdown_table([heading, *rows])

    def _cell(self, key: str) -> str:
        fact = self._reply.facts.get(key)
        if fact is None:
            return _EMPTY
        spoken = self._reply.spoken.get(fact.value, {}) if isinstance(fact.value, str) else {}
        return spoken.get(self._language) or self._figures.figure(key, self._reply, "table").text

    def _filled(self, draft: str) -> str:
        marked = self._figures.marked(draft, self._reply)
        text = "\n".join(escaped_line(line) for line in marked.splitlines())
        return self._figures.filled(text, lambda figure: escaped(figure.text))
