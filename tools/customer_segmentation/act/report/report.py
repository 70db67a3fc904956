"""A report before it is written: sections of blocks, in no language and no format.

What a block says are facts of the reply that it carries; a writer sets their figures in and may read the facts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from customer_segmentation.chart.drawing.picture import Picture
from customer_segmentation.kit.prose import prose
from customer_segmentation.kit.reply import FactTable, Reply

_LINE: Final = re.compile(r"\n(?! *(?:- |\d+\. ))")
"""Where a line ends that no item of a list follows."""
_WITHIN: Final = re.compile(r"(?<=[。；：，）」])\n(?!\n| *(?:- |\d+\. ))")
_TABLE: Final = re.compile(r"\[\[table:\w+\]\]")


@dataclass(frozen=True)
class Said:
    """Words over a reply.

    Attributes:
        template: ``prompts/report/<template>``: paragraphs with an empty line between, and lists, no other markup.
        more: What the template sees besides the reply.
    """

    template: str
    reply: Reply
    more: dict[str, Any] = field(default_factory=dict)

    def draft(self, language: str) -> str:
        """Return the words with placeholders for figures; empty if there is nothing to say."""
        text = prose(f"report/{self.template}", self.reply, language, **self.more)
        # Chinese sets no gap where a line of a template ends within a paragraph.
        return _WITHIN.sub("", text) if language == "zh" else text


@dataclass(frozen=True)
class Told:
    """What the reply of a step says before its first table, or after its last; all of it where it has none.

    Attributes:
        template: ``prompts/replies/<template>``.
    """

    template: str
    reply: Reply
    place: Literal["before", "after"]

    def draft(self, language: str) -> str:
        """Return the words with placeholders for figures, every line of the reply a paragraph or an item."""
        pieces = _TABLE.split(prose(self.template, self.reply, language))
        return _LINE.sub("\n\n", pieces[0 if self.place == "before" else -1].strip())


@dataclass(frozen=True)
class Table:
    """A table of facts. ``name`` is that in the reply and, within the report, unique."""

    name: str
    table: FactTable
    reply: Reply


@dataclass(frozen=True)
class Illustration:
    """A picture, and its words for whoever does not see it."""

    picture: Picture

    def draft(self, language: str) -> tuple[str, str]:
        """Return its finding and the sentence that reads it, with placeholders for figures."""
        finding, _, reading = prose(f"chart_{self.picture.kind}", self.picture.reply, language).split("\n\n")
        return finding, reading


@dataclass(frozen=True)
class About:
    """What is said of subjects together, each under a word of its own (``report_entries`` in the labels)."""

    subjects: tuple[str, ...]
    reply: Reply
    entries: dict[str, Said]


@dataclass(frozen=True)
class Settings:
    """What something was asked or set to, as it is written on the command line or in a rule.

    Attributes:
        caption: Names its words (``report_captions`` in the labels).
        values: By name of a tool, or by subject where ``reply`` gives the names of subjects.
    """

    caption: str
    values: dict[str, str]
    reply: Reply | None = None


@dataclass(frozen=True)
class Code:
    """SQL that forms the segments again."""

    text: str


@dataclass(frozen=True)
class Glossary:
    """What words mean.

    Attributes:
        terms: Terms of the field (``report_terms`` in the labels).
        tables: Tables whose columns are explained.
    """

    terms: tuple[str, ...]
    tables: tuple[Table, ...]


Block = Said | Told | Table | Illustration | About | Settings | Code | Glossary


@dataclass(frozen=True)
class Section:
    """A part of the report; its title is ``report_sections`` in the labels."""

    id: str
    blocks: list[Block]


@dataclass(frozen=True)
class LeftOut:
    """A section or a picture that these data do not allow, and the message that says why."""

    what: str
    code: str
    values: dict[str, str]


@dataclass(frozen=True)
class Report:
    """The whole.

    Attributes:
        title: Given by the person; empty for the usual one.
        source: The name of the file or table that was read.
        as_of: The day the segments look from; None where the data have no days.
        whole: Every fact of the steps, for words on the whole.
    """

    title: str
    source: str
    as_of: date | None
    whole: Reply
    sections: list[Section]
    left_out: list[LeftOut]

    def tables(self) -> Iterator[Table]:
        """Yield every table in order."""
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, Table))
