"""What a message says of a plan: the whole plan from a day on, the plan made last with something changed, why not others."""

import re
from calendar import isleap
from datetime import date
from typing import Any, Final

from customer_segmentation_skill.offline.reading.cues import first_term
from customer_segmentation_skill.offline.reading.reading import Reading
from customer_segmentation_skill.offline.reading.situation import Understanding
from customer_segmentation_skill.offline.understanding.budget_slots import CHANNELS, budget_slots

Slots = dict[str, Any]

_TO_SPEND: Final = re.compile(r"\b(?:spend|invest|budget|(?:i|we) (?:have|got)|i've got)\b|预算|花|投入?")
_OF_PEOPLE: Final = re.compile(r"\b(?:who|that|customers?|people|those|bought|orders?)\b|客户|的人|买|下单")
_SUPPOSED: Final = re.compile(r"\b(?:what if|suppose|assume|assuming|imagine)\b|如果|假如|假设|要是")
_WHY: Final = re.compile(
    r"\bwhy\b.*\b(?:not|no|isn't|aren't|don't|without|nothing|left out|leave out|missing)\b"
    r"|为什么(?:没有|没|不)|为何(?:没有|没|不)|怎么(?:没有|没|不)"
)
_AGAIN: Final = re.compile(
    r"^(?:ok |okay |so )?(?:and|what if|what about|how about|with|without|but|same|now|then|if|only|no|leave out|skip"
    r"|plan|be|play|at worst|suppose|just|exclude|remove|drop|take out|give|offer|put|spend|contact|at least|at most|maximi[sz]e|aim|go for)\b|\d\s*/\s*\d"
    r"|^(?:make|change|raise|increase|reduce|lower|cut|set)(?: (?:it|that|this|(?:the |my |our )?budget|the amount|the money))?(?: to)?"
    r" (?:[a-z]{3}|[€$£¥])? ?\d[\d.,]* ?k?(?: ?(?:[€$£¥]|[a-z]{3}|euros|dollars|pounds))?(?: please| instead)?[.! ]*$"
    r"|^(?:那|如果|要是|换成|改成|假如|若|再看|看看?|不(?:再)?(?:用|要|打|发|寄)|别(?:打|发|用)|去掉|只|最多|至少|打[一二三四五六七八九]折|谨慎|保守)"
    r"|预算(?:改|换|变|加|减|提高|提|降|调|只)"
)
_TWICE: Final = re.compile(r"\b(?:double|twice|two times)\b(?! opt)|翻(?:一?倍|一?番)|加倍|双倍|两倍")
_MORE: Final = re.compile(
    r"^(?:(?:and|ok|okay|what if|if|i|we|you|with)[ ,]+)*(?:add(?:ed)?|plus|another)\s+(?:another |a further )?[€$£¥]?\d|\d\S* more(?: euros| dollars)?[?.! ]*$"
    r"|(?:再|多)(?:加|给|投|来|拨|花)\s?[\d一二两三四五六七八九十]"
)
_HALF: Final = re.compile(r"\b(?:halve|half)(?! (?:a )?(?:year|month|price|an? ))\b|减半|砍半|(?<!另)一半")
_STARTS: Final = re.compile(
    r"\b(?:start(?:s|ing)?|begin(?:s|ning)?|kick(?:s|ing)? ?off|launch(?:es|ing)?|go(?:es|ing)? live|from|as of|beginning)\b"
    r"|开始|启动|开工|起|从|上线"
)
_BEGINS: Final = re.compile(
    r"^(?:(?:ok|okay|please|and|but|so|now|no|then|can|could|we|you|i|it|this|that|the|plan|what|if|let|us|let's|want|to|would"
    r"|like|will|should|must)[, ]+)*(?:starts?|starting|begins?|beginning|kick(?:ing)? off|launch|go(?:ing)? live)\b"
    r"|^(?!.*(?:看|订单|数据|客户|购买)).*(?:开始|启动|起|上线)(?:执行|做|实施|吧|呢|了|可以|行)*[。!！]?$"
)
"""A message that tells the plan's first day and no more."""
_SAID_YEAR: Final = re.compile(r"(?:19|20)\d\d|\b(?:last|this|past|previous)\b|[去今前本]年")
_SHORT: Final = 60
PLANS: Final = frozenset({"budget", "optimise"})
"""What a change or a "why not" may be about."""


