"""How a fact is written for a person: by unit, language and place."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from customer_segmentation.kit.fact import COUNTS, NO_CURRENCY, Fact, is_currency
from customer_segmentation.kit.words import shown, words_of

Style = Literal["prose", "table", "approx"]

_WAN: Final = Decimal(10_000)
_YI: Final = Decimal(100_000_000)
_PRECISE_BELOW: Final = 1_000
_TENTH_BELOW: Final = Decimal("0.1")


def formatted(fact: Fact, language: str = "en", style: Style = "prose") -> str:
    """Return a fact as words and digits, such as ``€1,284,310``, ``41%``, ``150 days`` or ``2.1 万``."""
    if isinstance(fact.value, date):
        return _day(fact.value, language)
    if isinstance(fact.value, str):
        return shown(fact.value)
    if is_currency(fact.unit):
        return _money(fact.number, fact.unit, language, style)
    if fact.unit in COUNTS:
        return _count(fact.number, language, style)
    return _measure(fact.number, fact.unit, language, style)


def _measure(number: Decimal, unit: str, language: str, style: Style) -> str:
    if unit in {"share", "change"}:
        return _percent(number, unit, style)
    if unit == "points":
        return _points(number, language, style)
    if unit in {"days", "ratio"}:
        pattern: str = words_of("labels", language)["units"][unit]
        text = _grouped(number, 0) if unit == "days" else _trimmed(number)
        return pattern.format(number=text, s="" if text == "1" else "s")
    if unit == "coefficient":
        return _grouped(number, 2).replace("-", "−")
    if unit == "year":
        return str(_rounded(number, 0))
    return _grouped(number, _places(number, unit))


def _places(number: Decimal, unit: str) -> int:
    if unit == "rank":
        return 0
    return 2 if unit == "average" and 0 < abs(number) < 1 else 1


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _grouped(number: Decimal, places: int) -> str:
    return f"{_rounded(number, places) + 0:,}"  # adding zero takes the sign off a rounded -0


def _trimmed(number: Decimal) -> str:
    text = _grouped(number, 1)
    return text.removesuffix(".0")


def _significant(number: Decimal, digits: int = 2) -> Decimal:
    if not number:
        return number
    return _rounded(number, digits - 1 - number.adjusted())


def _chinese(number: Decimal) -> str | None:
    for size, word in ((_YI, "亿"), (_WAN, "万")):
        if abs(number) >= size:
            return f"{_trimmed(number / size)} {word}"
    return None


def _count(number: Decimal, language: str, style: Style) -> str:
    if style == "approx":
        number = _significant(number)
    large = _chinese(number) if language == "zh" and style != "table" else None
    return large or _grouped(number, 0)


def _money(number: Decimal, currency: str, language: str, style: Style) -> str:
    if style == "approx":
        number = _significant(number)
    places = 0 if style == "approx" or abs(number) >= _PRECISE_BELOW or number == number.to_integral() else 2
    sign = "−" if number < 0 else ""
    words = words_of("labels", language)["currencies"]
    if language == "zh" and style != "table":
        name = words.get(currency, "" if currency == NO_CURRENCY else currency)
        return f"{sign}{_chinese(abs(number)) or _grouped(abs(number), places) + ' '}{name}".rstrip()
    symbol = words_of("labels", "en")["currencies"].get(currency)
    if symbol is None:
        symbol = "" if currency == NO_CURRENCY else f"{currency} "
    return f"{sign}{symbol}{_grouped(abs(number), places)}"


def _percent(number: Decimal, unit: str, style: Style) -> str:
    percent = number * 100
    precise = style == "prose" and abs(number) < _TENTH_BELOW
    text = _trimmed(abs(percent)) if precise else _grouped(abs(percent), 0)
    small = "<" if number and text == "0" else ""
    if small:
        text = "1" if style != "prose" else "0.1"
    sign = "−" if number < 0 else "+" if unit == "change" and number > 0 else ""
    return f"{small}{sign}{text}%"


def _points(number: Decimal, language: str, style: Style) -> str:
    """Percentage points: a difference of two shares, never written with a percent sign; in words where there is room."""
    text = _trimmed(abs(number * 100))
    sign = "−" if number < 0 else "+" if number > 0 else ""
    units = words_of("labels", language)["units"]
    hardly_any = number and text == "0"
    if hardly_any and style == "prose":
        hardly: str = units["points_hardly_less" if number < 0 else "points_hardly_more"]
        return hardly.format(number=_TENTH_BELOW)
    pattern: str = units["points"]
    told = f"<{sign}{_TENTH_BELOW}" if hardly_any else f"{sign}{text}"
    return pattern.format(number=told, s="" if text == "1" else "s")


def _day(day: date, language: str) -> str:
    if language == "zh":
        return day.isoformat()
    return f"{day.day} {day:%b} {day.year}"
