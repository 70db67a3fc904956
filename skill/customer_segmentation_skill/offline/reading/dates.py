"""Periods as people say them: since March, Q4, 2010, last 90 days, 去年, 2024年1月到6月.

Relative words count from the last day of the data, never from today.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from customer_segmentation_skill.offline.reading.calendar_words import MOMENT, moment

_SINCE: Final = re.compile(
    r"(?:\b(?:since|from|starting(?: from| in| with)?|beginning(?: of| in| with)?|as of)|自从?|从)\s*(?:the )?$"
)
_AFTER: Final = re.compile(r"(?:\b(?:after|later than|newer than|past))\s*(?:the )?$")
_BEFORE: Final = re.compile(r"(?:\b(?:before|earlier than|older than|prior to))\s*(?:the )?$")
_UNTIL: Final = re.compile(
    r"(?:\b(?:until|till|through|up to|ending|by the end of)|截至|截止到?|(?<!限定)(?<!限制)(?<!缩小)(?<!改)(?<!换)(?<!看)[到至])\s*(?:the )?(?:end of )?$"
)
_WITHIN: Final = re.compile(
    r"(?:\b(?:in|during|within|for|over|throughout|of)(?: the)?(?: whole of| all of)?|在)\s*$"
)
_JOIN: Final = re.compile(r"\s*(?:to|until|till|through|thru|and|–|—|-|~|到|至|和)\s*(?:the )?(?:end of )?")
_BETWEEN: Final = re.compile(r"\bbetween\s*(?:the )?$")
_TAIL_SINCE: Final = re.compile(r"\s*(?:onwards?|and later|or later|以来|以后|之后|后|开始|起)(?:的)?")
_TAIL_BEFORE: Final = re.compile(r"\s*(?:and earlier|or earlier|以前|之前|前)(?:的)?")
_TAIL_UNTIL: Final = re.compile(r"\s*(?:为止|止)")
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days from ``first`` to ``last``, both included; None is open. ``known`` is False without data dates."""

    first: date | None
    last: date | None
    text: str
    start: int
    end: int
    known: bool = True
    before: bool = False
    """Said as "before" a day."""


def periods(folded: str, data_until: date | None = None) -> list[Period]:
    """Return the periods in folded text, in order; ``data_until`` is the last day of the data."""
    found: list[Period] = []
    position = 0
    while match := MOMENT.search(folded, position):
        span = moment(match, folded, data_until)
        if span is None:
            position = match.end()
            continue
        period = _joined(folded, match, span, data_until)
        found.append(period)
        position = max(period.end, match.end())
    return found


Span = tuple[date | None, date | None]


def _joined(folded: str, match: re.Match[str], span: Span, data_until: date | None) -> Period:
    """Read what stands around a moment: a second moment, or since, until, before."""
    first, _last = span
    end = match.end()
    head = folded[: match.start()]
    join = _JOIN.match(folded, end)
    second = MOMENT.match(folded, join.end()) if join else None
    if join and second and not (join[0].strip() == "and" and not _BETWEEN.search(head)):
        other = moment(second, folded, data_until, near=first)
        if other is not None:
            if first and other[1] and first > other[1]:  # "between October and March 2024"
                first = (moment(match, folded, other[1]) or span)[0]
            lead = _BETWEEN.search(head) or _SINCE.search(head)
            start = lead.start() if lead else match.start()
            return _period(folded, start, second.end(), (first, other[1]))
    return _bounded(folded, match.start(), end, span)


def _bounded(folded: str, start: int, end: int, span: Span) -> Period:
    first, last = span
    head = folded[:start]
    rules = (
        (_AFTER, None, (last + _DAY if last else None, None)),
        (_BEFORE, None, (None, first - _DAY if first else None)),
        (_SINCE, _TAIL_SINCE, (first, None)),
        (None, _TAIL_BEFORE, (None, first - _DAY if first else None)),
        (_UNTIL, _TAIL_UNTIL, (None, last)),
    )
    for before, after, bounds in rules:
        lead = before.search(head) if before else None
        tail = after.match(folded, end) if after else None
        if lead or tail:
            said_before = before is _BEFORE or after is _TAIL_BEFORE
            return _period(
                folded,
                lead.start() if lead else start,
                tail.end() if tail else end,
                bounds,
                before=said_before,
            )
    lead = _WITHIN.search(head)
    return _period(folded, lead.start() if lead else start, end, span)


def _period(folded: str, start: int, end: int, span: Span, *, before: bool = False) -> Period:
    known = span != (None, None)
    return Period(span[0], span[1], folded[start:end].strip(), start, end, known=known, before=before)