def optimise_slots(reading: Reading) -> Slots:
    """Return what a message that asks for the whole plan says of money to spend, its first day, and its language."""
    language = first_term("languages", reading.folded)
    return budget_slots(reading) | start_slots(reading) | ({"language": language} if language else {})


def start_slots(reading: Reading) -> Slots:
    """Return the first day that is told, as ISO text: without a year the next such day after the data end."""
    if not _STARTS.search(reading.folded):
        return {}
    period = next((one for one in reading.periods if one.first and not one.before), None)
    if period is None or period.first is None:
        return {}
    until = reading.situation.data_until
    told = bool(_SAID_YEAR.search(period.text)) or until is None
    return {"start": (period.first if told or until is None else _next(period.first, until)).isoformat()}


def _next(day: date, until: date) -> date:
    """Return the next such day of a year after ``until``; 29 February waits for a leap year."""
    years = [y for y in range(until.year, until.year + 10) if isleap(y) or (day.month, day.day) != (2, 29)]
    return next(found for found in (day.replace(year=year) for year in years) if found > until)


def spoken_plan(last_intent: str, last_slots: Slots) -> tuple[str, Slots] | None:
    """Return the plan that is spoken of, as intent and slots: asked for last, or looked at as a picture since."""
    if last_intent in PLANS:
        return last_intent, last_slots
    drawn = last_slots.get("plan")
    return (str(drawn[0]), dict(drawn[1])) if drawn else None


def changed_plan(reading: Reading) -> Understanding | None:
    """Read "and without SMS?" after a plan as the same plan with something changed, and "why not them?" as about it."""
    plan = spoken_plan(reading.situation.last_intent, reading.situation.last_slots)
    if plan is None:
        return _supposed(reading)
    intent, told = plan
    segments = [segment for segment, *_ in reading.segments]
    if segments and _WHY.search(reading.folded):
        return Understanding("budget", {**told, "why": segments[0]})
    if len(reading.folded) > _SHORT:
        return None
    before = {name: value for name, value in told.items() if name != "why"}
    started = start_slots(reading) if _BEGINS.search(reading.folded) else {}
    scaled = _scaled(reading, before)
    changed = budget_slots(reading) if _AGAIN.search(reading.folded) else {}
    if not (changed or started or scaled):
        return None
    changed |= started | scaled
    if "without" in changed:
        changed["without"] = list(dict.fromkeys([*before.get("without", []), *changed["without"]]))
    return Understanding("optimise" if started else intent, {**before, **changed})


def _scaled(reading: Reading, before: Slots) -> Slots:
    """Read "double it", "half of that" and "add 2000" as money: of what the plan had."""
    amount = before.get("amount")
    added = budget_slots(reading).get("amount") if _MORE.search(reading.folded) else None
    if amount and added:
        return {"amount": amount + added}
    twice, half = _TWICE.search(reading.folded), _HALF.search(reading.folded)
    if not amount or reading.numbers or bool(twice) == bool(half):
        return {}
    made = float(amount) * 2 if twice else float(amount) / 2
    return {"amount": int(made) if made == int(made) else made}


def _supposed(reading: Reading) -> Understanding | None:
    """Read "what if my margin is 30%?" or "10,000 to spend, margin 30%" before any plan as about a plan on such terms."""
    slots = budget_slots(reading)
    on_terms = slots.keys() & {"margin", *CHANNELS}
    to_spend = _TO_SPEND.search(reading.folded)
    of_people = _OF_PEOPLE.search(reading.folded)
    limited = slots.keys() & {"least", "most"} or (slots.keys() & {"without", "capacity"} and not of_people)
    meant = (
        (to_spend and "amount" in slots and (on_terms or limited))
        or (to_spend and "share_of_money" in slots)
        or (on_terms and _SUPPOSED.search(reading.folded))
    )
    return Understanding("budget", slots) if meant and reading.situation.has_data else None
