"""Limits of a plan in words: at least 100 people of a segment, only these segments, a discount, what to bring most of."""

import re
from typing import Any, Final

from customer_segmentation_skill.offline.reading.amounts import Number
from customer_segmentation_skill.offline.reading.reading import Reading

Slots = dict[str, Any]

_LEAST: Final = re.compile(
    r"(?:\bat least|\bminimum(?: of)?|\bmin\.?|\bno (?:fewer|less) than|至少|最少|不少于)\s*(?:\w+\s)?$"
)
_MOST: Final = re.compile(
    r"(?:\bat most|\bmaximum(?: of)?|\bmax\.?|\bup to|\bno more than|最多|至多|不超过)\s*(?:\w+\s)?$"
)
_PEOPLE: Final = re.compile(
    r"\s*(?:people|customers|persons|contacts|of them|个客户|位客户|名客户|个人|[个位名人])?\s*(?:of|in|from|for|among)?\s*(?:the )?$"
)
_MONEY: Final = re.compile(r"\b(?:spend|put|invest|give|budget|money)\b|花|投|预算|钱")
_CLAUSE: Final = re.compile(r"[,;，；]")
_PLACED: Final = re.compile(
    r"\s*(?:(?:of|from) (?:the |my |our |that |this )?(?:budget|money|amount|it)|的?(?:预算|钱))?\s*(?:on|in|into|to|for|给|在|到|投给|花在)\s*(?:the )?$"
)
_DISCOUNT: Final = re.compile(
    r"(?P<off>\d{1,2}(?:\.\d+)?) ?% ?(?:off|discount|voucher|coupon|优惠|折扣)|\bdiscount (?:of |is )?(?P<of>\d{1,2}(?:\.\d+)?) ?%"
    r"|(?<![满\d])(?P<tenths>[一二三四五六七八九1-9])折"
)
_TENTHS: Final = {c: n for n, c in enumerate("零一二三四五六七八九")}
_AIM: Final = re.compile(
    r"\b(?:maximi[sz]e|optimi[sz]e for|aim (?:at|for)|go for|most|as many)\b|最大化|最多的?|为目标|尽量多|优先"
)
_AIMS: Final = (
    ("retained", re.compile(r"\b(?:retention|retain\w*|kept customers|keeping customers)\b|留存|留住|挽留")),
    ("orders", re.compile(r"\b(?:orders|purchases|buyers)\b|订单|下单|成交")),
)
_ONLY: Final = re.compile(
    r"\b(?:only|just|nothing but)(?: (?:for|on|with|do|contact|target|use|the|to|in|spend|plan))*\s*$|(?:只|仅)(?:给|做|联系|投|针对|触达|要|在|对|管|花在)*\s*$"
)
_OUT: Final = re.compile(r"\b(?:exclude|remove|take out|cut)\s+(?:the )?$")


def limit_slots(reading: Reading) -> tuple[Slots, set[int]]:
    """Return least, most, discount, objective and whether money for one segment is told, and where used numbers begin."""
    slots: Slots = {}
    used: set[int] = set()
    for number in reading.numbers:
        name, value = _limit(number, reading)
        if name:
            used.add(number.start)
            slots[name] = (
                value
                if name == "share_of_money"
                else "; ".join(filter(None, [str(slots.get(name, "")), value]))
            )
    if told := _DISCOUNT.search(reading.folded):
        digit = told["tenths"]
        off = told["off"] or told["of"] or str(100 - 10 * (_TENTHS.get(digit) or int(digit)))
        slots["discount"] = f"{off}%"
        used |= {number.start for number in reading.numbers if told.start() <= number.start < told.end()}
    if _AIM.search(reading.folded):
        aim = next((name for name, words in _AIMS if words.search(reading.folded)), "")
        slots |= {"objective": aim} if aim else {}
    return slots, used


def segments_out(reading: Reading) -> list[str]:
    """Return the segments that "only at risk" leaves out, and those of "exclude champions"."""
    text, named = reading.folded, reading.segments
    if named and _ONLY.search(text[: named[0][1]]):
        kept = {segment for segment, *_ in named}
        return [one.id for one in reading.situation.segments if one.id not in kept]
    return [segment for segment, start, _ in named if _OUT.search(text[:start])]


def _limit(number: Number, reading: Reading) -> tuple[str, Any]:
    """Return what a number before a segment limits: how many people, or money, which no plan limits by segment."""
    text = reading.folded
    behind = [(segment, start) for segment, start, _ in reading.segments if start >= number.end]
    if not behind:
        return "", ""
    segment, start = behind[0]
    between, before = text[number.end : start], text[: number.start]
    least, most = _LEAST.search(before), _MOST.search(before)
    if _PLACED.fullmatch(between) and (number.kind == "percent" or least or most):
        return "share_of_money", True
    if (
        number.kind == "count"
        and (least or most)
        and _PEOPLE.fullmatch(between)
        and not _MONEY.search(_CLAUSE.split(before)[-1])
    ):
        return ("least" if least else "most"), f"{segment}={number.whole}"
    return "", ""
