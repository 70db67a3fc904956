"""What a person tells about the shop: our margin is 40%, an e-mail costs 0.02, prices are in euros."""

import re
from decimal import Decimal
from typing import Any, Final

from customer_segmentation_skill.offline.reading.amounts import Number
from customer_segmentation_skill.offline.reading.cues import found_terms
from customer_segmentation_skill.offline.reading.reading import Reading

_CENTS: Final = re.compile(r"^\s?(?:cents?|ct|c|p|pence|分(?!钟))")
_TENTHS: Final = re.compile(r"^\s?(?:角|毛)(?!利)")
_CHINESE_CENTS: Final = re.compile(r"(?P<digit>[一二两三四五六七八九])(?P<unit>[分毛角])(?:钱)?")
_DIGITS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_EARNED: Final = re.compile(r"\b(?:earn|make|keep)\b|利润|赚")
_WEEK: Final = (("sunday", r"sunday|周日|星期日|星期天|周天"), ("monday", r"monday|周一|星期一"))


def profile_slots(reading: Reading) -> dict[str, Any]:
    """Return the profile field that a message tells, and its value."""
    field, value = _told(reading, [field for field, *_ in found_terms("profile", reading.folded)])
    return {name: told for name, told in (("field", field), ("value", value)) if told}


def _told(reading: Reading, fields: list[str]) -> tuple[str, str]:
    text = reading.folded
    number = next(iter(reading.numbers), None)
    if "week_start" in fields:
        return "week_start", next((day for day, pattern in _WEEK if re.search(pattern, text)), "")
    if costs := [field for field in fields if field.startswith("cost_")]:
        return costs[0], _cost(number, text)
    if shares := [field for field in fields if field in {"margin", "vat"}]:
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


def cost_of(number: Number, text: str) -> str:
    """Return what one contact costs, in the currency's unit: "8 cents" and 8分 are 0.08."""
    value, after = number.value, text[number.end :]
    if _CENTS.match(after):
        value /= 100
    elif _TENTHS.match(after):
        value /= 10
    return format(value, "f") if value == number.value else format(value.normalize(), "f")
