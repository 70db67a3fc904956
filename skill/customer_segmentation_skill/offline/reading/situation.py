"""What the offline brain knows when it reads a message, and what it makes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

CONFIDENT: Final = 0.58
"""At this confidence and above a message is acted on; below it the person chooses among sentences."""

Values = Callable[[str], list[tuple[str, str]]]
"""Looks a phrase up in the data: (column, value as the data spell it)."""


def no_values(_text: str) -> list[tuple[str, str]]:
    """Find nothing: there are no data to look in."""
    return []


@dataclass(frozen=True)
class SegmentNames:
    """A segment and everything it is called, the person's own names for it included."""

    id: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnNames:
    """A column that may be filtered or grouped by: our name for it and the header the person knows."""

    name: str
    header: str
    type: str = "text"


@dataclass(frozen=True)
class Situation:
    """Where a conversation stands.

    Attributes:
        values: Looks a phrase up among the values of the data's columns.
        headers: Every header of the source, columns that are no dimension included.
        last_intent: What the person wanted before, with its slots.
        open_question: The options of a question that waits for an answer.
        pending: How many proposals wait for approval.
        data_until: The last day of the data, from which "last year" counts.
    """

    has_data: bool = False
    has_segments: bool = False
    segments: tuple[SegmentNames, ...] = ()
    columns: tuple[ColumnNames, ...] = ()
    headers: tuple[str, ...] = ()
    values: Values = no_values
    last_intent: str = ""
    last_slots: dict[str, Any] = field(default_factory=dict)
    open_question: tuple[str, ...] = ()
    pending: int = 0
    language: str = "en"
    data_until: date | None = None


@dataclass(frozen=True)
class Understanding:
    """What a message seems to ask.

    Attributes:
        intent: The likeliest intent, even below ``CONFIDENT``.
        slots: Its typed arguments.
        alternatives: Other intents it may mean, likeliest first.
        also: Further intents that the message has beside the first, likeliest first.
    """

    intent: str
    slots: dict[str, Any] = field(default_factory=dict)
    confidence: float = 1.0
    alternatives: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether it may be acted on without asking."""
        return self.confidence >= CONFIDENT
