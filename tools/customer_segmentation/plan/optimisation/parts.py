"""A plan as a document before it is written: parts of words and tables, in no language and no format.

The report takes the same parts as sections of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from customer_segmentation.kit.reply import Reply

ENTRIES: Final = ("action", "why", "audience", "expected", "kpi", "owner", "start", "stop", "risk")
"""What is said of each bet, in order; each has a word before it (``report_entries`` in the labels)."""


@dataclass(frozen=True)
class Words:
    """Words of ``prompts/report/<template>``."""

    template: str


@dataclass(frozen=True)
class TableOf:
    """A table of the reply."""

    name: str


@dataclass(frozen=True)
class Bet:
    """What is done with a segment, entry by entry, in words of ``prompts/report/plan_bet``."""

    segment: str


@dataclass(frozen=True)
class Part:
    """A part; its title is ``report_sections`` in the labels."""

    id: str
    blocks: tuple[Words | TableOf | Bet, ...]


def parts_of(reply: Reply) -> list[Part]:
    """Return the parts of a plan, without those in which nothing is to be said.

    Bets on so few customers that one might be recognised are left out.
    """
    bets = [segment for segment in reply.detail["bets"] if segment not in reply.detail["few"]]
    money: tuple[Words | TableOf | Bet, ...] = (
        Words("plan_goal"),
        *_tables(reply, "plan"),
        Words("plan_money"),
        *_tables(reply, "other_plans", *(() if bets else ("break_evens",))),
        Words("plan_left"),
    )
    found = [
        Part("plan_money", money),
        Part("plan_bets", tuple(Bet(segment) for segment in bets)),
        Part("plan_tests", (Words("plan_tests"), *_tables(reply, "experiments"))),
        Part("plan_calendar", (Words("plan_calendar"),)),
        Part("plan_risks", (Words("plan_risks"),)),
        Part("plan_confirm", (Words("plan_confirm"),)),
        Part("plan_learn", (Words("plan_learn"),)),
    ]
    return [part for part in found if part.blocks]


def _tables(reply: Reply, *names: str) -> Iterator[TableOf]:
    return (TableOf(name) for name in names if name in reply.tables)
