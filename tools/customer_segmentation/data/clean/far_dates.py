"""Dates far after all others, such as 2204 for 2024, and placeholders: found by the file's own days, not by a clock."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Final

PLACEHOLDERS: Final = frozenset({date(1900, 1, 1), date(1899, 12, 30), date(1899, 12, 31), date(1970, 1, 1)})
"""Days that stand for "no date" in spreadsheets and databases."""
_FEWEST_LINES: Final = 20
_YEAR: Final = 366
_MOST: Final = 200
"""At most one line in so many may be called far."""
_TIMES_THE_USUAL: Final = 4


def usual_days(lines: Mapping[date, int]) -> tuple[date, date] | None:
    """Return the first and last day of the bulk of the lines; None where no day is far from it.

    A late day is far when more than a year without a line lies before it, four times the longest pause
    within the bulk, and it and those after it are at most one line in 200: one such day would move the day
    to which recency is counted by years. Early days are left alone, placeholders excepted.
    """
    days = sorted(lines)
    if sum(lines.values()) < _FEWEST_LINES:
        return None
    first = _first_usual(days)
    last = _last_usual(days, lines, max(1, sum(lines.values()) // _MOST))
    longest = max((_gap(a, b) for a, b in pairwise(days[first : last + 1])), default=0)
    if last < len(days) - 1 and _gap(days[last], days[last + 1]) <= _TIMES_THE_USUAL * longest:
        last = len(days) - 1
    return (days[first], days[last]) if (first, last) != (0, len(days) - 1) else None


def _first_usual(days: list[date]) -> int:
    first = 0
    for n, (day, following) in enumerate(pairwise(days), 1):
        if day not in PLACEHOLDERS:
            break
        if _gap(day, following) > _YEAR:
            first = n
    return first


def _last_usual(days: list[date], lines: Mapping[date, int], allowed: int) -> int:
    beyond, last = 0, len(days) - 1
    for n in range(len(days) - 1, 0, -1):
        beyond += lines[days[n]]
        if beyond > allowed:
            break
        if _gap(days[n - 1], days[n]) > _YEAR:
            last = n - 1
    return last


def _gap(one: date, other: date) -> int:
    return (other - one).days
