"""What a person tells about the shop: our margin is 40%, an e-mail costs 0.02, prices are in euros."""

import re
from decimal import Decimal
from typing import Any, Final

from customer_segmentation_skill.offline.reading.amounts import Number
from customer_segmentation_skill.offline.reading.cues import found_terms
from customer_segmentation_skill.offline.reading.reading import Reading, Span

_CENTS: Final = re.compile(r"^\s?(?:cents?|ct|c|p|pence|分(?!钟))")
_TENTHS: Final = re.compile(r"^\s?(?:角|毛)(?!利)")
_CHINESE_CENTS: Final = re.compile(r"(?P<digit>[一二两三四五六七八九])(?P<unit>[分毛角])(?:钱)?")
_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_EARNED: Final = re.compile(r"\b(?:earn|make|keep)\b|利润|赚")
_SHARES: Final = frozenset({"margin", "vat"})
_COSTS: Final = frozenset({"cost_email", "cost_sms", "cost_post", "cost_phone", "cost_wechat"})
_CHEAP: Final = frozenset({"cost_email", "cost_sms", "cost_wechat"})
"""Contacts that cost cents: "an e-mail is 3 cents, SMS 7" means 7 cents."""
_WEEK: Final = (("sunday", r"sunday|周日|星期日|星期天|周天"), ("monday", r"monday|周一|星期一"))


def profile_slots(reading: Reading) -> dict[str, Any]:
    """Return the profile field that a message tells, and its value; ``more`` holds further ones as pairs."""
    (field, value), *more = told_terms(reading) or [("", "")]
    if more or (value and field in _SHARES):
        return {"field": field, "value": value} | ({"more": [list(pair) for pair in more]} if more else {})
    field, value = _told(reading, [field for field, *_ in found_terms("profile", reading.folded)])
    return {name: told for name, told in (("field", field), ("value", value)) if told}


def told_terms(reading: Reading) -> list[tuple[str, str]]:
    """Return every share and cost that a message tells beside its own number, each field once, in order."""
    spans = [one for one in found_terms("profile", reading.folded) if one[0] in _SHARES | _COSTS]
    found: dict[str, str] = {}
    cents = False
    for field, number in _beside(reading, spans):
        if number is None or field in found:
            continue
        alike = cents and field in _CHEAP and number.kind == "count" and number.value == int(number.value)
        small = bool(_CENTS.match(reading.folded[number.end :]))
        told = _share(number) if field in _SHARES else cost_of(number, reading.folded, cents=alike or small)
        found[field], cents = told, cents or small
    return list(found.items())


def _beside(reading: Reading, spans: list[Span]) -> list[tuple[str, Number | None]]:
    """Return the number of each field: all stand before what they are of ("2 cents per e-mail"), or all after it."""
    first = min((number.start for number in reading.numbers), default=len(reading.folded))
    leads = bool(spans) and first < spans[0][1]
    found: list[tuple[str, Number | None]] = []
    for place, (field, start, end) in enumerate(spans):
        before = spans[place - 1][2] if place else 0
        after = spans[place + 1][1] if place + 1 < len(spans) else len(reading.folded)
        begin, until = (before, start) if leads else (end, after)
        fitting = [n for n in reading.numbers if begin <= n.start < until and _fits(n, field)]
        found.append((field, fitting[-1 if leads else 0] if fitting else None))
    return found


def _fits(number: Number, field: str) -> bool:
    percent = number.kind == "percent"
    return percent or number.value < 1 if field in _SHARES else not percent


def _told(reading: Reading, fields: list[str]) -> tuple[str, str]:
    text = reading.folded
    number = next(iter(reading.numbers), None)
    if "week_start" in fields:
        return "week_start", next((day for day, pattern in _WEEK if re.search(pattern, text)), "")
    if costs := [field for field in fields if field.startswith("cost_")]:
        plain = next((one for one in reading.numbers if one.kind != "percent"), None)
        return costs[0], _cost(plain, text)
    if shares := [field for field in fields if field in _SHARES]:
        return shares[0], _share(number) if number else ""
    if number and number.kind == "percent" and _EARNED.search(text):
        return "margin", _share(number)
    return "currency", _currency(reading)


def _currency(reading: Reading) -> str:
    text = reading.folded
    for code, start, _ in found_terms("currencies", text):
        if not any(number.start <= start < number.end for number in reading.numbers):
            return code
    spelled = re.search(r"(?<![a-z])[a-z]{3}$", text.strip(" .!"))
    return spelled[0].upper() if spelled else ""


def _share(number: Number) -> str:
    plain = format(number.value.normalize(), "f")
    return f"{plain}%" if number.kind == "percent" or number.value > 1 else plain


def _cost(number: Number | None, text: str) -> str:
    if number is None:
        spelled = _CHINESE_CENTS.search(text)
        if spelled:
            size = Decimal("0.01") if spelled["unit"] == "分" else Decimal("0.1")
            return format((_DIGITS[spelled["digit"]] * size).normalize(), "f")
        return "0" if re.search(r"\b(?:nothing|free)\b|免费|不花钱", text) else ""
    return cost_of(number, text)


def cost_of(number: Number, text: str, *, cents: bool = False) -> str:
    """Return what one contact costs, in the currency's unit: "8 cents" and 8分 are 0.08; so is 8 with ``cents``."""
    value, after = number.value, text[number.end :]
    if cents or _CENTS.match(after):
        value /= 100
    elif _TENTHS.match(after):
        value /= 10
    return format(value, "f") if value == number.value else format(value.normalize(), "f")
