"""Dates in prose, English and Chinese, and whether they lie in the span of the data.

A date phrase names a day, a month, a quarter or a year; its ids are written as dates are in fact keys:
``2010-12-09``, ``2010-12``, ``2010-Q4``, ``2010``.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from customer_segmentation.kit.plain_text import HIDDEN

DATE_ID: Final = re.compile(r"(\d{4})(?:-(?:(\d{2})(?:-(\d{2}))?|Q([1-4])))?")

_MONTHS: Final = {name[:3].lower(): n for n, name in enumerate(calendar.month_name) if n}
_MONTH: Final = (
    r"(?P<{0}>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)|May)\.?"
)
_YEAR: Final = r"(?P<y>(?:19|20)\d\d)"
_DAY: Final = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_AFTER: Final = r"(?:(?<=\bin )|(?<=\bof )|(?<=\bby )|(?<=\bfor )|(?<=\bfrom )|(?<=\bsince )|(?<=\band ))"
_ZH: Final = "零〇一二三四五六七八九十"
_NO_MORE: Final = r"(?![\d%‰]|[.,]\d|\s*(?:%|percent|per cent))"
_PATTERNS: Final = tuple(
    re.compile(pattern + _NO_MORE)
    for pattern in (
        rf"(?<![\d.,-]){_YEAR}\s*年\s*(?P<m>\d{{1,2}})\s*月(?:份|\s*(?P<d>\d{{1,2}})\s*[日号])?",
        rf"(?<![\d.,-]){_YEAR}\s*年\s*(?:第?\s*(?P<q>[1-4一二三四])\s*季度|Q(?P<q2>[1-4]))",
        rf"(?<![\d.,-]){_YEAR}\s*年(?!\s*\d|前|内|后|来|间)",
        rf"(?P<yz>[一二][九〇零][{_ZH}]{{2}})年(?:(?P<mz>[{_ZH}]{{1,3}})月(?:份|(?P<dz>[{_ZH}]{{1,3}})[日号])?)?",
        r"(?<![\d.,-])(?P<m>\d{1,2})\s*月\s*(?:(?P<d>\d{1,2})\s*[日号]|份)?(?!内)",
        rf"(?<![个{_ZH}百几数第])(?P<mz>[{_ZH}]{{1,3}})月(?:(?P<dz>[{_ZH}]{{1,3}})[日号]|份)?(?!内)",
        rf"(?<![\w.,-]){_YEAR}[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})",
        rf"(?<![\w.,-]){_YEAR}[-/](?P<m>0[1-9]|1[0-2])(?![-/\d])",
        rf"(?<![\w.,-]){_YEAR}\s?[-–/]\s?(?P<y2>(?:19|20)?\d\d)(?![-/\d])",
        r"(?<![\w.,-])(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.]" + _YEAR,
        rf"\b{_YEAR}[- ]?Q(?P<q>[1-4])\b|\bQ(?P<q2>[1-4])(?:,| of| in)?[ /'-]{{0,2}}(?P<y3>(?:19|20)\d\d)\b",
        rf"(?<![\w.,]){_DAY}(?: of)? {_MONTH.format('n')}(?:,? {_YEAR}\b)?(?![a-z])",
        rf"\b{_MONTH.format('n')} {_DAY}\b(?:,? {_YEAR}\b)?",
        rf"\b{_MONTH.format('n')}(?: of|,|-| ')? ?{_YEAR}\b",
        rf"{_AFTER}\b{_MONTH.format('n')}(?![\w'])",
        rf"(?<![\w.,$€£¥#-])(?<![$€£¥] )(?<![A-Z]{{3}} ){_YEAR}\b(?:'s\b)?(?!-\w)",
    )
)
_COUNTED: Final = re.compile(
    r"\s*(?:customers?|buyers?|shoppers?|people|orders?|lines?|items?|units?|members?|accounts?|times"
    r"|euros?|dollars?|pounds?|yuan|[A-Z]{3}\b|[€$£¥]|percent|points?|days?|weeks?|months?|years?"
    rf"|[{HIDDEN}位名笔人个件家条元块倍次天万亿千百])",
)
_LED: Final = re.compile(
    r"(?:\b(?:in|since|until|till|during|before|after|year|early|late|mid)[ -]|[在自到从])$", re.IGNORECASE
)
_CLOCK: Final = re.compile(
    r"(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?:\s?[ap]\.?m\b\.?)?(?![\d:%])", re.IGNORECASE
)


@dataclass(frozen=True)
class DatePhrase:
    """A date in prose: its place, its ids (one for each year it may mean), their first and last days.

    ``has_numbers`` is false of a lone month such as "December".
    """

    start: int
    end: int
    ids: frozenset[str]
    days: tuple[tuple[date, date], ...]
    has_numbers: bool = True

    def within(self, span: tuple[date, date] | None) -> bool:
        """Tell whether the phrase, in some year of the span if it names none, meets the span."""
        return span is not None and any(first <= span[1] and last >= span[0] for first, last in self.days)


def date_phrases(text: str, span: tuple[date, date] | None) -> list[DatePhrase]:
    """Return the dates of ``text``; ``span`` says which years a day or month without one may mean."""
    years = range(span[0].year, span[1].year + 1) if span else range(0)
    taken: list[DatePhrase] = []
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            overlaps = any(found.start() < p.end and p.start < found.end() for p in taken)
            if not overlaps and not _counts(text, found):
                taken.extend(_phrase(found, years))
    return sorted(taken, key=lambda phrase: phrase.start)


def _counts(text: str, found: re.Match[str]) -> bool:
    """Tell whether what looks like a date counts something, as in "2010 customers"."""
    bare_year = len(found[0]) == len("2010")
    led = bare_year and _LED.search(text[max(0, found.start() - 8) : found.start()])
    return not led and bool(_COUNTED.match(text, found.end()))


def clock_times(text: str) -> list[tuple[int, int]]:
    """Return the places of times of day such as 08:00."""
    return [found.span() for found in _CLOCK.finditer(text)]


def _phrase(found: re.Match[str], years: range) -> Iterator[DatePhrase]:
    said = {name: value for name, value in found.groupdict().items() if value}
    if "y2" in said:
        first, last = int(said["y"]), int(said["y"][:2] + said["y2"][-2:])
        if first < last:
            yield DatePhrase(*found.span(), frozenset(), ((date(first, 1, 1), date(last, 12, 31)),))
        return
    year = _number(said.get("y") or said.get("y3") or said.get("yz") or "")
    month = _MONTHS[said["n"][:3].lower()] if "n" in said else _number(said.get("m") or said.get("mz") or "")
    day = _number(said.get("d") or said.get("dz") or "")
    quarter = _number(said.get("q") or said.get("q2") or "")
    if "n" not in said and month and month > 12 and day and day <= 12:  # noqa: PLR2004 - month first
        month, day = day, month
    periods = {y: period for y in ([year] if year else years) if (period := _period(y, month, day, quarter))}
    if periods:
        ids = frozenset(_id(y, month, day, quarter) for y in periods)
        has_numbers = bool(year or day or "n" not in said)
        yield DatePhrase(*found.span(), ids, tuple(periods.values()), has_numbers)


def _number(said: str) -> int:
    """Return a year, month or day in digits or in Chinese numerals; 0 for none."""
    if said.isdigit() and said.isascii():
        return int(said)
    digits = "〇一二三四五六七八九"
    said = said.replace("零", "〇")
    if "十" not in said:
        return int("".join(str(digits.index(c)) for c in said) or 0)
    tens, _, ones = said.partition("十")
    return 10 * (digits.index(tens) if tens else 1) + (digits.index(ones) if ones else 0)


def _period(year: int, month: int, day: int, quarter: int) -> tuple[date, date] | None:
    """Return the first and last day, or None if there is no such date."""
    try:
        if quarter:
            month = 3 * quarter
            return date(year, month - 2, 1), date(year, month, calendar.monthrange(year, month)[1])
        if not month:
            return date(year, 1, 1), date(year, 12, 31)
        if day:
            return date(year, month, day), date(year, month, day)
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


def _id(year: int, month: int, day: int, quarter: int) -> str:
    if quarter:
        return f"{year}-Q{quarter}"
    return f"{year}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
