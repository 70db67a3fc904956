"""Numbers in prose, however they are written, and which of them are no plain count.

Digits of every script, grouped or with decimals, English number words, Chinese numerals, fractions and vague
amounts ("dozens", 上百). A plain count is a whole number up to ten that no unit, percent sign, currency or
"times" belongs to.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from customer_segmentation.kit.grounding_lexicon import CHINESE_DIGITS, number_words, pattern
from customer_segmentation.kit.plain_text import SLOT, hide

MOST_PLAIN: Final = 10
"""The largest plain count."""

_LONGEST: Final = 40
Span = tuple[int, int]

_DIGITS: Final = re.compile(r"\d+(?:[.,'·:/]\d+|[ ]\d{3}(?!\d))*")
_CHINESE: Final = re.compile(f"[{CHINESE_DIGITS}]+")
_SIGN: Final = re.compile(r"(?:^|[\s(（,，:：~≈约])[+\-±~≈]\s?$")
_LETTERS: Final = re.compile(r"[A-Za-z_]+")
_ORDINAL: Final = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_SHORT_ID: Final = re.compile(r"\d+(?=[0-9a-f]{0,8}[a-df])(?!\d*e\d+\b)[0-9a-f]{1,8}(?<=\d)\b|\d[a-df]\d\b")
_VALUES: Final = dict(
    zip(
        "零〇一二两俩三四五六七八九壹贰叁肆伍陆柒捌玖",
        [0, 0, 1, 2, 2, 2, *range(3, 10), *range(1, 10)],
        strict=True,
    )
)
_SIZES: Final = {
    "十": 10,
    "拾": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "万": 10**4,
    "萬": 10**4,
    "亿": 10**8,
    "億": 10**8,
    "廿": 20,
    "卅": 30,
}


def bare_numbers(text: str) -> list[Span]:
    """Return the places of all numbers of ``text`` that are no plain counts, in order and apart."""
    calm = hide(text, (found.span() for found in pattern("innocent_numbers").finditer(text)))
    spans = [found.span() for found in pattern("figures").finditer(calm)]
    for found in (_DIGITS, _words(), _CHINESE):
        spans += _not_plain(calm, found)
    return merged(spans)


def merged(spans: list[Span]) -> list[Span]:
    """Return spans in order, overlapping ones as one."""
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


@cache
def _words() -> re.Pattern[str]:
    words = "|".join(sorted(number_words(), key=len, reverse=True))
    return re.compile(rf"\b(?:{words})(?:[\s-]+(?:and[\s-]+)?(?:{words}))*\b", re.IGNORECASE)


def _not_plain(text: str, numbers: re.Pattern[str]) -> Iterator[Span]:
    for found in numbers.finditer(text):
        start, end = found.span()
        before = text[max(0, start - 24) : start]
        money = pattern("money", "$").search(before)
        unit = None if _article(found[0], text, end) else pattern("units").match(text, end)
        if numbers is _DIGITS and not unit and not money and _identifier(text, found):
            continue
        if unit or money or not _plain(text, found):
            yield start - (len(money[0]) if money else 0), unit.end() if unit else end


def _article(number: str, text: str, end: int) -> bool:
    """Tell whether 一 stands for "a", as in 一周 (a week) and 一次 (once), not before 倍, 成 or money."""
    return number == "一" and text[end : end + 1] in set("天周年个次日小分刻季块")


def _identifier(text: str, found: re.Match[str]) -> bool:
    """Tell whether the digits belong to a name such as r3, R5, UTF-8 or 8f2."""
    start = found.start()
    if text[start - 1 : start].isascii() and _LETTERS.match(text, max(0, start - 1), start):
        return not re.search(r"(?<![A-Za-z])[xX]$", text[:start])
    return bool(_SHORT_ID.match(text, start)) or bool(
        re.search(r"[A-Za-z0-9]_$", text[max(0, start - 2) : start])
    )


def _plain(text: str, found: re.Match[str]) -> bool:
    start, end = found.span()
    if SLOT in {text[start - 1 : start], text[end : end + 1]}:
        return False
    if _SIGN.search(text[max(0, start - 3) : start]) and found[0][0].isdigit():
        return False
    follows = _LETTERS.match(text, end) if found[0].isdigit() else None
    if follows and not _ORDINAL.match(text, end):
        return False
    value = _value(found[0])
    return value is not None and value <= MOST_PLAIN


def _value(said: str) -> int | None:
    """Return a whole number in digits, English or Chinese; None for anything else, and for endless ones."""
    if len(said) > _LONGEST:
        return None
    if said[0].isdigit() and said.isascii():
        return int(said) if said.isdigit() else None
    if said.lower() in number_words():
        return number_words()[said.lower()]
    return _chinese(said) if _CHINESE.fullmatch(said) else None


def _chinese(said: str) -> int | None:
    """Return the value of Chinese numerals; of 三四 (three or four) the larger; None for a lone 百, 千, 万, 亿."""
    if all(c in _VALUES for c in said):
        approximate = len(said) == len("三四") and _VALUES[said[1]] == _VALUES[said[0]] + 1
        return (
            _VALUES[said[-1]]
            if approximate or len(said) == 1
            else int("".join(str(_VALUES[c]) for c in said))
        )
    if len(said) == 1 and _SIZES[said] > MOST_PLAIN:
        return 0
    total, part, digit = 0, 0, 0
    for c in said:
        if c in _VALUES:
            digit = _VALUES[c]
        elif _SIZES[c] >= _SIZES["万"]:
            total, part, digit = (total + max(part + digit, 1)) * _SIZES[c], 0, 0
        else:
            part, digit = part + max(digit, 1) * _SIZES[c], 0
    return total + part + digit
