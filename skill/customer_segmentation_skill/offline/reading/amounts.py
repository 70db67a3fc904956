"""Numbers as people write them: 10,000 · 10k · €2.5m · 20% · ten · 5万 · 两千 · 三成."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

Kind = Literal["count", "percent", "money"]

_CURRENCY: Final = r"(?:[€$£¥₹₩]|\b(?:eur|usd|gbp|cny|rmb|jpy|chf|aud|cad|hkd)\b)"
_MULTIPLES: Final = {
    "k": 10**3, "thousand": 10**3, "grand": 10**3, "m": 10**6, "mio": 10**6, "million": 10**6, "hundred": 100,
    "百": 100, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8,
}  # fmt: skip
_AFTER: Final = (
    r"(?P<percent>\s?(?:%|％|percent\b|per cent\b|pct\b))|"
    r"\s?(?P<money>€|\$|£|(?:euros?|eur|dollars?|bucks|usd|pounds?|gbp|yuan|rmb|cny)\b|元|块钱?|人民币|欧元?|美元|美金|英镑)"
)
_DIGITS: Final = re.compile(
    rf"(?:(?<![a-z0-9_.#])|(?<=\btop))(?P<before>{_CURRENCY}\s?)?"
    r"(?P<number>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
    r"(?:\s?(?P<multiple>十万|百万|千万|[百千万亿]|(?:thousand|grand|mio|million|hundred|k|m)\b))?"
    rf"(?:{_AFTER})?(?![\d.]*\d|[a-z_])"
)
_ENGLISH: Final = {
    word: n
    for n, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "dozen": 12,
}
_WORD: Final = "|".join(sorted(_ENGLISH, key=len, reverse=True))
_SPELLED: Final = re.compile(
    rf"\b(?:a |an )?(?P<word>{_WORD}|(?<=a )hundred|(?<=a )thousand)(?:[- ](?P<next>{_WORD}))?"
    rf"(?:\s(?P<multiple>hundred|thousand|grand|million))?\b(?:{_AFTER})?"
)
_NUMERALS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_CHINESE: Final = re.compile(
    r"(?<!第)[零〇一二三四五六七八九两十百千万亿]+(?:点[一二三四五六七八九零]+)?成?(?:半)?"
)
_MEASURED: Final = re.compile(r"\s?(?:个|名|位|人|次|单|笔|天|日|条|款|大|家|种|块|元|件|周|年|%)")
_SIZES: Final = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True)
class Number:
    """A number in a message: a percentage keeps its points (20% is 20)."""

    value: Decimal
    kind: Kind
    text: str
    start: int
    end: int

    @property
    def whole(self) -> int:
        """The value as an integer."""
        return int(self.value)


def numbers(folded: str) -> list[Number]:
    """Return the numbers in folded text, in order."""
    found = [_digits(match) for match in _DIGITS.finditer(folded)]
    found += [_spelled(m) for m in _SPELLED.finditer(folded) if m["word"] != "one" or m["multiple"]]
    found += [number for match in _CHINESE.finditer(folded) if (number := _chinese(match, folded))]
    kept: list[Number] = []
    for number in sorted(found, key=lambda n: (n.start, -n.end)):
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def _kind(match: re.Match[str], before: str | None = None) -> Kind:
    return "percent" if match["percent"] else "money" if match["money"] or before else "count"


def _digits(match: re.Match[str]) -> Number:
    plain = match["number"].replace(",", "").replace(" ", "")
    value = Decimal(plain) * _MULTIPLES.get(match["multiple"] or "", 1)
    return Number(value, _kind(match, match["before"]), match[0].strip(), match.start(), match.end())


def _spelled(match: re.Match[str]) -> Number:
    word = match["word"]
    value = _MULTIPLES.get(word, 0) or _ENGLISH[word] + _ENGLISH.get(match["next"] or "", 0)
    value *= _MULTIPLES.get(match["multiple"] or "", 1)
    return Number(Decimal(value), _kind(match), match[0], match.start(), match.end())


def _chinese(match: re.Match[str], folded: str) -> Number | None:
    """Read Chinese numerals; a lone numeral only where a measure word says that it counts."""
    text = match[0]
    measured = _MEASURED.match(folded, match.end())
    ranked = folded[: match.start()].endswith(("前", "最近", "过去", "近"))
    if len(text) == 1 and not ranked and (text in "一千万亿百" or not measured):
        return None
    if text.endswith("成"):
        return Number(chinese_value(text[:-1]) * 10, "percent", text, match.start(), match.end())
    money = re.match(r"\s?(?:元|块钱?|人民币)", folded[match.end() :])
    end = match.end() + (money.end() if money else 0)
    return Number(
        chinese_value(text), "money" if money else "count", folded[match.start() : end], match.start(), end
    )


def chinese_value(text: str) -> Decimal:
    """Return the value of Chinese numerals such as 三百五十 or 一万二."""
    total = section = digit = 0
    last = 1
    for c in text.partition("点")[0]:
        if c in _NUMERALS:
            digit = _NUMERALS[c]
        elif c in _SIZES:
            section += (digit or 1) * _SIZES[c]
            last, digit = _SIZES[c], 0
        elif c in "万亿":
            total += (section + digit or 1) * _MULTIPLES[c]
            last, section, digit = _MULTIPLES[c], 0, 0
    if digit and last > _SIZES["十"] and text[-1] in _NUMERALS and "零" not in text:  # 一万二 is 12,000
        digit *= last // 10
    decimals = text.partition("点")[2]
    tail = Decimal("0." + "".join(str(_NUMERALS[c]) for c in decimals)) if decimals else Decimal(0)
    return Decimal(total + section + digit) + tail
