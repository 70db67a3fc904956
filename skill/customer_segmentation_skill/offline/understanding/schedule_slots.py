"""What a message tells of a schedule: how often, on which day, at what time, where; or which one is to stop."""

import re
from typing import Any, Final

from customer_segmentation_skill.offline.reading.amounts import chinese_value
from customer_segmentation_skill.offline.reading.reading import Reading

Slots = dict[str, Any]

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY: Final = re.compile(
    r"\b(?P<en>mon|tues?|wednes|thurs?|fri|satur|sun)days?\b|(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])"
)
_CHINESE_DAYS: Final = "一二三四五六日"
_OFTEN: Final = (
    ("other", re.compile(
        r"\b(?:hour\w*|minutes?|quarter\w*|year\w*|annual\w*|fortnight\w*|bi-?weekly|weekdays?|workdays?|working days?)\b"
        r"|\b(?:every|each) (?:other|second|third|two|three|four|\d+)\b|\b(?:twice|two times|\d+ times) an? "
        r"|小时|分钟|季度?|每年|工作日|每(?:隔|两|三|四|\d)|两周|双周|隔周"
    )),
    ("month", re.compile(r"\b(?:month\w*)\b|每个?月|月初|月底|月末|按月")),
    ("day", re.compile(
        r"\b(?:daily|nightly|(?:every|each|once a|per) (?:single )?(?:day|morning|evening|night))\b|每天|每日|天天|每晚|每早"
    )),
    ("week", re.compile(r"\b(?:week\w*)\b|每个?(?:周|星期|礼拜)|按周")),
)  # fmt: skip
"""What is no rhythm of ours first, then the longer before the shorter."""
_MONTH_DAY: Final = re.compile(
    r"\b(?P<last>last|end)(?: day)? of (?:the |each |every )?month|\b(?P<first>first|start|beginning)(?: day)? of (?:the |each |every )?month"
    r"|\b(?P<en>\d{1,2})(?:st|nd|rd|th)\b|\bday (?P<day>\d{1,2})\b"
    r"|(?P<zh_last>月底|月末|最后一天)|(?P<zh_first>月初)|(?P<zh>\d{1,2}|[一二三十]{1,3})[号日]"
)
_CLOCK: Final = re.compile(
    r"(?<![\d:])(?P<h24>[01]?\d|2[0-3]):(?P<m24>[0-5]\d)(?: ?(?P<half24>am|pm))?(?![\d:])"
    r"|\bat (?P<noon>noon|midnight)\b"
    r"|(?:\bat )?(?<!\d)(?P<h12>1[0-2]|0?[1-9]) ?(?:o'clock )?(?P<half>am|pm|a\.m\.|p\.m\.)(?![a-z])"
    r"|\bat (?P<bare>1?\d|2[0-3])(?: o'?clock)?(?![\d:%.])"
    r"|(?P<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚)?(?P<zh>\d{1,2}|[一二三四五六七八九十两]{1,3})(?:点|时)(?:(?P<zh_half>半)|(?P<zh_min>\d{1,2})分?)?"
)
_NOON: Final = 12
_PART: Final = (
    ("20:00", re.compile(r"\b(?:evenings?|nights?|nightly)\b|每晚|晚上")),
    ("12:00", re.compile(r"\bnoons?\b|中午")),
    ("15:00", re.compile(r"\bafternoons?\b|下午")),
)
"""A part of the day without a time; a morning is the usual time anyway."""
_ZONE: Final = re.compile(r"\b(?P<zone>[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?|UTC)\b")
_CITIES: Final = (
    ("Asia/Shanghai", re.compile(r"\b(?:beijing|shanghai|china) time\b|北京时间")),
    ("Europe/Berlin", re.compile(r"\b(?:berlin|german) time\b|柏林时间")),
    ("Europe/London", re.compile(r"\b(?:london|uk) time\b|伦敦时间")),
    ("America/New_York", re.compile(r"\b(?:new york|eastern) time\b|纽约时间")),
)
_ASKED: Final = re.compile(
    r"\bask(?:ing)? me (?:first|each time|every time|before)\b|\b(?:but|and) ask (?:me|first)\b|每次(?:都)?(?:先)?(?:问|征求)|先问我"
)
_RECIPE: Final = re.compile(r"[^\s\"'，。；]+\.ya?ml\b", re.IGNORECASE)
_ID: Final = re.compile(r"(?<![0-9a-z])[0-9a-f]{6}(?![0-9a-z])")


def schedule_slots(reading: Reading) -> Slots:
    """Return how often, on which day and at what time; ``every`` is ``other`` for a rhythm that there is not."""
    folded = reading.folded
    slots: Slots = {}
    weekday = _weekday(folded)
    often = next((name for name, words in _OFTEN if words.search(folded)), "")
    every = often or ("week" if weekday else "")
    if every == "day" and weekday:
        every = "week"
    if every:
        slots["every"] = every
    if every == "week" and weekday:
        slots["weekday"] = weekday
    if every == "month":
        slots |= _month_day(folded)
    slots |= _at(folded)
    zone = _ZONE.search(reading.utterance.said)
    city = next((name for name, words in _CITIES if words.search(folded)), "")
    if zone or city:
        slots["zone"] = zone["zone"] if zone else city
    if _ASKED.search(folded):
        slots["unattended"] = "no"
    recipe = _RECIPE.search(reading.utterance.said)
    return slots | ({"recipe": recipe[0]} if recipe else {})


def stop_slots(reading: Reading) -> Slots:
    """Return what tells which schedule is meant: its id, or how often and on which day it runs."""
    named = _ID.search(reading.folded)
    found = schedule_slots(reading)
    slots = {name: found[name] for name in ("every", "weekday") if name in found}
    return slots | ({"id": named[0]} if named else {})


def _weekday(folded: str) -> str:
    found = _WEEKDAY.search(folded)
    if not found:
        return ""
    if found["zh"]:
        return _DAYS[_CHINESE_DAYS.index(found["zh"].replace("天", "日"))]
    return next(day for day in _DAYS if day.startswith(found["en"][:3]))


def _month_day(folded: str) -> Slots:
    found = _MONTH_DAY.search(folded)
    if not found:
        return {}
    if found["last"] or found["zh_last"]:
        return {"day": 31}
    if found["first"] or found["zh_first"]:
        return {"day": 1}
    day = _number(found["en"] or found["day"] or found["zh"])
    return {"day": day} if 1 <= day <= 31 else {}  # noqa: PLR2004 - days of a month


def _at(folded: str) -> Slots:
    found = _CLOCK.search(folded)
    if not found:
        part = next((at for at, words in _PART if words.search(folded)), "")
        return {"at": part} if part else {}
    if found["noon"]:
        return {"at": "12:00" if found["noon"] == "noon" else "00:00"}
    hour = _number(found["h24"] or found["h12"] or found["bare"] or found["zh"])
    minute = 30 if found["zh_half"] else int(found["m24"] or found["zh_min"] or 0)
    half = (found["half"] or found["half24"] or "").replace(".", "")
    later = half == "pm" or (found["part"] or "") in {"中午", "下午", "傍晚", "晚上", "晚"}
    if later and hour < _NOON and not (found["part"] == "中午" and hour > _NOON - 2):
        hour += _NOON
    elif half == "am" and hour == _NOON:
        hour = 0
    return {"at": f"{hour:02d}:{minute:02d}"} if hour < 2 * _NOON else {}  # fmt: skip


def _number(text: str) -> int:
    return int(text) if text.isdigit() else int(chinese_value(text) or 0)
