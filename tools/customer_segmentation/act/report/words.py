"""The words of a report that are the same in every format: titles, tables, the glossary, what was left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from customer_segmentation.act.report.report import About, Glossary, Report, Settings, Table
from customer_segmentation.kit.fact import Kind
from customer_segmentation.kit.figures import Figure, Figures
from customer_segmentation.kit.prose import subject_name
from customer_segmentation.kit.render import column_heading
from customer_segmentation.kit.reply import small_subjects
from customer_segmentation.kit.words import message, of_measure, shown, words_of

_NUMBERED: Final = re.compile(r"_\d+$")


@dataclass(frozen=True)
class Row:
    """A row of a table: what it is about, and a figure for every column that has one."""

    name: str
    figures: list[Figure | None]


@dataclass(frozen=True)
class Cells:
    """A table with its words and figures."""

    caption: str
    heading: list[str]
    rows: list[Row]


def word(name: str, language: str, section: str = "report_words") -> str:
    """Return a word of the frame of a report; the name itself if there is none."""
    found: str = words_of("labels", language)[section].get(name, name)
    return found


def title_of(report: Report, language: str) -> str:
    """Return what the report is called."""
    return shown(report.title) or message("report_title", language, source=report.source)


def cells(block: Table, figures: Figures) -> Cells:
    """Return a table with its figures; a column of figures that were not counted says how they came to be."""
    table, reply, language = block.table, block.reply, figures.language
    columns = words_of("labels", language)["columns"]
    heading = [columns.get(table.subject_label, table.subject_label)]
    for measure in table.measures:
        said = column_heading(table.tool, measure, reply, language)
        origins = {
            reply.facts[key].kind
            for subject in table.subjects
            if (key := table.key(subject, measure)) in reply.facts
        }
        if len(origins) == 1 and (kind := origins.pop()) is not Kind.MEASURED:
            said = message("report_heading_kind", language, heading=said, kind=_kind(kind, language))
        heading.append(said)
    rows = []
    for subject in table.subjects:
        keys = [table.key(subject, measure) for measure in table.measures]
        row = [figures.figure(key, reply, "table") if key in reply.facts else None for key in keys]
        rows.append(Row(subject_name(subject, reply, language), row))
    return Cells(word(block.name, language, "report_tables"), heading, rows)


def _kind(kind: Kind, language: str) -> str:
    said: str = words_of("labels", language)["kinds"][kind.value]
    return said


def explained(glossary: Glossary, language: str) -> dict[str, list[str]]:
    """Return what terms and columns mean, by the word they are called by; a term is said once, in plain words."""
    terms = words_of("labels", language)["report_terms"]
    plain = {terms[name]["term"]: [terms[name]["means"]] for name in glossary.terms}
    columns: dict[str, list[str]] = {}
    for heading, meaning in _columns(glossary, language):
        known = columns.setdefault(heading, [])
        if meaning not in known:
            known.append(meaning)
    return plain | {heading: meanings for heading, meanings in columns.items() if heading not in plain}


def _columns(glossary: Glossary, language: str) -> Iterator[tuple[str, str]]:
    """Give heading and meaning of every column that has a definition; of a row of columns such as +1, +2, the first."""
    families = set()
    for block in glossary.tables:
        for measure in block.table.measures:
            tool, family = block.table.tool, (block.table.tool, _NUMBERED.sub("", measure))
            meaning = of_measure("definitions", measure, language, tool=tool)
            if not meaning or measure in block.reply.measures or family in families:
                continue
            families.add(family)
            heading = column_heading(tool, measure, block.reply, language)
            yield (f"{heading} …" if family[1] != measure else heading), meaning


def names_of(block: About, language: str) -> str:
    """Return what the subjects of a block are called."""
    join = word("subjects_join", language)
    return join.join(subject_name(subject, block.reply, language) for subject in block.subjects)


def section_titles(report: Report, language: str) -> list[str]:
    """Return the titles of the sections in order."""
    return [word(section.id, language, "report_sections") for section in report.sections]


def subtitle_of(report: Report, language: str) -> str:
    """Return the line below the title, with placeholders for figures."""
    code = "report_of" if report.as_of else "report_of_no_day"
    return message(code, language, source=report.source)


def settings_rows(block: Settings, language: str) -> list[list[str]]:
    """Return settings as rows of name and value, the heading first."""
    if block.reply is None:
        return [
            [word("step", language), word("settings", language)],
            *([name, shown(value)] for name, value in block.values.items()),
        ]
    return [
        [word("segment", language), word("settings", language)],
        *([subject_name(subject, block.reply, language), value] for subject, value in block.values.items()),
    ]


def notes(report: Report, language: str, *, pointing: bool = True) -> Iterator[str]:
    """Yield what is to be known before reading: how figures are marked, what is hidden, what is lacking."""
    yield message("report_marks_note" if pointing else "report_plain_note", language)
    if any(small_subjects(part) for part in report.whole.parts.values()):
        yield message("report_few_note", language)
    for left_out in report.left_out:
        what = word(left_out.what, language, "report_steps")
        if what == left_out.what:
            what = f"{word('picture', language)} {what.replace('_', ' ')}"
        yield f"{what}{word('says', language)}{message(left_out.code, language, **left_out.values)}"
