"""Replies: what a tool answers. Facts and references to them; words are set in when it is shown."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from customer_segmentation.kit.fact import Fact, split_key
from customer_segmentation.kit.name import NamePart

FACTS_FOR_MODEL: Final = 60
SMALLEST_GROUP: Final = 5
"""Groups under this many customers are not shown to a model (DESIGN: suppression)."""

MEASURE: Final = "feature"
"""The ``subject_label`` of a table whose rows are measures and no groups of customers."""

Cell = int | float | str | None


class Severity(StrEnum):
    """How much a finding matters."""

    INFO = "info"
    WARNING = "warning"
    SERIOUS = "serious"


class Finding(BaseModel):
    """Something a careful analyst would mention.

    ``code`` names its words in ``prompts/messages``; ``values`` are names from the data; figures stand in
    the words as placeholders of facts, with ``{subject}`` set from ``subject``.
    """

    model_config = ConfigDict(frozen=True)

    code: str
    severity: Severity = Severity.INFO
    subject: str = "all"
    values: dict[str, str] = Field(default_factory=dict)


class Artifact(BaseModel):
    """A file that a tool made: named for people, never pasted into a conversation.

    ``path`` is relative to the folder of the result, or absolute for a file elsewhere. What is made to be looked at
    or passed on is ``for_people`` and put where they find it.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    path: str
    media_type: str
    for_people: bool = False


class FactTable(BaseModel):
    """A table whose every cell is a fact: one row per subject, one column per measure."""

    model_config = ConfigDict(frozen=True)

    tool: str
    subjects: list[str]
    measures: list[str]
    subject_label: str = "segment"

    def key(self, subject: str, measure: str) -> str:
        """Return the key of the fact in a cell."""
        return f"{self.tool}.{subject}.{measure}"


class RowTable(BaseModel):
    """Rows for the person's eyes only: never sent to a model."""

    columns: list[str]
    rows: list[list[Cell]]


class Reply(BaseModel):
    """A tool's answer.

    Attributes:
        facts: Every figure, by key.
        tables: Tables of facts, by name.
        rows: Tables of rows, by name, for the person only.
        names: Names of subjects that come from the data or the person, by subject id.
        described: Names of subjects put together from words, by subject id.
        measures: What measures about the data's own columns or groups are called, by measure.
        spoken: What codes that are facts of ``text`` are called in tables, by code and language.
        texts: Texts made for people to use elsewhere, by name; they hold nothing of any one customer.
        findings: What a careful analyst would mention, gravest first.
        artifacts: Files made.
        next: Codes of questions worth asking next.
        currency: ISO 4217 code, ``XXX`` when unknown.
        detail: What further tools need that is not a figure: thresholds, definitions, SQL.
        formed: False where a tool that forms something only looked: later tools do not find it as the latest.
        parts: The replies of the steps of a recipe, by tool; their facts are facts of the whole.
    """

    facts: dict[str, Fact] = Field(default_factory=dict)
    tables: dict[str, FactTable] = Field(default_factory=dict)
    rows: dict[str, RowTable] = Field(default_factory=dict)
    names: dict[str, str] = Field(default_factory=dict)
    described: dict[str, list[NamePart]] = Field(default_factory=dict)
    measures: dict[str, list[NamePart]] = Field(default_factory=dict)
    spoken: dict[str, dict[str, str]] = Field(default_factory=dict)
    texts: dict[str, str] = Field(default_factory=dict)
    findings: list[Finding] = Field(default_factory=list)
    artifacts: list[Artifact] = Field(default_factory=list)
    next: list[str] = Field(default_factory=list)
    currency: str = "XXX"
    detail: dict[str, Any] = Field(default_factory=dict)
    formed: bool = True
    parts: dict[str, "Reply"] = Field(default_factory=dict)

    def value(self, key: str) -> int | float | Decimal | str:
        """Return the value of a fact; raises KeyError if there is none."""
        value = self.facts[key].value
        return value.isoformat() if not isinstance(value, (int, float, Decimal, str)) else value

    def with_facts(self, facts: Iterable[tuple[str, Fact]]) -> None:
        """Add facts under their keys."""
        self.facts.update(facts)


def small_subjects(reply: Reply) -> set[str]:
    """Return the subjects with fewer than ``SMALLEST_GROUP`` customers."""
    return {
        split_key(key)[1]
        for key, fact in reply.facts.items()
        if fact.unit == "customers" and key.endswith(".customers") and 0 < fact.number < SMALLEST_GROUP
    }
