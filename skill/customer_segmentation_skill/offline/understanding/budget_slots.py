"""What a message says of money to spend: how much, on what terms, without whom, how carefully."""

import re
from typing import Any, Final

from customer_segmentation_skill.offline.reading.amounts import Number
from customer_segmentation_skill.offline.reading.cues import found_terms
from customer_segmentation_skill.offline.reading.reading import Reading, Span
from customer_segmentation_skill.offline.understanding.plan_limits import limit_slots, segments_out
from customer_segmentation_skill.offline.understanding.profile_words import cost_of

Slots = dict[str, Any]

_WITHOUT: Final = re.compile(
    r"\b(?:without|no|excluding|except(?: for)?|leave out|leaving out|skip(?:ping)?|drop(?:ping)?|minus|not using"
    r"|don't (?:use|send|contact|call)|do not (?:use|send|contact|call)|ignoring)\b"
    r"|(?:不|别)$|不用|不要|不发|不打|不寄|不做|不走|别用|别发|别打|别寄|去掉|排除|除去|没有|不含|不联系|放弃"
)
_ONLY_BEFORE: Final = re.compile(
    r"\b(?:only|just|nothing but|solely)(?: (?:by|via|use|using|with|on|through|send|over|the|in|do|want|across))*\s*$"
    r"|(?:只|仅)(?:用|发|通过|走|做|要|靠|能用|能发)?\s*$"
)
_ONLY_AFTER: Final = re.compile(r"\s*(?:only|alone|and nothing else)\b|(?:就(?:行|好|够)|而已)")
_ENDS: Final = re.compile(r"[.;!?。；！？]|\b(?:but|only|just|with)\b|只用|只要|但")
"""What follows it is no longer left out."""
_COSTS: Final = re.compile(r"\bcosts?\b|\bprice\b|\beach\b|\bper\b|成本|[一每][封条通个]|单价")
_CAREFUL: Final = re.compile(
    r"\b(?:cautious(?:ly)?|careful(?:ly)?|conservative(?:ly)?|risk[- ]averse|play it safe|on the safe side"
    r"|no risks?|(?:low|little|less) risk)\b|谨慎|保守|稳妥|稳一点|少冒险|别冒险|不冒险"
)
_DARING: Final = re.compile(
    r"\b(?:not so|less|without being) (?:careful|cautious)|don't be (?:so )?careful|不用(?:太|那么)?(?:谨慎|保守)"
)
_THREE: Final = re.compile(
    r"(?P<worst>\d+(?:\.\d+)?)\s*/\s*(?P<likely>\d+(?:\.\d+)?)\s*/\s*(?P<best>\d+(?:\.\d+)?)"
)
CHANNELS: Final = {
    "cost_email": "email",
    "cost_sms": "sms",
    "cost_post": "post",
    "cost_phone": "phone",
    "cost_wechat": "wechat",
}
_DAYS: Final = re.compile(r"\s*-?(?:days?\b|weeks?\b|months?\b|天|周|个月)")
"""What makes a number a stretch of time."""
_COUNTED: Final = re.compile(r"\s*(?:(?:phone|telephone|text|personal)\s)?|\s*[个通封条次份]?\s*")
"""What may stand between a number and the contacts that it counts."""


def budget_slots(reading: Reading) -> Slots:
    """Return what a message says of money to spend."""
    text = reading.folded
    told = [found for found in found_terms("profile", text) if found[0] in {"margin", *CHANNELS}]
    slots: Slots = {}
    limits, used = limit_slots(reading)
    used |= _terms(reading, told, slots)
    used |= _capacities(reading, told, used, slots)
    if three := _THREE.search(text):
        used |= {number.start for number in reading.numbers if three.start() <= number.start < three.end()}
        if reading.segments:
            figures = "/".join(three[end] for end in ("worst", "likely", "best"))
            slots["effects"] = f"{reading.segments[0][0]}: {figures}"
    out = [CHANNELS[field] for field, start, _ in told if field in CHANNELS and _left_out(text, start)]
    out += _all_but_only(reading, told, slots)
    out += segments_out(reading)
    out += [segment for segment, start, _ in reading.segments if _left_out(text, start)]
    if out:
        slots["without"] = list(dict.fromkeys(out))
    if _CAREFUL.search(text):
        slots["caution"] = "neutral" if _DARING.search(text) else "cautious"
    money = [n for n in reading.numbers if n.start not in used and not _DAYS.match(text, n.end)]
    return {**_amount(money), **slots, **limits}


def _terms(reading: Reading, told: list[Span], slots: Slots) -> set[int]:
    """Read the margin and the costs that are told; return where their numbers begin."""
    used: set[int] = set()
    for field, start, end in told:
        if field == "margin":
            number = _nearest([n for n in reading.numbers if n.kind == "percent" or n.value < 1], start, end)
            value = f"{number.value:f}%" if number and number.kind == "percent" else ""
        elif _COSTS.search(reading.folded) and not _left_out(reading.folded, start):
            number = _nearest(
                [n for n in reading.numbers if n.kind != "percent" and n.start > start], start, end
            )
            value = ""
        else:
            continue
        if number:
            slots[field] = value or cost_of(number, reading.folded)
            used.add(number.start)
    return used


def _capacities(reading: Reading, told: list[Span], used: set[int], slots: Slots) -> set[int]:
    """Read "only 50 calls" as the most contacts by that channel."""
    found: dict[str, Number] = {}
    for field, start, _ in told:
        if field not in CHANNELS or field in slots:
            continue
        before = [
            n
            for n in reading.numbers
            if n.kind == "count" and n.start not in used and _COUNTED.fullmatch(reading.folded, n.end, start)
        ]
        if before:
            found[CHANNELS[field]] = before[-1]
    if found:
        slots["capacity"] = "; ".join(f"{channel}={number.whole}" for channel, number in found.items())
    return {number.start for number in found.values()}


def _all_but_only(reading: Reading, told: list[Span], slots: Slots) -> list[str]:
    """Read "by e-mail and SMS only" and 只发邮件 as without the other channels."""
    text = reading.folded
    places = [one for one in told if one[0] in CHANNELS and one[0] not in slots]
    if not places or any(_left_out(text, start) for _, start, _ in places):
        return []
    kept = {CHANNELS[field] for field, *_ in places}
    held = any(f"{channel}=" in str(slots.get("capacity", "")) for channel in kept)
    only = _ONLY_BEFORE.search(text[: places[0][1]]) or _ONLY_AFTER.match(text, places[-1][2])
    return [] if held or not only else [one for one in CHANNELS.values() if one not in kept]


def _nearest(numbers: list[Number], start: int, end: int) -> Number | None:
    return min(numbers, key=lambda n: min(abs(n.start - end), abs(start - n.end)), default=None)


def _left_out(text: str, place: int) -> bool:
    said = list(_WITHOUT.finditer(text, 0, place))
    return bool(said) and not _ENDS.search(text, said[-1].end(), place)


def _amount(numbers: list[Number]) -> Slots:
    amounts = sorted(numbers, key=lambda n: (n.kind != "money", n.kind == "percent", -n.value))
    if not amounts or amounts[0].kind == "percent":
        return {}
    value = amounts[0].value
    return {"amount": int(value) if value == int(value) else float(value)}
