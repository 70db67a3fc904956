"""What a message says of a past campaign: its file, what it is judged by, on what terms, and whether whom is asked."""

import re
from typing import Any, Final

from customer_segmentation_skill.offline.reading.amounts import Number
from customer_segmentation_skill.offline.reading.cues import first_term, found_terms
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.situation import Understanding
from customer_segmentation_skill.offline.reading.stretches import days_of

Slots = dict[str, Any]

_WHOM: Final = re.compile(
    r"\bwhom\b|\b(?:who|which (?:customers|people|ones)) (?:should|could|ought|would|does|did|do|gains?|gained|respond)"
    r"|\btargeting\b|(?:触达|联系|发给|推给|打给|找)(?:谁|哪些|什么人)|(?:谁|哪些人|哪些客户).{0,6}(?:触达|活动)|精细|更细|精准"
)
_CONTACT: Final = re.compile(
    r"\b(?:contacts?|contacting|message|mail|mailing|letter|call|piece|e-?mail|sms|text|customer)\b"
    r"|触达|每次|每封|每条|每通|每位|每人|单次"
)
_EARNED: Final = re.compile(r"\b(?:contribution|profit|margin earned|earnings)\b|贡献|利润|毛利额")
_OTHERWISE: Final = re.compile(
    r"\b(?:budget|spend|invest|where (?:should|shall|do|does)|test be|design|export|draw|plot|chart|segments?|report)\b"
    r"|预算|投到|怎么花|花在|测试要|导出|画|图|报告|客群"
)
"""Words of something else than the campaign measured last."""
_AGAIN: Final = re.compile(
    r"^(?:ok |okay |so )?(?:and|what if|what about|how about|with|by|but|same|now|then|if|at|over|in|the|my|our|a|margin|it)\b"
    r"|^(?:那|如果|要是|换成|改成|假如|若|再看|看看?|按|以|毛利|成本|触达)"
)
_WITHIN: Final = re.compile(
    r"\b(?:within|over|in|after|for|of)(?: the)?(?: first| next)? (?P<count>\d+|a|one|two|three|six)[ -](?P<unit>days?|weeks?|months?)\b"
    r"|(?P<number>\d+|[一二两三四五六]) ?(?P<span>天|周|个?月)内?"
)
_BEGAN: Final = re.compile(
    r"\b(?:sent|started|starting|began|ran|launched|went out|mailed|out)\b|发出|发送|发的|开始|上线|启动|投放"
)
_SHORT: Final = 80
_LONGEST: Final = 365


def measure_slots(reading: Reading) -> Slots:
    """Return campaign, holdout, whom, measured, margin, contact_cost and horizon_days, as far as they are told."""
    slots = _files(reading)
    if _WHOM.search(reading.folded):
        slots["whom"] = True
    if measured := _measured(reading):
        slots["measured"] = measured
    return slots | _terms(reading) | _days(reading) | _sent_on(reading)


def measured_again(reading: Reading) -> Understanding | None:
    """Read "and by revenue?" after a campaign as the same campaign judged otherwise; None for anything else."""
    situation, text = reading.situation, reading.folded
    if situation.last_intent != "measure" or reading.sources or len(text) > _SHORT:
        return None
    changed = measure_slots(reading)
    if not changed or _OTHERWISE.search(text) or not (_AGAIN.search(text) or "whom" in changed):
        return None
    return Understanding("measure", {**situation.last_slots, **changed})


def _files(reading: Reading) -> Slots:
    """Return the campaign's file, and a second one of those held out."""
    names = [source.path for source in reading.sources]
    return dict(zip(("campaign", "holdout"), names, strict=False))


def _measured(reading: Reading) -> str:
    told = _without_files(reading)
    if _EARNED.search(told):
        return "contribution"
    return first_term("test_outcomes", told) if re.search(r"\bby\b|\bin\b|\bjudged\b|按|以|看", told) else ""


def _without_files(reading: Reading) -> str:
    text = reading.folded
    for source in reversed(reading.sources):
        text = text[: source.start] + " " * (source.end - source.start) + text[source.end :]
    return text


def _terms(reading: Reading) -> Slots:
    """Return the margin, a percentage beside its word, and the cost of one contact, another number beside a contact."""
    slots: Slots = {}
    used = -1
    for field, start, end in found_terms("profile", reading.folded):
        near = [n for n in reading.numbers if n.kind == "percent" or 0 < n.value < 1]
        if field == "margin" and near:
            number = min(near, key=lambda n: min(abs(n.start - end), abs(start - n.end)))
            slots["margin"] = f"{number.value:f}%" if number.kind == "percent" else f"{number.value:f}"
            used = number.start
    cost = next((n for n in reading.numbers if n.start != used and _is_cost(n, reading.folded)), None)
    return slots | ({"contact_cost": f"{cost.value:f}"} if cost else {})


def _is_cost(number: Number, text: str) -> bool:
    """Tell whether a number is money beside a word of contact and one of cost."""
    if number.kind == "percent":
        return False
    around = text[max(0, number.start - 32) : number.end + 24]
    return bool(
        _CONTACT.search(around)
        and re.search(r"\bcosts?\b|\bper\b|\beach\b|\ba (?:piece|contact)\b|成本|每|花", around)
    )


def _sent_on(reading: Reading) -> Slots:
    """Return the day that the campaign began on, as ISO text: one day that is told, not a stretch."""
    days = [one.first for one in reading.periods if one.first and one.first == one.last]
    since = [
        one.first
        for one in reading.periods
        if one.first and one.last is None and _BEGAN.search(reading.folded)
    ]
    return {"start": (days or since)[0].isoformat()} if len(days or since) == 1 else {}


def _days(reading: Reading) -> Slots:
    match = _WITHIN.search(reading.folded)
    if not match:
        return {}
    days = days_of(match["count"] or match["number"], match["unit"] or match["span"].lstrip("个"))
    return {"horizon_days": days} if 0 < days <= _LONGEST else {}
