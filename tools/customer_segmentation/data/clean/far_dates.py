"""Dates far from all others, such as 2204 for 2024: found by the file's own days, never by a clock."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Final

_FEWEST_LINES: Final = 20
_YEAR: Final = 366
_MOST: Final = 200
"""At most one line in so many may be called far."""
_TIMES_THE_USUAL: Final = 4


def usual_days(lines: Mapping[date, int]) -> tuple[date, date] | None:
    """Return the first and last day of the bulk of the lines; None where no day is far from it.

    A day is far when, at either end, more than a year without a line lies between it and the bulk, four
    times the longest pause within the bulk, and it and those beyond it are at most one line in 200.
    """
    days = sorted(lines)
    total = sum(lines.values())
    if total < _FEWEST_LINES:
        return None
    allowed = max(1, total // _MOST)
    last = _end_of_bulk(days, lines, allowed)
    first = len(days) - 1 - _end_of_bulk(days[::-1], lines, allowed)
    inner = days[first : last + 1]
    longest = max((_gap(a, b) for a, b in pairwise(inner)), default=0)
    if last < len(days) - 1 and _gap(days[last], days[last + 1]) <= _TIMES_THE_USUAL * longest:
        last = len(days) - 1
    if first > 0 and _gap(days[first - 1], days[first]) <= _TIMES_THE_USUAL * longest:
        first = 0
    return (days[first], days[last]) if (first, last) != (0, len(days) - 1) else None


def _end_of_bulk(days: list[date], lines: Mapping[date, int], allowed: int) -> int:
    """Return the index of the last day before the first far one, in the order given."""
    beyond, end = 0, len(days) - 1
    for n in range(len(days) - 1, 0, -1):
        beyond += lines[days[n]]
        if beyond > allowed:
            break
        if _gap(days[n - 1], days[n]) > _YEAR:
            end = n - 1
    return end


def _gap(one: date, other: date) -> int:
    return abs((other - one).days)
