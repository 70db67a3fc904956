"""A segment that a person describes: bought shoes twice, not in 90 days, in Germany."""

import re
from typing import Any, Final

from customer_segmentation_skill.offline.reading.amounts import Number
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.stretches import HALF_A_YEAR, days_of
from customer_segmentation_skill.offline.understanding.filters import conditions

_NOT_SINCE: Final = re.compile(
    r"n't\b|\b(?:not|never|no|without|hasnt|havent|inactive|silent|lapsed|quiet)\b|(?:没有?|未|不曾|不再)(?:再)?(?:下单|购买|买|来|消费|回购|复购|成交|到店|登录|活跃)?"
)
_STRETCH: Final = re.compile(
    r"(?P<count>\d{1,4}|one|two|three|six|twelve|[一二三四五六九两十百]+)\s?(?:个)?(?P<unit>days?|weeks?|months?|years?|天|日|周|月|年)"
    r"|(?P<half>半年|half a year)"
)
_TIMES: Final = re.compile(
    r"(?P<more>more than |over |超过|多于|大于)?(?P<least>at least |a minimum of |至少|不少于)?"
    r"(?:(?P<digit>\d{1,4}) ?(?:or more )?(?:times|x\b|orders?|purchases?|次|单|笔)|(?P<word>once|twice|two times|three times|several times|一次|两次|三次|二次|多次))"
    r"(?P<above>以上| or more)?"
)
_TIMES_WORDS: Final = {
    "once": 1, "twice": 2, "two times": 2, "three times": 3, "several times": 2, "一次": 1, "两次": 2, "二次": 2,
    "三次": 3, "多次": 2,
}  # fmt: skip
_PRODUCT: Final = re.compile(
    r"(?:\b(?:bought|buy|buys|ordered|purchased|buyers of|purchasers of|got)\b|(?:买过|购买过|买了|购买了|下单过|买))\s*+"
    r"(?!(?:more|at least|over|twice|once|anything|something|from us|only|in|since|on|for|nothing|within|last|\d|从|过|的|两|三|多|一|超过|至少|得))(?:the |a |an |any |some |both |了)?"
    r"(?P<product>[^,;.，。；]+?)(?=\s+(?:at least|more than|twice|once|two|three|\d|but|and|in|since|over|within|not|who|with|for|from|several|before|after|during|multiple)\b"
    r"|(?:至少|超过|两次|三次|一次|多次|\d|但|且|并|的(?:客户|人|用户)|又|以上|，)|\s+(?:两次|三次|\d)|[,;.，。]|$)"
)
_SPENT: Final = re.compile(
    r"(?:\b(?:spen[dt]\w*|revenue|turnover|worth|paid|pay)\b|(?:消费|花费?|花了|金额|累计))\D{0,14}?(?P<sign>more than|over|above|at least|less than|under|below|>=|<=|>|<|超过|大于|至少|不低于|低于|少于|满|高于|达到)"
)
_TIMES_FIRST: Final = re.compile(
    r"(?:买过|购买过|下单过|买了|bought|ordered)\s?(?:至少|超过|at least |more than )?(?:[一两二三四五多]次|\d+ ?次|twice|once|\d+ times)(?:以上)?的?\s?"
    r"(?P<product>[\u3400-\u9fff]{1,8}?|[a-z]+)(?=[、,，;。]|的|但|且|并|又|$| but| and| in)"
)
"""How often stands before what: bought twice the coffee, 买过两次餐具."""
_NEVER_BOUGHT: Final = re.compile(
    r"(?:\bnever (?:bought |ordered |purchased )?|\bbut (?:not|no) (?!in\b|since\b|within\b|during\b|for\b|the last)|\bnot (?:bought|ordered) (?!in\b|since\b|for\b|within\b|anything)"
    r"|没(?:有)?买过|从未买过|从来没买过?|没有?购买过)(?:any |the |a )?(?P<product>[a-z][^,;.]*?|[\u3400-\u9fff]{1,10}?)(?= (?:and|but|in|since|who|with)\b|的|[,;.，。]|$)"
)
_BELOW: Final = {"less than", "under", "below", "<", "低于", "少于"}
_ONCE_ONLY: Final = re.compile(r"\b(?:only|just|exactly) once\b|只(?:买|下单|消费)过?了?一次")


def rule_slots(reading: Reading) -> dict[str, Any]:
    """Return bought, bought_at_least, not_in_days and the other conditions as filter text."""
    slots: dict[str, Any] = {}
    text = reading.folded
    silent = _silent_days(reading)
    if silent:
        slots["not_in_days"] = silent
    product = _product(reading)
    if product:
        slots["bought"] = product
    avoided = _NEVER_BOUGHT.search(text)
    if avoided:
        slots["not_bought"] = reading.said(*avoided.span("product"))
    times = _times(text)
    parts = _where(reading, product)
    if times and product:
        slots["bought_at_least"] = times
    elif times:
        parts.insert(0, "orders = 1" if _ONCE_ONLY.search(text) else f"orders >= {times}")
    spent = _spent(reading)
    if spent:
        parts.append(spent)
    if parts:
        slots["where"] = " and ".join(parts)
    return slots


def quoted_value(value: str) -> str:
    """Return a value as a text of the filter grammar."""
    return "'" + value.replace("'", "''") + "'"


def _product(reading: Reading) -> str:
    first = _TIMES_FIRST.search(reading.folded)
    if first and first["product"] not in {"以上", "的", "but", "and", "in"}:
        return reading.said(*first.span("product"))
    for match in _PRODUCT.finditer(reading.folded):
        start, end = match.span("product")
        inside_date = any(start < p.end and p.start < end for p in reading.periods)
        before = reading.folded[max(0, match.start() - 8) : match.start()]
        if not inside_date and not re.search(r"(?:not|n't|没有?|未)\s*$", before):
            return reading.said(start, end)
    return ""


def _times(text: str) -> int:
    for match in _TIMES.finditer(text):
        count = int(match["digit"]) if match["digit"] else _TIMES_WORDS[match["word"]]
        return count + 1 if match["more"] else count
    return 0


def _silent_days(reading: Reading) -> int:
    text = reading.folded
    if not _NOT_SINCE.search(text):
        return 0
    for match in _STRETCH.finditer(text):
        if match["half"]:
            return HALF_A_YEAR
        return days_of(match["count"], match["unit"])
    until = reading.situation.data_until
    for period in reading.periods:
        if period.first and until and until >= period.first:
            return (until - period.first).days + 1
    return 0


def _where(reading: Reading, product: str) -> list[str]:
    found = []
    for condition in conditions(reading):
        if not condition.columns or condition.value.lower() == product.lower():
            continue
        sign = "!=" if condition.exclude else "="
        found.append(f"{condition.columns[0][0]} {sign} {quoted_value(condition.value)}")
    return found


def _spent(reading: Reading) -> str:
    match = _SPENT.search(reading.folded)
    after: list[Number] = [n for n in reading.numbers if match and n.start >= match.end() - 1]
    if match is None or not after:
        return ""
    sign = "<" if match["sign"] in _BELOW else ">="
    return f"revenue {sign} {format(after[0].value, 'f')}"
