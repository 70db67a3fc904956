"""What a message says of money to spend: how much, on what terms, without whom, how carefully."""

import re
from typing import Any, Final

from customer_segmentation_skill.offline.reading.amounts import Number
from customer_segmentation_skill.offline.reading.cues import first_term, found_terms
from customer_segmentation_skill.offline.reading.reading import Reading, Span
from customer_segmentation_skill.offline.reading.situation import Understanding
from customer_segmentation_skill.offline.understanding.profile_words import cost_of

_TO_SPEND: Final = re.compile(r"\b(?:spend|invest|budget)\b|预算|花|投入?")
Slots = dict[str, Any]

_WITHOUT: Final = re.compile(
    r"\b(?:without|no|excluding|except(?: for)?|leave out|leaving out|skip(?:ping)?|drop(?:ping)?|minus|not using"
    r"|don't (?:use|send|contact|call)|do not (?:use|send|contact|call)|ignoring)\b"
    r"|不用|不要|不发|不打|不寄|别用|别发|别打|去掉|排除|除去|没有|不含|不联系|放弃"
)
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
_WHY: Final = re.compile(
    r"\bwhy\b.*\b(?:not|no|isn't|aren't|don't|without|nothing|left out|leave out|missing)\b"
    r"|为什么(?:没有|没|不)|为何(?:没有|没|不)|怎么(?:没有|没|不)"
)
_AGAIN: Final = re.compile(
    r"^(?:ok |okay |so )?(?:and|what if|what about|how about|with|without|but|same|now|then|if|only|no|leave out|skip"
    r"|plan|be|play|at worst|suppose)\b|\d\s*/\s*\d"
    r"|^(?:那|如果|要是|换成|改成|假如|若|再看|看看?|不用|不要|去掉|只有|最多|谨慎|保守)"
)
_SUPPOSED: Final = re.compile(r"\b(?:what if|suppose|assume|assuming|imagine)\b|如果|假如|假设|要是")
_SHORT: Final = 60
_PLANS: Final = frozenset({"budget", "optimise"})
"""What a change or a "why not" may be about."""
_CHANNELS: Final = {
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
    told = [found for found in found_terms("profile", text) if found[0] in {"margin", *_CHANNELS}]
    slots: Slots = {}
    used = _terms(reading, told, slots)
    used |= _capacities(reading, told, used, slots)
    if three := _THREE.search(text):
        used |= {number.start for number in reading.numbers if three.start() <= number.start < three.end()}
        if reading.segments:
            figures = "/".join(three[end] for end in ("worst", "likely", "best"))
            slots["effects"] = f"{reading.segments[0][0]}: {figures}"
    out = [_CHANNELS[field] for field, start, _ in told if field in _CHANNELS and _left_out(text, start)]
    out += [segment for segment, start, _ in reading.segments if _left_out(text, start)]
    if out:
        slots["without"] = list(dict.fromkeys(out))
    if _CAREFUL.search(text):
        slots["caution"] = "neutral" if _DARING.search(text) else "cautious"
    money = [n for n in reading.numbers if n.start not in used and not _DAYS.match(text, n.end)]
    return {**_amount(money), **slots}


def optimise_slots(reading: Reading) -> Slots:
    """Return what a message that asks for the whole plan says of money to spend, and the document's language."""
    language = first_term("languages", reading.folded)
    return budget_slots(reading) | ({"language": language} if language else {})


def changed_plan(reading: Reading) -> Understanding | None:
    """Read "and without SMS?" after a plan as the same plan with something changed, and "why not them?" as about it."""
    situation = reading.situation
    if situation.last_intent not in _PLANS:
        return _supposed(reading)
    segments = [segment for segment, *_ in reading.segments]
    if segments and _WHY.search(reading.folded):
        return Understanding("budget", {**situation.last_slots, "why": segments[0]})
    changed = budget_slots(reading)
    if not changed or len(reading.folded) > _SHORT or not _AGAIN.search(reading.folded):
        return None
    before = {name: value for name, value in situation.last_slots.items() if name != "why"}
    if "without" in changed:
        changed["without"] = list(dict.fromkeys([*before.get("without", []), *changed["without"]]))
    return Understanding(situation.last_intent, {**before, **changed})


def _supposed(reading: Reading) -> Understanding | None:
    """Read "what if my margin is 30%?" or "10,000 to spend, margin 30%" before any plan as about a plan on such terms."""
    slots = budget_slots(reading)
    on_terms = slots.keys() & {"margin", *_CHANNELS}
    to_spend = "amount" in slots and _TO_SPEND.search(reading.folded)
    asks = reading.situation.has_data and on_terms and (to_spend or _SUPPOSED.search(reading.folded))
    return Understanding("budget", slots) if asks else None


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
        if field not in _CHANNELS or field in slots:
            continue
        before = [
            n
            for n in reading.numbers
            if n.kind == "count" and n.start not in used and _COUNTED.fullmatch(reading.folded, n.end, start)
        ]
        if before:
            found[_CHANNELS[field]] = before[-1]
    if found:
        slots["capacity"] = "; ".join(f"{channel}={number.whole}" for channel, number in found.items())
    return {number.start for number in found.values()}


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
