"""Setting figures into prose, for a terminal or as Markdown."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from customer_segmentation.kit.fact import Fact
from customer_segmentation.kit.format import Style, formatted
from customer_segmentation.kit.name import spelled
from customer_segmentation.kit.placeholder import set_in, stream
from customer_segmentation.kit.prose import subject_name
from customer_segmentation.kit.reply import FactTable, Reply, RowTable
from customer_segmentation.kit.text_table import as_text
from customer_segmentation.kit.words import label, of_measure, shown, words_of

Layout = Literal["text", "markdown"]
_MISSING = {"en": "(figure not available)", "zh": "（无此数据）"}


class Ledger(Protocol):
    """Where the facts and tables of a conversation are found."""

    def fact(self, key: str, result: str = "") -> Fact | None:
        """Return the fact under ``key``, of result ``result`` or the latest that has one."""

    def table(self, name: str, result: str = "") -> tuple[FactTable | RowTable, Reply] | None:
        """Return a table by name and the reply it belongs to."""


@dataclass(frozen=True)
class Figure:
    """A figure as it was shown: which text stands for which fact."""

    text: str
    key: str
    result: str


class Renderer:
    """Fills placeholders from a ledger and remembers which figure stands for which fact.

    ``window`` is the width, in terminal cells, that text tables must fit; 0 for no limit.
    """

    def __init__(
        self, ledger: Ledger, language: str = "en", layout: Layout = "text", *, window: int = 0
    ) -> None:
        self._ledger = ledger
        self._language = language
        self._layout = layout
        self._window = window
        self.figures: list[Figure] = []

    def text(self, prose: str) -> str:
        """Return prose with its figures set in."""
        return set_in(prose, self._shown)

    def stream(self, chunks: Iterator[str]) -> Iterator[str]:
        """Set figures into prose as it arrives."""
        return stream(chunks, self._shown)

    def _shown(self, found: re.Match[str]) -> str:
        result = found["result"] or ""
        if found["table"]:
            return self._table(found["table"], result)
        fact = self._ledger.fact(found["key"], result)
        if fact is None:
            return _MISSING.get(self._language, _MISSING["en"])
        style: Style = "approx" if found["style"] == "approx" else "table" if found["style"] else "prose"
        text = formatted(fact, self._language, style)
        self.figures.append(Figure(text=text, key=found["key"], result=result))
        # Chinese sets no gap between 万 or 亿 and the word that follows.
        return text if text.endswith(("万", "亿")) else text + (found["gap"] or "")

    def _table(self, name: str, result: str) -> str:
        found = self._ledger.table(name, result)
        if found is None:
            return _MISSING.get(self._language, _MISSING["en"])
        table, reply = found
        cells = table_cells(table, reply, self._language)
        return as_text(cells, self._window) if self._layout == "text" else as_markdown(cells)


def table_cells(table: FactTable | RowTable, reply: Reply, language: str) -> list[list[str]]:
    """Return a table as formatted cells, the heading first."""
    if isinstance(table, RowTable):
        return [
            [shown(heading) for heading in table.columns],
            *([("" if cell is None else shown(cell)) for cell in row] for row in table.rows),
        ]
    columns = words_of("labels", language)["columns"]
    heading = [columns.get(table.subject_label, table.subject_label)]
    heading += [column_heading(table.tool, measure, reply, language) for measure in table.measures]
    rows = []
    for subject in table.subjects:
        facts = [reply.facts.get(table.key(subject, measure)) for measure in table.measures]
        cells = [_cell(fact, reply, language) for fact in facts]
        rows.append([subject_name(subject, reply, language), *cells])
    return [heading, *rows]


def _cell(fact: Fact | None, reply: Reply, language: str) -> str:
    """Return a fact as it stands in a table; a code is called by its name."""
    if fact is None:
        return "–"
    spoken = reply.spoken.get(fact.value, {}) if isinstance(fact.value, str) else {}
    return spoken.get(language) or formatted(fact, language, "table")


def column_heading(tool: str, measure: str, reply: Reply, language: str) -> str:
    """Return what stands over a column."""
    if measure in reply.measures:
        return spelled(reply.measures[measure], language)
    heading = of_measure("columns", measure, language, tool=tool)
    return heading or label(measure, language, tool=tool)


def as_markdown(cells: list[list[str]]) -> str:
    """Return a Markdown table; cells cannot break out of it."""

    def line(row: list[str]) -> str:
        return "| " + " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|") for cell in row) + " |"

    rule = "| --- |" + " ---: |" * (len(cells[0]) - 1)
    return "\n".join([line(cells[0]), rule, *(line(row) for row in cells[1:])])


class ReplyLedger:
    """The ledger of a single reply."""

    def __init__(self, reply: Reply) -> None:
        self._reply = reply

    def fact(self, key: str, result: str = "") -> Fact | None:  # noqa: ARG002 - one reply has one result
        """Return the fact under ``key``."""
        return self._reply.facts.get(key)

    def table(self, name: str, result: str = "") -> tuple[FactTable | RowTable, Reply] | None:  # noqa: ARG002
        """Return a table by name."""
        table = self._reply.tables.get(name) or self._reply.rows.get(name)
        return None if table is None else (table, self._reply)
