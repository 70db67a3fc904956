"""Moments of the calendar in words: days, months, quarters, years, and stretches counted back."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from customer_segmentation_skill.offline.reading.amounts import chinese_value

_NAMES: Final = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTHS: Final = {name: n for n, name in enumerate(_NAMES, 1)} | {
    name[:3]: n for n, name in enumerate(_NAMES, 1)
} | {"sept": 9}  # fmt: skip
_MONTH: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_COUNTS: Final = {
    word: n for n, word in enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1)
} | {"couple of": 2, "few": 3}  # fmt: skip
_COUNT: Final = rf"\d{{1,4}}|{'|'.join(_COUNTS)}"
_YEAR: Final = r"(?:19|20)\d\d"
_HAN: Final = "[一二三四五六七八九十两\\d]"

MOMENT: Final = re.compile(
    rf"(?P<iso>\b{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}\b)"
    rf"|(?P<dmy>\b\d{{1,2}}\.\d{{1,2}}\.{_YEAR}\b)"
    rf"|(?P<iso_month>\b{_YEAR}[-/]\d{{1,2}}\b)"
    rf"|(?P<day_first>\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})\b\.?,?(?: (?P<y1>{_YEAR}))?)"
    rf"|(?P<month_first>\b(?P<m2>{_MONTH})\b\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<y2>{_YEAR}))?)"
    rf"|(?P<month>\b(?P<m3>{_MONTH})\b\.?(?: of)?(?:,? (?P<y3>{_YEAR}|this year|last year))?)"
    rf"|(?P<quarter>\bq(?P<q1>[1-4])(?:[ /-]?(?P<y4>{_YEAR}))?\b|\b(?P<y5>{_YEAR})[ -]?q(?P<q2>[1-4])\b)"
    rf"|(?P<back>\b(?:the )?(?:last|past|previous|recent|trailing) (?P<n1>{_COUNT}) (?P<u1>day|week|month|quarter|year)s?\b)"
    r"|(?P<unit>\b(?:the )?(?P<which>last|this|previous|past|current|prior) (?P<u2>week|month|quarter|year)\b)"
    r"|(?P<to_date>\b(?:year to date|ytd)\b)"
    rf"|(?P<zh_day>(?:(?P<zy1>{_YEAR})年)?(?P<zm1>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?P<zd1>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[日号])"
    rf"|(?P<zh_month>(?:(?P<zy2>{_YEAR}|去|今|前)年(?:的)?)?(?<!个)(?P<zm2>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?(?![\d]))"
    rf"|(?P<zh_half>(?:(?P<zy3>{_YEAR}|去|今|前)年)?(?P<half>上|下)半年)"
    rf"|(?P<zh_quarter>(?:(?P<zy4>{_YEAR}|去|今|前)年)?第?(?P<zq>[一二三四1-4])季度)"
    rf"|(?P<zh_year>(?P<zy5>{_YEAR}|去|今|前|本)年度?)"
    rf"|(?P<zh_back>(?:最近|过去|近|前)的?(?P<zn>{_HAN}+|半)个?(?P<zu>天|日|周|星期|月|季度|年))"
    r"|(?P<zh_unit>(?P<zw>上个?|这个?|本)(?P<zv>周|星期|月|季度))"
    rf"|(?P<year>(?<![\w.,€$£¥])(?<!spend )(?<!invest )(?<!allocate )(?<!budget )(?<!budget of )(?<!distribute )(?<!split )"
    rf"(?<!\bhave )(?<!\buse )(?<!\bdo with )(?<![花投算有费]){_YEAR}(?![\w.,]*\d)(?! ?(?:customers?|orders?|people|euros?|eur|dollars?|pounds?|clients?|buyers?|lines|rows|to spend|to invest|budget|元|块|怎么|如何|预算|个|位|名|笔|单)))"
)
_UNITS: Final = {
    "天": "day",
    "日": "day",
    "周": "week",
    "星期": "week",
    "月": "month",
    "季度": "quarter",
    "年": "year",
}
_MONTHS_IN: Final = {"month": 1, "quarter": 3, "year": 12}
_VERBS: Final = re.compile(
    r"\b(?:in|since|from|until|till|before|after|during|of|to|through|this|last|by|for)\s*(?:the )?$"
)
Span = tuple[date | None, date | None]


def moment(
    match: re.Match[str], folded: str, data_until: date | None, near: date | None = None
) -> Span | None:
    """Return the first and last day of a ``MOMENT`` match, (None, None) where data dates are wanted.

    None means that the words are no date: the verb "may", an impossible day. ``near`` is the start of a
    range whose end the moment is, as in "January to June".
    """
    if (
        match["month"]
        and match["m3"] == "may"
        and not match["y3"]
        and not _VERBS.search(folded[: match.start()])
    ):
        return None
    try:
        return _absolute(match) or _relative(match, data_until, near)
    except ValueError:
        return None


def _absolute(match: re.Match[str]) -> Span | None:
    if text := match["iso"] or match["dmy"]:
        parts = [int(part) for part in re.split(r"[-/.]", text)]
        day = date(*parts) if match["iso"] else date(parts[2], parts[1], parts[0])
        return day, day
    if match["iso_month"]:
        year, month = (int(part) for part in re.split(r"[-/]", match["iso_month"]))
        return _month(year, month)
    year_text = match["year"] or (match["zy5"] if (match["zy5"] or "").isdigit() else None)
    return _year(int(year_text)) if year_text else None


def _relative(match: re.Match[str], until: date | None, near: date | None) -> Span | None:
    for d, m, y in (("d1", "m1", "y1"), ("d2", "m2", "y2"), ("zd1", "zm1", "zy1")):
        if match[d]:
            return _day(_month_number(match[d]), _month_number(match[m]), match[y], until, near)
    if name := match["m3"] or match["zm2"]:
        year = _year_number(match["y3"] or match["zy2"], until)
        return _some_month(_month_number(name), year, until, near)
    if quarter := match["q1"] or match["q2"] or match["zq"]:
        year = _year_number(match["y4"] or match["y5"] or match["zy4"], until)
        return _some_quarter(
            int(chinese_value(quarter)) if not quarter.isdigit() else int(quarter), year, until
        )
    if match["zh_half"]:
        year = _year_number(match["zy3"], until) or (until.year if until else None)
        first = 1 if match["half"] == "上" else 7
        return (date(year, first, 1), _month(year, first + 5)[1]) if year else (None, None)
    return _counted(match, until) if until else (None, None)


def _counted(match: re.Match[str], until: date) -> Span:
    """Read moments that count back from the last day of the data."""
    if match["zy5"]:
        return _year(_year_number(match["zy5"], until) or until.year)
    if match["to_date"]:
        return date(until.year, 1, 1), until
    if match["back"]:
        number = _COUNTS.get(match["n1"]) or int(match["n1"])
        return _back(until, number, match["u1"]), until
    if match["zh_back"]:
        unit = _UNITS[match["zu"]]
        if match["zn"] == "半":
            return _back(until, 6, "month"), until
        number = int(match["zn"]) if match["zn"].isdigit() else int(chinese_value(match["zn"]))
        return _back(until, number, unit), until
    unit = match["u2"] or _UNITS[match["zv"]]
    current = (match["which"] or "") in {"this", "current"} or (match["zw"] or "")[:1] in {"这", "本"}
    return _whole(unit, until, current=current)


def _whole(unit: str, until: date, *, current: bool) -> Span:
    """Return the calendar unit that holds ``until``, or the one before it."""
    if unit == "week":
        monday = until - timedelta(days=until.weekday() + (0 if current else 7))
        return monday, monday + timedelta(days=6)
    if unit == "year":
        return _year(until.year if current else until.year - 1)
    size = _MONTHS_IN.get(unit, 1)
    index = (until.year * 12 + until.month - 1) // size - (0 if current else 1)
    first = index * size
    return date(first // 12, first % 12 + 1, 1), _month(
        (first + size - 1) // 12, (first + size - 1) % 12 + 1
    )[1]


def _back(until: date, number: int, unit: str) -> date:
    """Return the first day of ``number`` units that end on ``until``."""
    if unit in {"day", "week"}:
        return until - timedelta(days=number * (7 if unit == "week" else 1) - 1)
    index = until.year * 12 + until.month - 1 - number * _MONTHS_IN[unit]
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(until.day, monthrange(year, month)[1])) + timedelta(days=1)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _month_number(name: str) -> int:
    return _MONTHS.get(name) or (int(name) if name.isdigit() else int(chinese_value(name)))


def _year_number(text: str | None, until: date | None) -> int | None:
    if not text:
        return None
    if text.isdigit():
        return int(text)
    back = {"去": 1, "前": 2, "last year": 1}.get(text, 0)
    return until.year - back if until else None


def _some_month(month: int, year: int | None, until: date | None, near: date | None) -> Span:
    if year is None and near is not None:
        year = near.year if month >= near.month else near.year + 1
    if year is None and until is not None:
        year = until.year if month <= until.month else until.year - 1
    return _month(year, month) if year else (None, None)


def _some_quarter(quarter: int, year: int | None, until: date | None) -> Span:
    if year is None and until is not None:
        year = until.year if quarter * 3 - 2 <= until.month else until.year - 1
    return (date(year, quarter * 3 - 2, 1), _month(year, quarter * 3)[1]) if year else (None, None)


def _day(day: int, month: int, year: str | None, until: date | None, near: date | None) -> Span:
    first = _some_month(month, int(year) if year else None, until, near)[0]
    found = first.replace(day=day) if first else None
    return found, found
